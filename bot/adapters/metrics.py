"""The firm's figures as rows, for a spreadsheet or a BI tool."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from actions.presenters.metrics import Telling
from actions.question import Question
from actions.show_metrics.asked import read_asked
from bot.adapters.clock import firm_clock
from bot.adapters.open_store import OPERATOR_KEY, open_filled
from knowledge.metrics.metric import Metric, unit_of
from knowledge.metrics.queries.metrics import measure_metrics
from knowledge.playbook.phrases import Phrases
from knowledge.terms import SegmentBy

COLUMNS = (
    "figure", "label", "period_start", "period_end", "group", "value", "unit", "numerator", "denominator", "undecided",
    "as_of", "definition",
)  # fmt: skip

FIGURES = tuple(str(metric) for metric in Metric)
SPLITS = (*(str(by) for by in SegmentBy), "product")


def read_metrics(
    store: str | None, *, person: str | None, as_of: dt.date | None, language: str | None, slots: Mapping[str, Any]
) -> list[tuple[Any, ...]]:
    """One row of ``COLUMNS`` a figure, period and group; money in minor units of the reporting currency.

    An empty value: nothing to count, or never imported. PeriodAhead, RateMissing, NotEnoughHistory, PersonUnknown.
    """
    knowledge = open_filled(store)
    today = as_of or firm_clock(knowledge).today()
    asker, told_in = person or OPERATOR_KEY, language or knowledge.rules.firm.language
    question = Question(asker, today, told_in, "", slots=dict(slots))
    telling = Telling(Phrases(told_in), knowledge.rules)
    with knowledge.access(asker, as_of=today) as access:
        wanted = read_asked(question, access).wanted
        rows = []
        for told in measure_metrics(access, wanted):
            period, tally, metric = wanted.periods[told.place], told.tally, told.metric
            value = round(tally.value(metric), 6) if tally and tally.known else None
            counted = (round(tally.numerator, 2), round(tally.denominator, 2)) if tally else (None, None)
            group = _inert(telling.group(wanted.by, told.group or "")) if wanted.by else None
            which = (str(metric), telling.label(metric), period.start, period.end, group)
            rows.append((*which, value, str(unit_of(metric)), *counted, told.waiting, today, telling.formula(metric)))
    return rows


def _inert(cell: str) -> str:
    """A name that a spreadsheet would run as a formula stays a name."""
    return f"'{cell}" if cell[:1] in {"=", "+", "-", "@"} else cell
