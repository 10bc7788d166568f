"""Everything that is known of a customer in one row: the frame that churn, gate, timing and answers read.

``measure_accounts`` answers for one account as for all: the same code, the same row. ``MEASURES`` names every base
column; the columns of churn, gate, timing, phase, touch model and coverage follow in ``assess_accounts`` and are
described by ``score_churn``, ``gate_columns``, ``timing_columns``, ``phase_columns``, ``touch_columns``,
``coverage_columns``.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np

from knowledge.accounts.columns import Aligned, Columns, Days, Ints, known_by, shifted, whole_numbers
from knowledge.accounts.commercial import measure_commerce
from knowledge.accounts.coverage import coverage_columns
from knowledge.accounts.engagement import measure_engagement
from knowledge.accounts.inputs import Inputs
from knowledge.accounts.phase import phase_columns
from knowledge.accounts.rhythm import measure_buying
from knowledge.accounts.touch_model import touch_columns
from knowledge.churn.alarms import alarm_columns
from knowledge.churn.score import churn_columns, recordable_points
from knowledge.offers.gate import gate_columns
from knowledge.offers.timing import timing_columns
from knowledge.playbook.rules import Rules
from knowledge.satisfaction.policy import measure_satisfaction
from knowledge.satisfaction.support import measure_support
from knowledge.usage.policy import measure_usage, product_use_columns

if TYPE_CHECKING:
    import pandas as pd

MEASURES: dict[str, str] = {
    # who
    "customer_since": "day: earliest of created_on, first contract, first purchase",
    "onboarding_until": "day: onboarded_on, else customer_since + gate.onboarding_days",
    "budget_frozen_until": "day",
    # usage, see usage.measure_usage
    "use_trend": "share: change of events a day against the own baseline, -1 and up; of one family of products",
    "users_trend": "share: the same of people",
    "use_period": "days that a row covers: 1, 7, or 30 for a month",
    "use_product_id": "id of the product whose use is told",
    "use_beside_others": "the same where several are in use",
    "use_state": "UseState",
    "use_recent": "events in the recent window",
    "use_baseline": "events a window of the same length in the baseline",
    "users_recent": "active users in a day, week or month (use_period), recent window",
    "users_baseline": "the same, baseline",
    "adoption_share": "share: most active users / seats",
    "seat_share": "share: seats assigned / seats, of the fullest product",
    "limit_share": "share: of the product nearest to its limit",
    "limit_product_id": "id of that product",
    "key_feature_unused": "yes/no/missing: the feature used most in the baseline, now not at all",
    "last_used_on": "day",
    "usage_until": "day: to which the source reports",
    "usage_age_days": "days",
    # satisfaction, see satisfaction.measure_satisfaction
    "nps": "0-10, the latest whatever its age",
    "nps_on": "day",
    "nps_age_days": "days",
    "nps_fresh": "0-10, only within shelf life",
    "nps_answers": "count within shelf life",
    "nps_previous": "0-10",
    "nps_previous_on": "day",
    "csat": "percent, the latest whatever its age",
    "csat_on": "day",
    "csat_age_days": "days",
    "csat_fresh": "percent, only within shelf life",
    "csat_answers": "count within shelf life",
    "csat_previous": "percent",
    "csat_previous_on": "day",
    "satisfaction": "Satisfaction",
    "satisfaction_change": "share of the scale, -1 to 1",
    # support, see support.measure_support
    "open_tickets": "count",
    "open_severe": "count",
    "severe_since": "day",
    "tickets_reopened": "count",
    "tickets_unsatisfied": "count",
    "inquiries_recent": "count",
    "inquiries_expected": "count at the own past rate",
    "inquiries_missing": "share of the expected, 0 to 1",
    "last_inquiry_on": "day",
    # engagement, see engagement.measure_engagement
    "last_touch_on": "day",
    "champions": "count",
    "champion_left_on": "day",
    "champion_gone": "yes/no/missing",
    "silent_days": "days",
    # commerce, see commercial.measure_commerce
    "running": "count of subscriptions",
    "monthly_minor": "money a month",
    "yearly_minor": "money a year",
    "contract_since": "day",
    "last_started_on": "day: of the latest contract that is no renewal",
    "contract_gap_days": "days, mean between new contracts, from four of them",
    "ended_on": "day: only where no contract runs",
    "recorded_lost_on": "day: a loss that the firm recorded, nothing begun since",
    "renews_on": "day",
    "notice_by": "day",
    "decide_by": "day: the earlier of both",
    "renewal_passed_on": "day: the latest renewal date that is over while the contract runs on",
    "undated": "count of running subscriptions without a renewal date",
    "days_to_decide": "days",
    "untouched_days": "days into the renewal window without a touch",
    "seats": "count",
    "seats_before": "count churn.seats_back_days ago",
    "seats_lost": "share, below 0 when grown",
    "cancel_requested_on": "day",
    "overdue": "count of invoices",
    "overdue_days": "days of the oldest",
    "open_deal_on": "day",
    # buying, see rhythm.measure_buying
    "first_bought_on": "day",
    "last_bought_on": "day",
    "days_since_purchase": "days",
    "purchase_days": "count",
    "spent_minor": "money, all time",
    "decayed_days": "purchase days, each counting half after every half-life",
    "buying_gap_days": "days, median between buying days, from four of them",
    "buying_spread_days": "days, median distance of a gap from that",
    "buying_patience_days": "days of silence that are usual for them",
    "buying_slowed": "share of the silence that is beyond the usual, -1 to 1",
    # what could be known, see churn.score.recordable_points
    "churn_recordable": "points that the firm's records could give",
    "churn_proven": "yes/no: the points held on the firm's own past days",
    # outreach
    "hold_expires_on": "day",
    "asks": "count in gate.asks_window_days",
    "capping_ask_on": "day: the ask that must leave the window first",
    "open_needs": "count: those that say the same once",
    "last_need_on": "day",
}
"""Every base column with its unit; "share" is 1 = 100 %, "money" is in minor units of the reporting currency."""


def measure_accounts(inputs: Inputs, rules: Rules, *, as_of: date) -> pd.DataFrame:
    """What is known of each customer; one row an account of inputs.accounts in its order, index account_id.

    Columns as ``MEASURES``: numbers are floats with NaN, days datetime64 with NaT, yes/no/missing pandas' boolean,
    closed sets categories. Raises ValueError where an aggregate has two rows for one account.
    """
    from knowledge.accounts.frames import as_frame

    ids = whole_numbers(inputs.accounts, "account_id")
    return as_frame(_measure(inputs, ids, rules, as_of), ids)


def assess_accounts(inputs: Inputs, rules: Rules, *, as_of: date, minor_per_main: int = 1) -> pd.DataFrame:
    """``measure_accounts`` with churn, gate, timing, phase, touch model and coverage beside it."""
    from knowledge.accounts.frames import as_frame

    ids = whole_numbers(inputs.accounts, "account_id")
    return as_frame(_assess(inputs, ids, rules, as_of, minor_per_main), ids)


def assess_account(inputs: Inputs, rules: Rules, *, as_of: date, minor_per_main: int = 1) -> dict[str, Any]:
    """The row of ``assess_accounts`` of the one account in inputs, without the cost of a frame."""
    ids = whole_numbers(inputs.accounts, "account_id")
    columns = _assess(inputs, ids, rules, as_of, minor_per_main)
    return {name: values[0] for name, values in columns.items()}


def _assess(inputs: Inputs, ids: Ints, rules: Rules, as_of: date, minor_per_main: int) -> Columns:
    known = _measure(inputs, ids, rules, as_of)
    scored = known | churn_columns(known, rules.churn)
    gated = gate_columns(scored, rules, as_of=as_of, records=inputs.sources.records)
    scored |= alarm_columns(scored | gated, rules.churn, inputs.sources.records)
    return (
        scored
        | gated
        | timing_columns(scored, rules, as_of=as_of, records=inputs.sources.records)
        | phase_columns(scored, rules, as_of=as_of)
        | touch_columns(scored, rules.touch, minor_per_main=minor_per_main)
        | coverage_columns(scored, rules, as_of=as_of, records=inputs.sources.records)
    )


def _measure(inputs: Inputs, ids: Ints, rules: Rules, as_of: date) -> Columns:
    accounts = Aligned(inputs.accounts, ids)
    sources = inputs.sources
    only_rhythmic = not sources.records.repeats
    buying = measure_buying(inputs.purchases, ids, rules.churn, as_of=as_of, only_rhythmic=only_rhythmic)
    began = Aligned(inputs.commerce, ids).days("first_started_on")
    since = np.fmin(np.fmin(known_by(accounts.days("created_on"), as_of), began), buying["first_bought_on"])
    support = measure_support(inputs.tickets, ids, since, rules, as_of=as_of, tickets_until=sources.tickets)
    heard = np.fmax(since, support["last_inquiry_on"])
    engagement = measure_engagement(inputs.contacts, ids, heard, rules, as_of=as_of, touches_until=sources.touches)
    touched = engagement["last_touch_on"]
    commerce = measure_commerce(inputs.commerce, ids, touched, rules, as_of=as_of, invoices_until=sources.invoices)
    return {
        "customer_since": since,
        "onboarding_until": _onboarding_until(accounts, since, rules),
        "budget_frozen_until": accounts.days("budget_frozen_until"),
        **measure_usage(product_use_columns(inputs.usage, rules.usage, as_of=as_of), ids, rules.usage),
        **measure_satisfaction(inputs.surveys, ids, rules.gate, as_of=as_of),
        **support,
        **engagement,
        **commerce,
        **buying,
        "churn_recordable": recordable_points(commerce | buying, sources.records, rules.churn),
        "churn_proven": np.full(len(ids), sources.points_hold),
        **_outreach(Aligned(inputs.outreach, ids)),
    }


def _onboarding_until(accounts: Aligned, since: Days, rules: Rules) -> Days:
    """The day it was finished, or else the day it counts as over."""
    finished = accounts.days("onboarded_on")
    return np.fmin(finished, shifted(since, rules.gate.onboarding_days))


def _outreach(outreach: Aligned) -> Columns:
    """Counts of 0 are known here: these rows are our own."""
    return {
        "hold_expires_on": outreach.days("hold_expires_on"),
        "asks": np.nan_to_num(outreach.numbers("asks")),
        "capping_ask_on": outreach.days("capping_ask_on"),
        "open_needs": np.nan_to_num(outreach.numbers("open_needs")),
        "last_need_on": outreach.days("last_need_on"),
    }
