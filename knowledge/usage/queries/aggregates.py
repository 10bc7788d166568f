"""Use per account and product in two windows of whole periods that end where the data ends."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import numpy as np
from sqlalchemy import (
    Date,
    func,
    literal,
    select,
    type_coerce,
)

from knowledge.accounts.columns import Columns
from knowledge.accounts.inputs import EVERYTHING, USAGE
from knowledge.accounts.queries.aggregates.frame import Accounts, aggregate, day, no_rows
from knowledge.kernel.access import AccessContext
from knowledge.tables import Product, Usage
from knowledge.usage.periods import UsePeriod, UseWindows, find_windows
from knowledge.usage.queries.statements import BUILD_OF

_DAYS_LOOKED_AT = 10  # the latest on which rows of a product begin: they tell days from weeks and months
_TOLD_OUTSIDE = ("family_id", "period", "recent_days", "baseline_days", "recent_rows", "baseline_rows")
_FROM_SQL = tuple(name for name in USAGE if name not in _TOLD_OUTSIDE)
_DAYS_OF = {UsePeriod.DAY: 1, UsePeriod.WEEK: 7, UsePeriod.MONTH: 30}


def load_usage(access: AccessContext, accounts: Accounts = None) -> Columns:
    """The columns of ``inputs.USAGE``, one row an account and product.

    One statement for all products whose data ends on the same day, which mostly is one day for all of them; one more
    where some customers are told by the week and others by the month, and one for rows that name no product.
    """
    found, family_of = [], _find_families(access) | _find_nameless(access)
    for (windows, only, is_nameless), products in _by_windows(family_of, access).items():
        given: dict[str, object] = {
            "data_until": windows.recent.last,
            "recent_from": windows.recent.first,
            "baseline_from": windows.baseline.first,
            "baseline_until": windows.baseline.last,
            "products": products,
        }
        if only:
            given["firsts"] = _firsts(windows.baseline.first, access.as_of)
        columns = aggregate(access, BUILD_OF[only, is_nameless], _FROM_SQL, accounts, **given)
        families = _families_of(columns, {} if is_nameless else family_of)
        found.append(columns | families | _told_by(windows, len(columns["account_id"])))
    return _by_product_where_told(_one_below_another(found))


def _one_below_another(found: Sequence[Columns]) -> Columns:
    """All rows by account, then product."""
    filled = [columns for columns in found if len(columns["account_id"])]
    if len(filled) < 2:
        return filled[0] if filled else no_rows(USAGE)
    joined = {name: np.concatenate([columns[name] for columns in filled]) for name in USAGE}
    order = np.lexsort((joined["product_id"], joined["account_id"]))
    return {name: values[order] for name, values in joined.items()}


def _by_product_where_told(columns: Columns) -> Columns:
    """Without what names no product where an account's use is told by product: it holds the same again, or unlikes."""
    named = columns["family_id"] != EVERYTHING
    kept = named | ~np.isin(columns["account_id"], columns["account_id"][named])
    return {name: values[kept] for name, values in columns.items()}


def _find_nameless(access: AccessContext) -> dict[int, tuple[int, frozenset[dt.date]]]:
    """What ``_find_families`` says of products, of rows that name none; empty where each names one."""
    days = (
        select(Usage.day)
        .where(Usage.product_id.is_(None), Usage.day <= access.as_of)
        .distinct()
        .order_by(Usage.day.desc())
        .limit(_DAYS_LOOKED_AT)
    )
    latest = frozenset(access.connection.execute(days).scalars())
    return {EVERYTHING: (EVERYTHING, latest)} if latest else {}


def _find_families(access: AccessContext) -> dict[int, tuple[int, frozenset[dt.date]]]:
    """Product → the lowest product of its family, and the latest days on which rows of the family begin.

    A few looks into the index a product: each finds the day before the one found last.
    """
    latest = (
        select(func.max(Usage.day)).where(Usage.product_id == Product.id, Usage.day <= day("as_of")).scalar_subquery()
    )
    found = select(Product.id, Product.family, latest.label("day"), literal(1).label("place")).cte(
        "found", recursive=True
    )
    before = select(func.max(Usage.day)).where(Usage.product_id == found.c.id, Usage.day < found.c.day)
    further = select(found.c.id, found.c.family, before.scalar_subquery(), found.c.place + 1)
    found = found.union_all(further.where(found.c.day.is_not(None), found.c.place < _DAYS_LOOKED_AT))
    query = select(found.c.id, found.c.family, type_coerce(found.c.day, Date)).where(found.c.day.is_not(None))
    rows: Sequence[Any] = access.connection.execute(query, {"as_of": access.as_of}).all()
    members: dict[str, set[int]] = {}
    days: dict[str, set[dt.date]] = {}
    for product_id, family, begins in rows:
        members.setdefault(family, set()).add(product_id)
        days.setdefault(family, set()).add(begins)
    return {
        product_id: (min(products), frozenset(days[family]))
        for family, products in members.items()
        for product_id in products
    }


def _by_windows(
    family_of: dict[int, tuple[int, frozenset[dt.date]]], access: AccessContext
) -> dict[tuple[UseWindows, UsePeriod | None, bool], list[int]]:
    """Windows → products; with the period asked for where a family mixes them, None where all rows fit, and whether
    it is of rows that name no product."""
    found: dict[tuple[UseWindows, UsePeriod | None, bool], list[int]] = {}
    for product_id, (_, days) in sorted(family_of.items()):
        both = find_windows(days, access.rules, as_of=access.as_of)
        for windows in both:
            only = windows.period if len(both) > 1 else None
            found.setdefault((windows, only, product_id == EVERYTHING), []).append(product_id)
    return found


def _families_of(columns: Columns, family_of: dict[int, tuple[int, frozenset[dt.date]]]) -> Columns:
    """The column of families; of everything where none is known."""
    known = (family_of.get(int(product_id)) for product_id in columns["product_id"])
    return {"family_id": np.array([found[0] if found else EVERYTHING for found in known], dtype=np.float64)}


def _told_by(windows: UseWindows, size: int) -> Columns:
    """The columns that are the same for every row of a statement."""
    recent_days, baseline_days = ((span.last - span.first).days + 1 for span in (windows.recent, windows.baseline))
    recent_rows, baseline_rows = windows.rows
    same = {
        "period": _DAYS_OF[windows.period],
        "recent_days": recent_days,
        "baseline_days": baseline_days,
        "recent_rows": recent_rows,
        "baseline_rows": baseline_rows,
    }
    return {name: np.full(size, float(value)) for name, value in same.items()}


def _firsts(since: dt.date, until: dt.date) -> list[dt.date]:
    """The first days of the months that begin within these days."""
    days = (since + dt.timedelta(days=count) for count in range((until - since).days + 1))
    return [each for each in days if each.day == 1]
