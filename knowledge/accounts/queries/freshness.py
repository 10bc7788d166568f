"""How old what the store knows is: the newest day of each kind of row, for whoever watches the imports."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import Connection, func, select

from knowledge.tables import Deal, Invoice, Need, Note, Purchase, Subscription, Survey, Ticket, Touch, Usage

_DAYS = {
    "purchases": Purchase.purchased_on,
    "contracts": Subscription.started_on,
    "deals": Deal.opened_on,
    "usage": Usage.day,
    "surveys": Survey.answered_on,
    "tickets": Ticket.opened_on,
    "needs": Need.said_on,
    "notes": Note.written_on,
    "invoices": Invoice.due_on,
    "touches": Touch.happened_on,
}


def load_newest_days(connection: Connection, *, until: dt.date) -> dict[str, dt.date]:
    """By kind, the newest day not after ``until``; kinds without a row are left out."""
    columns = (select(func.max(day)).where(day <= until).scalar_subquery().label(kind) for kind, day in _DAYS.items())
    found = connection.execute(select(*columns)).one()
    return {kind: day for kind, day in found._mapping.items() if day is not None}
