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


def test_trends_add_up_over_products_and_the_nearest_limit_is_named(customer) -> None:
    steady = USED | {"product_id": 4, "recent_events": 2_800, "seats": 10, "seats_used": 9, "peak_users": 4}
    other = USED | {"seats": 20, "seats_used": 10, "peak_users": 2}
    row = customer(usage=[other, steady])
    assert row["use_trend"] == pytest.approx(4_200 / 5_600 - 1)
    assert (row["limit_share"], row["limit_product_id"]) == (0.9, 4)
    assert row["adoption_share"] == pytest.approx(6 / 30)


def test_a_plan_of_events_is_near_its_limit_by_events(customer) -> None:
    row = customer(usage=USED | {"monthly_limit": 1_600, "seats": 10, "seats_used": 3})
    assert row["limit_share"] == pytest.approx(1_400 / 28 * 30.4 / 1_600)
