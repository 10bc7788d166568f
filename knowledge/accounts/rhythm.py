"""Whether a customer without a contract still buys in their own rhythm: weekly, quarterly, once a year."""

from __future__ import annotations

from datetime import date

import numpy as np

from knowledge.accounts.columns import Aligned, Columns, Days, Flags, Floats, Ints, Table, as_day, days_between
from knowledge.churn.rules import ChurnRules

FEWEST_DAYS = 4  # buying days: three gaps are the fewest that show a rhythm
LATE_MARGIN = 0.5  # of the gap, or the spread where that is more: silence beyond it is late
LEAST_GAP_DAYS = 7  # who buys more often is not late within a week


def measure_buying(
    purchases: Table, ids: Ints, rules: ChurnRules, *, as_of: date, only_rhythmic: bool = False
) -> Columns:
    """When and how often they bought, and whether they are late by their own rhythm, from ``inputs.PURCHASES``.

    first_bought_on, last_bought_on, days_since_purchase, purchase_days, spent_minor; decayed_days: distinct purchase
    days, each counting half after every half-life; buying_gap_days, buying_spread_days: the median gap between buying
    days and the median distance from it, missing below four days; buying_patience_days: how long a silence is usual
    for them; buying_slowed: the silence beyond that, as a share of the longer of both, -1 (bought today) to 1; with
    only_rhythmic missing for who shows no rhythm: a firm of projects sells one and waits for the next.
    """
    bought = Aligned(purchases, ids)
    last, count = bought.days("last_bought_on"), bought.numbers("purchase_days")
    silent = days_between(last, as_day(as_of))
    rhythmic, patience = count >= FEWEST_DAYS, measure_patience(purchases, ids, rules)
    return {
        "first_bought_on": bought.days("first_bought_on"),
        "last_bought_on": last,
        "days_since_purchase": silent,
        "purchase_days": np.nan_to_num(count),
        "spent_minor": bought.numbers("spent_minor"),
        "decayed_days": bought.numbers("decayed_days"),
        "buying_gap_days": np.where(rhythmic, bought.numbers("gap_days"), np.nan),
        "buying_spread_days": np.where(rhythmic, bought.numbers("spread_days"), np.nan),
        "buying_patience_days": patience,
        "buying_slowed": np.where(
            rhythmic | (not only_rhythmic), (silent - patience) / np.maximum(silent, patience), np.nan
        ),
    }


def measure_patience(purchases: Table, ids: Ints, rules: ChurnRules) -> Floats:
    """Days of silence that are usual for each customer, missing for who never bought: their gap and its margin.

    While no rhythm shows: churn.few_orders_days, or their longest gap and its margin where that is longer.
    """
    bought = Aligned(purchases, ids)
    gap, spread, longest = (np.nan_to_num(bought.numbers(f"{name}_days")) for name in ("gap", "spread", "longest_gap"))
    usual = np.maximum(gap + np.maximum(LATE_MARGIN * gap, spread), LEAST_GAP_DAYS)
    unknown = np.maximum((1 + LATE_MARGIN) * longest, rules.few_orders_days)
    count = bought.numbers("purchase_days")
    return np.where(np.isnan(count), np.nan, np.where(count >= FEWEST_DAYS, usual, unknown))


def find_late_days(
    purchases: Table, ids: Ints, rules: ChurnRules, *, as_of: date, only_rhythmic: bool, ended_on: Days | None = None
) -> tuple[Days, Flags]:
    """The first day of each customer's silence beyond what is usual for them, and whether they are gone by as_of.

    Gone is who bought nothing for churn.horizon_days, nor within what is usual; with only_rhythmic nobody who shows no
    rhythm. NaT where nothing was bought. ended_on: the day on which each silence ended, or up to which it is known, of
    a past day; else as_of.
    """
    bought = Aligned(purchases, ids)
    last, patience = bought.days("last_bought_on"), measure_patience(purchases, ids, rules)
    late_on = last + np.floor(np.nan_to_num(patience)).astype("timedelta64[D]") + np.timedelta64(1, "D")
    known = (bought.numbers("purchase_days") >= FEWEST_DAYS) | (not only_rhythmic)
    today = as_day(as_of)
    silent = days_between(last, today if ended_on is None else ended_on)
    return late_on, known & (late_on <= today) & (silent >= rules.horizon_days)


def count_purchase_days(account: Ints, day: Ints, rules: ChurnRules, *, as_of: date) -> Columns:
    """``inputs.PURCHASES`` but for the money, from single purchases; one row an account, ascending.

    account, day: ids and days since 1970-01-01, one each a purchase until as_of, in any order.
    """
    span = int(day.max(initial=0)) + 1
    key = np.sort(account * span + day)
    key = key[np.flatnonzero(np.diff(key, prepend=-1))]
    buyer, bought = np.divmod(key, span)
    start = np.flatnonzero(np.diff(buyer, prepend=-1))
    end = np.append(start, len(key))[1:]
    weight = 0.5 ** ((as_day(as_of).astype(np.int64) - bought) / rules.half_life_days)
    return {
        "account_id": buyer[start],
        "first_bought_on": bought[start].astype("datetime64[D]"),
        "last_bought_on": bought[end - 1].astype("datetime64[D]"),
        "purchase_days": (end - start).astype(np.float64),
        "decayed_days": np.add.reduceat(weight, start) if len(start) else np.empty(0),
        **_gaps(buyer, bought, end - start),
    }


def _gaps(buyer: Ints, bought: Ints, count: Ints) -> Columns:
    """gap_days, spread_days, longest_gap_days of each buyer; missing with one day. Days ascend within each buyer."""
    row = np.repeat(np.arange(len(count)), count)
    within = np.flatnonzero(np.diff(buyer, prepend=-1) == 0)
    gap, of = bought[within] - bought[within - 1], row[within]
    middle = _medians(of, gap, count - 1)
    spread = _medians(of, np.abs(2 * gap - np.nan_to_num(2 * middle)[of].astype(np.int64)), count - 1) / 2
    longest = np.zeros(len(count), dtype=np.int64)
    np.maximum.at(longest, of, gap)
    return {"gap_days": middle, "spread_days": spread, "longest_gap_days": np.where(count > 1, longest, np.nan)}


def _medians(of: Ints, value: Ints, size: Ints) -> Floats:
    """The median of whole values by group; of: ascending group numbers, size: values of each group, 0 gives missing."""
    span = int(value.max(initial=0)) + 1
    ordered = np.sort(of * span + value) % span
    first = np.cumsum(size) - size
    known = size > 0
    low, high = (first + (size - 1) // 2)[known], (first + size // 2)[known]
    middle = np.full(len(size), np.nan)
    middle[known] = (ordered[low] + ordered[high]) / 2
    return middle
