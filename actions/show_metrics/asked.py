"""What a question about figures asks for: which, for which period, split by what, of whom."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import get_args

from actions.asking import read_day
from actions.question import Question
from actions.segments_asked import read_filters
from knowledge.kernel.access import AccessContext
from knowledge.kernel.exchange_rates import rates_of
from knowledge.metrics.metric import Metric
from knowledge.metrics.metric_names import read_grain, read_metrics, read_split
from knowledge.metrics.periods import MONTHS, Grain, Period, back_from, period_of, split, until
from knowledge.metrics.queries.metrics import Wanted
from knowledge.metrics.told import SplitBy
from knowledge.terms import SegmentBy

OVERVIEW = (
    Metric.NRR,
    Metric.GRR,
    Metric.REVENUE_CHURN,
    Metric.LOGO_CHURN,
    Metric.RETENTION,
    Metric.RECURRING,
    Metric.ARPA,
    Metric.LTV,
    Metric.CROSS_SELL_RATE,
    Metric.UPSELL_RATE,
    Metric.ATTACH_RATE,
    Metric.WIN_RATE,
    Metric.NPS,
    Metric.ONBOARDING,
    Metric.ACTIVE_RATE,
    Metric.HANDOFFS_ACCEPTED,
    Metric.HANDOFFS_WON,
    Metric.LEAD_TO_DEAL,
    Metric.CAC,
)
_TREND_MONTHS = 24
# "NRR against last quarter", 前四半期と比べて: the day named is what the running period is held against.
_COMPARED = re.compile(
    r"\b(?:vs\.?|versus|against|compared (?:to|with)|relative to|than)\s+(?:the\s+)?(?:last|previous|prior)\b"
    r"|(?:前|先|昨|去)(?:四半期|月|期|年度?|年同期)(?:に|と)?(?:比べ|比較|対比|比(?![率重]))|(?:前|先|昨|去)(?:四半期|月|期|年度?|年同期)より",
    re.IGNORECASE,
)
_SPLIT = (Metric.NRR, Metric.GRR, Metric.LOGO_CHURN, Metric.CROSS_SELL_RATE, Metric.UPSELL_RATE, Metric.WIN_RATE)


@dataclass(frozen=True)
class Asked:
    """The request for the store; ``named``: the figures the question named, none for the overview."""

    wanted: Wanted
    named: tuple[Metric, ...]
    period: Period


def read_asked(question: Question, access: AccessContext) -> Asked:
    """From the words and slots of a question. PeriodAhead, DateUnclear."""
    named = tuple(Metric(name) for name in (question.word("metric") or "").split(",") if name)
    named = named or read_metrics(question.text)
    by = _split_by(question)
    period, periods = _periods(question, access, is_trend=bool(named) and by is None)
    metrics = named or (OVERVIEW if by is None else _SPLIT)
    shown = metrics if Metric.NPS in metrics else (*metrics, Metric.NPS)
    product = question.word("product")
    wanted = Wanted(
        metrics=shown,
        periods=(period,) if by else periods,
        rates=rates_of(access.rules),
        by=by,
        filters=read_filters(question, access, "show_metrics"),
        products=(product,) if product else (),
        leaves_out=True,
    )
    return Asked(wanted, named, period)


def _split_by(question: Question) -> SplitBy | None:
    said = question.word("split")
    if said:
        return "product" if said == "product" else SegmentBy(said)
    return read_split(question.text)


def _periods(question: Question, access: AccessContext, *, is_trend: bool) -> tuple[Period, tuple[Period, ...]]:
    """The period told, and those beside it: the trend of a named figure, or the one before."""
    as_of, starts = access.as_of, access.rules.firm.fiscal_year_starts
    said = question.word("per")
    grain = next((each for each in get_args(Grain) if each == said), None) or read_grain(question.text)
    first, last = read_day(question, "date"), read_day(question, "date_end")
    if first and not _COMPARED.search(question.text):
        period = until(_named(first, last or first, starts), as_of)
        if grain and period.grain != grain:
            parts = split(period, grain, year_starts=starts)
            return parts[-1], parts
    else:
        period = _current(as_of, grain or "quarter", starts, settling_days=access.rules.metrics.settling_days)
    if not is_trend or period.grain is None:
        return period, back_from(period, 2)
    count = max(2, min(_TREND_MONTHS // MONTHS[period.grain], access.rules.metrics.periods_shown))
    return period, back_from(period, count)


def _named(first: dt.date, last: dt.date, starts: int) -> Period:
    """The days said, as a month, quarter or year of the firm where they are one."""
    for grain in get_args(Grain):
        whole = period_of(first, grain, year_starts=starts)
        if (whole.start, whole.end) == (first, last):
            return whole
    return Period(first, last)


def _current(as_of: dt.date, grain: Grain, starts: int, *, settling_days: int) -> Period:
    """The period that runs; the last whole one while it is too young to say anything."""
    running = until(period_of(as_of, grain, year_starts=starts), as_of)
    if (as_of - running.start).days + 1 >= min(settling_days, 28 * MONTHS[grain]):
        return running
    return period_of(running.opening, grain, year_starts=starts)
