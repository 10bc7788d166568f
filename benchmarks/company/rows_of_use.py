"""Weekly use as rows: one a product, and one a named feature over the last half year."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from itertools import repeat

import numpy as np

from benchmarks.company.calendar import weeks_back
from benchmarks.company.lives import Life
from benchmarks.company.rows_of_life import Clerk
from benchmarks.company.usage import weekly_use

_SHARES = (0.4, 0.2)  # of a product's events that its first and second feature take


@dataclass(frozen=True)
class UseDepth:
    """How many weeks of use are written; features cost as much again."""

    weeks: list[dt.date]
    feature_weeks: int


def use_depth(weeks: int, feature_weeks: int) -> UseDepth:
    """The last so many weeks, and features for the last so many of them."""
    return UseDepth(weeks_back(weeks), feature_weeks)


def write_use(clerk: Clerk, account_id: int, life: Life, noise: np.random.Generator, *, depth: UseDepth) -> None:
    """All rows of use of one customer."""
    for contract in life.contracts:
        product = clerk.facts.products[contract.product]
        use = weekly_use(contract, product, depth.weeks, noise)
        seats_used = use.seats_used or repeat(None)
        for day, users, events, seated in zip(use.days, use.active_users, use.events, seats_used, strict=False):
            clerk.ledger.add(
                "usage",
                account_id=account_id,
                product_id=product.id,
                feature="",
                day=day,
                active_users=users,
                events=events,
                seats_used=seated,
            )
        if not product.tier:
            continue
        recent = slice(max(0, len(use.days) - depth.feature_weeks), None)
        for feature, share in zip(clerk.facts.market["features"][product.family], _SHARES, strict=False):
            for day, users, events in zip(use.days[recent], use.active_users[recent], use.events[recent], strict=True):
                clerk.ledger.add(
                    "usage",
                    account_id=account_id,
                    product_id=product.id,
                    feature=feature,
                    day=day,
                    active_users=round(users * (1 - share)),
                    events=round(events * share),
                    seats_used=None,
                )
