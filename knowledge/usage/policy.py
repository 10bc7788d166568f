"""How the customer uses what they have: against their own past, against the seats they pay for, and since when."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from knowledge.accounts.choices import Choices, maybe, pick
from knowledge.accounts.columns import (
    Columns,
    Floats,
    Ints,
    Table,
    as_day,
    days,
    days_between,
    numbers,
    places_of,
    share,
    spread_max,
    spread_sum,
    whole_numbers,
)
from knowledge.playbook.rules import UsageRules

if TYPE_CHECKING:
    import pandas as pd

# A first row may come some days after the first use; a week of slack still leaves the baseline whole.
_SLACK_DAYS = 7
_MONTH_DAYS = 30.4


class UseState(StrEnum):
    """Where use is heading. UNKNOWN: no baseline of its own yet, or the data is stale."""

    RISING = "rising"
    FLAT = "flat"
    FALLING = "falling"
    UNKNOWN = "unknown"


def measure_product_use(usage: Table, rules: UsageRules, *, as_of: date) -> pd.DataFrame:
    """What to say about one product at one customer; one row for each row of ``inputs.USAGE``, in its order.

    index account_id; product_id; use_trend and users_trend: change a day against the own baseline, -1 to any height;
    use_state; adoption_share: most active users of a recent row / seats; seat_share: seats assigned / seats;
    limit_share: the nearer of seats and monthly events to their limit; key_feature_unused (yes, no, missing);
    recent_events, baseline_events, recent_users, baseline_users: sums of the windows, missing when stale or the account
    has not been there for the whole baseline; last_used_on, data_until (days), age_days: of data_until at as_of.
    """
    from knowledge.accounts.frames import as_frame

    columns = product_use_columns(usage, rules, as_of=as_of)
    accounts = columns.pop("account_id")
    return as_frame(columns, accounts)


def product_use_columns(usage: Table, rules: UsageRules, *, as_of: date) -> Columns:
    """The columns of ``measure_product_use``, account_id among them."""
    recent_events, baseline_events = _both(usage, "events")
    recent_users, baseline_users = _both(usage, "users")
    until = days(usage, "data_until")
    age = days_between(until, as_day(as_of))
    window = rules.recent_days + rules.baseline_days - 1
    seen = days_between(days(usage, "first_day"), until) >= window - _SLACK_DAYS
    told = seen & (age <= rules.stale_days)
    use_trend = _trend(recent_events, baseline_events, told, rules)
    users_trend = _trend(recent_users, baseline_users, told, rules)
    fresh = age <= rules.stale_days
    seats = numbers(usage, "seats")
    peak = np.where(fresh, numbers(usage, "peak_users"), np.nan)
    assigned = np.where(fresh, numbers(usage, "seats_used"), np.nan)
    seat_share = share(np.where(np.isnan(assigned), peak, assigned), seats)
    monthly = recent_events / rules.recent_days * _MONTH_DAYS
    event_share = share(np.where(fresh, monthly, np.nan), numbers(usage, "monthly_limit"))
    feature_before = numbers(usage, "key_feature_baseline")
    feature_now = np.nan_to_num(numbers(usage, "key_feature_recent"))
    return {
        "account_id": whole_numbers(usage, "account_id"),
        "product_id": whole_numbers(usage, "product_id"),
        "use_trend": use_trend,
        "users_trend": users_trend,
        "use_state": _state(np.where(np.isnan(use_trend), users_trend, use_trend), rules),
        "adoption_share": share(peak, seats),
        "seat_share": seat_share,
        "limit_share": np.fmax(seat_share, event_share),
        "key_feature_unused": maybe(feature_now == 0, (feature_before > 0) & told),
        "recent_events": np.where(told, recent_events, np.nan),
        "baseline_events": np.where(told, baseline_events, np.nan),
        "recent_users": np.where(told, recent_users, np.nan),
        "baseline_users": np.where(told, baseline_users, np.nan),
        "peak_users": peak,
        "seats": seats,
        "last_used_on": days(usage, "last_day"),
        "data_until": until,
        "age_days": age,
    }


def measure_usage(products: Columns, ids: Ints, rules: UsageRules) -> Columns:
    """What to say about the customer as a whole, from ``product_use_columns``; one value for each of ids.

    Trends compare sums over products; products without a whole baseline stay out of both sums. A key feature counts as
    unused when that of any product is. seat_share and limit_share are of the product nearest to its limit, for a limit
    is hit product by product; limit_product_id names it.
    """
    place = places_of(products["account_id"], ids)
    size = len(ids)
    recent_events, baseline_events = (spread_sum(products[f"{when}_events"], place, size) for when in _WINDOWS)
    recent_users, baseline_users = (spread_sum(products[f"{when}_users"], place, size) for when in _WINDOWS)
    everything = np.ones(size, dtype=bool)
    use_trend = _trend(recent_events, baseline_events, everything, rules)
    users_trend = _trend(recent_users, baseline_users, everything, rules)
    both = ~np.isnan(products["peak_users"]) & (products["seats"] > 0)
    peak = spread_sum(np.where(both, products["peak_users"], np.nan), place, size)
    unused = spread_max(numbers(products, "key_feature_unused"), place, size)
    nearest = spread_max(products["limit_share"], place, size)
    return {
        "use_trend": use_trend,
        "users_trend": users_trend,
        "use_state": _state(np.where(np.isnan(use_trend), users_trend, use_trend), rules),
        "use_recent": recent_events,
        "use_baseline": baseline_events * rules.recent_days / rules.baseline_days,
        "users_recent": recent_users / rules.recent_days,
        "users_baseline": baseline_users / rules.baseline_days,
        "adoption_share": share(peak, spread_sum(np.where(both, products["seats"], np.nan), place, size)),
        "seat_share": spread_max(products["seat_share"], place, size),
        "limit_share": nearest,
        "limit_product_id": _where_nearest(products, place, nearest),
        "key_feature_unused": maybe(unused == 1, ~np.isnan(unused)),
        "last_used_on": spread_max(products["last_used_on"], place, size),
        "usage_until": spread_max(products["data_until"], place, size),
        "usage_age_days": -spread_max(-products["age_days"], place, size),
    }


_WINDOWS = ("recent", "baseline")


def _both(usage: Table, what: str) -> tuple[Floats, Floats]:
    """Both windows' sums; an empty window beside a counted one is 0: the source counts, the account did not use."""
    recent, baseline = (numbers(usage, f"{when}_{what}") for when in _WINDOWS)
    known = ~(np.isnan(recent) & np.isnan(baseline))
    return np.where(known, np.nan_to_num(recent), np.nan), np.where(known, np.nan_to_num(baseline), np.nan)


def _trend(recent: Floats, baseline: Floats, told: np.ndarray, rules: UsageRules) -> Floats:
    """Change of the daily rate against the baseline's; NaN without a baseline that holds something."""
    change = share(recent / rules.recent_days, np.where(told, baseline, np.nan) / rules.baseline_days) - 1
    return np.round(change, 6)  # 115 of 100 is a rise by .15, not by .1499999


def _state(trend: Floats, rules: UsageRules) -> Choices:
    chosen = [
        (UseState.FALLING, trend <= -rules.falling_share),
        (UseState.RISING, trend >= rules.rising_share),
        (UseState.FLAT, ~np.isnan(trend)),
    ]
    return pick(UseState, chosen, UseState.UNKNOWN)


def _where_nearest(products: Columns, place: Ints, nearest: Floats) -> Floats:
    """The product whose limit is nearest, the lowest id of equals, as a float so that none can be missing."""
    size = len(nearest)
    own = products["limit_share"]
    ids = numbers(products, "product_id")
    at_limit = (place >= 0) & (own == nearest[np.maximum(place, 0)] if size else False)
    return -spread_max(np.where(at_limit, -ids, np.nan), place, size)
