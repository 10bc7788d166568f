"""What the firm's losses have taught, learned at night and kept: one answer reads it, and does not learn anew."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import func, select

from knowledge.analytics.churn_chances import ChurnLesson, LearnedOrder, learn_lesson
from knowledge.analytics.churn_windows import ChurnWindow, today_window
from knowledge.analytics.measures import assess_accounts
from knowledge.store.aggregates.frame import Among
from knowledge.store.aggregates.inputs import load_inputs
from knowledge.store.aggregates.parts import sample_accounts
from knowledge.store.book import Book
from knowledge.store.churn_history import load_churn_windows
from knowledge.store.derived import find_derived, save_derived
from knowledge.store.models import AccountDay, DerivedTable

_NAME = "churn_lesson"
# A year of quarters is like today; two are looked at only where one has too few losses.
_WINDOWS, _MOST_WINDOWS = 4, 8
_MOST_TAUGHT = 20_000  # customers; more losses than these hold teach a dozen weights nothing further
_FRESH_DAYS = 7  # a week without a night's look, and what was learned is not told any more


def make_lesson(book: Book) -> LearnedOrder:
    """Learn from the losses known on the book's day, keep what was learned, and give the order by it.

    A large store is learned from by a fair sample of its customers. The book must see all.
    """
    among, rules = sample_accounts(book, most=_MOST_TAUGHT), book.rules
    inputs = load_inputs(book, among)
    assessed = assess_accounts(inputs, rules, as_of=book.as_of, minor_per_main=book.minor_per_main)
    today = today_window(assessed, as_of=book.as_of, horizon_days=rules.churn.horizon_days)
    lesson, order = learn_lesson(_load_windows(book, among), today, rules.churn)
    save_derived(book.connection, _NAME, book.as_of, lesson.to_columns())
    return order


def load_lesson(book: Book) -> ChurnLesson | None:
    """The newest lesson, of the book's day or of the week before it; None without any."""
    since = book.as_of - dt.timedelta(days=_FRESH_DAYS)
    days = DerivedTable.as_of.between(since, book.as_of)
    latest = select(func.max(DerivedTable.as_of)).where(DerivedTable.name == _NAME, days)
    day = book.connection.execute(latest).scalar()
    columns = find_derived(book.connection, _NAME, day) if day else None
    return ChurnLesson.from_columns(columns) if columns else None


def load_learned(book: Book, account_id: int) -> tuple[float | None, float | None]:
    """One customer's place in the learned order and chance, as kept in the last week; missing where none holds."""
    since = book.as_of - dt.timedelta(days=_FRESH_DAYS)
    query = (
        select(AccountDay.learned, AccountDay.chance)
        .where(AccountDay.account_id == account_id, AccountDay.day.between(since, book.as_of))
        .where(book.sees(AccountDay.account_id))
        .order_by(AccountDay.day.desc())
        .limit(1)
    )
    row = book.connection.execute(query).first()
    return (row.learned, row.chance) if row else (None, None)


def _load_windows(book: Book, among: Among | None) -> list[ChurnWindow]:
    horizon = book.rules.churn.horizon_days
    windows = load_churn_windows(book, horizon_days=horizon, windows=_WINDOWS, among=among)
    losses = sum(int(window.lost.sum()) for window in windows)
    if windows and losses < book.rules.churn.losses_to_calibrate:
        return load_churn_windows(book, horizon_days=horizon, windows=_MOST_WINDOWS, among=among)
    return windows
