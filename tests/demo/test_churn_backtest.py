"""Churn on the demo company's own past: who drifted was seen before they left, and nothing later was used."""

import datetime as dt

import pandas as pd
import pytest
from sqlalchemy import Engine

from knowledge.accounts.measures import assess_accounts
from knowledge.accounts.queries.aggregates.inputs import load_inputs
from knowledge.churn.backtest.backtest import ChurnVerdict, run_churn_backtest
from knowledge.churn.queries.history import load_churn_windows
from knowledge.kernel.access import open_access
from knowledge.kernel.key_value import load_fixed_day
from knowledge.kernel.visibility import OPERATOR
from knowledge.playbook.rules import Rules

# Days that may lie ahead of the day asked about, by their nature.
AHEAD = {"onboarding_until", "budget_frozen_until", "renews_on", "notice_by", "decide_by", "hold_expires_on"}


@pytest.fixture
def today(demo: Engine) -> dt.date:
    """The demo company's fixed day."""
    with demo.connect() as connection:
        day = load_fixed_day(connection)
    assert day is not None
    return day


def test_windows_of_a_quarter_end_where_the_next_begins_and_the_last_outcome_is_known(
    demo: Engine, today: dt.date
) -> None:
    with open_access(demo, OPERATOR, Rules(), as_of=today) as access:
        windows = load_churn_windows(access, horizon_days=90, windows=3)
    days = [window.as_of for window in windows]
    assert days == [today - dt.timedelta(days=31 + back * 90) for back in (3, 2, 1)]
    assert all(window.lost.any() for window in windows)


def test_customers_who_left_had_more_points_long_before(demo: Engine, today: dt.date) -> None:
    with open_access(demo, OPERATOR, Rules(), as_of=today) as access:
        result = run_churn_backtest(load_churn_windows(access), Rules().churn)
    assert not [direction for direction in result.directions if direction.signal == "points_renewal_without_contact"]
    points, recency = result.quality("points"), result.quality("recency only")
    assert points is not None
    assert recency is not None
    assert points.auc > recency.auc + 0.2
    assert points.warning_days > 30
    assert result.verdict is ChurnVerdict.TOO_FEW
    assert result.to_dict()["definition"] == "contract"


def test_nothing_that_happened_later_is_known_of_a_past_day(demo: Engine, today: dt.date) -> None:
    past = today - dt.timedelta(days=211)
    with open_access(demo, OPERATOR, Rules(), as_of=past) as access:
        rows = assess_accounts(load_inputs(access), Rules(), as_of=past)
    days = rows.select_dtypes("datetime").drop(columns=list(AHEAD))
    told = days[[name for name in days.columns if not name.startswith(("cross_sell", "upsell", "seats"))]]
    late = told.max()[told.max() > pd.Timestamp(past)]
    assert late.empty
