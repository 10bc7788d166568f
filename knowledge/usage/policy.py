"""How the customer uses what they have: against their own past, against the seats they pay for, and since when."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from knowledge.accounts.choices import Choices, maybe, pick
from knowledge.accounts.columns import (
    Columns,
    Flags,
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
from knowledge.accounts.inputs import EVERYTHING
from knowledge.usage.rules import UsageRules

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
    """What to say about one product at one customer, from ``inputs.USAGE``; a plan left for another of its family has
    no row, for its use goes on there.

    index account_id; product_id; use_trend and users_trend: change of the family's use a day against the own baseline,
    -1 to any height; use_state; adoption_share: most active users of a recent row / seats; seat_share: seats_used (the
    assigned ones), or else the active users / seats; limit_share: the nearer of both to its limit, seats or monthly
    events; key_feature_unused (yes, no, missing);
    use_recent, users_recent: events of the family in the recent window, and people using it in a day, week or month
    (use_period); *_baseline: the same in a span of that length in the baseline; missing when stale, where the account
    has not been there for the whole baseline, or used it on fewer than usage.fewest_days of it; last_used_on,
    data_until (days), age_days: of data_until.
    """
    from knowledge.accounts.frames import as_frame

    columns = product_use_columns(usage, rules, as_of=as_of)
    accounts = columns.pop("account_id")
    return as_frame(columns, accounts)


def product_use_columns(usage: Table, rules: UsageRules, *, as_of: date) -> Columns:
    """The columns of ``measure_product_use``, account_id among them."""
    spans, family = _spans(usage, rules), _families(usage)
    until = days(usage, "data_until")
    age = days_between(until, as_day(as_of))
    fresh = age <= rules.stale_days
    window = spans["recent_days"] + spans["baseline_days"] - 1
    allowed = _SLACK_DAYS + np.where(spans["period"] >= _MONTH, _MONTH, 0)
    own_seen = days_between(days(usage, "first_day"), until) >= window - allowed
    enough = _is_often(usage, family, spans, rules)
    told = fresh & _any(own_seen, family) & enough
    use = {what: _in_family(usage, what, family, spans, told) for what in ("events", "users")}
    use_trend, users_trend = (_trend(*use[what]) for what in ("events", "users"))
    seats = numbers(usage, "seats")
    peak = np.where(fresh, numbers(usage, "peak_users"), np.nan)
    assigned = np.where(fresh, numbers(usage, "seats_used"), np.nan)
    seat_share = share(np.where(np.isnan(assigned), peak, assigned), seats)
    monthly = share(numbers(usage, "recent_events"), spans["recent_days"]) * _MONTH_DAYS
    event_share = share(np.where(fresh, monthly, np.nan), numbers(usage, "monthly_limit"))
    feature_before = numbers(usage, "key_feature_baseline")
    feature_now = np.nan_to_num(numbers(usage, "key_feature_recent"))
    columns = {
        "account_id": whole_numbers(usage, "account_id"),
        "product_id": whole_numbers(usage, "product_id"),
        "family": family,
        "use_trend": use_trend,
        "users_trend": users_trend,
        "use_state": np.where(np.isnan(use_trend), users_trend, use_trend),
        "use_period": spans["period"],
        "use_recent": use["events"][0],
        "use_baseline": use["events"][1],
        "users_recent": share(use["users"][0], spans["recent_rows"]),
        "users_baseline": share(use["users"][1], spans["recent_rows"]),
        "adoption_share": share(peak, seats),
        "seat_share": seat_share,
        "seats_used": assigned,
        "limit_share": np.fmax(seat_share, event_share),
        "key_feature_unused": np.where((feature_before > 0) & fresh & own_seen & enough, feature_now == 0, np.nan),
        "peak_users": peak,
        "seats": seats,
        "last_used_on": days(usage, "last_day"),
        "data_until": until,
        "age_days": age,
    }
    kept = {name: values[~_is_left(usage, family)] for name, values in columns.items()}
    return kept | {
        "use_state": _state(kept["use_state"], rules),
        "key_feature_unused": maybe(kept["key_feature_unused"] == 1, ~np.isnan(kept["key_feature_unused"])),
    }


def measure_usage(products: Columns, ids: Ints, rules: UsageRules) -> Columns:
    """What to say about the customer as a whole, from ``product_use_columns``; one value for each of ids.

    Unlike things are not added up: trends are those of the product that fell most, where one fell by
    usage.falling_share, else of the one that most people use. use_product_id names it, use_beside_others only where
    several are in use. A key feature counts as unused when that of any product is. seat_share and limit_share are of
    the product nearest to its limit, for a limit is hit product by product; limit_product_id names it.
    """
    place = places_of(products["account_id"], ids)
    size = len(ids)
    row = _decisive(products, place, size, rules)
    told = {name: _of_rows(numbers(products, name), row) for name in _TOLD}
    both = ~np.isnan(products["peak_users"]) & (products["seats"] > 0)
    peak = spread_sum(np.where(both, products["peak_users"], np.nan), place, size)
    unused = spread_max(numbers(products, "key_feature_unused"), place, size)
    nearest = spread_max(products["limit_share"], place, size)
    use_trend, users_trend = told["use_trend"], told["users_trend"]
    return {
        **{name: told[name] for name in _TOLD if name != "product_id"},
        "use_product_id": _named(told["product_id"]),
        "use_beside_others": np.where(_families_used(products, place, size) > 1, told["product_id"], np.nan),
        "use_state": _state(np.where(np.isnan(use_trend), users_trend, use_trend), rules),
        "adoption_share": share(peak, spread_sum(np.where(both, products["seats"], np.nan), place, size)),
        "seat_share": spread_max(products["seat_share"], place, size),
        "limit_share": nearest,
        "limit_product_id": _named(_where_nearest(products, place, nearest)),
        "key_feature_unused": maybe(unused == 1, ~np.isnan(unused)),
        "last_used_on": spread_max(products["last_used_on"], place, size),
        "usage_until": spread_max(products["data_until"], place, size),
        "usage_age_days": -spread_max(-products["age_days"], place, size),
    }


_TOLD = (
    "product_id",
    "use_trend",
    "users_trend",
    "use_period",
    "use_recent",
    "use_baseline",
    "users_recent",
    "users_baseline",
)
"""What is told of one product as that of the customer."""
_MONTH = 30


def _spans(usage: Table, rules: UsageRules) -> dict[str, Floats]:
    """Days and rows of the windows, as the source's rows cover days, weeks or months."""
    by_day = {
        "period": 1,
        "recent_days": rules.recent_days,
        "baseline_days": rules.baseline_days,
        "recent_rows": rules.recent_days,
        "baseline_rows": rules.baseline_days,
    }
    given = {name: numbers(usage, name) for name in by_day}
    return {name: np.where(np.isnan(given[name]), value, given[name]) for name, value in by_day.items()}


def _families(usage: Table) -> Ints:
    """A number for each account and family, 0 and up: rows with the same one are use of the same thing."""
    accounts, family = whole_numbers(usage, "account_id"), numbers(usage, "family_id")
    family = np.where(np.isnan(family), numbers(usage, "product_id"), family)
    if not len(accounts):
        return np.empty(0, dtype=np.int64)
    pairs = np.stack([accounts, family.astype(np.int64)])
    return np.unique(pairs, axis=1, return_inverse=True)[1].reshape(-1).astype(np.int64)


def _any(flags: Flags, family: Ints) -> Flags:
    """Whether it holds for any row of the family."""
    held = np.zeros(int(family.max(initial=-1)) + 1, dtype=bool)
    np.logical_or.at(held, family, flags)
    spread: Flags = held[family]
    return spread


def _is_often(usage: Table, family: Ints, spans: dict[str, Floats], rules: UsageRules) -> Flags:
    """Whether rows by day show use often enough for a change to be more than chance; a week or month sums it up."""
    size = int(family.max(initial=-1)) + 1
    used = spread_sum(numbers(usage, "baseline_used"), family, size)[family]
    often: Flags = (spans["period"] > 1) | ~(used < rules.fewest_days)
    return often


def _in_family(usage: Table, what: str, family: Ints, spans: dict[str, Floats], told: Flags) -> tuple[Floats, Floats]:
    """The family's recent sum, and its baseline brought to a span of the same length.

    An empty window beside a counted one is 0: the source counts, the account did not use.
    """
    size = int(family.max(initial=-1)) + 1
    recent, baseline = (spread_sum(numbers(usage, f"{when}_{what}"), family, size)[family] for when in _WINDOWS)
    known = told & ~(np.isnan(recent) & np.isnan(baseline))
    same = np.nan_to_num(baseline) * share(spans["recent_days"], spans["baseline_days"])
    return np.where(known, np.nan_to_num(recent), np.nan), np.where(known, same, np.nan)


def _is_left(usage: Table, family: Ints) -> Flags:
    """Plans without a contract and without recent use whose family is used on: the customer has changed plans."""
    recent = np.nan_to_num(numbers(usage, "recent_events")) + np.nan_to_num(numbers(usage, "recent_users"))
    unpaid = ~(numbers(usage, "seats") > 0)
    left: Flags = unpaid & (recent == 0) & _any(recent > 0, family)
    return left


def _decisive(products: Columns, place: Ints, size: int, rules: UsageRules) -> Ints:
    """The row that is told for each account: the steepest fall, else the most people; -1 where no trend is known."""
    events, users = numbers(products, "use_trend"), numbers(products, "users_trend")
    trend = np.where(np.isnan(events), users, events)
    fell = np.asarray(trend <= -rules.falling_share)
    people = np.nan_to_num(products["users_recent"]) + np.nan_to_num(products["users_baseline"])
    rank = np.where(fell, trend, -people)
    order = np.lexsort((products["product_id"], rank, ~fell, place))
    order = order[(place[order] >= 0) & ~np.isnan(trend[order])]
    first = order[np.flatnonzero(np.diff(place[order], prepend=-1))]
    row = np.full(size, -1)
    row[place[first]] = first
    return row


def _named(product_ids: Floats) -> Floats:
    """Missing where it is everything."""
    return np.where(product_ids == EVERYTHING, np.nan, product_ids)


def _of_rows(values: Floats, row: Ints) -> Floats:
    """The value of each row, missing where there is none."""
    return np.where(row >= 0, values[np.maximum(row, 0)], np.nan) if len(values) else np.full(len(row), np.nan)


def _families_used(products: Columns, place: Ints, size: int) -> Ints:
    """How many families of products each account has use of."""
    distinct = np.unique(products["family"], return_index=True)[1]
    distinct = distinct[place[distinct] >= 0]
    return np.bincount(place[distinct], minlength=size)


_WINDOWS = ("recent", "baseline")


def _trend(recent: Floats, baseline: Floats) -> Floats:
    """Change against a baseline of the same length; NaN without one that holds something."""
    return np.round(share(recent, baseline) - 1, 6)  # 115 of 100 is a rise by .15, not by .1499999


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
