"""Handoffs listed and moved on by those on either side."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from actions.reply import Reply
from knowledge.knowledge import Knowledge
from knowledge.tables import AuditEntry
from tests.actions.conftest import Ask
from tests.actions.test_hand_off_account import BOSS, CS, GLOBEX, NEED, REP, _bring
from tests.actions.test_recommend_offer import said

MATTER = "they are unhappy about the outage"


def _press(do: Ask, reply: Reply, label: str, *, asker: str, **more: object) -> Reply:
    choice = next(choice for choice in reply.choices if choice.label == label)
    return do(str(choice.intent), **choice.slots, asker=asker, **more)


def test_nothing_open_is_said_in_one_line(do: Ask) -> None:
    assert do("list_handoffs", asker=CS).headline == "No handoff is open."
    assert do("list_handoffs", asker=CS, language="ja").headline == "進行中の引き継ぎはありません。"


def test_the_list_tells_both_sides_what_waits_for_whom(do: Ask) -> None:
    do("hand_off_account", GLOBEX, need=NEED, asker=CS)
    for who in (CS, REP, BOSS):
        (row,) = do("list_handoffs", asker=who).tables[0].rows
        assert row[0] == GLOBEX
        assert row[2] == "Hannah Reyes → Daniel Osei"
        assert row[3] == "waiting for an answer"


def test_a_question_and_its_answer_stand_where_both_read_them(do: Ask) -> None:
    do("hand_off_account", GLOBEX, need=NEED, asker=CS)
    seen = do("list_handoffs", GLOBEX, asker=REP)
    _press(do, seen, "Ask back", asker=REP, text="How many people?")
    asked = do("list_handoffs", GLOBEX, asker=CS)
    assert "asked back" in asked.headline
    _press(do, asked, "Answer", asker=CS, text="All 200")
    steps = said(do("list_handoffs", GLOBEX, asker=REP))
    assert "“How many people?”" in steps
    assert "“All 200”" in steps


def test_words_written_where_both_read_them_answer_once_and_are_notes_afterwards(do: Ask) -> None:
    do("hand_off_account", GLOBEX, need=NEED, asker=CS)
    do("list_handoffs", GLOBEX, step="ask", text="How many people?", asker=REP)
    for who, words in ((REP, "and where?"), (CS, "200 in Osaka"), (CS, "mostly sales"), (REP, "thank you")):
        do("list_handoffs", GLOBEX, step="discuss", text=words, asker=who)
    seen = do("list_handoffs", GLOBEX, asker=CS, language="ja")
    assert "回答待ち" in seen.headline
    steps = said(seen)
    assert steps.count("さんの回答：") == 1
    assert steps.count("さんのメモ：") == 3


@pytest.mark.parametrize(("language", "told"), [("en", "This was not kept"), ("ja", "記録されていません")])
def test_words_after_the_end_are_told_not_to_be_kept(do: Ask, language: str, told: str) -> None:
    do("hand_off_account", GLOBEX, need=NEED, asker=CS)
    card = do("list_handoffs", GLOBEX, asker=CS).choices[0].slots["handoff_id"]
    do("list_handoffs", GLOBEX, step="withdraw", asker=CS)
    late = do("list_handoffs", handoff_id=card, step="discuss", text="too late", asker=CS, language=language)
    assert late.trouble
    assert told in late.headline
    assert "too late" not in said(late)


def test_words_that_are_missing_are_asked_for_and_the_step_is_kept(do: Ask) -> None:
    do("hand_off_account", GLOBEX, need=NEED, asker=CS)
    asked = do("list_handoffs", GLOBEX, step="decline", asker=REP)
    assert asked.pending_slot is not None
    assert asked.pending_slot.free
    assert len(asked.choices) == 4, "the usual reasons"
    assert all(choice.slots["step"] == "decline" and choice.slots["text"] for choice in asked.choices)
    declined = do("list_handoffs", **asked.pending_slot.slots, text="no budget until April", asker=REP)
    assert declined.headline.endswith("has declined: no budget until April")


def test_declined_by_mistake_is_undone_and_cs_sees_it(do: Ask, own_demo: Knowledge) -> None:
    do("hand_off_account", GLOBEX, need=NEED, asker=CS)
    do("list_handoffs", GLOBEX, step="decline", text="wrong button", asker=REP)
    assert "is waiting for an answer again" in do("undo", asker=REP).headline
    seen = do("list_handoffs", GLOBEX, asker=CS)
    assert "answers by" in seen.headline
    assert "took the last step back" in said(seen)
    with own_demo.engine.connect() as connection:
        acts = list(connection.execute(select(AuditEntry.act).where(AuditEntry.act.like("handoff.%"))).scalars())
    assert acts == ["handoff.send", "handoff.decline", "handoff.take_back"]


def test_what_the_other_side_answered_cannot_be_undone_any_more(do: Ask) -> None:
    do("hand_off_account", GLOBEX, need=NEED, asker=CS)
    do("list_handoffs", GLOBEX, step="accept", asker=REP)
    assert "changed since" in do("undo", asker=CS).headline
    assert "has accepted" in do("list_handoffs", GLOBEX, asker=CS).headline


def test_sales_hands_a_customer_to_cs_who_sees_to_it_and_tells_what_came_of_it(do: Ask) -> None:
    sent = do("hand_off_account", GLOBEX, toward="cs", need=MATTER, urgency="hot", asker=REP)
    assert "Handed Globex Corporation to Hannah Reyes" in sent.headline
    assert "Suggested" not in said(sent)
    seen = do("list_handoffs", GLOBEX, asker=CS)
    assert [choice.label for choice in seen.choices] == [
        "Accept", "Ask back", "Decline", "Mark as done", "Give to somebody else",
    ]  # fmt: skip
    done = _press(do, seen, "Mark as done", asker=CS, text="called them, a credit note is on its way")
    assert "has taken care of it: called them" in done.headline
    assert "No handoff is open" in do("list_handoffs", asker=REP).headline


def test_cs_is_asked_what_is_the_matter_with_what_the_data_shows_as_choices(do: Ask) -> None:
    asked = do("hand_off_account", "Saltmarsh Textiles", toward="cs", urgency="hot")
    assert asked.headline.startswith("What is the matter with Saltmarsh Textiles?")
    assert asked.choices
    assert all(choice.slots["toward"] == "cs" and choice.slots["urgency"] == "hot" for choice in asked.choices)
    assert "Handed Saltmarsh Textiles" in do("hand_off_account", **asked.choices[0].slots).headline


def test_a_rep_who_hands_over_an_account_of_their_own_means_cs(do: Ask) -> None:
    assert "to Hannah Reyes" in do("hand_off_account", GLOBEX, need=MATTER, asker=REP).headline


def test_a_held_customer_goes_to_cs_without_a_question(do: Ask) -> None:
    assert "Handed" in do("hand_off_account", "Umbra Retail", toward="cs", need=MATTER).headline


def test_unanswered_by_cs_it_is_escalated_and_goes_back_to_sales(do: Ask, own_demo: Knowledge) -> None:
    do("hand_off_account", GLOBEX, toward="cs", need=MATTER, asker=REP)
    assert [who for who, _ in _bring(own_demo, 0, 2)] == ["hannah.reyes"]
    assert [who for who, _ in _bring(own_demo, 1, 2)] == ["hannah.reyes"]
    assert {who for who, _ in _bring(own_demo, 2, 9)} == {"daniel.osei", "grace.whitfield"}
    assert "daniel.osei" in [who for who, _ in _bring(own_demo, 5, 6)]
    assert "back with Daniel Osei" in do("list_handoffs", GLOBEX, asker=REP).headline


@pytest.mark.parametrize(("step", "who"), [("task", "Maya Collins"), ("to_cs", "Hannah Reyes")])
def test_an_alert_button_makes_a_handoff_with_a_clock_once(do: Ask, step: str, who: str) -> None:
    sent = do("answer_alert", "Saltmarsh Textiles", step=step, asker=BOSS)
    assert who in sent.headline
    assert "answers by" in sent.headline
    assert "already" in do("answer_alert", "Saltmarsh Textiles", step=step, asker=BOSS).headline
    assert "Open handoffs: 1" in do("list_handoffs", asker=who).headline
    undone = do("undo", asker=BOSS)
    assert "withdrawn" in undone.headline
    assert do("list_handoffs", asker=who).headline == "No handoff is open."


def test_in_japanese_a_task_reads_as_japanese(do: Ask) -> None:
    sent = do("answer_alert", "Saltmarsh Textiles", step="task", asker=BOSS, language="ja")
    assert "へ引き継ぎました" in sent.headline
    assert "ご対応いただきたいこと" in [section.title for section in sent.sections]
