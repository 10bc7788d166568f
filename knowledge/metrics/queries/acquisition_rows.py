"""The leads behind a lead-to-deal rate, and the costs behind a CAC."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import partial
from typing import Any

from sqlalchemy import Select, func, select

from knowledge.kernel.access import AccessContext
from knowledge.kernel.lineage import LineageTable, RowRange, SourceRow
from knowledge.metrics.queries.acquisition_counts import visible_costs, visible_leads
from knowledge.tables import Cost, Deal, Lead

Rows = Callable[[AccessContext, dt.date, dt.date], Select[*tuple[Any, ...]]]


def _load(rows_of: Rows, dated: str, access: AccessContext, wanted: RowRange, most: int) -> tuple[int, list[SourceRow]]:
    """How many rows the viewer may see, and the newest of them."""
    query = rows_of(access, wanted.since or access.as_of, wanted.until or access.as_of)
    count = access.connection.execute(select(func.count()).select_from(query.subquery())).scalar_one()
    rows = access.connection.execute(query.order_by(query.selected_columns[dated].desc()).limit(most))
    return count, [SourceRow.of(row) for row in rows]


def _leads(access: AccessContext, start: dt.date, end: dt.date) -> Select[*tuple[Any, ...]]:
    became = func.coalesce(Lead.deal_on, Deal.opened_on).label("deal_on")
    columns = (Lead.source, Lead.source_line, Lead.created_on, Lead.company, Lead.channel, Lead.industry, became)
    query = select(*columns).outerjoin(Deal, Deal.id == Lead.deal_id)
    return query.where(visible_leads(access), Lead.created_on.between(start, end))


def _costs(access: AccessContext, start: dt.date, end: dt.date) -> Select[*tuple[Any, ...]]:
    columns = (Cost.source, Cost.source_line, Cost.spent_on, Cost.kind, Cost.team, Cost.amount_minor, Cost.currency)
    return select(*columns).where(visible_costs(access), Cost.spent_on.between(start, end))


TABLES = (
    LineageTable(
        "leads",
        ("created_on", "company", "channel", "industry", "deal_on"),
        partial(_load, _leads, "created_on"),
        needs=("since", "until"),
    ),
    LineageTable(
        "costs",
        ("spent_on", "kind", "team", "amount_minor", "currency"),
        partial(_load, _costs, "spent_on"),
        needs=("since", "until"),
    ),
)
