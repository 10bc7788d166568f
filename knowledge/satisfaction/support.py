"""What the customer asks our support: open trouble, anger, and an unusual silence."""

from __future__ import annotations

from datetime import date

import numpy as np

from knowledge.accounts.columns import Aligned, Columns, Days, Flags, Floats, Ints, Table, as_day, days_between
from knowledge.playbook.rules import Rules


def measure_support(
    tickets: Table, ids: Ints, since: Days, rules: Rules, *, as_of: date, tickets_until: date | None
) -> Columns:
    """Trouble and silence in tickets, from ``inputs.TICKETS``; since: first day each was known as a customer.

    open_tickets, open_severe, tickets_reopened, tickets_unsatisfied (counts), severe_since, last_inquiry_on (days),
    inquiries_recent, inquiries_expected: what the recent days would have brought at the account's own past rate;
    inquiries_missing: share of the expected that did not come, missing where fewer than support.fewest_expected were
    expected or the account is younger than the baseline. A count of 0 is told only while the source is fresh.
    """
    asked = Aligned(tickets, ids)
    fresh = source_is_fresh(tickets_until, rules, as_of)
    recent = _count(asked, "recent_tickets", fresh)
    whole = rules.support.recent_days + rules.support.baseline_days
    settled = days_between(since, as_day(as_of)) >= whole
    baseline = _count(asked, "baseline_tickets", fresh)
    expected = np.where(settled, baseline, np.nan) * rules.support.recent_days / rules.support.baseline_days
    enough = fresh & (expected >= rules.support.fewest_expected)
    missing = 1 - np.divide(recent, expected, out=np.full(len(ids), np.nan), where=enough)
    return {
        "open_tickets": _count(asked, "open_tickets", fresh),
        "open_severe": _count(asked, "open_severe", fresh),
        "severe_since": asked.days("severe_since"),
        "tickets_reopened": _count(asked, "recent_reopened", fresh),
        "tickets_unsatisfied": _count(asked, "recent_unsatisfied", fresh),
        "inquiries_recent": recent,
        "inquiries_expected": expected,
        "inquiries_missing": np.maximum(missing, 0.0),
        "last_inquiry_on": asked.days("last_opened_on"),
    }


def source_is_fresh(until: date | None, rules: Rules, as_of: date) -> bool:
    """Whether a source still tells something by its silence: it was imported, and lately."""
    return until is not None and (as_of - until).days <= rules.churn.source_stale_days


def _count(asked: Aligned, name: str, fresh: bool) -> Floats:
    counted = np.nan_to_num(asked.numbers(name))
    told: Flags = (counted > 0) | fresh
    return np.where(told, counted, np.nan)
