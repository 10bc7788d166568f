"""What takes the last question or change back, as the question or change that is meant."""

from __future__ import annotations

import pytest

from bot.nlu.corrections import read_correction
from bot.nlu.restating import find_restated


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("sorry, I meant may", "may"),
        ("argh leeds i mean", "leeds"),
        ("no per year", "per year"),
        ("no wait, for hokuto", "hokuto"),
        ("the osaka one ofc", "the osaka one"),
        ("まちがえた神戸", "神戸"),
        ("件数じゃなくて金額", "金額"),
        ("あ、受注のほう", "受注"),
        ("MAだけでいい", "MAだけ"),
        ("英語も。いや違うな、更新日いつ", "更新日いつ"),
    ],
)
def test_a_question_put_anew_is_the_one_that_is_meant(said: str, meant: str) -> None:
    assert find_restated(said) == meant


@pytest.mark.parametrize(
    "said",
    ["no tickets", "no open deals in leeds", "オーナーじゃない人は", "いやがってる客は", "well done"],
)
def test_a_question_of_its_own_takes_nothing_back(said: str) -> None:
    assert find_restated(said) is None


@pytest.mark.parametrize(
    ("said", "swap"),
    [
        ("3 not 2 sry", ("2", "3")),
        ("its jo lang not long", ("long", "jo lang")),
        ("長井じゃなくて永井さん", ("長井", "永井")),
    ],
)
def test_one_word_stands_for_another(said: str, swap: tuple[str, str]) -> None:
    assert read_correction(said, ()).swap == swap


@pytest.mark.parametrize(
    "said",
    [
        "scrap it",
        "cancel that meeting, theyre ill",
        "stop, take that handoff back",
        "いらないや。消して",
        "リスケになったから消しといて",
    ],
)
def test_what_was_done_is_taken_back_with_words_around_it(said: str) -> None:
    assert read_correction(said, ()).drops == 1


@pytest.mark.parametrize(
    "said", ["cancel my meeting with acme", "forget about acme", "delete the personal data of acme"]
)
def test_what_names_something_else_takes_nothing_back(said: str) -> None:
    assert read_correction(said, ()).drops == 0
