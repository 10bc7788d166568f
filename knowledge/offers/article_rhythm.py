"""The rhythm in which one customer orders one article: when it is due again, and what they have stopped ordering."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from statistics import median

from knowledge.accounts.rhythm import FEWEST_DAYS, LATE_MARGIN, LEAST_GAP_DAYS

MOST_SPREAD = 0.5  # of the gap: an article whose gaps differ more than that has no rhythm
DUE_SOON = 0.25  # of the gap: so long before its day an order is worth preparing
SOONEST_DAYS = 14  # but not sooner than this, however long the gap
FORGOTTEN_DAYS = 365  # an article missing for a year was given up long ago


class ArticleState(StrEnum):
    """Where an article stands for a customer on a day."""

    RUNNING = "running"  # ordered as usual, the next order is not due yet
    DUE = "due"
    DROPPED = "dropped"  # they have ordered since, without it
    SILENT = "silent"  # missing, but so are they: not the article's matter
    NO_RHYTHM = "no_rhythm"


@dataclass(frozen=True)
class ArticleRhythm:
    """How one article is ordered: on ``days`` days, each ``gap_days`` (median) apart, give or take ``spread_days``.

    quantity, amount_minor: of the line in the middle; due_on: last day + gap; ordered_since: the customer's order days
    after the article was late.
    """

    product_id: int
    state: ArticleState
    days: int
    last_on: dt.date
    gap_days: int
    spread_days: int
    due_on: dt.date
    quantity: int
    amount_minor: int | None
    ordered_since: int

    @property
    def steadiness(self) -> float:
        """1 where every gap is the same, 0.5 where they differ as much as a rhythm may."""
        return 1 - self.spread_days / max(self.gap_days, 1)


def read_rhythms(
    lines: Iterable[tuple[int, dt.date, int, int | None]], *, as_of: dt.date
) -> Mapping[int, ArticleRhythm]:
    """The rhythm of each article of one customer: lines are product, day, quantity, amount; returns count below 0.

    Days are those on which the article was ordered; several lines of one order are one day. Articles without enough
    days, or whose gaps differ by more than half of the middle one, are NO_RHYTHM.
    """
    by_article: dict[int, dict[dt.date, list[tuple[int, int | None]]]] = defaultdict(lambda: defaultdict(list))
    order_days: set[dt.date] = set()
    for product_id, day, quantity, amount in lines:
        if day <= as_of and quantity > 0:
            by_article[product_id][day].append((quantity, amount))
            order_days.add(day)
    return {product: _read(product, days, order_days, as_of) for product, days in by_article.items()}


def _read(
    product_id: int,
    by_day: Mapping[dt.date, list[tuple[int, int | None]]],
    order_days: set[dt.date],
    as_of: dt.date,
) -> ArticleRhythm:
    days = sorted(by_day)
    gaps = [(later - earlier).days for earlier, later in pairwise(days)]
    gap = round(median(gaps)) if gaps else 0
    spread = round(median(abs(each - gap) for each in gaps)) if gaps else 0
    due = days[-1] + dt.timedelta(days=gap)
    late_from = due + dt.timedelta(days=max(round(gap * LATE_MARGIN), spread))
    since = sum(day > due for day in order_days)
    state = ArticleState.NO_RHYTHM
    if len(days) >= FEWEST_DAYS and gap >= LEAST_GAP_DAYS and spread <= MOST_SPREAD * gap:
        state = _state(due, late_from, gap, since, as_of)
    quantities = [sum(quantity for quantity, _ in each) for each in by_day.values()]
    amounts = [sum(a for _, a in each if a is not None) for each in by_day.values() if any(a for _, a in each)]
    amount = round(median(amounts)) if amounts else None
    return ArticleRhythm(
        product_id, state, len(days), days[-1], gap, spread, due, round(median(quantities)), amount, since
    )


def _state(due: dt.date, late_from: dt.date, gap: int, since: int, as_of: dt.date) -> ArticleState:
    if as_of < due - dt.timedelta(days=min(round(gap * DUE_SOON), SOONEST_DAYS)):
        return ArticleState.RUNNING
    if as_of <= late_from:
        return ArticleState.DUE
    if (as_of - due).days > FORGOTTEN_DAYS:
        return ArticleState.NO_RHYTHM
    return ArticleState.DROPPED if since else ArticleState.SILENT
