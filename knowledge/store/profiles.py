"""Every customer as a profile: worth, size, industry, products, phase, touch model, RFM segment, champion's role."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import numpy as np
from sqlalchemy import select

from knowledge.analytics.churn import ChurnBand
from knowledge.analytics.columns import numbers
from knowledge.analytics.satisfaction import Satisfaction
from knowledge.analytics.traits import Profile, Trait, size_of
from knowledge.errors import NotEnoughHistory
from knowledge.exchange import rates_of
from knowledge.store.aggregates.assessed import assess
from knowledge.store.aggregates.frame import Among
from knowledge.store.aggregates.ledger import load_ledger
from knowledge.store.aggregates.ownership import load_owners
from knowledge.store.aggregates.parts import account_parts
from knowledge.store.book import Book
from knowledge.store.models import Account, Contact
from knowledge.store.segments import load_segments
from knowledge.terms import SegmentBy

_A_YEAR = 365
_NOT_BEST = {ChurnBand.AT_RISK, ChurnBand.LOST}


@dataclass(frozen=True, slots=True)
class _Measured:
    """What a profile needs of one customer's measures."""

    phase: str
    touch: str
    monthly_minor: float
    nps: float
    is_well: bool


def load_profiles(book: Book) -> tuple[Profile, ...]:
    """All customers that the viewer may see and that have something, as profiles. Test accounts are none."""
    measures = {account_id: measured for part in account_parts(book) for account_id, measured in _measure(book, part)}
    owned = _owned(load_owners(book, book.as_of))
    roles, segments = _champions(book), _segments(book)
    query = select(Account.id, Account.name, Account.industry, Account.region, Account.country, Account.employees)
    profiles = []
    for row in book.connection.execute(query.where(book.visible, Account.is_test.is_(False)).order_by(Account.id)):
        if row.id not in owned:
            continue
        measured = measures[row.id]
        told = {
            "industry": [row.industry],
            "region": [row.region],
            "country": [row.country],
            "size": [size_of(row.employees)],
            "phase": [measured.phase],
            "touch": [measured.touch],
            "rfm": [segments.get(row.id)],
            "product": sorted(owned[row.id]),
            "champion": sorted(roles.get(row.id, ())),
        }
        traits = frozenset(Trait(kind, value) for kind, values in told.items() for value in values if value)
        profiles.append(
            Profile(
                row.id,
                row.name,
                0 if np.isnan(measured.monthly_minor) else int(measured.monthly_minor),
                row.employees,
                measured.is_well,
                traits,
                None if np.isnan(measured.nps) else int(measured.nps),
            )
        )
    return tuple(profiles)


def _measure(book: Book, part: Among) -> Iterator[tuple[int, _Measured]]:
    """Of each customer of a part only what is told: to look a row of the frame up would cost a thousand times that."""
    assessed = assess(book, part)
    is_well = ~assessed["churn_band"].isin(_NOT_BEST) & (assessed["satisfaction"] != Satisfaction.DETRACTOR)
    texts = (assessed[name].astype(str).tolist() for name in ("phase", "touch_model"))
    figures = (numbers(assessed, name).tolist() for name in ("monthly_minor", "nps_fresh"))
    for account_id, *told in zip(assessed.index.tolist(), *texts, *figures, is_well.tolist(), strict=True):
        yield account_id, _Measured(*told)


def with_growth(book: Book, profiles: tuple[Profile, ...]) -> tuple[Profile, ...]:
    """The profiles with what they pay more a month than a year ago, by the ledger. RateMissing."""
    before = book.as_of - dt.timedelta(days=_A_YEAR)
    ledger = load_ledger(book, [before, book.as_of])
    then, now = ledger.between(before, book.as_of, rates_of(book.rules))
    known = zip(ledger.customers.tolist(), then.tolist(), now.tolist(), strict=True)
    grown = {at: round(after - first) for at, first, after in known if first > 0}
    return tuple(replace(each, grown_minor=grown.get(each.account_id)) for each in profiles)


def _owned(owners: dict[str, set[int]]) -> dict[int, set[str]]:
    return _turned((account_id, name) for name, accounts in owners.items() for account_id in accounts)


def _champions(book: Book) -> dict[int, set[str]]:
    query = select(Contact.account_id, Contact.title).where(
        book.sees(Contact.account_id),
        Contact.is_champion,
        Contact.title.is_not(None),
        Contact.left_on.is_(None) | (Contact.left_on > book.as_of),
    )
    return _turned((row[0], str(row[1])) for row in book.connection.execute(query))


def _segments(book: Book) -> dict[int, str]:
    try:
        return load_segments(book, SegmentBy.RFM)
    except NotEnoughHistory:
        return {}


def _turned(pairs: Iterable[tuple[int, str]]) -> dict[int, set[str]]:
    found: dict[int, set[str]] = {}
    for account_id, value in pairs:
        found.setdefault(account_id, set()).add(value)
    return found
