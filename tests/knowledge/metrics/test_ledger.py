"""Recurring revenue by customer and day, from contracts, on each database."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from sqlalchemy import Engine

from knowledge.errors import RateMissing
from knowledge.kernel.access import AccessContext, open_access
from knowledge.kernel.bulk_load import load_rows
from knowledge.kernel.exchange_rates import Rates
from knowledge.kernel.visibility import OPERATOR, Viewer
from knowledge.metrics.movements import find_movements
from knowledge.metrics.queries.ledger import count_unpriced, load_ledger
from knowledge.playbook.rules import Rules

OPENING, CLOSING = dt.date(2026, 3, 31), dt.date(2026, 6, 30)
YEN = Rates("JPY")


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(f"2026-{text}")


def fill(
    engine: Engine, *contracts: tuple[int, int | None, str | None, dt.date, dt.date | None], **account: Any
) -> None:
    """One account for each number named, and contracts as (account, monthly, currency, from, until)."""
    accounts = [
        {
            "id": number,
            "key": f"a{number}",
            "source": "test",
            "name": f"Firm {number}",
            "normal_name": "firm",
            **account,
        }
        for number in sorted({contract[0] for contract in contracts})
    ]
    product = {"id": 1, "key": "p", "source": "test", "name": "Plan", "family": "Plan"}
    rows = [
        {
            "id": place,
            "key": f"s{place}",
            "source": "test",
            "account_id": number,
            "product_id": 1,
            "monthly_minor": monthly,
            "currency": currency,
            "started_on": start,
            "ended_on": end,
        }
        for place, (number, monthly, currency, start, end) in enumerate(contracts, 1)
    ]
    with engine.begin() as connection:
        load_rows(connection, {"accounts": accounts, "products": [product], "subscriptions": rows})


def moved(access: AccessContext, rates: Rates = YEN) -> tuple[float, ...]:
    found = find_movements(*load_ledger(access, [OPENING, CLOSING]).between(OPENING, CLOSING, rates))
    return (found.opening, found.new, found.expansion, found.contraction, found.churn, found.closing)


def test_a_small_ledger_worked_by_hand(engine: Engine) -> None:
    long_ago = dt.date(2025, 1, 1)
    fill(
        engine,
        (1, 100, "JPY", long_ago, day("05-01")),  # 100 becomes 120: more seats
        (1, 120, "JPY", day("05-01"), None),
        (2, 50, "JPY", long_ago, None),  # 50 of 80 remain
        (2, 30, "JPY", long_ago, day("04-10")),
        (3, 80, "JPY", long_ago, day("06-30")),  # leaves on the last day
        (4, 40, "JPY", day("06-30"), None),  # comes on the last day
        (5, 99, "JPY", day("07-01"), None),  # comes too late
    )
    with open_access(engine, OPERATOR, Rules(), as_of=CLOSING) as access:
        assert moved(access) == (260, 40, 20, 30, 80, 210)


def test_a_contract_renewed_a_day_later_was_never_gone(engine: Engine) -> None:
    fill(engine, (1, 100, "JPY", dt.date(2025, 4, 1), OPENING), (1, 110, "JPY", day("04-01"), None))
    with open_access(engine, OPERATOR, Rules(), as_of=CLOSING) as access:
        assert moved(access) == (100, 0, 10, 0, 0, 110)


def test_who_comes_back_after_months_was_lost_and_is_new(engine: Engine) -> None:
    fill(engine, (1, 100, "JPY", dt.date(2025, 4, 1), day("02-01")), (1, 110, "JPY", day("06-01"), None))
    with open_access(engine, OPERATOR, Rules(), as_of=CLOSING) as access:
        assert moved(access) == (0, 110, 0, 0, 0, 110)


def test_currencies_are_never_added_silently(engine: Engine) -> None:
    fill(engine, (1, 100, "JPY", dt.date(2025, 4, 1), None), (1, 200, "USD", dt.date(2025, 4, 1), None))
    with open_access(engine, OPERATOR, Rules(), as_of=CLOSING) as access:
        with pytest.raises(RateMissing, match="USD to JPY for 2026-04"):
            moved(access)
        assert moved(access, Rates("JPY", {("2026-04", "USD"): 150.0}))[0] == 100 + 200 * 1.5


def test_a_contract_without_amount_counts_for_nothing_and_is_told(engine: Engine) -> None:
    fill(engine, (1, None, "JPY", dt.date(2025, 4, 1), None), (2, 10, "JPY", dt.date(2025, 4, 1), None))
    with open_access(engine, OPERATOR, Rules(), as_of=CLOSING) as access:
        assert moved(access)[0] == 10
        assert count_unpriced(access) == 1


def test_test_accounts_and_those_out_of_sight_are_left_out(engine: Engine) -> None:
    fill(engine, (1, 100, "JPY", dt.date(2025, 4, 1), None), is_test=True)
    with open_access(engine, OPERATOR, Rules(), as_of=CLOSING) as access:
        assert moved(access) == (0, 0, 0, 0, 0, 0)
    with open_access(engine, Viewer("nobody", "Nobody"), Rules(), as_of=CLOSING) as access:
        assert len(load_ledger(access, [OPENING]).customers) == 0
