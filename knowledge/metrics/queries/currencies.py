"""In which currencies the firm's amounts are, held against the one that it counts in."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import Connection, select, union

from knowledge.kernel.exchange_rates import Rates
from knowledge.tables import Deal, Invoice, Purchase, Subscription

_PRICED: tuple[Any, ...] = (Subscription, Purchase, Deal, Invoice)  # what is sold; price lists and bounds are not


def find_only_currency(connection: Connection, reporting: str) -> str | None:
    """The one currency of all amounts, where that is not the reporting one: then no figure of money can be told.

    None as soon as any amount is in the reporting currency, or two others are found.
    """
    for priced in _PRICED:
        if connection.execute(select(priced.id).where(priced.currency == reporting).limit(1)).first():
            return None
    found = _list_currencies(connection)
    return found[0] if len(found) == 1 else None


def list_unrated(connection: Connection, rates: Rates, day: dt.date) -> tuple[str, ...]:
    """The currencies of amounts that have no rate in the month of a day, in order."""
    return tuple(each for each in _list_currencies(connection) if not rates.knows(each, day))


def _list_currencies(connection: Connection) -> list[str]:
    each = (select(priced.currency).where(priced.currency.is_not(None)).distinct() for priced in _PRICED)
    return sorted(connection.execute(union(*each)).scalars())
