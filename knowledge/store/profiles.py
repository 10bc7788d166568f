"""Every customer as a profile: worth, size, industry, products, phase, touch model, RFM segment, champion's role."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace

import pandas as pd
from sqlalchemy import select

from knowledge.analytics.churn import ChurnBand
from knowledge.analytics.measures import assess_accounts
from knowledge.analytics.satisfaction import Satisfaction
from knowledge.analytics.traits import Profile, Trait, size_of
from knowledge.errors import NotEnoughHistory
from knowledge.exchange import rates_of
from knowledge.store.aggregates.inputs import load_inputs
from knowledge.store.aggregates.ledger import load_ledger
from knowledge.store.aggregates.ownership import load_owners
from knowledge.store.book import Book
from knowledge.store.models import Account, Contact
from knowledge.store.segments import load_segments
from knowledge.terms import SegmentBy

_A_YEAR = 365
_NOT_BEST = {ChurnBand.AT_RISK, ChurnBand.LOST}


def load_profiles(book: Book) -> tuple[Profile, ...]:
    """All customers that the viewer may see and that have something, as profiles. Test accounts are none."""
    inputs = load_inputs(book)
    measures = assess_accounts(inputs, book.rules, as_of=book.as_of, minor_per_main=book.minor_per_main)
    owned = _owned(load_owners(book, book.as_of))
    roles, segments = _champions(book), _segments(book)
    query = select(Account.id, Account.name, Account.industry, Account.region, Account.country, Account.employees)
    profiles = []
    for row in book.connection.execute(query.where(book.visible, Account.is_test.is_(False)).order_by(Account.id)):
        if row.id not in owned:
            continue
        measured = measures.loc[row.id]
        told = {
            "industry": [row.industry],
            "region": [row.region],
            "country": [row.country],
            "size": [size_of(row.employees)],
            "phase": [str(measured["phase"])],
            "touch": [str(measured["touch_model"])],
            "rfm": [segments.get(row.id)],
            "product": sorted(owned[row.id]),
            "champion": sorted(roles.get(row.id, ())),
        }
        traits = frozenset(Trait(kind, value) for kind, values in told.items() for value in values if value)
        monthly = measured["monthly_minor"]
        profiles.append(
            Profile(
                row.id,
                row.name,
                0 if pd.isna(monthly) else int(monthly),
                row.employees,
                _is_well(measured),
                traits,
                None if pd.isna(measured["nps_fresh"]) else int(measured["nps_fresh"]),
            )
        )
    return tuple(profiles)


def with_growth(book: Book, profiles: tuple[Profile, ...]) -> tuple[Profile, ...]:
    """The profiles with what they pay more a month than a year ago, by the ledger. RateMissing."""
    before = book.as_of - dt.timedelta(days=_A_YEAR)
    ledger = load_ledger(book, [before, book.as_of])
    then, now = ledger.between(before, book.as_of, rates_of(book.rules))
    known = zip(ledger.customers.tolist(), then.tolist(), now.tolist(), strict=True)
    grown = {at: round(after - first) for at, first, after in known if first > 0}
    return tuple(replace(each, grown_minor=grown.get(each.account_id)) for each in profiles)


def _is_well(measured: pd.Series) -> bool:
    return measured["churn_band"] not in _NOT_BEST and measured["satisfaction"] != Satisfaction.DETRACTOR


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
