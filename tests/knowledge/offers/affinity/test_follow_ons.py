"""Counting what accounts added after a product."""

from datetime import date, timedelta

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.offers.affinity.follow_ons import COLUMNS, count_follow_ons

DAY = date(2026, 1, 1)
A, B, C = 1, 2, 3


def make_purchases(*rows: tuple[int, int, int]) -> pd.DataFrame:
    """(account, product, days after DAY) in any order."""
    frame = pd.DataFrame(rows, columns=["account_id", "product_id", "purchased_on"])
    frame["purchased_on"] = pd.to_datetime([DAY + timedelta(days=day) for day in frame["purchased_on"]])
    return frame


def count(*rows: tuple[int, int, int], as_of: int = 400) -> pd.DataFrame:
    return count_follow_ons(make_purchases(*rows), as_of=DAY + timedelta(days=as_of), horizon_days=90)


def test_two_of_three_owners_added_the_product_in_time() -> None:
    counted = count((1, A, 0), (1, B, 10), (2, A, 0), (2, B, 30), (3, A, 0), (3, B, 91), (4, C, 0), (5, C, 0))
    [row] = counted[(counted["antecedent"] == A) & (counted["product"] == B)].to_dict("records")
    assert (row["owners"], row["adopters"], row["median_days"]) == (3, 2, 20.0)
    assert row["share"] == pytest.approx(2 / 3)
    assert (row["base_owners"], row["base_adopters"], row["base_share"]) == (5, 2, 0.4)


def test_order_matters_and_the_same_day_tells_none() -> None:
    counted = count((1, B, 0), (1, A, 10), (2, A, 0), (2, B, 0), (3, A, 0), (3, B, 5))
    pairs = counted.set_index(["antecedent", "product"])
    assert pairs.loc[(A, B), ["owners", "adopters"]].tolist() == [1, 1]
    assert pairs.loc[(B, A), ["owners", "adopters"]].tolist() == [1, 1]


def test_owners_whose_horizon_still_runs_are_not_judged_yet() -> None:
    counted = count((1, A, 0), (1, B, 10), (2, A, 350), (2, B, 360), (3, A, 350))
    assert counted[["owners", "adopters"]].to_numpy().tolist() == [[1, 1]]


def test_a_repeat_order_is_no_adoption() -> None:
    assert count((1, A, 0), (1, A, 30)).empty


def test_no_purchases_give_no_rows() -> None:
    assert count_follow_ons(make_purchases(), as_of=DAY, horizon_days=90).columns.tolist() == COLUMNS


ROWS = st.lists(st.tuples(st.integers(1, 6), st.integers(1, 5), st.integers(0, 300)), max_size=40)


def _by_hand(rows: list[tuple[int, int, int]], antecedent: int, product: int, *, as_of: int) -> tuple[int, int]:
    first: dict[tuple[int, int], int] = {}
    for account, bought, day in rows:
        first[account, bought] = min(day, first.get((account, bought), day))
    owners = adopters = 0
    for account in {row[0] for row in rows}:
        start, added = first.get((account, antecedent)), first.get((account, product))
        if start is None or start > as_of - 90 or (added is not None and added <= start):
            continue
        owners += 1
        adopters += added is not None and added <= start + 90
    return owners, adopters


@settings(deadline=None, max_examples=60)
@given(ROWS, st.integers(0, 300))
def test_every_pair_agrees_with_counting_by_hand(rows: list[tuple[int, int, int]], as_of: int) -> None:
    known = [row for row in rows if row[2] <= as_of]
    for row in count(*rows, as_of=as_of).itertuples():
        assert (row.owners, row.adopters) == _by_hand(known, row.antecedent, row.product, as_of=as_of)


@settings(deadline=None, max_examples=40)
@given(ROWS, st.integers(0, 300))
def test_what_happens_after_the_day_asked_changes_nothing(rows: list[tuple[int, int, int]], as_of: int) -> None:
    known = [row for row in rows if row[2] <= as_of]
    pd.testing.assert_frame_equal(count(*rows, as_of=as_of), count(*known, as_of=as_of))
