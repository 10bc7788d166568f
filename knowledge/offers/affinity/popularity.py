"""Best-sellers, five ways: lately, this quarter, in the customer's segment, of all time, at the pace of now."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from knowledge.offers.affinity.events import FirstPurchases, Ints
from knowledge.offers.scored import QUARTER_DAYS

Floats = NDArray[np.float32]

LATELY_DAYS = 30
BLOCKS = (0, 30, 90, 180, 365)  # days back at which blocks of time begin; the last reaches to the first purchase
SAME_PACE = 2.5  # standard errors by which a product's share may differ between blocks and still count as unchanged
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

    pace: share of all first purchases over the time in which the product's share has not changed.
    segment_buyers: the counts behind it; segment_accounts: accounts with any purchase, by segment code.
    """

    lately: Floats
    quarter: Floats
    all_time: Floats
    pace: Floats
    segment: Floats
    segment_buyers: Ints
    segment_accounts: Ints

    @cached_property
    def everybodys(self) -> Lists:
        """lately, quarter, all_time, pace: the same for all accounts."""
        return Lists.of(np.stack([self.lately, self.quarter, self.all_time, self.pace]))

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
        measure_pace(events, last_day=last_day),
        share.astype(np.float32),
        buyers,
        accounts,
    )


def _buyers(product: Ints, width: int) -> Floats:
    return np.bincount(product, minlength=width).astype(np.float32)


def measure_pace(events: FirstPurchases, *, last_day: int) -> Floats:
    """Each product's share of all first purchases, over the longest time until now in which it has not changed.

    From the last 30 days back, an older block is added while the product's share in it differs from its share since by
    no more than chance explains (two proportions, pooled): a steady product is judged by its whole past, a new one, or
    one no longer bought, by its last days. After Bifet and Gavaldà 2007, with fixed blocks.
    """
    width, age = len(events.products), last_day - events.day
    bought, of = np.zeros(width), np.zeros(width)
    same = np.ones(width, dtype=bool)
    for low, high in zip(BLOCKS, (*BLOCKS[1:], np.inf), strict=True):
        block = events.product[(age >= low) & (age < high)]
        if not len(block):
            continue
        more = np.bincount(block, minlength=width)
        share = (bought + more) / (of + len(block))
        error = np.sqrt(share * (1 - share) * (1 / np.maximum(of, 1) + 1 / len(block)))
        gap = np.abs(bought / np.maximum(of, 1) - more / len(block))
        same &= (of == 0) | (gap <= SAME_PACE * error)
        bought[same] += more[same]
        of[same] += len(block)
    return (bought / np.maximum(of, 1)).astype(np.float32)
