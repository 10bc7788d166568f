"""The customers behind a figure of recurring revenue: what each paid at both ends of the period."""

from __future__ import annotations

import datetime as dt

import numpy as np
from sqlalchemy import select

from knowledge.kernel.access import AccessContext
from knowledge.kernel.exchange_rates import rates_of
from knowledge.kernel.lineage import LineageTable, RowRange, SourceRow
from knowledge.metrics.queries.ledger import load_ledger
from knowledge.tables import Account


def _load(access: AccessContext, wanted: RowRange, most: int) -> tuple[int, list[SourceRow]]:
    """How many customers were there at either end, and those whose revenue moved most."""
    start, end = wanted.since or access.as_of, wanted.until or access.as_of
    opening = start - dt.timedelta(days=1)
    ledger, rates = load_ledger(access, [opening, end]), rates_of(access.rules)
    ledger = ledger.without(ledger.find_unrated([(opening, end)], rates))
    first, last = ledger.between(opening, end, rates)
    counted = np.flatnonzero((first > 0) | (last > 0))
    moved = np.abs(last - first)[counted]
    biggest = counted[np.argsort(-moved, kind="stable")][:most]
    ids = ledger.customers[biggest].tolist()
    query = select(Account.id, Account.name, Account.source, Account.source_line).where(Account.id.in_(ids))
    known = {row.id: row for row in access.connection.execute(query)}
    rows = []
    for place, account_id in zip(biggest, ids, strict=True):
        account = known[account_id]
        cells = {"account": account.name, "opening": round(first[place]), "closing": round(last[place])}
        rows.append(SourceRow(account.source, account.source_line, cells))
    return len(counted), rows


TABLES = (LineageTable("ledger", ("account", "opening", "closing"), _load, needs=("since", "until")),)
