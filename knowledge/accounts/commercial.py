"""What the customer pays, until when, and whether they pay late, shrink or want to leave."""

from __future__ import annotations

from datetime import date

import numpy as np

from knowledge.accounts.columns import (
    Aligned,
    Columns,
    Days,
    Floats,
    Ints,
    Table,
    as_day,
    days_between,
    share,
    shifted,
)
from knowledge.accounts.rhythm import FEWEST_DAYS
from knowledge.playbook.rules import Rules
from knowledge.satisfaction.support import source_is_fresh


def measure_commerce(
    commerce: Table, ids: Ints, touched: Days, rules: Rules, *, as_of: date, invoices_until: date | None
) -> Columns:
    """Contract, renewal, seats and payment, from ``inputs.COMMERCE``; touched: our last touch with each.

    running (subscriptions), monthly_minor and yearly_minor (reporting currency, missing without a contract);
    contract_since, last_started_on; contract_gap_days: mean days from one new contract to the next, from four of them;
    ended_on: the end of the last contract where none runs, or the day on which the
    firm recorded the loss where that is later; recorded_lost_on: that day, unless a contract began since;
    renews_on, notice_by, decide_by: the earlier of both, days_to_decide; renewal_passed_on: the latest renewal date
    that is over while the contract runs on; undated: running contracts without any; untouched_days: days into the
    renewal window without a touch of ours, 0 when touched or not yet in it, missing without a date to decide by;
    seats, seats_before, seats_lost: share given back, below 0 when grown; cancel_requested_on; overdue (invoices),
    overdue_days: of the oldest, 0 when none, missing without invoices; open_deal_on.
    """
    held = Aligned(commerce, ids)
    today = as_day(as_of)
    running = np.nan_to_num(held.numbers("running"))
    paying = running > 0
    monthly = np.where(paying, held.numbers("monthly_minor"), np.nan)
    renews, notice = held.days("renews_on"), held.days("notice_by")
    decide = np.fmin(renews, notice)
    opened = shifted(decide, -rules.churn.renewal_near_days)
    unheard = np.isnat(touched) | (touched < opened)
    seats, before = held.numbers("seats"), held.numbers("seats_before")
    overdue = np.nan_to_num(held.numbers("overdue"))
    billed = (held.numbers("invoices") > 0) & (source_is_fresh(invoices_until, rules, as_of) | (overdue > 0))
    began, recorded = held.days("last_started_on"), held.days("recorded_lost_on")
    recorded = np.where(began > recorded, np.datetime64("NaT", "D"), recorded)
    late = np.maximum(np.nan_to_num(days_between(held.days("overdue_since"), today)), 0)
    return {
        "running": running,
        "monthly_minor": monthly,
        "yearly_minor": monthly * 12,
        "contract_since": held.days("first_started_on"),
        "last_started_on": began,
        "contract_gap_days": _gap_between_starts(held, began),
        "ended_on": np.where(paying, np.datetime64("NaT", "D"), np.fmax(held.days("last_ended_on"), recorded)),
        "recorded_lost_on": recorded,
        "renews_on": renews,
        "notice_by": notice,
        "decide_by": decide,
        "renewal_passed_on": held.days("renewal_passed_on"),
        "undated": np.nan_to_num(held.numbers("undated")),
        "days_to_decide": days_between(today, decide),
        "untouched_days": np.where(unheard, np.maximum(days_between(opened, today), 0), days_between(decide, decide)),
        "seats": seats,
        "seats_before": before,
        "seats_lost": 1 - share(np.where(np.isnan(seats) & ~np.isnan(before), 0, seats), before),
        "cancel_requested_on": held.days("cancel_requested_on"),
        "overdue": np.where(billed, overdue, np.nan),
        "overdue_days": np.where(billed, late, np.nan),
        "open_deal_on": held.days("open_deal_on"),
    }


def _gap_between_starts(held: Aligned, last: Days) -> Floats:
    starts = held.numbers("starts")
    gap = share(days_between(held.days("first_started_on"), last), starts - 1)
    return np.where(starts >= FEWEST_DAYS, gap, np.nan)
