"""Target definitions held against the store: who is meant, what came of each version, what asks for a review."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from enum import StrEnum

from sqlalchemy import or_, select

from knowledge.analytics.metrics.metric import Metric
from knowledge.analytics.metrics.periods import Period
from knowledge.analytics.metrics.tally import Tally
from knowledge.analytics.traits import Profile
from knowledge.exchange import rates_of
from knowledge.playbook.target_definitions import Target, Version
from knowledge.store.book import Book
from knowledge.store.metrics import Wanted, measure_metrics
from knowledge.store.models import Product
from knowledge.store.profiles import load_profiles

KPIS = (Metric.WIN_RATE, Metric.CROSS_SELL_RATE, Metric.LTV, Metric.LOGO_CHURN, Metric.NPS)
_STALE_DAYS = 180  # a definition that nobody looked at for half a year is frozen
_FEWEST = 5  # decided deals or customers, below which a rate moves by chance


class Trigger(StrEnum):
    """Why a definition should be looked at again."""

    EVENT = "event"
    CATALOGUE = "catalogue"
    WIN_RATE = "win_rate"
    CHURN = "churn"
    STALE = "stale"
    NOBODY = "nobody"


@dataclass(frozen=True)
class Result:
    """One version: its days, the customers it aims at today, those it leaves alone, its figures over its days."""

    version: Version
    period: Period
    aimed: tuple[Profile, ...]
    excluded: int
    figures: dict[Metric, Tally | None]


@dataclass(frozen=True)
class Note:
    """One reason to review, for the owner."""

    trigger: Trigger
    text: str


def judge_versions(book: Book, target: Target) -> tuple[Result, ...]:
    """What each version that has begun aims at and has brought."""
    profiles = load_profiles(book)
    return tuple(_judge(book, target, each, profiles) for each in target.versions if each.date <= book.as_of)


def find_reviews(book: Book, target: Target, results: tuple[Result, ...]) -> tuple[Note, ...]:
    """What has moved since the current version, noted for its owner."""
    current = target.current
    notes = [
        Note(Trigger.EVENT, f"{each.date} {each.kind}: {each.note}")
        for each in target.events
        if current.date <= each.date <= book.as_of
    ]
    notes += [Note(Trigger.CATALOGUE, text) for text in _catalogue_changes(book, current.date)]
    age = (book.as_of - current.date).days
    if age > _STALE_DAYS:
        notes.append(Note(Trigger.STALE, f"version {current.version} is {age} days old; {_STALE_DAYS} is the limit"))
    if results:
        notes += _figures_out_of_line(results)
    return tuple(notes)


def _judge(book: Book, target: Target, version: Version, profiles: tuple[Profile, ...]) -> Result:
    """Counted over who was meant when the version began and who is today, so that the lost are not forgotten."""
    first, last = target.span(version, book.as_of)
    aimed = tuple(each for each in profiles if version.aims_at(each))
    excluded = sum(version.criteria.matches(each) and version.excludes(each) for each in profiles)
    period = Period(first, last)
    then = load_profiles(replace(book, as_of=first))
    ids = frozenset(each.account_id for each in (*aimed, *then) if version.aims_at(each))
    told = measure_metrics(book, Wanted(KPIS, (period,), rates_of(book.rules), accounts=ids))
    return Result(version, period, aimed, excluded, {each.metric: each.tally for each in told})


def _figures_out_of_line(results: tuple[Result, ...]) -> list[Note]:
    now, notes = results[-1], []
    if not now.aimed:
        return [Note(Trigger.NOBODY, f"version {now.version.version} aims at no customer at all")]
    won, plan = now.figures[Metric.WIN_RATE], now.version.win_rate_plan
    if won and plan is not None and won.denominator >= _FEWEST and won.value("win rate") < plan:
        counts = f"{won.numerator:.0f} of {won.denominator:.0f}"
        notes.append(Note(Trigger.WIN_RATE, f"win rate {won.value('win rate'):.0%} ({counts}), planned {plan:.0%}"))
    before = results[-2].figures[Metric.LOGO_CHURN] if len(results) > 1 else None
    churn = now.figures[Metric.LOGO_CHURN]
    if churn and before and min(churn.denominator, before.denominator) >= _FEWEST:
        rate, was = churn.value("churn") / now.period.months, before.value("churn") / results[-2].period.months
        if rate > 2 * was and churn.numerator >= 2:
            notes.append(Note(Trigger.CHURN, f"churn {rate:.1%} a month, {was:.1%} under the version before"))
    return notes


def _catalogue_changes(book: Book, since: dt.date) -> list[str]:
    within = (Product.launched_on.between(since, book.as_of), Product.retired_on.between(since, book.as_of))
    query = select(Product.name, Product.launched_on, Product.retired_on).where(or_(*within)).order_by(Product.name)
    changes = []
    for name, launched, retired in book.connection.execute(query):
        gone = retired is not None and since <= retired <= book.as_of
        changes.append(f"{name} {'retired' if gone else 'launched'} on {retired if gone else launched}")
    return changes
