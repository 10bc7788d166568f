"""What changed between two days: by band and points, new first, by revenue."""

import datetime as dt
from itertools import product

import pytest

from knowledge.churn.rules import ChurnRules
from knowledge.churn.score import ChurnBand
from knowledge.nightly.health_snapshot import ChangeKind, Standing, find_change, find_changes, rank_risks

RULES = ChurnRules()
TODAY = dt.date(2026, 9, 30)


def standing(band: str, points: float | None = 50.0, *, account: int = 1, money: int | None = 100) -> Standing:
    return Standing(account, TODAY, ChurnBand(band), points, 1.0, money)


@pytest.mark.parametrize(
    ("before", "now", "kind"),
    [
        ("healthy", "at_risk", "new"),
        ("watch", "at_risk", "new"),
        ("healthy", "watch", "worse"),
        ("at_risk", "watch", "better"),
        ("at_risk", "healthy", "saved"),
        ("watch", "healthy", "saved"),
        ("healthy", "lost", "lost"),
        ("lost", "lost", None),
        ("watch", "unknown", None),
        ("watch", "watch", None),
    ],
)
def test_another_band_is_a_change(before: str, now: str, kind: str | None) -> None:
    assert find_change(standing(before), standing(now), RULES) == kind


def test_ten_points_inside_a_band_are_a_change_and_nine_are_not() -> None:
    assert find_change(standing("watch", 40), standing("watch", 50), RULES) is ChangeKind.WORSE
    assert find_change(standing("at_risk", 80), standing("at_risk", 70), RULES) is ChangeKind.BETTER
    assert find_change(standing("watch", 40), standing("watch", 49.9), RULES) is None
    assert find_change(standing("healthy", 0), standing("healthy", 9.9), RULES) is None
    assert find_change(standing("healthy", 0), standing("healthy", 10), RULES) is ChangeKind.WORSE


def test_a_customer_never_seen_before_is_told_only_when_at_risk() -> None:
    assert find_change(None, standing("at_risk"), RULES) is ChangeKind.NEW
    assert find_change(None, standing("watch"), RULES) is None
    assert find_change(None, standing("lost"), RULES) is None


def test_whoever_does_not_change_is_never_told() -> None:
    for band, points in product(ChurnBand, (None, 0.0, 100.0)):
        assert find_change(standing(band, points), standing(band, points), RULES) is None


def test_new_ones_come_first_and_inside_a_kind_the_most_revenue() -> None:
    pairs = [
        (standing("watch", account=1), standing("healthy", account=1, money=900)),
        (standing("watch", account=2), standing("at_risk", account=2, money=None)),
        (standing("watch", account=3), standing("at_risk", account=3, money=200)),
    ]
    assert [change.now.account_id for change in find_changes(pairs, RULES)] == [3, 2, 1]


def test_what_a_lost_customer_paid_still_counts() -> None:
    (change,) = find_changes([(standing("watch", money=700), standing("lost", money=None))], RULES)
    assert change.monthly_minor == 700


def test_at_risk_ranks_before_watch_however_small() -> None:
    ranked = rank_risks([standing("watch", account=1, money=900), standing("at_risk", account=2, money=1)])
    assert [one.account_id for one in ranked] == [2, 1]
