"""The customers behind a figure of recurring revenue: what each paid at both ends of the period."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
from sqlalchemy import select

from knowledge.kernel.access import AccessContext
from knowledge.kernel.exchange_rates import rates_of
from knowledge.metrics.queries.ledger import load_ledger
from knowledge.tables import Account

LedgerRow = tuple[str, int | None, dict[str, Any]]


def load_ledger_changes(
    access: AccessContext, start: dt.date, end: dt.date, *, most: int
) -> tuple[int, list[LedgerRow]]:
    """How many customers were there at either end, and those whose revenue moved most: source, line, cells."""
    opening = start - dt.timedelta(days=1)
    ledger = load_ledger(access, [opening, end])
    first, last = ledger.between(opening, end, rates_of(access.rules))
    counted = np.flatnonzero((first > 0) | (last > 0))
    moved = np.abs(last - first)[counted]
    biggest = counted[np.argsort(-moved, kind="stable")][:most]
    ids = ledger.customers[biggest].tolist()
    query = select(Account.id, Account.name, Account.source, Account.source_line).where(Account.id.in_(ids))
    known = {row.id: row for row in access.connection.execute(query)}
    rows: list[LedgerRow] = []
    for place, account_id in zip(biggest, ids, strict=True):
        account = known[account_id]
        cells = {"account": account.name, "opening": round(first[place]), "closing": round(last[place])}
        rows.append((account.source, account.source_line, cells))
    return len(counted), rows
