"""The demo company's last full quarter, counted again from the raw rows in plain Python, against what is told.

Nothing of the measuring code is used here: only rows, days and sums, as finance would do it in a sheet.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from typing import Any

import pytest
from sqlalchemy import Engine, text

from knowledge.demo import DEMO_DAY
from knowledge.kernel.access import open_access
from knowledge.kernel.exchange_rates import Rates
from knowledge.kernel.visibility import OPERATOR
from knowledge.metrics.metric import Metric
from knowledge.metrics.periods import Period
from knowledge.metrics.queries.metrics import Wanted, measure_metrics
from knowledge.playbook.rules import Rules
from knowledge.terms import SegmentBy

FIRST, LAST = dt.date(2026, 7, 1), dt.date(2026, 9, 30)
EVENING_BEFORE = FIRST - dt.timedelta(days=1)
MARGIN, MOST_MONTHS, BRIDGE = 0.75, 60, 31  # config.yml: gross_margin, ltv_cap_months, successor_days
Row = dict[str, Any]


@pytest.fixture(scope="module")
def rows(demo: Engine) -> dict[str, list[Row]]:
    """Every table as plain dictionaries, test accounts and what belongs to them left out; days as days."""
    tables = ("accounts", "subscriptions", "purchases", "deals", "leads", "costs", "products", "people")
    found: dict[str, list[Row]] = {}
    with demo.connect() as connection:
        for table in tables:
            raw = connection.execute(text(f"SELECT * FROM {table}")).mappings()
            found[table] = [{name: day_of(name, value) for name, value in row.items()} for row in raw]
    tests = {row["id"] for row in found["accounts"] if row["is_test"]}
    return {
        table: [row for row in kept if row.get("account_id") not in tests and not row.get("is_test")]
        for table, kept in found.items()
    }


def day_of(name: str, value: Any) -> Any:
    return dt.date.fromisoformat(value) if value and name.endswith("_on") and isinstance(value, str) else value


def paid_on(rows: dict[str, list[Row]], day: dt.date) -> dict[int, int]:
    """Customer → what they pay a month on that evening. A gap of up to 31 days before the next contract is none."""
    paid: dict[int, int] = defaultdict(int)
    of_account: dict[int, list[Row]] = defaultdict(list)
    for row in rows["subscriptions"]:
        of_account[row["account_id"]].append(row)
    for account, contracts in of_account.items():
        for row in contracts:
            ended = row["ended_on"]
            if ended is not None and ended <= DEMO_DAY:
                starts = [each["started_on"] for each in contracts if each["started_on"] <= DEMO_DAY]
                after = [each for each in starts if ended <= each <= ended + dt.timedelta(days=BRIDGE)]
                ended = max(ended, min(after)) if after else ended
            if row["started_on"] <= day and (ended is None or ended > day):
                assert row["currency"] == "JPY"
                paid[account] += row["monthly_minor"]
    return {account: amount for account, amount in paid.items() if amount > 0}


def by_hand(rows: dict[str, list[Row]]) -> dict[Metric, float]:
    opening, closing = paid_on(rows, EVENING_BEFORE), paid_on(rows, LAST)
    whole = sum(opening.values())
    lost = [account for account in opening if account not in closing]
    churn = len(lost) / len(opening)
    arpa = sum(closing.values()) / len(closing)
    decided = [row for row in rows["deals"] if row["outcome"] in {"won", "lost"} and within(row["closed_on"])]
    opened = {row["id"]: row["opened_on"] for row in rows["deals"]}
    leads = [row for row in rows["leads"] if within(row["created_on"])]
    became = [day for row in leads if (day := row["deal_on"] or opened.get(row["deal_id"])) and day <= DEMO_DAY]
    first = first_bought(rows)
    return {
        Metric.NRR: sum(closing.get(account, 0) for account in opening) / whole,
        Metric.GRR: sum(min(amount, closing.get(account, 0)) for account, amount in opening.items()) / whole,
        Metric.LOGO_CHURN: churn,
        Metric.RETENTION: 1 - churn,
        Metric.REVENUE_CHURN: sum(opening[account] for account in lost) / whole,
        Metric.RECURRING: sum(closing.values()),
        Metric.ARPA: arpa,
        Metric.LTV: arpa * MARGIN * min(1 / (churn / 3), MOST_MONTHS),
        Metric.WIN_RATE: sum(row["outcome"] == "won" for row in decided) / len(decided),
        Metric.ATTACH_RATE: attach_rate(rows),
        Metric.LEAD_TO_DEAL: len(became) / len(leads),
        Metric.CAC: sum(row["amount_minor"] for row in rows["costs"] if within(row["spent_on"]))
        / sum(within(day) for day in first.values()),
    }


def within(day: dt.date | None) -> bool:
    return day is not None and FIRST <= day <= LAST


def first_bought(rows: dict[str, list[Row]]) -> dict[int, dt.date]:
    first: dict[int, dt.date] = {}
    days = [(row["account_id"], row["started_on"]) for row in rows["subscriptions"]]
    for account, day in [*days, *((row["account_id"], row["purchased_on"]) for row in rows["purchases"])]:
        first[account] = min(day, first.get(account, day))
    return first


def attach_rate(rows: dict[str, list[Row]]) -> float:
    """Customers with two products or more: under contract on the last day, or bought without ever a contract on it."""
    contracts = rows["subscriptions"]
    running = {
        (row["account_id"], row["product_id"])
        for row in contracts
        if row["started_on"] <= LAST and (row["ended_on"] is None or row["ended_on"] > LAST)
    }
    ever = {(row["account_id"], row["product_id"]) for row in contracts}
    bought = {(row["account_id"], row["product_id"]) for row in rows["purchases"] if row["purchased_on"] <= LAST}
    products = Counter(account for account, _ in running | (bought - ever))
    return sum(count >= 2 for count in products.values()) / len(products)


def told(demo: Engine, metrics: tuple[Metric, ...], by: SegmentBy | None = None) -> list[tuple[Metric, Any]]:
    with open_access(demo, OPERATOR, Rules(), as_of=DEMO_DAY) as access:
        wanted = Wanted(metrics, (Period(FIRST, LAST, "quarter"),), Rates("JPY"), by=by)
        return [(each.metric, each.tally) for each in measure_metrics(access, wanted)]


def test_every_figure_told_is_the_one_counted_by_hand(demo: Engine, rows: dict[str, list[Row]]) -> None:
    hand = by_hand(rows)
    figures = {metric: tally.value(metric) for metric, tally in told(demo, tuple(hand)) if tally is not None}
    assert figures == pytest.approx(hand, rel=1e-9)


def test_the_quarter_is_worth_checking(rows: dict[str, list[Row]]) -> None:
    """Somebody left, somebody grew: else equal figures would prove little."""
    hand = by_hand(rows)
    assert 0 < hand[Metric.LOGO_CHURN] < hand[Metric.RETENTION] < 1
    assert hand[Metric.GRR] < 1 < hand[Metric.NRR]
    assert 0 < hand[Metric.LEAD_TO_DEAL] < 1


@pytest.mark.parametrize("by", [SegmentBy.TEAM, SegmentBy.OWNER, SegmentBy.INDUSTRY, SegmentBy.REGION])
def test_parts_have_the_numerators_and_denominators_of_the_whole(
    demo: Engine, rows: dict[str, list[Row]], by: SegmentBy
) -> None:
    opening, closing = paid_on(rows, EVENING_BEFORE), paid_on(rows, LAST)
    parts = [tally for _, tally in told(demo, (Metric.NRR,), by) if tally]
    assert sum(tally.denominator for tally in parts) == sum(opening.values())
    assert sum(tally.numerator for tally in parts) == sum(closing.get(account, 0) for account in opening)
