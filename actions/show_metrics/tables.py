"""The firm's figures as tables and as a trend."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from actions.presenters.metrics import Telling
from actions.reply import Chart, ChartSeries, Table
from actions.show_metrics.asked import Asked
from knowledge.metrics.metric import COUNTED, LEDGER, Metric, Unit, unit_of
from knowledge.metrics.movements import CountedMovements, Movements
from knowledge.metrics.queries.metrics import LeftOut
from knowledge.metrics.told import Told
from knowledge.playbook.formats import Money, write_value

_MOVES = ("opening", "new", "won_back", "expansion", "contraction", "churn", "closing")
_FEWEST_POINTS = 2


@dataclass(frozen=True)
class Measured:
    """What was asked and what came of it."""

    asked: Asked
    told: tuple[Told, ...]
    movements: Mapping[tuple[int, str | None], Movements]
    as_of: dt.date
    left_out: LeftOut

    @property
    def now(self) -> tuple[Told, ...]:
        """The figures of the period asked about."""
        last = len(self.asked.wanted.periods) - 1
        return tuple(told for told in self.told if told.place == last)

    def of(self, metric: Metric) -> Told | None:
        """One figure of that period, all together."""
        return next((told for told in self.now if told.metric is metric and told.group is None), None)

    def before(self, metric: Metric) -> Told | None:
        """The same figure of the period before."""
        place = len(self.asked.wanted.periods) - 2
        return next((told for told in self.told if told.metric is metric and told.place == place), None)

    def moved(self, told: Told) -> Movements | None:
        """What moved behind a figure of the ledger."""
        return told.moved

    def trend(self, metric: Metric) -> list[Told]:
        """The figure over the periods, from the first that can be told."""
        found = [told for told in self.told if told.metric is metric]
        while found and not (found[0].tally and found[0].tally.known):
            found.pop(0)
        return found


def tell_value(measured: Measured, telling: Telling) -> str:
    """The one figure that was asked for."""
    told = measured.of(measured.asked.named[0])
    return telling.value(measured.asked.named[0], told.tally if told else None)


def build_tables(measured: Measured, telling: Telling) -> tuple[Table, ...]:
    """The split, the overview, or the trend; and the movements of recurring revenue beside its figures."""
    asked = measured.asked
    if asked.wanted.by:
        return (_split(measured, telling),)
    tables = [_overview(measured, telling)] if len(asked.named) != 1 else []
    if asked.named:
        tables += [table for metric in asked.named if (table := _trend(metric, measured, telling))]
    if LEDGER & set(asked.named or asked.wanted.metrics):
        tables.append(_movements(measured, telling))
    return tuple(tables)


def build_chart(measured: Measured, telling: Telling) -> Chart | None:
    """The trend of the first figure named, as data; None with fewer than two points to draw."""
    asked, say = measured.asked, telling.say
    if not asked.named or asked.wanted.by:
        return None
    metric = asked.named[0]
    points = [(told, told.tally.value(metric)) for told in measured.trend(metric) if told.tally and told.tally.known]
    if len(points) < _FEWEST_POINTS:
        return None
    names = [telling.period(asked.wanted.periods[told.place]) for told, _ in points]
    label = telling.label(metric)
    currency = telling.rules.firm.currency
    drawn = tuple((name, _drawn(metric, value, currency)) for name, (_, value) in zip(names, points, strict=True))
    first, last = (telling.write(metric, value) for _, value in (points[0], points[-1]))
    ends = {"first": first, "first_period": names[0], "last": last, "last_period": names[-1]}
    return Chart(
        key=f"trend_{metric}",
        kind="line",
        title=say("metrics.trend_title", label=label),
        unit=currency if unit_of(metric) is Unit.MONEY else str(unit_of(metric)),
        series=(ChartSeries(label=label, points=drawn),),
        alt=say("metrics.trend_alt", label=label, count=len(points), **ends),
    )


def _drawn(metric: Metric, value: float, currency: str) -> float:
    """A value as it is drawn: money in main units of the currency."""
    return Money(round(value), currency).main if unit_of(metric) is Unit.MONEY else round(value, 6)


def _overview(measured: Measured, telling: Telling) -> Table:
    asked, say = measured.asked, telling.say
    rows = []
    for told in measured.now:
        before = measured.before(told.metric)
        known = told.tally is not None and told.tally.known
        counted = telling.basis(told, asked.period, measured.moved(told)) if known else "–"
        if told.tally is None:
            counted = say("metrics.absent")
        then = telling.value(told.metric, before.tally) if before else "–"
        rows.append((telling.label(told.metric), telling.value(told.metric, told.tally), then, counted))
    columns = tuple(say(f"metrics.column_{name}") for name in ("figure", "value", "before", "counted"))
    title = say("metrics.table_title", period=telling.period(asked.period))
    return Table(key="figures", title=title, columns=columns, rows=tuple(rows))


def _trend(metric: Metric, measured: Measured, telling: Telling) -> Table | None:
    asked, say = measured.asked, telling.say
    trend = measured.trend(metric)
    if len(trend) < _FEWEST_POINTS:
        return None
    rows = []
    for told in trend:
        period = asked.wanted.periods[told.place]
        known = told.tally is not None and told.tally.known
        counted = telling.basis(told, period, measured.moved(told)) if known else "–"
        rows.append((telling.period(period), telling.value(metric, told.tally), counted))
    columns = tuple(say(f"metrics.column_{name}") for name in ("period", "value", "counted"))
    title = say("metrics.trend_title", label=telling.label(metric))
    return Table(key=f"trend_{metric}", title=title, columns=columns, rows=tuple(rows))


def _split(measured: Measured, telling: Telling) -> Table:
    """One row a group, one column a figure with what was counted; NPS beside them."""
    asked, say = measured.asked, telling.say
    by, metrics = asked.wanted.by, asked.wanted.metrics
    cells = {(told.group, told.metric): told for told in measured.told}
    groups = sorted({told.group for told in measured.told if told.group is not None and told.tally})
    rows = []
    for group in groups:
        found = [cells.get((group, metric)) for metric in metrics]
        if by and any(told and told.tally and told.tally.known for told in found):
            shown = (_with_counts(told, telling) for told in found)
            rows.append((telling.group(by, group), *shown))
    name = say(f"metrics.by_{by}")
    columns = (name[:1].upper() + name[1:], *(telling.label(metric) for metric in metrics))
    title = say("metrics.table_title", period=telling.period(asked.period))
    return Table(key="split", title=title, columns=columns, rows=tuple(rows))


def _with_counts(told: Told | None, telling: Telling) -> str:
    """ "62.5% (10/16)": a share of few says little, so the counts stand beside it."""
    if told is None or told.tally is None or not told.tally.known:
        return "–"
    value = telling.value(told.metric, told.tally)
    if told.metric is Metric.NPS:
        return f"{value} (n={told.tally.denominator:.0f})"
    if told.metric in LEDGER - COUNTED:
        return value
    return f"{value} ({told.tally.numerator:.0f}/{told.tally.denominator:.0f})"


def _movements(measured: Measured, telling: Telling) -> Table:
    asked, say = measured.asked, telling.say
    moved = measured.movements[len(asked.wanted.periods) - 1, None]
    customers = {
        "opening": moved.opening_customers,
        "new": moved.new_customers,
        "won_back": moved.won_back_customers,
        "churn": moved.lost_customers,
        "closing": moved.closing_customers,
    }
    currency = telling.rules.firm.currency
    names = {name: say(f"metrics.{name}") for name in _MOVES}
    if telling.by_buying:
        names |= {name: say(f"metrics.{name}_by_buying") for name in ("new", "won_back")}
    counts = {name: str(write_value(count, say.language)) for name, count in customers.items()}
    period = telling.period(asked.period)
    if isinstance(moved, CountedMovements):
        title = say("metrics.buyers_title" if telling.by_buying else "metrics.customers_title", period=period)
        told = tuple((names[name], count) for name, count in counts.items())
        return Table(key="movements", title=title, columns=("", say("metrics.column_customers")), rows=told)
    title = say("metrics.movements_title", period=period)
    amounts = {name: str(write_value(Money(round(getattr(moved, name)), currency), say.language)) for name in _MOVES}
    rows = tuple((names[name], amounts[name], counts.get(name, "")) for name in _MOVES)
    columns = ("", say("metrics.column_amount"), say("metrics.column_customers"))
    return Table(key="movements", title=title, columns=columns, rows=rows)
