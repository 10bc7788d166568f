"""RFM, phase, touch model and how much is known."""

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.accounts.rfm import score_fifths, score_rfm
from knowledge.accounts.rules import SegmentRules
from knowledge.errors import NotEnoughHistory

AS_OF = pd.Timestamp("2026-06-30")


def _customers(days_ago: list[float], count: list[float], spent: list[float]) -> pd.DataFrame:
    last = AS_OF - pd.to_timedelta(days_ago, unit="D")
    frame = pd.DataFrame({"days_since_purchase": days_ago, "purchase_days": count, "spent_minor": spent})
    return frame.assign(last_bought_on=last, first_bought_on=last - pd.Timedelta(days=400))


def test_ten_customers_fall_into_fifths_of_two() -> None:
    assert score_fifths(np.arange(10.0)).tolist() == [1, 1, 2, 2, 3, 3, 4, 4, 5, 5]


@settings(deadline=None)
@given(st.lists(st.integers(0, 9), min_size=1, max_size=60))
def test_equal_customers_score_equally_and_better_ones_never_worse(values: list[int]) -> None:
    scores = score_fifths(np.array(values, dtype=float))
    for one, other in zip(values, reversed(values), strict=True):
        if one == other:
            assert scores[values.index(one)] == scores[len(values) - 1 - values[::-1].index(other)]
    assert (np.diff(scores[np.argsort(values, kind="stable")]) >= 0).all()
    assert set(scores) <= {1, 2, 3, 4, 5}


def test_segments_follow_their_order() -> None:
    others = 60
    days_ago = [1.0, 500.0, 500.0, 1.0, *np.linspace(10, 400, others)]
    count = [40.0, 40.0, 1.0, 1.0, *np.tile([2.0, 4.0, 6.0], others // 3)]
    spent = [9e6, 9e6, 10.0, 10.0, *np.tile([2e3, 4e3, 6e3], others // 3)]
    frame = _customers(days_ago, count, spent)
    frame.loc[3, "first_bought_on"] = frame.loc[3, "last_bought_on"]
    segments = score_rfm(frame, SegmentRules())["segment"]
    assert segments.tolist()[:4] == ["champions", "at_risk", "lost", "new"]
    assert segments.notna().all()


def test_who_never_bought_has_no_score_but_a_segment() -> None:
    frame = _customers([*np.linspace(1, 300, 60), np.nan], [3.0] * 60 + [0.0], [5.0] * 60 + [np.nan])
    last = score_rfm(frame, SegmentRules()).iloc[-1]
    assert last["segment"] == "never_bought"
    assert pd.isna(last["recency_score"])


def test_under_fifty_customers_rfm_says_nothing() -> None:
    with pytest.raises(NotEnoughHistory, match="49 cases, 50 needed"):
        score_rfm(_customers([1.0] * 49, [1.0] * 49, [1.0] * 49), SegmentRules())


USED = {"product_id": 1, "data_until": date(2026, 6, 30), "first_day": date(2025, 1, 1), "seats": 10}
OLD = {"running": 1, "first_started_on": date(2024, 1, 1), "monthly_minor": 250_000}


def test_phases_run_from_onboarding_to_renewal(customer, as_of) -> None:
    young = {"created_on": as_of - timedelta(days=20)}
    near = OLD | {"renews_on": as_of + timedelta(days=120)}
    assert customer(accounts=young)["phase"] == "onboarding"
    assert customer(commerce=OLD, usage=USED | {"peak_users": 5})["phase"] == "adoption"
    assert customer(commerce=OLD, usage=USED | {"peak_users": 6})["phase"] == "expansion"
    assert customer(commerce=near, usage=USED | {"peak_users": 6})["phase"] == "renewal"


def test_a_customer_whose_use_is_not_known_is_not_called_adopted(customer) -> None:
    assert customer(commerce=OLD)["phase"] == "adoption"
    assert customer()["phase"] == "unknown"


@pytest.mark.parametrize(
    ("monthly", "model"), [(250_000, "high"), (249_999, "low"), (50_000, "low"), (49_999, "tech"), (None, "unknown")]
)
def test_the_touch_model_follows_the_yearly_contract(customer, monthly: int | None, model: str) -> None:
    assert customer(commerce=OLD | {"monthly_minor": monthly})["touch_model"] == model


def test_confidence_counts_the_questions_answered_lately(customer, as_of) -> None:
    everything = {
        "commerce": OLD,
        "usage": USED,
        "surveys": {"kind": "csat", "score": 80, "answered_on": as_of - timedelta(days=180)},
        "outreach": {"last_need_on": as_of - timedelta(days=10)},
    }
    row = customer(**everything)
    assert (row["confidence"], row["satisfaction_answer_days"], row["needs_answer_days"]) == ("high", 180, 10)
    old = everything | {"surveys": {"kind": "csat", "score": 80, "answered_on": as_of - timedelta(days=181)}}
    assert (customer(**old)["confidence"], customer(**old)["known_satisfaction"]) == ("medium", False)
    assert customer(commerce=OLD)["confidence"] == "low"
