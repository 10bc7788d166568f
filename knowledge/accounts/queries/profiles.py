"""Every customer as a profile: worth, size, industry, products, phase, touch model, RFM segment, champion's role."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import numpy as np
from sqlalchemy import select

from knowledge.accounts.columns import numbers
from knowledge.accounts.queries.aggregates.assessed import assess
from knowledge.accounts.queries.aggregates.frame import Among
from knowledge.accounts.queries.aggregates.parts import account_parts
from knowledge.accounts.queries.segments import load_segments
from knowledge.accounts.traits import Profile, Trait, size_of
from knowledge.churn.score import ChurnBand
from knowledge.errors import NotEnoughHistory
from knowledge.kernel.access import AccessContext
from knowledge.kernel.exchange_rates import rates_of
from knowledge.metrics.queries.ledger import load_ledger
from knowledge.metrics.queries.ownership import load_owners
from knowledge.satisfaction.policy import Satisfaction
from knowledge.tables import Account, Contact
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


def load_profiles(access: AccessContext) -> tuple[Profile, ...]:
    """All customers that the viewer may see and that have something, as profiles. Test accounts are none."""
    measures = {
        account_id: measured for part in account_parts(access) for account_id, measured in _measure(access, part)
    }
    owned = _owned(load_owners(access, access.as_of))
    roles, segments = _champions(access), _segments(access)
    query = select(Account.id, Account.name, Account.industry, Account.region, Account.country, Account.employees)
    profiles = []
    for row in access.connection.execute(query.where(access.visible, Account.is_test.is_(False)).order_by(Account.id)):
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


def _measure(access: AccessContext, part: Among) -> Iterator[tuple[int, _Measured]]:
    """Of each customer of a part only what is told: to look a row of the frame up would cost a thousand times that."""
    assessed = assess(access, part)
    is_well = ~assessed["churn_band"].isin(_NOT_BEST) & (assessed["satisfaction"] != Satisfaction.DETRACTOR)
    texts = (assessed[name].astype(str).tolist() for name in ("phase", "touch_model"))
    figures = (numbers(assessed, name).tolist() for name in ("monthly_minor", "nps_fresh"))
    for account_id, *told in zip(assessed.index.tolist(), *texts, *figures, is_well.tolist(), strict=True):
        yield account_id, _Measured(*told)


def with_growth(access: AccessContext, profiles: tuple[Profile, ...]) -> tuple[Profile, ...]:
    """The profiles with what they pay more a month than a year ago, by the ledger. RateMissing."""
    before = access.as_of - dt.timedelta(days=_A_YEAR)
    ledger = load_ledger(access, [before, access.as_of])
    then, now = ledger.between(before, access.as_of, rates_of(access.rules))
    known = zip(ledger.customers.tolist(), then.tolist(), now.tolist(), strict=True)
    grown = {at: round(after - first) for at, first, after in known if first > 0}
    return tuple(replace(each, grown_minor=grown.get(each.account_id)) for each in profiles)


def _owned(owners: dict[str, set[int]]) -> dict[int, set[str]]:
    return _turned((account_id, name) for name, accounts in owners.items() for account_id in accounts)


def _champions(access: AccessContext) -> dict[int, set[str]]:
    query = select(Contact.account_id, Contact.title).where(
        access.sees(Contact.account_id),
        Contact.is_champion,
        Contact.title.is_not(None),
        Contact.left_on.is_(None) | (Contact.left_on > access.as_of),
    )
    return _turned((row.account_id, str(row.title)) for row in access.connection.execute(query))


def _segments(access: AccessContext) -> dict[int, str]:
    try:
        return load_segments(access, SegmentBy.RFM)
    except NotEnoughHistory:
        return {}


def _turned(pairs: Iterable[tuple[int, str]]) -> dict[int, set[str]]:
    found: dict[int, set[str]] = {}
    for account_id, value in pairs:
        found.setdefault(account_id, set()).add(value)
    return found
