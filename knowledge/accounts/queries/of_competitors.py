"""What a customer has of competitors: what ours would have to take the place of."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import or_, select

from knowledge.kernel.access import AccessContext
from knowledge.tables import Account, CompetitorProduct

_MOST = 5


@dataclass(frozen=True)
class CompetitorOwned:
    """A competitor's product in use.

    ``product_id``: ours that would take its place; ``until_on``: the end of their contract.
    """

    name: str
    competitor: str | None
    product_id: int | None
    until_on: dt.date | None


def load_competitor_products(access: AccessContext, account_id: int) -> list[CompetitorOwned]:
    """Those in use on access.as_of, the one that ends first before others; empty where the customer may not be seen."""
    table = CompetitorProduct
    in_use = or_(table.since_on.is_(None), table.since_on <= access.as_of)
    not_over = or_(table.until_on.is_(None), table.until_on > access.as_of)
    query = (
        select(table.name, table.competitor, table.product_id, table.until_on)
        .join(Account, Account.id == table.account_id)
        .where(access.visible, table.account_id == account_id, in_use, not_over)
        .order_by(table.until_on.is_(None), table.until_on, table.name)
        .limit(_MOST)
    )
    rows = access.connection.execute(query)
    return [CompetitorOwned(row.name, row.competitor, row.product_id, row.until_on) for row in rows]
