"""The firm's figures as rows, for a spreadsheet or a BI tool."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from actions.question import Question
from actions.show_metrics.rows import COLUMNS, metric_rows
from bot.adapters.clock import firm_clock
from bot.adapters.open_store import OPERATOR_KEY, open_filled
from knowledge.metrics.metric import Metric
from knowledge.playbook.phrases import Phrases
from knowledge.terms import SegmentBy

__all__ = ["COLUMNS", "FIGURES", "SPLITS", "read_metrics"]

FIGURES = tuple(str(metric) for metric in Metric)
SPLITS = (*(str(by) for by in SegmentBy), "product")


def read_metrics(
    store: str | None, *, person: str | None, as_of: dt.date | None, language: str | None, slots: Mapping[str, Any]
) -> list[tuple[Any, ...]]:
    """One row of ``COLUMNS`` a figure, period and group. PeriodAhead, RateMissing, NotEnoughHistory, PersonUnknown."""
    knowledge = open_filled(store)
    today, asker = as_of or firm_clock(knowledge).today(), person or OPERATOR_KEY
    told_in = language or knowledge.rules.firm.language
    with knowledge.access(asker, as_of=today) as access:
        return metric_rows(Question(asker, today, told_in, "", slots=dict(slots)), access, Phrases(told_in))
