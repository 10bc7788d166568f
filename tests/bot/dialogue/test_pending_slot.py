"""What is said after a question back: the answer to it, never mind, or a question of its own."""

from typing import Any

import pytest

from bot.dialogue.router import choose_action
from bot.dialogue.state import DialogueState
from bot.nlu.followups import FollowUp
from bot.nlu.reading import AccountMention, Reading

ACME, GLOBEX = AccountMention(1, "Acme"), AccountMention(2, "Globex")


def _heard(text: str, intent: str = "out_of_scope", **more: Any) -> Reading:
    return Reading(text, intent, more.pop("confidence", 0.9), more.pop("language", "en"), **more)


def _waiting(intent: str, slot: str, *, free: bool = False, **slots: Any) -> DialogueState:
    kept = {"account_id": 1, "account": "Acme", **slots}
    pending = {"intent": intent, "slot": slot, "slots": kept, "free": free}
    return DialogueState(account_id=1, account="Acme", language="ja", pending=pending)


def _choose(heard: Reading, topic: DialogueState) -> tuple[str, dict[str, Any]]:
    step = choose_action(heard, FollowUp(), topic)
    return step.intent, step.slots


def test_any_words_are_a_need_in_their_words_and_what_was_said_is_kept() -> None:
    topic = _waiting("hand_off_account", "need", free=True, urgency="hot")
    intent, slots = _choose(_heard("Acme wants 200 seats of SSO", "record_need", account=ACME, spans=((0, 4),)), topic)
    assert (intent, slots["need"], slots["urgency"]) == ("hand_off_account", "Acme wants 200 seats of SSO", "hot")
    assert slots["language"] == "ja", "the conversation goes on in its language"


def test_a_date_said_fills_a_date_asked_for() -> None:
    topic = _waiting("set_reminder", "remind_at", note="call")
    heard = _heard("tomorrow at 10", entities={"date": "2026-10-01", "time": "10:00"})
    intent, slots = _choose(heard, topic)
    assert intent == "set_reminder"
    assert slots["date"] == "2026-10-01"
    assert slots["note"] == "call"
    assert "remind_at" not in slots


def test_a_date_that_cannot_be_read_goes_to_the_answer_that_says_so() -> None:
    intent, slots = _choose(_heard("when pigs fly", refused=True), _waiting("hold_account", "until", reason="unhappy"))
    assert (intent, slots["until"], slots["reason"]) == ("hold_account", "when pigs fly", "unhappy")


@pytest.mark.parametrize("text", ["never mind", "forget it", "やっぱりいいです", "やめます"])
def test_never_mind_drops_the_question(text: str) -> None:
    intent, slots = _choose(_heard(text), _waiting("hold_account", "reason", free=True))
    assert (intent, slots["kind"]) == ("ask_back", "dropped")


@pytest.mark.parametrize(
    ("text", "intent", "account"),
    [
        ("what should I offer Globex?", "recommend_offer", GLOBEX),
        ("lift the hold on Acme", "hold_account", ACME),
        ("put Globex on hold", "hold_account", GLOBEX),
    ],
)
def test_a_question_of_its_own_is_answered_instead(text: str, intent: str, account: AccountMention) -> None:
    start = text.index(account.name)
    spans = ((start, start + len(account.name)),)
    heard = _heard(text, intent, account=account, accounts=(account,), mention=account.name, spans=spans)
    chosen, slots = _choose(heard, _waiting("record_need", "need", free=True))
    assert (chosen, slots["account_id"]) == (intent, account.id)


@pytest.mark.parametrize(
    "text", ["undo", "Undo that, please", "take it back", "取り消して", "今のを取り消してください"]
)
def test_undo_has_words_in_both_languages(text: str) -> None:
    assert _choose(_heard(text), DialogueState(language="en"))[0] == "undo"


def test_what_about_another_customer_does_not_repeat_a_change() -> None:
    topic = DialogueState().following("record_need", {"need": "SSO"}, (_reply(),), waits_for=None)
    heard = _heard("what about Globex?", "recommend_offer", account=GLOBEX, mention="Globex", accounts=(GLOBEX,))
    step = choose_action(heard, FollowUp(same_question=True), topic)
    assert step.intent == "brief_account"
    assert "need" not in step.slots


def _reply() -> Any:
    from actions.reply import AccountRef, Reply

    return Reply(intent="record_need", language="en", headline="Noted.", account=AccountRef(id=1, name="Acme"))
