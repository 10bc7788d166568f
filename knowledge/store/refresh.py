"""The night's look at everybody: what was learned, where each customer stands, who was saved, which offers fit."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict
from itertools import islice
from typing import Any

from sqlalchemy import delete, insert

from knowledge.analytics.churn_explained import Signal
from knowledge.analytics.standing import Standing
from knowledge.store.book import Book
from knowledge.store.churn_teaching import make_lesson
from knowledge.store.models import AccountDay
from knowledge.store.offer_scores import make_offer_scores
from knowledge.store.saves import make_saves
from knowledge.store.standings import assess_standings, definition_of

_FIELDS = tuple(name for name in Standing.__dataclass_fields__ if name != "reasons")
_MOST_REASONS = 5
_CHUNK = 5000


def refresh_day(book: Book) -> int:
    """Keep where every customer stands on the book's day, in place of what was kept for it; how many.

    The book must see all. One transaction: a refresh that is killed leaves the day as it was.
    """
    made_by, kept, order = definition_of(book.rules), 0, make_lesson(book)
    book.connection.execute(delete(AccountDay).where(AccountDay.day == book.as_of))
    rows = (_row(standing, made_by) for standing in assess_standings(book, order))
    while some := list(islice(rows, _CHUNK)):
        book.connection.execute(insert(AccountDay), some)
        kept += len(some)
    keep_from = book.as_of - dt.timedelta(days=book.rules.digest.keep_days)
    book.connection.execute(delete(AccountDay).where(AccountDay.day < keep_from))
    make_saves(book)
    make_offer_scores(book)
    return kept


def _row(standing: Standing, made_by: str) -> dict[str, Any]:
    kept = {name: getattr(standing, name) for name in _FIELDS}
    reasons = [_plain(signal) for signal in standing.reasons[:_MOST_REASONS]]
    return {**kept, "band": str(standing.band), "reasons": reasons, "definition": made_by}


def _plain(signal: Signal) -> dict[str, Any]:
    told = asdict(signal)
    return {**told, "name": str(signal.name), "group": str(signal.group), "on": signal.on and signal.on.isoformat()}
