"""What a customer has of competitors: what ours would have to take the place of."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import Any

from sqlalchemy import Select, or_, select

from knowledge.accounts.history import CompetitorOwned
from knowledge.kernel.access import AccessContext
from knowledge.tables import Account, CompetitorProduct

_MOST = 5


def load_competitor_products(access: AccessContext, account_id: int) -> list[CompetitorOwned]:
    """Those in use on access.as_of, the one that ends first before others; empty where the customer may not be seen."""
    query = _in_use(access).where(CompetitorProduct.account_id == account_id).limit(_MOST)
    return [_owned(row) for row in access.connection.execute(query)]


def load_all_competitor_products(access: AccessContext) -> dict[int, tuple[CompetitorOwned, ...]]:
    """The same of every customer that the viewer may see."""
    found: dict[int, list[CompetitorOwned]] = defaultdict(list)
    for row in access.connection.execute(_in_use(access)):
        found[row.account_id].append(_owned(row))
    return {account_id: tuple(owned) for account_id, owned in found.items()}


def _in_use(access: AccessContext) -> Select[int, str, str | None, int | None, dt.date | None]:
    table = CompetitorProduct
    begun = or_(table.since_on.is_(None), table.since_on <= access.as_of)
    not_over = or_(table.until_on.is_(None), table.until_on > access.as_of)
    return (
        select(table.account_id, table.name, table.competitor, table.product_id, table.until_on)
        .join(Account, Account.id == table.account_id)
        .where(access.visible, begun, not_over)
        .order_by(table.until_on.is_(None), table.until_on, table.name)
    )


def _owned(row: Any) -> CompetitorOwned:
    return CompetitorOwned(row.name, row.competitor, row.product_id, row.until_on)
