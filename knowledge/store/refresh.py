"""The night's look at everybody: what was learned, where each customer stands, who was saved, which offers fit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete

from knowledge.analytics.churn_explained import Signal
from knowledge.analytics.churn_lesson import ChurnLesson
from knowledge.analytics.standing import Standing
from knowledge.store.book import Book
from knowledge.store.churn_lesson import keep_lesson
from knowledge.store.churn_teaching import learn_from_losses
from knowledge.store.load import load_columns
from knowledge.store.models import AccountDay, Base
from knowledge.store.offer_scores import OfferNight, keep_offers, look_at_offers
from knowledge.store.saves import keep_saves, look_at_saves
from knowledge.store.standings import assess_standings, definition_of

if TYPE_CHECKING:
    import pandas as pd

_FIELDS = tuple(name for name in Standing.__dataclass_fields__ if name != "reasons")
_MOST_REASONS = 5


@dataclass(frozen=True)
class Night:
    """What a look at everybody found, before it is kept."""

    lesson: ChurnLesson
    standings: list[Standing]
    saves: pd.DataFrame
    offers: OfferNight


def look_at_everybody(book: Book) -> Night:
    """Look at every customer as of the book's day; only reads. The book must see all."""
    lesson, order = learn_from_losses(book)
    return Night(lesson, list(assess_standings(book, order)), look_at_saves(book), look_at_offers(book))


def keep_night(book: Book, night: Night) -> int:
    """Keep what was found, in place of what was kept for the book's day; how many customers.

    One transaction: a refresh that is killed leaves the day as it was.
    """
    keep_lesson(book, night.lesson)
    connection, made_by = book.connection, definition_of(book.rules)
    keep_from = book.as_of - dt.timedelta(days=book.rules.digest.keep_days)
    connection.execute(delete(AccountDay).where((AccountDay.day == book.as_of) | (AccountDay.day < keep_from)))
    rows = _rows(night.standings, made_by)
    load_columns(connection, Base.metadata.tables["account_days"], (*_FIELDS, "reasons", "definition"), rows)
    keep_saves(book, night.saves)
    keep_offers(book, night.offers)
    return len(night.standings)


def _rows(standings: list[Standing], made_by: str) -> Iterator[tuple[Any, ...]]:
    for standing in standings:
        reasons = [_plain(signal) for signal in standing.reasons[:_MOST_REASONS]]
        yield (*(getattr(standing, name) for name in _FIELDS), reasons, made_by)


def _plain(signal: Signal) -> dict[str, Any]:
    told = {name: getattr(signal, name) for name in Signal.__dataclass_fields__}
    return {**told, "name": str(signal.name), "group": str(signal.group), "on": signal.on and signal.on.isoformat()}
