"""The night's look at everybody: what was learned, where each customer stands, who was saved, which offers fit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import delete

from knowledge.analytics.churn_lesson import ChurnLesson
from knowledge.store.aggregates.frame import Among
from knowledge.store.aggregates.parts import account_parts
from knowledge.store.book import Book
from knowledge.store.churn_lesson import keep_lesson
from knowledge.store.churn_teaching import learn_from_losses
from knowledge.store.crew import gather_crew, not_collecting
from knowledge.store.models import AccountDay
from knowledge.store.offer_scores import OfferNight, keep_offers, load_offered, look_at_offers
from knowledge.store.saves import keep_saves, look_at_saves
from knowledge.store.standings import Stored, assess_part, keep_standings, to_stored

if TYPE_CHECKING:
    import pandas as pd

    from knowledge.analytics.churn_chances import LearnedOrder


@dataclass(frozen=True)
class Night:
    """What a look at everybody found, before it is kept; standings: part by part."""

    lesson: ChurnLesson
    standings: Sequence[Stored]
    saves: pd.DataFrame
    offers: OfferNight


def look_at_everybody(book: Book) -> Night:
    """Look at every customer as of the book's day; only reads. The book must see all.

    In a large store each core takes parts of the customers.
    """
    parts = list(account_parts(book))
    with gather_crew(book, is_large=len(parts) > 1) as crew:
        lesson, saves = crew.do(learn_from_losses), crew.do(look_at_saves)
        offered = load_offered(crew)
        learned, order = lesson.result()
        standings = [crew.do(_stand, part, order) for part in parts]
        offers = look_at_offers(crew, *offered)
        return Night(learned, [part.result() for part in standings], saves.result(), offers)


@not_collecting()
def keep_night(book: Book, night: Night) -> int:
    """Keep what was found, in place of what was kept for the book's day; how many customers.

    One transaction: a refresh that is killed leaves the day as it was.
    """
    keep_lesson(book, night.lesson)
    keep_from = book.as_of - dt.timedelta(days=book.rules.digest.keep_days)
    book.connection.execute(delete(AccountDay).where((AccountDay.day == book.as_of) | (AccountDay.day < keep_from)))
    for standings in night.standings:
        keep_standings(book, standings)
    keep_saves(book, night.saves)
    keep_offers(book, night.offers)
    return sum(len(standings.reasons) for standings in night.standings)


def _stand(book: Book, part: Among, order: LearnedOrder) -> Stored:
    return to_stored(assess_part(book, part, order))
