"""A word about the offer just shown is told from a question and from a customer's words."""

import pytest

from bot.nlu.offer_words import read_offer_verdict


@pytest.mark.parametrize(
    "said",
    [
        "too early",
        "that's too early for them",
        "Still too soon.",
        "時期尚早です",
        "まだ早い、1月にまた",
        "提案はまだ早すぎます",
    ],
)
def test_too_early_is_read(said: str) -> None:
    assert read_offer_verdict(said) == "too_early"


@pytest.mark.parametrize(
    "said",
    [
        "not relevant",
        "the second one isn't relevant",
        "That is irrelevant.",
        "not a good fit for them",
        "2つ目は的外れ",
        "お客様に合わない",
    ],
)
def test_not_relevant_is_read(said: str) -> None:
    assert read_offer_verdict(said) == "not_relevant"


@pytest.mark.parametrize(
    "said",
    [
        "is it too early?",
        "too early??",
        "too early to call them",
        "they said it's not relevant",
        "まだ早いでしょうか",
        "まだ早いかな",
        "関係ない話だけど、今日の予定は",
        "朝早い便で向かいます",
        "who is not relevant here?",
    ],
)
def test_questions_and_the_words_of_others_are_not(said: str) -> None:
    assert read_offer_verdict(said) is None
