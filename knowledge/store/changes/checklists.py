"""Items of a checklist that people tick, and untick again."""

from __future__ import annotations

from sqlalchemy import delete, insert

from knowledge.store.changes.pen import Pen
from knowledge.store.models import ChecklistMark
from knowledge.store.moments import as_utc
from knowledge.store.queries.accounts import load_account


def tick_item(pen: Pen, account_id: int, topic: str, item: str) -> bool:
    """Tick an item, or untick one that is ticked; returns whether it is ticked now."""
    load_account(pen.book, account_id)
    ticked = toggle_mark(pen, account_id, topic, item)
    act = "checklist.ticked" if ticked else "checklist.unticked"
    pen.audit(act, account_id=account_id, text=item, facts={"topic": topic, "item": item})
    return ticked


def toggle_mark(pen: Pen, account_id: int, topic: str, item: str) -> bool:
    """Set the mark, or take it away; returns whether it is there now."""
    which = (ChecklistMark.account_id == account_id, ChecklistMark.topic == topic, ChecklistMark.item == item)
    if pen.book.connection.execute(delete(ChecklistMark).where(*which)).rowcount:
        return False
    values = {"account_id": account_id, "topic": topic, "item": item}
    done = {**values, "done_by_id": pen.person_id, "done_at": as_utc(pen.now)}
    pen.book.connection.execute(insert(ChecklistMark).values(done))
    return True
