"""Who owns which family and what could fill the gaps, as rows for a spreadsheet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from actions.presenters.whitespace import COLUMNS, whitespace_rows
from actions.question import Question
from actions.rank_accounts.answer import find_whitespace
from bot.adapters.clock import firm_clock
from bot.adapters.open_store import OPERATOR_KEY, open_filled
from knowledge.playbook.phrases import Phrases

__all__ = ["COLUMNS", "read_whitespace"]


def read_whitespace(
    store: str | None, *, person: str | None, as_of: dt.date | None, language: str | None, slots: Mapping[str, Any]
) -> list[tuple[Any, ...]]:
    """One row of ``COLUMNS`` for each customer that the person may see and each family. PersonUnknown."""
    knowledge = open_filled(store)
    today = as_of or firm_clock(knowledge).today()
    asker, told_in = person or OPERATOR_KEY, language or knowledge.rules.firm.language
    say = Phrases(told_in)
    with knowledge.access(asker, as_of=today) as access:
        lines, _, _ = find_whitespace(Question(asker, today, told_in, "", slots=dict(slots)), access)
        return whitespace_rows(lines, knowledge.rules, say)
