"""Takes a change back: the last one of whoever asks, or one of theirs by its number."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from knowledge.accounts.commands.needs import drop_need
from knowledge.accounts.commands.records import undo_budget, undo_employees, undo_owner, undo_record
from knowledge.errors import HandoffMoved, NothingToUndo
from knowledge.handoffs.commands.moves import move
from knowledge.handoffs.commands.outcomes import reopen_handoffs
from knowledge.handoffs.lifecycle import HandoffEvent, find_move
from knowledge.handoffs.queries.handoffs import load_handoff
from knowledge.kernel.rows import record_of
from knowledge.kernel.unit_of_work import AuditedUnitOfWork
from knowledge.notifications.commands.meetings import undo_meeting
from knowledge.notifications.commands.reminders import drop_reminder, undo_drop, undo_snooze
from knowledge.offers.commands.holds import undo_hold, undo_lift
from knowledge.offers.commands.offer_feedback import undo_decision, undo_word
from knowledge.people.commands.absences import undo_absence
from knowledge.playbook.commands.checklists import toggle_mark
from knowledge.proposals.commands.outcomes import undo_outcome, undo_won_answer
from knowledge.tables import AuditEntry, Proposal

_LOOK_BACK = 200  # entries of one person; what lies further back is history


@dataclass(frozen=True)
class Change:
    """One change that somebody made: what, on which account, in which words."""

    id: int
    act: str
    account_id: int | None
    text: str | None
    facts: Mapping[str, Any]


def find_change(unit_of_work: AuditedUnitOfWork, change_id: int | None) -> Change:
    """The change with this number, or the last one, of those the writer can take back. NothingToUndo otherwise."""
    query = (
        select(AuditEntry.id, AuditEntry.act, AuditEntry.account_id, AuditEntry.text, AuditEntry.facts)
        .where(AuditEntry.person_key == unit_of_work.access.viewer.key, AuditEntry.act.in_([*_UNDO, "undo"]))
        .order_by(AuditEntry.id.desc())
        .limit(_LOOK_BACK)
    )
    entries = [record_of(Change, row) for row in unit_of_work.access.connection.execute(query)]
    undos = [entry.facts for entry in entries if entry.act == "undo"]
    undone = {number for facts in undos for number in (facts.get("undoes"), *facts.get("made", ()))}
    open_ones = [entry for entry in entries if entry.act != "undo" and entry.id not in undone]
    wanted = [entry for entry in open_ones if change_id in {None, entry.id}]
    if not wanted:
        raise NothingToUndo("There is nothing of yours to undo, or it has been changed since.")
    return wanted[0]


def undo_change(unit_of_work: AuditedUnitOfWork, change: Change) -> None:
    """Take it back. NothingToUndo when somebody has changed the same thing since."""
    mine = select(func.max(AuditEntry.id)).where(AuditEntry.person_key == unit_of_work.access.viewer.key)
    last = unit_of_work.access.connection.execute(mine).scalar() or 0
    _UNDO[change.act](unit_of_work, change)
    made = select(AuditEntry.id).where(AuditEntry.person_key == unit_of_work.access.viewer.key, AuditEntry.id > last)
    facts = {"undoes": change.id, "made": list(unit_of_work.access.connection.execute(made).scalars())}
    unit_of_work.audit("undo", account_id=change.account_id, text=change.text, facts=facts)


def _undo_need(unit_of_work: AuditedUnitOfWork, change: Change) -> None:
    drop_need(unit_of_work, int(change.facts["need_id"]))


def _undo_hold(unit_of_work: AuditedUnitOfWork, change: Change) -> None:
    undo_hold(unit_of_work, int(change.facts["hold_id"]), change.facts.get("before_id"))


def _undo_lift(unit_of_work: AuditedUnitOfWork, change: Change) -> None:
    undo_lift(unit_of_work, int(change.facts["hold_id"]))


def _undo_outcome(unit_of_work: AuditedUnitOfWork, change: Change) -> None:
    proposal_id = int(change.facts["proposal_id"])
    now = unit_of_work.access.connection.execute(select(Proposal.outcome).where(Proposal.id == proposal_id)).scalar()
    if now != change.facts["outcome"]:
        raise NothingToUndo("The offer has been changed since.")
    undo_outcome(unit_of_work, proposal_id, change.facts.get("before"))
    reopen_handoffs(unit_of_work, change.facts.get("handoffs", ()))


def _undo_won_answer(unit_of_work: AuditedUnitOfWork, change: Change) -> None:
    facts = change.facts
    undo_won_answer(unit_of_work, int(facts["proposal_id"]), str(facts["question"]), facts.get("before"))


def _undo_tick(unit_of_work: AuditedUnitOfWork, change: Change) -> None:
    toggle_mark(unit_of_work, change.account_id or 0, str(change.facts["topic"]), str(change.facts["item"]))


def _undo_reminder(unit_of_work: AuditedUnitOfWork, change: Change) -> None:
    if drop_reminder(unit_of_work, int(change.facts["notice_id"])) is None:
        raise NothingToUndo("The reminder was told already.")


def _undo_drop(unit_of_work: AuditedUnitOfWork, change: Change) -> None:
    undo_drop(unit_of_work, change.facts.get("ids", ()))


def _undo_snooze(unit_of_work: AuditedUnitOfWork, change: Change) -> None:
    facts = change.facts
    due_at = dt.datetime.fromisoformat(str(facts["due_at"]))
    if not undo_snooze(unit_of_work, int(facts["notice_id"]), due_at=due_at, state=str(facts["state"])):
        raise NothingToUndo("The reminder was told already.")


def _undo_step(unit_of_work: AuditedUnitOfWork, change: Change) -> None:
    """A step of a handoff is taken back by a step of its own, so that both sides see it; not once it went on."""
    card = load_handoff(unit_of_work.access, int(change.facts["handoff_id"]))
    back = _BACK_BY.get(change.act, HandoffEvent.TAKE_BACK)
    if card is None or card.version != change.facts.get("version") or not find_move(card.state, back, card.kind):
        raise NothingToUndo("The handoff has gone on since.")
    try:
        move(unit_of_work, card, back, text=None)
    except HandoffMoved as moved:
        raise NothingToUndo("The handoff has gone on since.") from moved


_BACK_BY = {"handoff.send": HandoffEvent.WITHDRAW, "handoff.finish": HandoffEvent.REOPEN}


def _undo_word(unit_of_work: AuditedUnitOfWork, change: Change) -> None:
    undo_word(unit_of_work, int(change.facts["feedback_id"]))


def _undo_decision(unit_of_work: AuditedUnitOfWork, change: Change) -> None:
    undo_decision(unit_of_work, int(change.facts["decision_id"]))


def _undo_meeting(unit_of_work: AuditedUnitOfWork, change: Change) -> None:
    facts = change.facts
    undo_meeting(
        unit_of_work,
        made=facts.get("meeting_id"),
        cancelled=facts.get("cancelled", ()),
        notices=facts.get("notices", ()),
    )


def _undo_absence(unit_of_work: AuditedUnitOfWork, change: Change) -> None:
    undo_absence(unit_of_work, change.facts)


def _undo_record(unit_of_work: AuditedUnitOfWork, change: Change) -> None:
    undo_record(unit_of_work, change.account_id or 0, change.facts)


def _undo_budget(unit_of_work: AuditedUnitOfWork, change: Change) -> None:
    undo_budget(unit_of_work, change.account_id or 0, change.facts)


def _undo_owner(unit_of_work: AuditedUnitOfWork, change: Change) -> None:
    undo_owner(unit_of_work, change.account_id or 0, change.facts)


def _undo_employees(unit_of_work: AuditedUnitOfWork, change: Change) -> None:
    undo_employees(unit_of_work, change.account_id or 0, change.facts)


_UNDO: dict[str, Callable[[AuditedUnitOfWork, Change], None]] = {
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
    "note.recorded": _undo_record,
    "touch.recorded": _undo_record,
    "complaint.filed": _undo_record,
    "complaint.settled": _undo_record,
    "ticket.opened": _undo_record,
    "ticket.settled": _undo_record,
    "survey.recorded": _undo_record,
    "contact.added": _undo_record,
    "contact.changed": _undo_record,
    "contact.left": _undo_record,
    "cancellation.recorded": _undo_record,
    "budget.frozen": _undo_budget,
    "budget.freed": _undo_budget,
    "owner.changed": _undo_owner,
    "employees.counted": _undo_employees,
}
