"""The customers behind a count of "had the first, added the second"."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import func, select

from knowledge.kernel.access import AccessContext
from knowledge.kernel.lineage import LineageTable, RowRange, SourceRow
from knowledge.tables import Account, Product, Purchase


def _load(access: AccessContext, wanted: RowRange, most: int) -> tuple[int, list[SourceRow]]:
    """Accounts that had the first product and added the second within the horizon: counted over all, named if seen."""
    antecedent, product = wanted.product_ids
    first, second = _first_bought(access, antecedent, "first"), _first_bought(access, product, "second")
    query = (
        select(
            Account.name,
            Account.source,
            Account.source_line,
            first.c.day.label("had_on"),
            second.c.day.label("added_on"),
            access.visible.label("is_seen"),
        )
        .join(first, first.c.account_id == Account.id)
        .join(second, second.c.account_id == Account.id)
        .where(second.c.day > first.c.day, Account.is_test.is_(False))
        .order_by(second.c.day.desc())
    )
    horizon = dt.timedelta(days=access.rules.offers.horizon_days)
    ripe = access.as_of - horizon
    rows = access.connection.execute(query)
    found = [row for row in rows if row.had_on <= ripe and row.added_on - row.had_on <= horizon]
    names = select(Product.id, Product.name).where(Product.id.in_([antecedent, product]))
    called = {row.id: row.name for row in access.connection.execute(names)}
    shown = [
        SourceRow(
            row.source,
            row.source_line,
            {"account": row.name, called[antecedent]: row.had_on, called[product]: row.added_on},
        )
        for row in found
        if row.is_seen
    ]
    return len(found), shown[:most]


def _first_bought(access: AccessContext, product_id: int, name: str) -> Any:
    return (
        select(Purchase.account_id, func.min(Purchase.purchased_on).label("day"))
        .where(Purchase.product_id == product_id, Purchase.purchased_on <= access.as_of)
        .group_by(Purchase.account_id)
        .cte(name)
    )


# Beside the account, its columns are the two products, each with the day.
TABLES = (LineageTable("follow_ons", ("account",), _load, needs=("product_ids",)),)
