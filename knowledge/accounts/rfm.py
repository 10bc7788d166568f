"""Segments by how lately, how often and for how much a customer buys (``domain.md`` 8)."""

from __future__ import annotations

from enum import StrEnum

import numpy as np
import pandas as pd

from knowledge.accounts.choices import Choices, pick
from knowledge.accounts.columns import Columns, Flags, Floats, numbers
from knowledge.accounts.frames import beside
from knowledge.accounts.rules import SegmentRules
from knowledge.errors import NotEnoughHistory


class Segment(StrEnum):
    """Exactly one for each customer who ever bought; the first rule that holds, in this order.

    Scores run from 1 to 5, 5 is best; F: the mean of frequency and money.
    CHAMPIONS: R 4+, F 4+. AT_RISK: R up to 2, F above 3. NEW: first bought within segments.new_days.
    LOYAL: R 3+, F 3.5+. PROMISING: R 4+. NEEDS_ATTENTION: R 3+. LOST: R 1, F up to 2. HIBERNATING: everybody else.
    """

    CHAMPIONS = "champions"
    AT_RISK = "at_risk"
    NEW = "new"
    LOYAL = "loyal"
    PROMISING = "promising"
    NEEDS_ATTENTION = "needs_attention"
    LOST = "lost"
    HIBERNATING = "hibernating"
    NEVER_BOUGHT = "never_bought"


def score_rfm(measures: pd.DataFrame, rules: SegmentRules) -> pd.DataFrame:
    """R, F and M of 1 to 5 and the segment of each customer, against all of them; index as given.

    measures: of all customers, for a score is a place among them. recency_score, frequency_score, money_score: missing
    for who never bought; segment. Scores are fifths of the percentile rank, and equal customers score equally.
    Raises NotEnoughHistory under segments.fewest_accounts customers who bought.
    """
    waited, count = numbers(measures, "days_since_purchase"), numbers(measures, "purchase_days")
    bought = ~np.isnan(waited)
    if bought.sum() < rules.fewest_accounts:
        raise NotEnoughHistory("RFM segments", found=int(bought.sum()), needed=rules.fewest_accounts)
    recency = score_fifths(-waited)
    frequency = score_fifths(np.where(bought, count, np.nan))
    money = score_fifths(np.where(bought, numbers(measures, "spent_minor"), np.nan))
    columns: Columns = {
        "recency_score": recency,
        "frequency_score": frequency,
        "money_score": money,
        "segment": _segments(recency, frequency, money, _is_new(measures, rules)),
    }
    return beside(columns, measures)


def score_fifths(values: Floats) -> Floats:
    """1 to 5 by percentile, 5 the highest; equal values score equally; NaN stays NaN.

    The middle of a tie's ranks decides, so that a tie of more than a fifth of all does not move its neighbours.

    >>> score_fifths(np.array([1.0, 2.0, 2.0, 2.0, 9.0])).tolist()
    [1.0, 3.0, 3.0, 3.0, 5.0]
    """
    from scipy.stats import rankdata

    known = ~np.isnan(values)
    scores = np.full(len(values), np.nan)
    middle = (rankdata(values[known]) - 0.5) / max(int(known.sum()), 1)
    scores[known] = np.floor(middle * 5) + 1
    return scores


def _segments(recency: Floats, frequency: Floats, money: Floats, new: Flags) -> Choices:
    worth = np.where(np.isnan(money), frequency, (frequency + money) / 2)
    chosen = [
        (Segment.NEVER_BOUGHT, np.isnan(recency)),
        (Segment.CHAMPIONS, (recency >= 4) & (worth >= 4)),
        (Segment.AT_RISK, (recency <= 2) & (worth > 3)),
        (Segment.NEW, new),
        (Segment.LOYAL, (recency >= 3) & (worth >= 3.5)),
        (Segment.PROMISING, recency >= 4),
        (Segment.NEEDS_ATTENTION, recency >= 3),
        (Segment.LOST, (recency <= 1) & (worth <= 2)),
    ]
    return pick(Segment, chosen, Segment.HIBERNATING)


def _is_new(measures: pd.DataFrame, rules: SegmentRules) -> Flags:
    waited = numbers(measures, "days_since_purchase")
    first = (measures["last_bought_on"] - measures["first_bought_on"]).dt.days.to_numpy(dtype=np.float64)
    return waited + first <= rules.new_days
