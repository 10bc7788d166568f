"""The holdout: the same customers every time, never those in need, and no verdict below what can be seen."""

from datetime import date

import pytest

from knowledge.churn.score import ChurnBand
from knowledge.offers.holdout import (
    Arm,
    HoldoutVerdict,
    compare_arms,
    is_exempt,
    is_held_out,
    needed_per_arm,
    smallest_visible,
)
from knowledge.offers.rules import HoldoutRules
from knowledge.playbook.rules import Rules

SINCE, LATER = date(2026, 7, 1), date(2026, 9, 30)
TENTH = HoldoutRules(share=0.1, since=SINCE)


def test_it_is_off_unless_somebody_sets_it_and_needs_a_first_day() -> None:
    assert not any(is_held_out(number, Rules().holdout, as_of=LATER) for number in range(500))
    with pytest.raises(ValueError, match="since"):
        HoldoutRules(share=0.1)


def test_chance_draws_about_the_share_and_the_same_customers_every_day() -> None:
    drawn = {number for number in range(10_000) if is_held_out(number, TENTH, as_of=LATER)}
    assert 900 < len(drawn) < 1100
    assert drawn == {number for number in range(10_000) if is_held_out(number, TENTH, as_of=SINCE)}
    other = HoldoutRules(share=0.1, since=SINCE, name="second")
    assert len(drawn & {n for n in range(10_000) if is_held_out(n, other, as_of=LATER)}) < 200


def test_nobody_is_held_out_before_it_begins_or_after_it_ends() -> None:
    ended = HoldoutRules(share=0.5, since=SINCE, until=date(2026, 8, 1))
    assert not any(is_held_out(number, ended, as_of=LATER) for number in range(200))
    assert not any(is_held_out(number, TENTH, as_of=date(2026, 6, 30)) for number in range(200))


@pytest.mark.parametrize(
    ("special", "exempt"),
    [
        ({}, False),
        ({"churn_band": ChurnBand.AT_RISK}, True),
        ({"open_needs": 1}, True),
        ({"open_deal_on": SINCE}, True),
    ],
)
def test_at_risk_or_asking_customers_are_never_held_out(special: dict[str, object], exempt: bool) -> None:
    assert is_exempt({"churn_band": ChurnBand.HEALTHY, "open_needs": 0, "open_deal_on": None, **special}) is exempt


def test_sizes_agree_with_the_published_ones() -> None:
    assert round(needed_per_arm(0.10, 0.20)) == 199
    assert round(needed_per_arm(0.10, 0.15)) == 686
    visible = smallest_visible(Arm(199, 20), Arm(199, 0))
    assert visible == pytest.approx(0.10, abs=0.002)


def test_a_difference_below_what_can_be_seen_gets_no_verdict() -> None:
    report = compare_arms(Arm(199, 30), Arm(199, 20))
    assert report.verdict is HoldoutVerdict.TOO_FEW
    assert report.low < 0 < report.high


def test_a_difference_that_could_be_seen_is_called_by_its_cause() -> None:
    assert compare_arms(Arm(900, 180), Arm(300, 30)).verdict is HoldoutVerdict.MORE
    assert compare_arms(Arm(900, 45), Arm(300, 45)).verdict is HoldoutVerdict.FEWER


def test_without_customers_on_a_side_nothing_can_be_seen() -> None:
    assert compare_arms(Arm(10, 1), Arm(0, 0)).visible is None
