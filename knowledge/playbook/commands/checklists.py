"""Items of a checklist that people tick, and untick again."""

from __future__ import annotations

from sqlalchemy import delete, insert

from knowledge.accounts.queries.accounts import load_account
from knowledge.kernel.moments import as_utc
from knowledge.kernel.unit_of_work import AuditedUnitOfWork
from knowledge.tables import ChecklistMark


def tick_item(unit_of_work: AuditedUnitOfWork, account_id: int, topic: str, item: str) -> bool:
    """Tick an item, or untick one that is ticked; returns whether it is ticked now."""
    load_account(unit_of_work.access, account_id)
    ticked = toggle_mark(unit_of_work, account_id, topic, item)
    act = "checklist.ticked" if ticked else "checklist.unticked"
    unit_of_work.audit(act, account_id=account_id, text=item, facts={"topic": topic, "item": item})
    return ticked


def toggle_mark(unit_of_work: AuditedUnitOfWork, account_id: int, topic: str, item: str) -> bool:
    """Set the mark, or take it away; returns whether it is there now."""
    which = (ChecklistMark.account_id == account_id, ChecklistMark.topic == topic, ChecklistMark.item == item)
    if unit_of_work.access.connection.execute(delete(ChecklistMark).where(*which)).rowcount:
        return False
    values = {"account_id": account_id, "topic": topic, "item": item}
    done = {**values, "done_by_id": unit_of_work.person_id, "done_at": as_utc(unit_of_work.now)}
    unit_of_work.access.connection.execute(insert(ChecklistMark).values(done))
    return True
