"""What a query's amounts leave out: rows with an amount in a currency that this month has no exchange rate for."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from sqlalchemy import func, or_, select

from knowledge.kernel.access import AccessContext
from knowledge.kernel.idempotency import once_a_turn
from knowledge.semantic.catalogue import Catalogue, FieldType, Thing
from knowledge.semantic.expressions import ANY_UNRATED, Setting
from knowledge.semantic.figures import metrics_of
from knowledge.semantic.found import Found
from knowledge.semantic.loading import load_catalogue
from knowledge.semantic.query import Condition
from knowledge.semantic.statement import Rows
from knowledge.tables import Base


@dataclass(frozen=True)
class UnratedRows:
    """How many rows have an amount in a currency without a rate, and the month that lacks it."""

    month: dt.date
    rows: int


def find_unrated_rows(found: Found, access: AccessContext) -> dict[str, UnratedRows]:
    """By currency, the rows of which an amount is asked for, told, put in order or held against a value, and lacks.

    Empty of the firm's own figures, which name what they leave out themselves.
    """
    catalogue = load_catalogue()
    if metrics_of(found.query, found.thing):
        return {}
    paths = tuple(dict.fromkeys(path for path in _asked(found) if _is_money(path, catalogue, found.thing)))
    setting = Setting(access, found.as_of)
    if not paths or not _count(found, paths, setting, ANY_UNRATED):
        return {}
    counted = {code: _count(found, paths, setting, code) for code in _currencies(access)}
    return {code: UnratedRows(found.as_of, rows) for code, rows in counted.items() if rows}


def find_unrated_in_all(parts: Iterable[Found], access: AccessContext) -> dict[str, UnratedRows]:
    """Of sides or points: rows of different periods or customers add up, what stands at several days is counted once.

    The month is the first that lacks the rate.
    """
    counted: Counter[tuple[str, dt.date]] = Counter()
    for found in parts:
        for code, lacks in find_unrated_rows(found, access).items():
            counted[code, lacks.month] += lacks.rows
    months: dict[str, list[UnratedRows]] = {}
    for (code, month), rows in sorted(counted.items()):
        months.setdefault(code, []).append(UnratedRows(month, rows))
    return {code: UnratedRows(each[0].month, max(one.rows for one in each)) for code, each in months.items()}


def _asked(found: Found) -> Iterator[str]:
    for each in found.columns:
        yield (each.measure.of or each.measure.name) if each.measure else each.path
        if each.named:
            yield from (path for path in (each.named.part, each.named.whole) if path)
    measured = {each.path for each in found.columns if each.measure}
    yield from (each.field for each in found.query.order_by if each.field not in measured)
    yield from (each.field for each in found.query.where if each.field)


def _is_money(path: str, catalogue: Catalogue, thing: Thing) -> bool:
    if path.split(".", maxsplit=1)[0] not in thing.fields:
        return False
    return catalogue.resolve(thing, path)[1].type is FieldType.MONEY


def _count(found: Found, paths: tuple[str, ...], setting: Setting, currency: str) -> int:
    """Rows of the query; what lacks a rate can be held against no value, so that those conditions are not asked."""
    catalogue, thing = load_catalogue(), found.thing
    kept: tuple[Condition, ...] = tuple(
        each for each in found.query.where if not each.field or not _is_money(each.field, catalogue, thing)
    )
    rows = Rows(catalogue, setting, thing, kept)
    where = rows.where()
    rows.setting = replace(setting, unrated=currency)
    lacking = or_(*(func.coalesce(rows.column(path), 0) != 0 for path in paths))
    counted = select(func.count(func.distinct(rows.row.c.id))).select_from(rows.source).where(where, lacking)
    return int(setting.access.connection.execute(counted).scalar_one())


def _currencies(access: AccessContext) -> list[str]:
    """All that the store holds an amount in."""
    return once_a_turn(access.connection, "currencies of the store", lambda: _load_currencies(access))


def _load_currencies(access: AccessContext) -> list[str]:
    columns = [table.c.currency for table in Base.metadata.sorted_tables if "currency" in table.c]
    found: set[str] = set()
    for each in columns:
        found |= set(access.connection.execute(select(each).where(each.is_not(None)).distinct()).scalars())
    return sorted(found)
