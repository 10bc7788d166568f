"""The firm's figures in words: value, basis, definition, the name of a period, the name of a group."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from actions.presenters.churn import tell_definition
from actions.reply import Figure, Line, Lineage
from knowledge.metrics.metric import COUNTED, LEDGER, LOSSES, Metric, Unit, unit_of
from knowledge.metrics.movements import Movements
from knowledge.metrics.periods import Period, period_of
from knowledge.metrics.tally import Tally
from knowledge.metrics.told import SplitBy, Told
from knowledge.playbook.formats import Money, Month, Rate, Share, write_points, write_value
from knowledge.playbook.phrases import Phrases
from knowledge.playbook.rules import Rules
from knowledge.terms import SegmentBy

_MEASURED = {SegmentBy.RFM, SegmentBy.PHASE, SegmentBy.TOUCH}


@dataclass(frozen=True)
class Telling:
    """How figures are told to one reader under one firm's rules.

    ``opens_rows``: false where a filter narrows what was counted, which the rows behind would not show.
    ``by_buying``: losses are told by buying, where there are no contracts.
    """

    say: Phrases
    rules: Rules
    opens_rows: bool = True
    by_buying: bool = False

    def period(self, period: Period) -> str:
        """ "FY2026 Q2", "Sep 2026", "FY2026 so far", or the days of any other span."""
        if period.grain is None:
            return self.say("metrics.span", start=period.start, end=period.end)
        starts = self.rules.firm.fiscal_year_starts
        year = str(period_of(period.start, "year", year_starts=starts).start.year)
        if period.grain == "month":
            name = self._written(Month(period.start))
        elif period.grain == "quarter":
            name = self.say("metrics.quarter", year=year, number=(period.start.month - starts) % 12 // 3 + 1)
        else:
            name = self.say("metrics.year", year=year)
        whole = period_of(period.start, period.grain, year_starts=starts).end
        return name if period.end >= whole else self.say("metrics.so_far", period=name)

    def label(self, metric: Metric) -> str:
        """The figure's name."""
        return self.say(f"metrics.{metric}_label")

    def formula(self, metric: Metric) -> str:
        """The figure's definition, with the firm's own numbers in it."""
        rules = self.rules
        facts: dict[Metric, dict[str, Any]] = {
            Metric.LTV: {"margin": Share(rules.metrics.gross_margin), "cap": rules.metrics.ltv_cap_months},
            Metric.ONBOARDING: {"days": rules.gate.onboarding_days},
            Metric.ACTIVE_RATE: {"days": rules.usage.recent_days},
        }
        if self.by_buying and metric in COUNTED:
            return self.say(f"metrics.{metric}_by_buying")
        return self.say(f"metrics.{metric}_formula", **facts.get(metric, {}))

    def lost_means(self, metrics: Iterable[Metric]) -> list[Line]:
        """What counts as lost, where one of these figures counts losses: by recurring contracts, else by buying."""
        if not LOSSES & set(metrics):
            return []
        horizon = self.rules.churn.horizon_days
        meant = tell_definition("buying" if self.by_buying else "contract", self.rules, self.say, horizon_days=horizon)
        return [Line(text=self.say("churn.lost_means", definition=meant))]

    def value(self, metric: Metric, tally: Tally | None) -> str:
        """The figure as shown; a dash where it cannot be told."""
        if tally is None or not tally.known:
            return "–"
        number = tally.value(metric)
        return self.write(metric, number)

    def write(self, metric: Metric, number: float) -> str:
        """A number in the figure's unit."""
        match unit_of(metric):
            case Unit.MONEY:
                return self._written(self._money(number))
            case Unit.POINTS:
                return write_points(number)
            case _:
                return self._written(Rate(number))

    def basis(self, told: Told, period: Period, moved: Movements | None) -> str:
        """What stands above and below the line, in words."""
        tally = told.tally or Tally(0, 0)
        facts: dict[str, Any] = {"above": round(tally.numerator), "below": round(tally.denominator)}
        if told.metric is Metric.NPS:
            facts["apart"] = abs(facts["above"])
        if told.metric in LEDGER and moved:
            facts |= self._ledger_facts(told.metric, tally, period, moved)
        if told.metric is Metric.CAC:
            facts["above"] = self._money(tally.numerator)
        return self.say(f"metrics.{told.metric}_basis", **facts)

    def figure(self, told: Told, period: Period, moved: Movements | None) -> Figure:
        """The figure with basis, definition and the rows behind it."""
        tally = told.tally or Tally(0, 0)
        unit = unit_of(told.metric)
        return Figure(
            key=str(told.metric),
            label=self.label(told.metric),
            value=self.value(told.metric, told.tally),
            raw=round(tally.value(told.metric), 6) if tally.known else None,
            unit=f"{self.rules.firm.currency} minor" if unit is Unit.MONEY else str(unit),
            basis=f"{self.period(period)}: {self.basis(told, period, moved)}",
            as_of=period.end,
            formula=self.formula(told.metric),
            lineage=_trace(told.metric, period) if self.opens_rows and not self._is_bought(told.metric) else None,
        )

    def _is_bought(self, metric: Metric) -> bool:
        return self.by_buying and metric in COUNTED

    def group(self, by: SplitBy, name: str) -> str:
        """A group's name for this reader."""
        if not name:
            return self.say("metrics.no_product" if by == "product" else "metrics.unknown_group")
        return self.say(f"metrics.{by}_{name}") if by in _MEASURED else name

    def _ledger_facts(self, metric: Metric, tally: Tally, period: Period, moved: Movements) -> dict[str, Any]:
        at_end = metric in {Metric.RECURRING, Metric.ARPA}
        customers = moved.closing_customers if at_end else moved.opening_customers
        facts: dict[str, Any] = {"customers": customers, "opening": period.opening, "end": period.end}
        if metric not in COUNTED:
            facts["above"] = self._money(tally.numerator)
        if metric in {Metric.NRR, Metric.GRR, Metric.REVENUE_CHURN}:
            facts["below"] = self._money(tally.denominator)
        return facts | {"lost": moved.lost_customers}

    def _written(self, value: object) -> str:
        return str(write_value(value, self.say.language))

    def _money(self, minor: float) -> Money:
        return Money(round(minor), self.rules.firm.currency)


_TRACES = {
    Metric.CROSS_SELL_RATE: "proposals_cross_sell",
    Metric.UPSELL_RATE: "proposals_upsell",
    Metric.WIN_RATE: "deals_decided",
    Metric.NPS: "surveys_nps",
    Metric.LEAD_TO_DEAL: "leads",
    Metric.CAC: "costs",
}


def _trace(metric: Metric, period: Period) -> Lineage | None:
    """The rows that were counted; for a figure of the ledger the customers whose revenue changed."""
    table = "ledger" if metric in LEDGER else _TRACES.get(metric)
    return Lineage(table=table, since=period.start, until=period.end) if table else None
