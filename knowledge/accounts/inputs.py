"""What the store hands to the measures: aggregates of one account or of all, made by SQL where the data lives.

Each is a frame or its columns, and may hold any set of accounts in any order; an account without a row has nothing of
that kind. Days are
``date``, text in ISO form or datetime64; counts and money may be int or float; None, NA and NaN are missing.
Nothing after ``as_of`` may be counted. "latest" of two on one day is the lower score, so that doubt shows.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from knowledge.accounts.columns import Table
from knowledge.accounts.records import ALL_RECORDED, Records
from knowledge.playbook.rules import Rules

ACCOUNTS = ("account_id", "created_on", "onboarded_on", "budget_frozen_until")
"""One row an account asked about: these are the rows of the answer."""

EVERYTHING = 0
"""Stands for all products together where use names none; no product has this id."""

USAGE = (
    "account_id",
    "product_id",
    "data_until",  # last day that the rows of this product's family cover, of any account: where its windows end
    "first_day",  # the account's own first and last day with a row for the product
    "last_day",
    "recent_events",  # sum of events in the recent window; missing where the source counts none
    "baseline_events",  # the same in the baseline window
    "recent_users",  # sum of active_users over the rows of the window
    "baseline_users",
    "baseline_used",  # rows of the baseline window in which anything was used
    "peak_users",  # most active_users of a row in the recent window
    "seats_used",  # of the latest row that has it, in the recent window
    "seats",  # of the running subscriptions to the product
    "monthly_limit",  # events a month the plan allows; missing where the limit is of another kind
    "key_feature_recent",  # events of the feature used most in the baseline window (feature != '')
    "key_feature_baseline",
    "family_id",  # lowest product of its family: tiers are used one instead of the other; EVERYTHING where no name
    "period",  # days that a row covers: 1, 7, or 30 for a month
    "recent_days",  # days and rows of the windows; missing: as config.yml says, by day
    "baseline_days",
    "recent_rows",
    "baseline_rows",
)
"""One row an account and product that ever had a row of use; of everything where the rows name no product: then the
product is that of the customer's contracts where they have but one, else ``EVERYTHING``. Rows of single
features count for key_feature_*, and for the product's use where the account has no row of the whole in the windows.

Windows come from ``usage.periods``: they end with the last whole day, week or month of the data, not on as_of, so that
neither a late import nor an unfinished month looks like a fall.
"""

SURVEYS = ("account_id", "kind", "score", "answered_on", "previous_score", "previous_on", "answers")
"""One row an account and kind (nps, csat): the latest answer, the one before it, and answers within shelf life."""

TICKETS = (
    "account_id",
    "open_tickets",  # opened by as_of and not closed by then
    "open_severe",
    "severe_since",  # opened_on of the oldest open severe one
    "recent_tickets",  # opened in the last support.recent_days
    "baseline_tickets",  # opened in the support.baseline_days before those
    "recent_reopened",  # sum of reopened over tickets opened in the recent days or still open
    "recent_unsatisfied",  # tickets of the recent days with satisfied = false
    "last_opened_on",
)

CONTACTS = ("account_id", "last_touch_on", "contacts", "champions", "champion_left_on")
"""champions: marked and not left by as_of; champion_left_on: the latest day one left."""

COMMERCE = (
    "account_id",
    "running",  # subscriptions running on as_of
    "monthly_minor",  # sum of the running ones, in the reporting currency
    "first_started_on",
    "last_started_on",  # of contracts that continue none of the same product: a renewal is no purchase
    "starts",  # distinct days on which such contracts began
    "last_ended_on",  # latest ended_on by as_of
    "recorded_lost_on",  # latest loss of the whole customer that the firm recorded by as_of, unless they are back
    "renews_on",  # earliest on or after as_of, of the running ones; notice_by likewise
    "notice_by",
    "renewal_passed_on",  # latest before as_of, of the running ones that name no later day
    "undated",  # running ones without any renewal date or end
    "cancel_requested_on",  # earliest by as_of, of the running ones
    "seats",  # of the running ones, missing where none has seats
    "seats_before",  # the same churn.seats_back_days before as_of
    "invoices",  # due by as_of
    "overdue",  # of those, unpaid on as_of
    "overdue_since",  # due_on of the oldest unpaid one
    "open_deal_on",  # latest opened_on of an open deal
)

PURCHASES = (
    "account_id",
    "first_bought_on",
    "last_bought_on",
    "purchase_days",  # distinct days
    "spent_minor",  # all time, reporting currency
    "decayed_days",  # sum over distinct days of 0.5 ** (days before as_of / churn.half_life_days)
    "gap_days",  # median between distinct days, missing with one
    "spread_days",  # median distance of a gap from that
    "longest_gap_days",
)

OUTREACH = (
    "account_id",
    "hold_expires_on",  # latest, of holds neither lifted nor expired on as_of
    "asks",  # proposals made in the last gate.asks_window_days
    "capping_ask_on",  # proposed_on of the asks_cap-th latest of them; missing below the cap
    "open_needs",  # those that say the same count once
    "last_need_on",  # said_on of the latest, open or not
)

PROPOSALS = ("account_id", "product_id", "last_no_on", "last_no", "later_until", "reason")
"""One row an account and product ever declined: outcome_on and outcome of the latest lost, not_relevant, later or
too_early one, its later_until and the reason given."""


@dataclass(frozen=True)
class Sources:
    """The last day each source has a row for, of any account; None: nothing of that kind was ever imported.

    Tells "no tickets" from "no ticket system connected". ``records``: of which kinds there is any row at all;
    ``points_hold``: whether the churn points proved themselves on the firm's own past days.
    """

    tickets: date | None = None
    touches: date | None = None
    invoices: date | None = None
    records: Records = ALL_RECORDED
    points_hold: bool = False


@dataclass(frozen=True)
class Inputs:
    """All aggregates of the accounts asked about; the columns of each are named above."""

    accounts: Table
    usage: Table
    surveys: Table
    tickets: Table
    contacts: Table
    commerce: Table
    purchases: Table
    outreach: Table
    sources: Sources = Sources()


COLUMNS_OF = {
    "accounts": ACCOUNTS,
    "usage": USAGE,
    "surveys": SURVEYS,
    "tickets": TICKETS,
    "contacts": CONTACTS,
    "commerce": COMMERCE,
    "purchases": PURCHASES,
    "outreach": OUTREACH,
}


@dataclass(frozen=True)
class Window:
    """Days of a window, both ends counted."""

    first: date
    last: date


def usage_windows(data_until: date, rules: Rules) -> tuple[Window, Window]:
    """The recent window and the baseline before it, for a product whose data ends on that day.

    They hold whole weeks, and one row against three where a row stands for a month.
    """
    return _windows(data_until, rules.usage.recent_days, rules.usage.baseline_days)


def support_windows(as_of: date, rules: Rules) -> tuple[Window, Window]:
    """The recent window of inquiries and the baseline before it."""
    return _windows(as_of, rules.support.recent_days, rules.support.baseline_days)


def _windows(last: date, recent_days: int, baseline_days: int) -> tuple[Window, Window]:
    recent = Window(last - timedelta(days=recent_days - 1), last)
    before = recent.first - timedelta(days=1)
    return recent, Window(before - timedelta(days=baseline_days - 1), before)
