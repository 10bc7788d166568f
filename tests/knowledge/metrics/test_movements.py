"""Recurring revenue from one day to another, worked by hand and held to its identities."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.errors import NotEnoughHistory
from knowledge.metrics.metric import LEDGER, Metric
from knowledge.metrics.movements import Movements, expected_months, find_movements, tally_movements
from knowledge.metrics.tally import Tally

amounts = st.integers(min_value=0, max_value=10_000_000)
ledgers = st.lists(st.tuples(amounts, amounts, st.sampled_from("abc")), max_size=40)


def figure(moved: Movements, metric: Metric, months: float = 3) -> float:
    return tally_movements(moved, metric, months=months, gross_margin=0.5, cap_months=60).value(metric)


# Four customers on the evening before: 100 grows to 120, 50 shrinks to 30, 80 leaves, 70 stays. A fifth comes with 40.
LEDGER_BY_HAND = find_movements([100, 50, 80, 70, 0], [120, 30, 0, 70, 40])


def test_each_movement_is_counted_once() -> None:
    moved = LEDGER_BY_HAND
    assert (moved.opening, moved.new, moved.expansion, moved.contraction, moved.churn, moved.closing) == (
        300, 40, 20, 20, 80, 260,
    )  # fmt: skip
    assert (moved.opening_customers, moved.new_customers, moved.lost_customers, moved.closing_customers) == (4, 1, 1, 4)


@pytest.mark.parametrize(
    ("metric", "expected"),
    [
        (Metric.NRR, 220 / 300),  # (300 + 20 − 20 − 80) ÷ 300
        (Metric.GRR, 200 / 300),  # (100 + 30 + 0 + 70) ÷ 300
        (Metric.REVENUE_CHURN, 80 / 300),
        (Metric.LOGO_CHURN, 1 / 4),
        (Metric.RETENTION, 3 / 4),
        (Metric.RECURRING, 260),
        (Metric.ARPA, 260 / 4),
    ],
)
def test_the_figures_of_a_small_ledger(metric: Metric, expected: float) -> None:
    assert figure(LEDGER_BY_HAND, metric) == pytest.approx(expected)


def test_lifetime_value_is_what_a_customer_pays_while_it_stays() -> None:
    # A quarter lost in one month: four months, half of 65 a month is margin.
    assert figure(LEDGER_BY_HAND, Metric.LTV, months=1) == pytest.approx(65 * 0.5 * 4)


def test_nobody_stays_longer_than_the_cap() -> None:
    assert expected_months(0, months=12, cap_months=60) == 60
    assert expected_months(0.001, months=1, cap_months=60) == 60
    assert expected_months(1, months=3, cap_months=60) == 1


def test_a_period_that_opens_without_customers_has_no_rate() -> None:
    moved = find_movements([0, 0], [10, 0])
    for metric in (Metric.NRR, Metric.GRR, Metric.LOGO_CHURN, Metric.RETENTION, Metric.REVENUE_CHURN, Metric.LTV):
        with pytest.raises(NotEnoughHistory):
            figure(moved, metric)


@settings(deadline=None)
@given(ledgers)
def test_what_was_there_and_what_moved_make_what_is_there(rows: list[tuple[int, int, str]]) -> None:
    moved = find_movements([row[0] for row in rows], [row[1] for row in rows])
    assert moved.opening + moved.new + moved.expansion - moved.contraction - moved.churn == moved.closing
    customers = moved.opening_customers + moved.new_customers - moved.lost_customers
    assert customers == moved.closing_customers


@settings(deadline=None)
@given(ledgers)
def test_net_retention_is_never_below_gross(rows: list[tuple[int, int, str]]) -> None:
    moved = find_movements([row[0] for row in rows], [row[1] for row in rows])
    if moved.opening:
        assert figure(moved, Metric.NRR) >= figure(moved, Metric.GRR)
        assert 0 <= figure(moved, Metric.GRR) <= 1


@settings(deadline=None)
@given(ledgers)
def test_segments_add_up_to_the_whole(rows: list[tuple[int, int, str]]) -> None:
    parts = [[row for row in rows if row[2] == name] for name in "abc"]
    moved = [find_movements([row[0] for row in part], [row[1] for row in part]) for part in [rows, *parts]]
    for metric in LEDGER - {Metric.LTV, Metric.RECURRING}:
        whole, *each = [tally_movements(m, metric, months=1, gross_margin=0.5, cap_months=60) for m in moved]
        added = sum(each, Tally(0, 0))
        assert (added.numerator, added.denominator) == (whole.numerator, whole.denominator)


def test_who_had_a_contract_before_is_won_back_and_not_new() -> None:
    moved = find_movements([100, 0, 0, 50], [100, 40, 30, 0], [True, True, False, True])
    assert (moved.won_back, moved.won_back_customers) == (40, 1)
    assert (moved.new, moved.new_customers) == (30, 1)
    total = moved.opening + moved.new + moved.won_back + moved.expansion - moved.contraction - moved.churn
    assert total == moved.closing
