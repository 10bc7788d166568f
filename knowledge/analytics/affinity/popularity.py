"""Best-sellers, four ways: lately, this quarter, in the customer's segment, of all time."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from knowledge.analytics.affinity.events import FirstPurchases, Ints
from knowledge.analytics.scored import QUARTER_DAYS

Floats = NDArray[np.float32]

LATELY_DAYS = 30
PRIOR_SEGMENT_ACCOUNTS = 20  # a segment smaller than this is mostly judged by everybody's quarter


@dataclass(frozen=True)
class Lists:
    """Best-seller lists, one a row: each product's value, and the products' positions, best first."""

    value: Floats
    order: Ints

    @classmethod
    def of(cls, value: Floats) -> Lists:
        return cls(value, np.argsort(-value, axis=1, kind="stable"))


@dataclass(frozen=True)
class Popularity:
    """First-time buyers by product, by period; segment: share of a segment's accounts, one row a segment code.

    segment_buyers: the counts behind it; segment_accounts: accounts with any purchase, by segment code.
    """

    lately: Floats
    quarter: Floats
    all_time: Floats
    segment: Floats
    segment_buyers: Ints
    segment_accounts: Ints

    @cached_property
    def everybodys(self) -> Lists:
        """lately, quarter, all_time: the same for all accounts."""
        return Lists.of(np.stack([self.lately, self.quarter, self.all_time]))

    @cached_property
    def by_segment(self) -> Lists:
        """One a segment code."""
        return Lists.of(self.segment)


def fit_popularity(events: FirstPurchases, segment: Ints, segments: int, *, last_day: int) -> Popularity:
    """How many accounts bought each product for the first time: in 30 days, 90 days, ever, and 90 days by segment.

    segment: a code below segments for each account; its share is pulled towards everybody's by 20 accounts' weight.
    """
    width = len(events.products)
    quarter = events.between(last_day - QUARTER_DAYS, last_day)
    buyers = np.zeros((segments, width), dtype=np.int64)
    np.add.at(buyers, (segment[quarter.account], quarter.product), 1)
    active = np.unique(events.account)
    accounts = np.bincount(segment[active], minlength=segments)
    general = buyers.sum(axis=0) / max(len(active), 1)
    share = (buyers + PRIOR_SEGMENT_ACCOUNTS * general) / (accounts[:, None] + PRIOR_SEGMENT_ACCOUNTS)
    lately = events.between(last_day - LATELY_DAYS, last_day)
    return Popularity(
        _buyers(lately.product, width),
        _buyers(quarter.product, width),
        _buyers(events.product, width),
        share.astype(np.float32),
        buyers,
        accounts,
    )


def _buyers(product: Ints, width: int) -> Floats:
    return np.bincount(product, minlength=width).astype(np.float32)
