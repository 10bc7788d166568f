"""Which action answers, chosen from what was understood and what the thread is about."""

from __future__ import annotations

import pytest

from actions.reply import Choice, Reply
from bot.dialogue.choice_matcher import pick_choice
from bot.dialogue.message import Click
from bot.dialogue.router import choose_action, choose_click
from bot.dialogue.state import DialogueState
from bot.nlu.followups import FollowUp, read_follow_up
from bot.nlu.reading import AccountMention, IntentChoice, Reading

ACME = AccountMention(1, "Acme Corporation")
CLOSE = Reading(
    "acme?",
    "assess_churn",
    0.48,
    "en",
    alternatives=(
        IntentChoice("assess_churn", 0.48),
        IntentChoice("check_satisfaction", 0.45),
        IntentChoice("greet", 0.01),
    ),
    account=ACME,
    accounts=(ACME,),
    mention="acme",
    close=True,
)


def asked_between(topic: DialogueState) -> DialogueState:
    """The topic once two intents were offered as buttons."""
    step = choose_action(CLOSE, FollowUp(), topic)
    whom = {key: step.slots[key] for key in ("account_id", "account")}
    labels = {"assess_churn": "Whether they may leave", "check_satisfaction": "How satisfied they are"}
    choices = tuple(Choice(label=labels[intent], intent=intent, slots=whom) for intent in step.slots["intents"])
    asked = Reply(intent="ask_back", language="en", headline="Which of these?", choices=choices)
    return topic.following(step.intent, step.slots, (asked,), waits_for=step.waits_for)


def test_two_close_readings_are_asked_about_and_an_unlikely_third_is_not() -> None:
    step = choose_action(CLOSE, FollowUp(), DialogueState())
    assert step.intent == "ask_back"
    assert step.slots["intents"] == ["assess_churn", "check_satisfaction"]
    assert step.slots["account_id"] == 1


@pytest.mark.parametrize("said", ["How satisfied they are", "the second one", "2", "satisfied", "2番目で", "後者"])
def test_a_close_reading_is_chosen_by_typing(said: str) -> None:
    choice = pick_choice(said, asked_between(DialogueState()))
    assert choice is not None
    assert (choice["intent"], choice["slots"]["account_id"]) == ("check_satisfaction", 1)


@pytest.mark.parametrize("said", ["", "?", "they", "the ninth one", "what did they buy?"])
def test_words_that_fit_no_button_or_several_choose_none(said: str) -> None:
    assert pick_choice(said, asked_between(DialogueState())) is None


def test_no_to_all_readings_asks_for_other_words() -> None:
    heard = Reading("no", "greet", 0.9, "en")
    step = choose_action(heard, FollowUp(), asked_between(DialogueState()))
    assert (step.intent, step.slots["kind"]) == ("ask_back", "say_again")


def test_a_button_without_a_customer_takes_that_of_the_thread() -> None:
    assert (
        choose_click(Click("assess_churn"), DialogueState(account_id=7, account="Hooli"), language="en").slots[
            "account_id"
        ]
        == 7
    )
    assert choose_click(Click("assess_churn"), DialogueState(), language="en").slots["kind"] == "need_account"


def test_words_of_an_outcome_do_not_follow_into_another_question() -> None:
    said = {"outcome": "lost", "reason": "I meant"}
    heard = Reading(
        "no, I meant Acme", "log_outcome", 0.9, "en", account=ACME, mention="Acme", entities=said, spans=((12, 16),)
    )
    step = choose_action(
        heard, read_follow_up(heard.text, heard.spans), DialogueState(intent="check_usage", account_id=7)
    )
    assert (step.intent, step.slots["account_id"]) == ("check_usage", 1)
    assert not step.slots.keys() & {"outcome", "reason"}


@pytest.mark.parametrize(
    ("said", "changes"),
    [
        ("もっと短く", {"shorter": True}),
        ("もう少し短くしてください", {"shorter": True}),
        ("in English please", {"language": "en"}),
        ("日本語でお願いします", {"language": "ja"}),
        ("Slackで", {"medium": "slack"}),
        ("as a phone call", {"medium": "call"}),
        ("and the second one?", {"ordinal": 2}),
        ("2つ目は？", {"ordinal": 2}),
    ],
)
def test_a_short_message_that_only_changes_the_last_answer_repeats_it(said: str, changes: dict[str, object]) -> None:
    assert read_follow_up(said, ()) == FollowUp(**changes, only=True)  # type: ignore[arg-type]


@pytest.mark.parametrize("said", ["draft it in Japanese", "who should I call?", "call Acme on Friday"])
def test_a_question_of_its_own_is_no_mere_follow_up(said: str) -> None:
    assert not read_follow_up(said, ()).only
