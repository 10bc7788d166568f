"""The firm's own figures (retention, churn, NPS, attach rate …) for a query, measured where they are known."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, or_, select

from knowledge.kernel.access import AccessContext
from knowledge.kernel.exchange_rates import rates_of
from knowledge.metrics.metric import COUNTED, LEDGER, Metric
from knowledge.metrics.periods import Period as FirmPeriod
from knowledge.metrics.periods import period_of
from knowledge.semantic.catalogue import Catalogue, Thing
from knowledge.semantic.expressions import Setting
from knowledge.semantic.query import Condition, Operator, Period, Query
from knowledge.semantic.statement import Rows
from knowledge.tables import Product, Subscription

if TYPE_CHECKING:
    from knowledge.metrics.told import Told, Unrated

EVER = Condition("ever")
_OF_PRODUCT = {"products", "families"}


def metrics_of(query: Query, thing: Thing) -> tuple[Metric, ...]:
    """The firm's figures among the measures asked for."""
    named = (thing.measures.get(each.name) for each in query.measures)
    return tuple(Metric(each.metric) for each in named if each and each.metric)


def measure_figures(
    query: Query, catalogue: Catalogue, access: AccessContext, *, without: Collection[str] = ()
) -> list[Mapping[str, Any]]:
    """One row a group: the value of each figure, with what it divides as ``<name>.part`` and ``<name>.whole``.

    without: currencies that are left out, of ``find_left_out``. RateMissing where another lacks a rate.
    """
    thing = catalogue.thing(query.thing)
    period = firm_period(query.period, access)
    if not query.group_by:
        return [_measure(query, thing, period, catalogue, access, without)]
    rows: list[Mapping[str, Any]] = []
    for value in _groups(query, catalogue, access):
        inside = query.narrowed(Condition(query.group_by[0], Operator.IS, (value,)))
        found = _measure(inside, thing, period, catalogue, access, without)
        if any(found.get(f"{each.name}.whole") or found.get(each.name) for each in query.measures):
            rows.append({query.group_by[0]: value, **found})
    if any(f"{each.name}.whole" in row for each in query.measures for row in rows):
        return rows
    first = query.measures[0].name  # of sums the largest first
    return sorted(rows, key=lambda row: (row.get(first) is None, -(row.get(first) or 0)))


def find_left_out(query: Query, catalogue: Catalogue, access: AccessContext) -> dict[str, Unrated]:
    """By currency, what figures of contracts' money leave out for want of a rate; empty where they are of no money.

    Empty too where nothing else would be left: then the figure itself tells which rate lacks.
    """
    asked = set(metrics_of(query, catalogue.thing(query.thing)))
    if not asked & (LEDGER - COUNTED) or not _has_foreign_contracts(access):
        return {}
    from knowledge.metrics.queries.ledger import load_ledger  # numpy: not for answers without figures

    period = firm_period(query.period, access)
    ledger = load_ledger(access, (period.opening, period.end))
    if query.where:
        ledger = ledger.of(_accounts(query, catalogue, access))
    return ledger.find_unrated([(period.opening, period.end)], rates_of(access.rules))


def _has_foreign_contracts(access: AccessContext) -> bool:
    foreign = select(Subscription.id).where(Subscription.currency != access.rules.firm.currency).limit(1)
    return access.connection.execute(foreign).first() is not None


def firm_period(period: Period | None, access: AccessContext) -> FirmPeriod:
    """The period named, up to the day asked about; else the firm's quarter."""
    if period is None or (period.since is None and period.until is None):
        running = period_of(access.as_of, "quarter", year_starts=access.rules.firm.fiscal_year_starts)
        return FirmPeriod(running.start, min(running.end, access.as_of))
    until = min(period.until or access.as_of, access.as_of)
    return FirmPeriod(period.since or dt.date(until.year, until.month, 1), until)


def _measure(
    query: Query,
    thing: Thing,
    period: FirmPeriod,
    catalogue: Catalogue,
    access: AccessContext,
    without: Collection[str],
) -> dict[str, Any]:
    from knowledge.metrics.queries.metrics import Wanted, measure_metrics  # pandas: not for answers without figures

    metrics = metrics_of(query, thing)
    about_product = metrics == (Metric.ATTACH_RATE,)
    where = tuple(each for each in query.where if not (about_product and each.field in _OF_PRODUCT))
    wanted = Wanted(
        metrics,
        (period,),
        rates_of(access.rules),
        products=_products(query, access) if about_product else (),
        accounts=_accounts(replace(query, where=where), catalogue, access) if where else None,
        without=frozenset(without),
    )
    keys = {Metric(measure.metric): key for key, measure in thing.measures.items() if measure.metric}
    row: dict[str, Any] = {"rows": 0}
    for told in measure_metrics(access, wanted):
        key, tally = keys[told.metric], told.tally
        known = tally is not None and tally.known
        row["rows"] = max(row["rows"], _counted(told))
        row[key] = tally.value(key) if tally and known else None
        if tally and known and not (told.metric in LEDGER and tally.denominator == 1):
            row |= {f"{key}.part": tally.numerator, f"{key}.whole": tally.denominator}
    return row


def _counted(told: Told) -> int:
    """What a figure was counted over: customers of the ledger, else what it divides by."""
    if told.moved:
        at_end = told.metric in {Metric.RECURRING, Metric.ARPA, Metric.LTV}
        return told.moved.closing_customers if at_end else told.moved.opening_customers
    return round(told.tally.denominator) if told.tally and told.tally.known else 0


def _accounts(query: Query, catalogue: Catalogue, access: AccessContext) -> frozenset[int]:
    """The customers meant, those that have left since among them."""
    rows = Rows(catalogue, Setting(access, access.as_of), catalogue.thing("customer"), (EVER, *query.where))
    where = rows.where()
    query_ = select(rows.row.c.id.label("id")).select_from(rows.source).where(where)
    return frozenset(int(row.id) for row in access.connection.execute(query_))


def _groups(query: Query, catalogue: Catalogue, access: AccessContext) -> list[Any]:
    rows = Rows(catalogue, Setting(access, access.as_of), catalogue.thing(query.thing), (EVER, *query.where))
    column = rows.column(query.group_by[0])
    where = rows.where()
    query_ = select(column.label("value")).select_from(rows.source).where(where).distinct()
    return sorted(str(row.value) for row in access.connection.execute(query_) if row.value is not None)


def _products(query: Query, access: AccessContext) -> tuple[str, ...]:
    """The products named, each of a family where one is named."""
    said = [str(value).casefold() for each in query.where if each.field in _OF_PRODUCT for value in each.values]
    columns: tuple[Any, ...] = (Product.name, Product.name_ja, Product.family, Product.family_ja)
    query_ = select(Product.name).where(or_(*(func.lower(each).in_(said) for each in columns)))
    return tuple(access.connection.execute(query_).scalars())
