"""Figures as rows, for a spreadsheet or a BI tool."""

from __future__ import annotations

from typing import Any

from actions.presenters.metrics import Telling
from actions.question import Question
from actions.show_metrics.asked import read_asked
from knowledge.kernel.access import AccessContext
from knowledge.metrics.metric import unit_of
from knowledge.metrics.queries.metrics import measure_metrics
from knowledge.playbook.phrases import Phrases

COLUMNS = (
    "figure", "label", "period_start", "period_end", "group", "value", "unit", "numerator", "denominator", "undecided",
    "as_of", "definition",
)  # fmt: skip


def metric_rows(question: Question, access: AccessContext, say: Phrases) -> list[tuple[Any, ...]]:
    """One row of ``COLUMNS`` a figure, period and group; money in minor units of the reporting currency.

    An empty value: nothing to count, or never imported. PeriodAhead, RateMissing, NotEnoughHistory.
    """
    telling, wanted, rows = Telling(say, access.rules), read_asked(question, access).wanted, []
    for told in measure_metrics(access, wanted):
        period, tally, metric = wanted.periods[told.place], told.tally, told.metric
        value = round(tally.value(metric), 6) if tally and tally.known else None
        counted = (round(tally.numerator, 2), round(tally.denominator, 2)) if tally else (None, None)
        group = _inert(telling.group(wanted.by, told.group or "")) if wanted.by else None
        which = (str(metric), telling.label(metric), period.start, period.end, group)
        told_by = (str(unit_of(metric)), *counted, told.waiting, access.as_of, telling.formula(metric))
        rows.append((*which, value, *told_by))
    return rows


def _inert(cell: str) -> str:
    """A name that a spreadsheet would run as a formula stays a name."""
    return f"'{cell}" if cell[:1] in {"=", "+", "-", "@"} else cell
