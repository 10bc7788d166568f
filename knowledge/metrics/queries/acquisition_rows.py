"""The leads behind a lead-to-deal rate, and the costs behind a CAC."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import Select, func, select

from knowledge.kernel.access import AccessContext
from knowledge.metrics.queries.acquisition_counts import visible_costs, visible_leads
from knowledge.tables import Cost, Deal, Lead

ACQUISITION = ("leads", "costs")
Row = tuple[str, int | None, dict[str, Any]]


def load_acquisition_rows(
    access: AccessContext, table: str, start: dt.date, end: dt.date, *, most: int
) -> tuple[int, list[Row]]:
    """How many rows the viewer may see, and the newest of them: source, line, cells."""
    query = _leads(access, start, end) if table == "leads" else _costs(access, start, end)
    count = access.connection.execute(select(func.count()).select_from(query.subquery())).scalar_one()
    rows = access.connection.execute(query.order_by(query.selected_columns[2].desc()).limit(most))
    names = [column.name for column in query.selected_columns][2:]
    return count, [(row[0], row[1], dict(zip(names, row[2:], strict=True))) for row in rows]


def _leads(access: AccessContext, start: dt.date, end: dt.date) -> Select[*tuple[Any, ...]]:
    became = func.coalesce(Lead.deal_on, Deal.opened_on).label("deal_on")
    columns = (Lead.source, Lead.source_line, Lead.created_on, Lead.company, Lead.channel, Lead.industry, became)
    query = select(*columns).outerjoin(Deal, Deal.id == Lead.deal_id)
    return query.where(visible_leads(access), Lead.created_on.between(start, end))


def _costs(access: AccessContext, start: dt.date, end: dt.date) -> Select[*tuple[Any, ...]]:
    columns = (Cost.source, Cost.source_line, Cost.spent_on, Cost.kind, Cost.team, Cost.amount_minor, Cost.currency)
    return select(*columns).where(visible_costs(access), Cost.spent_on.between(start, end))
