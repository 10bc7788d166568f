"""Takes a change back: the last one of whoever asks, or one of theirs by its number."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from knowledge.errors import NothingToUndo
from knowledge.store.changes.checklists import toggle_mark
from knowledge.store.changes.handoff_outcomes import reopen_handoffs
from knowledge.store.changes.holds import undo_hold, undo_lift
from knowledge.store.changes.needs import drop_need
from knowledge.store.changes.outcomes import undo_outcome
from knowledge.store.changes.pen import Pen
from knowledge.store.changes.reminders import drop_reminder
from knowledge.store.models import AuditEntry, Proposal

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
    undone = {entry.facts.get("undoes") for entry in entries if entry.act == "undo"}
    open_ones = [entry for entry in entries if entry.act != "undo" and entry.id not in undone]
    wanted = [entry for entry in open_ones if change_id in {None, entry.id}]
    if not wanted:
        raise NothingToUndo("There is nothing of yours to undo, or it has been changed since.")
    return wanted[0]


def undo_change(pen: Pen, change: Change) -> None:
    """Take it back. NothingToUndo when somebody has changed the same thing since."""
    _UNDO[change.act](pen, change)
    pen.audit("undo", account_id=change.account_id, text=change.text, facts={"undoes": change.id})


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


def _undo_tick(pen: Pen, change: Change) -> None:
    toggle_mark(pen, change.account_id or 0, str(change.facts["topic"]), str(change.facts["item"]))


def _undo_reminder(pen: Pen, change: Change) -> None:
    if drop_reminder(pen, int(change.facts["notice_id"])) is None:
        raise NothingToUndo("The reminder was told already.")


_UNDO: dict[str, Callable[[Pen, Change], None]] = {
    "need.recorded": _undo_need,
    "hold.placed": _undo_hold,
    "hold.lifted": _undo_lift,
    "outcome.logged": _undo_outcome,
    "checklist.ticked": _undo_tick,
    "checklist.unticked": _undo_tick,
    "reminder.set": _undo_reminder,
}
