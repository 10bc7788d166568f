"""What product should hear as rows, for a file."""

from __future__ import annotations

import datetime as dt

from actions.product_feedback.answer import FEEDBACK_COLUMNS, feedback_rows, read_month
from bot.adapters.clock import firm_clock
from bot.adapters.open_store import OPERATOR_KEY, open_filled
from knowledge.playbook.phrases import Phrases

__all__ = ["FEEDBACK_COLUMNS", "read_feedback"]


def read_feedback(
    store: str | None, *, person: str | None, month: str | None, as_of: dt.date | None, language: str | None
) -> list[tuple[str | int, ...]]:
    """A month's rows of ``FEEDBACK_COLUMNS``. DateUnclear for a month that is none, PersonUnknown."""
    knowledge = open_filled(store)
    today = as_of or firm_clock(knowledge).today()
    with knowledge.access(person or OPERATOR_KEY, as_of=today) as access:
        return feedback_rows(access, read_month(month, today), Phrases(language or knowledge.rules.firm.language))
