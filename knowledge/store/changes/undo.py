"""Takes a change back: the last one of whoever asks, or one of theirs by its number."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from knowledge.errors import HandoffMoved, NothingToUndo
from knowledge.playbook.handoffs import HandoffEvent, find_move
from knowledge.store.changes.absences import undo_absence
from knowledge.store.changes.checklists import toggle_mark
from knowledge.store.changes.handoff_moves import move
from knowledge.store.changes.handoff_outcomes import reopen_handoffs
from knowledge.store.changes.holds import undo_hold, undo_lift
from knowledge.store.changes.meetings import undo_meeting
from knowledge.store.changes.needs import drop_need
from knowledge.store.changes.offer_feedback import undo_decision, undo_word
from knowledge.store.changes.outcomes import undo_outcome, undo_won_answer
from knowledge.store.changes.pen import Pen
from knowledge.store.changes.reminders import drop_reminder, undo_drop, undo_snooze
from knowledge.store.models import AuditEntry, Proposal
from knowledge.store.queries.handoffs import load_handoff

_LOOK_BACK = 200  # entries of one person; what lies further back is history


@dataclass(frozen=True)
class Change:
    """One change that somebody made: what, on which account, in which words."""

    id: int
    act: str
    account_id: int | None
    text: str | None
    facts: Mapping[str, Any]


def find_change(pen: Pen, change_id: int | None) -> Change:
    """The change with this number, or the last one, of those the writer can take back. NothingToUndo otherwise."""
    query = (
        select(AuditEntry.id, AuditEntry.act, AuditEntry.account_id, AuditEntry.text, AuditEntry.facts)
        .where(AuditEntry.person_key == pen.book.viewer.key, AuditEntry.act.in_([*_UNDO, "undo"]))
        .order_by(AuditEntry.id.desc())
        .limit(_LOOK_BACK)
    )
    entries = [Change(*row) for row in pen.book.connection.execute(query)]
    undos = [entry.facts for entry in entries if entry.act == "undo"]
    undone = {number for facts in undos for number in (facts.get("undoes"), *facts.get("made", ()))}
    open_ones = [entry for entry in entries if entry.act != "undo" and entry.id not in undone]
    wanted = [entry for entry in open_ones if change_id in {None, entry.id}]
    if not wanted:
        raise NothingToUndo("There is nothing of yours to undo, or it has been changed since.")
    return wanted[0]


def undo_change(pen: Pen, change: Change) -> None:
    """Take it back. NothingToUndo when somebody has changed the same thing since."""
    mine = select(func.max(AuditEntry.id)).where(AuditEntry.person_key == pen.book.viewer.key)
    last = pen.book.connection.execute(mine).scalar() or 0
    _UNDO[change.act](pen, change)
    made = select(AuditEntry.id).where(AuditEntry.person_key == pen.book.viewer.key, AuditEntry.id > last)
    facts = {"undoes": change.id, "made": list(pen.book.connection.execute(made).scalars())}
    pen.audit("undo", account_id=change.account_id, text=change.text, facts=facts)


def _undo_need(pen: Pen, change: Change) -> None:
    drop_need(pen, int(change.facts["need_id"]))


def _undo_hold(pen: Pen, change: Change) -> None:
    undo_hold(pen, int(change.facts["hold_id"]), change.facts.get("before_id"))


def _undo_lift(pen: Pen, change: Change) -> None:
    undo_lift(pen, int(change.facts["hold_id"]))


def _undo_outcome(pen: Pen, change: Change) -> None:
    proposal_id = int(change.facts["proposal_id"])
    now = pen.book.connection.execute(select(Proposal.outcome).where(Proposal.id == proposal_id)).scalar()
    if now != change.facts["outcome"]:
        raise NothingToUndo("The offer has been changed since.")
    undo_outcome(pen, proposal_id, change.facts.get("before"))
    reopen_handoffs(pen, change.facts.get("handoffs", ()))


def _undo_won_answer(pen: Pen, change: Change) -> None:
    facts = change.facts
    undo_won_answer(pen, int(facts["proposal_id"]), str(facts["question"]), facts.get("before"))


def _undo_tick(pen: Pen, change: Change) -> None:
    toggle_mark(pen, change.account_id or 0, str(change.facts["topic"]), str(change.facts["item"]))


def _undo_reminder(pen: Pen, change: Change) -> None:
    if drop_reminder(pen, int(change.facts["notice_id"])) is None:
        raise NothingToUndo("The reminder was told already.")


def _undo_drop(pen: Pen, change: Change) -> None:
    undo_drop(pen, change.facts.get("ids", ()))


def _undo_snooze(pen: Pen, change: Change) -> None:
    facts = change.facts
    due_at = dt.datetime.fromisoformat(str(facts["due_at"]))
    if not undo_snooze(pen, int(facts["notice_id"]), due_at=due_at, state=str(facts["state"])):
        raise NothingToUndo("The reminder was told already.")


def _undo_step(pen: Pen, change: Change) -> None:
    """A step of a handoff is taken back by a step of its own, so that both sides see it; not once it went on."""
    card = load_handoff(pen.book, int(change.facts["handoff_id"]))
    back = _BACK_BY.get(change.act, HandoffEvent.TAKE_BACK)
    if card is None or card.version != change.facts.get("version") or not find_move(card.state, back, card.kind):
        raise NothingToUndo("The handoff has gone on since.")
    try:
        move(pen, card, back, text=None)
    except HandoffMoved as moved:
        raise NothingToUndo("The handoff has gone on since.") from moved


_BACK_BY = {"handoff.send": HandoffEvent.WITHDRAW, "handoff.finish": HandoffEvent.REOPEN}


def _undo_word(pen: Pen, change: Change) -> None:
    undo_word(pen, int(change.facts["feedback_id"]))


def _undo_decision(pen: Pen, change: Change) -> None:
    undo_decision(pen, int(change.facts["decision_id"]))


def _undo_meeting(pen: Pen, change: Change) -> None:
    facts = change.facts
    undo_meeting(
        pen, made=facts.get("meeting_id"), cancelled=facts.get("cancelled", ()), notices=facts.get("notices", ())
    )


def _undo_absence(pen: Pen, change: Change) -> None:
    undo_absence(pen, change.facts)


_UNDO: dict[str, Callable[[Pen, Change], None]] = {
    "need.recorded": _undo_need,
    "hold.placed": _undo_hold,
    "hold.lifted": _undo_lift,
    "outcome.logged": _undo_outcome,
    "won.answered": _undo_won_answer,
    "checklist.ticked": _undo_tick,
    "checklist.unticked": _undo_tick,
    "reminder.set": _undo_reminder,
    "reminder.dropped": _undo_drop,
    "reminder.snoozed": _undo_snooze,
    "meeting.set": _undo_meeting,
    "meeting.dropped": _undo_meeting,
    "handoff.send": _undo_step,
    "handoff.accept": _undo_step,
    "handoff.ask": _undo_step,
    "handoff.decline": _undo_step,
    "handoff.touch": _undo_step,
    "handoff.finish": _undo_step,
    "handoff.withdraw": _undo_step,
    "feedback.given": _undo_word,
    "rule.restored": _undo_decision,
    "rule.set_aside": _undo_decision,
    "absence.set": _undo_absence,
}
