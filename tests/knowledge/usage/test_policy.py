"""Use against the account's own past."""

from datetime import date, timedelta

import pandas as pd
import pytest

USED = {
    "product_id": 3,
    "data_until": date(2026, 6, 30),
    "first_day": date(2025, 1, 6),
    "last_day": date(2026, 6, 30),
    "recent_events": 1_400,  # 50 a day over 28 days
    "baseline_events": 8_400,  # 100 a day over 84 days
}


def test_half_the_daily_events_of_the_baseline_is_a_fall_by_half(customer) -> None:
    row = customer(usage=USED)
    assert row["use_trend"] == pytest.approx(-0.5)
    assert (row["use_recent"], row["use_baseline"]) == (1_400, 2_800)
    assert row["use_state"] == "falling"


def test_a_product_abandoned_altogether_has_fallen_by_all(customer) -> None:
    row = customer(usage=USED | {"recent_events": None, "last_day": date(2026, 5, 1)})
    assert row["use_trend"] == -1


@pytest.mark.parametrize(("recent", "state"), [(2_100, "falling"), (2_128, "flat"), (3_192, "flat"), (3_220, "rising")])
def test_a_quarter_less_falls_and_fifteen_in_a_hundred_more_rises(customer, recent: int, state: str) -> None:
    assert customer(usage=USED | {"recent_events": recent})["use_state"] == state


def test_a_customer_younger_than_the_baseline_has_no_trend(customer) -> None:
    row = customer(usage=USED | {"first_day": date(2026, 5, 1)})
    assert pd.isna(row["use_trend"])
    assert row["use_state"] == "unknown"


@pytest.mark.parametrize(("used", "period", "trend"), [(12, 1, -0.5), (11, 1, None), (3, 30, -0.5), (None, 1, -0.5)])
def test_a_product_used_on_few_days_shows_no_fall(customer, used: int | None, period: int, trend: float | None) -> None:
    row = customer(usage=USED | {"baseline_used": used, "period": period, "key_feature_baseline": 4})
    assert (None if pd.isna(row["use_trend"]) else row["use_trend"]) == trend
    assert bool(pd.isna(row["key_feature_unused"])) is (trend is None)
    assert bool(row["gate_use_collapsed"]) is (trend is not None)


def test_stale_data_tells_neither_trend_nor_adoption(customer, as_of) -> None:
    until = as_of - timedelta(days=46)
    row = customer(usage=USED | {"data_until": until, "seats": 10, "peak_users": 9})
    assert (row["use_state"], row["usage_age_days"]) == ("unknown", 46)
    assert pd.isna(row["adoption_share"])
    assert row["caution_stale_usage"]


def test_the_key_feature_counts_as_unused_only_when_it_was_used(customer) -> None:
    assert customer(usage=USED | {"key_feature_baseline": 40})["key_feature_unused"]
    assert not customer(usage=USED | {"key_feature_baseline": 40, "key_feature_recent": 1})["key_feature_unused"]
    assert pd.isna(customer(usage=USED)["key_feature_unused"])


def test_the_worst_trend_is_told_and_the_nearest_limit_named(customer) -> None:
    steady = USED | {"product_id": 4, "recent_events": 2_800, "seats": 10, "seats_used": 9, "peak_users": 4}
    other = USED | {"seats": 20, "seats_used": 10, "peak_users": 2}
    row = customer(usage=[other, steady])
    assert row["use_trend"] == pytest.approx(-0.5)
    assert (row["limit_share"], row["limit_product_id"]) == (0.9, 4)
    assert row["adoption_share"] == pytest.approx(6 / 30)


def test_a_plan_of_events_is_near_its_limit_by_events(customer) -> None:
    row = customer(usage=USED | {"monthly_limit": 1_600, "seats": 10, "seats_used": 3})
    assert row["limit_share"] == pytest.approx(1_400 / 28 * 30.4 / 1_600)


def test_the_product_that_fell_decides_however_much_another_is_used(customer) -> None:
    mails = USED | {"product_id": 9, "recent_events": 90_000, "baseline_events": 270_000, "recent_users": 400}
    row = customer(usage=[USED | {"recent_events": 140, "recent_users": 4}, mails])
    assert row["use_trend"] == pytest.approx(140 / 2_800 - 1)
    assert (row["use_product_id"], row["use_beside_others"], row["use_state"]) == (3, 3, "falling")
    assert row["gate_use_collapsed"]


def test_without_a_fall_the_product_that_most_people_use_is_told(customer) -> None:
    mails = USED | {"product_id": 9, "recent_events": 2_800, "recent_users": 9, "baseline_users": 27}
    few = USED | {"recent_events": 3_500, "recent_users": 2, "baseline_users": 6}
    row = customer(usage=[few, mails])
    assert (row["use_product_id"], row["use_trend"]) == (9, 0)
    row = customer(usage=[few | {"recent_events": 2_101}, mails])  # 24.96 % less is no fall by a quarter yet
    assert row["use_product_id"] == 9
    assert customer(usage=[few | {"recent_events": 2_100}, mails])["use_product_id"] == 3


def test_use_follows_the_family_through_a_change_of_plan(customer) -> None:
    family = {"family_id": 3}
    left = USED | family | {"recent_events": 0, "baseline_events": 4_800, "key_feature_baseline": 900}
    taken = USED | family | {"product_id": 4, "first_day": date(2026, 4, 1), "recent_events": 2_640, "seats": 12}
    row = customer(usage=[left, taken | {"baseline_events": 0, "key_feature_baseline": 0}])
    assert row["use_trend"] == pytest.approx(2_640 / 1_600 - 1)
    assert (row["use_state"], row["use_product_id"]) == ("rising", 4)
    assert pd.isna(row["use_beside_others"])
    assert not row["points_key_feature_unused"] > 0
    assert row["points_use_falling"] == 0


def test_a_plan_still_paid_for_is_not_left(customer) -> None:
    family = {"family_id": 3, "seats": 10}
    idle = USED | family | {"recent_events": 0, "key_feature_baseline": 5, "peak_users": 0}
    row = customer(usage=[idle, USED | family | {"product_id": 4, "recent_events": 9_999, "peak_users": 10}])
    assert row["key_feature_unused"]
    assert row["adoption_share"] == pytest.approx(10 / 20)


def test_months_are_compared_by_their_days_and_people_told_by_the_month(customer) -> None:
    months = {"period": 30, "recent_days": 31, "baseline_days": 92, "recent_rows": 1, "baseline_rows": 3}
    used = {"recent_events": 1_300, "baseline_events": 3_900, "recent_users": 9, "baseline_users": 27}
    row = customer(usage=USED | months | used)
    assert row["use_trend"] == pytest.approx((1_300 / 31) / (3_900 / 92) - 1, abs=1e-6)
    assert (row["users_recent"], row["use_period"]) == (9, 30)
    assert row["users_baseline"] == pytest.approx(27 * 31 / 92)


def test_weekly_people_are_people_of_a_week(customer) -> None:
    weeks = {"period": 7, "recent_days": 28, "baseline_days": 84, "recent_rows": 4, "baseline_rows": 12}
    row = customer(usage=USED | weeks | {"recent_users": 24, "baseline_users": 108})
    assert (row["users_recent"], row["users_baseline"]) == (6, 9)
