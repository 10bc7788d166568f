"""The frame of measures: one row an account, the same whether asked alone, in another order or on another day."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

from knowledge.accounts.inputs import COLUMNS_OF, Inputs, Sources
from knowledge.accounts.measures import MEASURES, assess_accounts, measure_accounts
from knowledge.playbook.rules import Rules

AS_OF = date(2026, 6, 30)
RULES = Rules()
MOST_DAYS = 500


def _random_inputs(seed: int, accounts: int) -> Inputs:
    """Aggregates of any shape, with gaps; days within MOST_DAYS before or 120 after AS_OF."""
    random = np.random.default_rng(seed)
    frames = {name: _random_frame(random, name, accounts) for name in COLUMNS_OF}
    return Inputs(**frames, sources=Sources(AS_OF, AS_OF - timedelta(days=100), None))


def _random_frame(random: np.random.Generator, name: str, accounts: int) -> pd.DataFrame:
    kept = np.arange(1, accounts + 1) if name == "accounts" else np.flatnonzero(random.random(accounts) < 0.8) + 1
    ids = np.repeat(kept, random.integers(1, 3, len(kept))) if name == "usage" else kept
    frame = pd.DataFrame({"account_id": ids})
    ahead = {"renews_on", "notice_by", "hold_expires_on", "budget_frozen_until"}
    for column in COLUMNS_OF[name][1:]:
        if column.endswith(("_on", "_by", "_since", "_day", "_until")):
            back = random.integers(-120 if column in ahead else 0, 0 if column in ahead else MOST_DAYS, len(ids))
            values = pd.Series((np.datetime64(AS_OF) - back).astype("datetime64[s]"))
        elif column == "kind":
            values = pd.Series(random.choice(["nps", "csat"], len(ids)))
        else:
            values = pd.Series(random.integers(0, 11, len(ids)).astype(float))
        gaps = random.random(len(ids)) < (0.0 if column in {"kind", "product_id"} else 0.2)
        frame[column] = values.mask(gaps)
    return frame


def _each(inputs: Inputs, change: object) -> Inputs:
    return replace(inputs, **{name: change(getattr(inputs, name)) for name in COLUMNS_OF})  # type: ignore[operator]


def test_every_base_column_is_described_and_no_other() -> None:
    assert set(measure_accounts(_random_inputs(1, 5), RULES, as_of=AS_OF).columns) == set(MEASURES)


@pytest.mark.parametrize("seed", range(4))
def test_one_account_alone_is_its_row_among_all(seed: int) -> None:
    inputs = _random_inputs(seed, 12)
    everybody = assess_accounts(inputs, RULES, as_of=AS_OF)
    for account_id in (1, 7, 12):
        alone = assess_accounts(_each(inputs, lambda f, i=account_id: f[f["account_id"] == i]), RULES, as_of=AS_OF)
        pd.testing.assert_frame_equal(alone, everybody.loc[[account_id]])


@pytest.mark.parametrize("seed", range(4))
def test_the_order_of_rows_changes_nothing(seed: int) -> None:
    inputs = _random_inputs(seed, 12)
    shuffled = _each(inputs, lambda frame: frame.sample(frac=1, random_state=seed))
    expected = assess_accounts(inputs, RULES, as_of=AS_OF)
    pd.testing.assert_frame_equal(assess_accounts(shuffled, RULES, as_of=AS_OF).sort_index(), expected)


@pytest.mark.parametrize(("seed", "by"), [(0, 1), (1, -365), (2, 700), (3, 28)])
def test_shifting_the_calendar_shifts_the_days_and_changes_nothing_else(seed: int, by: int) -> None:
    inputs = _random_inputs(seed, 12)
    expected = assess_accounts(inputs, RULES, as_of=AS_OF)
    moved = _each(inputs, lambda frame: _shift(frame, by))
    sources = Sources(AS_OF + timedelta(days=by), AS_OF + timedelta(days=by - 100), None)
    found = assess_accounts(replace(moved, sources=sources), RULES, as_of=AS_OF + timedelta(days=by))
    pd.testing.assert_frame_equal(found, _shift(expected, by))


def _shift(frame: pd.DataFrame, by: int) -> pd.DataFrame:
    days = frame.select_dtypes("datetime").columns
    return frame.assign(**{name: (frame[name] + pd.Timedelta(days=by)).astype(frame[name].dtype) for name in days})


def test_an_account_of_which_nothing_is_known_is_never_called_good() -> None:
    empty = {name: pd.DataFrame(columns=list(COLUMNS_OF[name])) for name in COLUMNS_OF}
    inputs = Inputs(**{**empty, "accounts": pd.DataFrame({"account_id": [9]}).reindex(columns=COLUMNS_OF["accounts"])})
    row = assess_accounts(inputs, RULES, as_of=AS_OF).loc[9]
    assert (row["churn_band"], row["churn_coverage"]) == ("unknown", 0)
    assert (row["satisfaction"], row["use_state"], row["phase"]) == ("unknown",) * 3
    assert (row["cross_sell_verdict"], row["upsell_verdict"], row["confidence"]) == ("unknown", "unknown", "low")
    assert row["caution_unknown_satisfaction"]
    assert row["caution_stale_usage"]


def test_an_aggregate_with_two_rows_for_one_account_is_refused() -> None:
    inputs = _random_inputs(3, 4)
    twice = pd.concat([inputs.commerce, inputs.commerce])
    with pytest.raises(ValueError, match="two rows for one account"):
        measure_accounts(replace(inputs, commerce=twice), RULES, as_of=AS_OF)
