"""What the customer says, and how old it is."""

from datetime import timedelta

import pandas as pd
import pytest


def test_the_latest_answer_decides_and_the_one_before_tells_the_change(customer, as_of) -> None:
    nps = {"kind": "nps", "score": 6, "answered_on": as_of - timedelta(days=20), "previous_score": 9, "answers": 2}
    row = customer(surveys=nps)
    assert (row["satisfaction"], row["nps_age_days"], row["nps_answers"]) == ("detractor", 20, 2)
    assert row["satisfaction_change"] == pytest.approx(-0.3)


@pytest.mark.parametrize(
    ("score", "state"), [(0, "detractor"), (6, "detractor"), (7, "passive"), (8, "passive"), (9, "promoter")]
)
def test_nps_states_are_those_of_the_definition(customer, as_of, score: int, state: str) -> None:
    assert customer(surveys={"kind": "nps", "score": score, "answered_on": as_of})["satisfaction"] == state


def test_an_answer_past_its_shelf_life_is_shown_with_its_age_but_counts_for_nothing(customer, as_of) -> None:
    fresh = customer(surveys={"kind": "nps", "score": 10, "answered_on": as_of - timedelta(days=180)})
    old = customer(surveys={"kind": "nps", "score": 10, "answered_on": as_of - timedelta(days=181)})
    assert (fresh["satisfaction"], old["satisfaction"]) == ("promoter", "unknown")
    assert (old["nps"], old["nps_age_days"]) == (10, 181)
    assert pd.isna(old["nps_fresh"])
    assert old["caution_unknown_satisfaction"]


def test_of_two_kinds_the_one_that_sank_most_tells_the_change(customer, as_of) -> None:
    row = customer(
        surveys=[
            {"kind": "nps", "score": 9, "answered_on": as_of, "previous_score": 7},
            {"kind": "csat", "score": 40, "answered_on": as_of, "previous_score": 90},
        ]
    )
    assert row["satisfaction_change"] == pytest.approx(-0.5)
    assert row["gate_csat_low"]
