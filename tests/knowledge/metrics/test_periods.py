"""Months, quarters and years of the firm's calendar."""

import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.errors import PeriodAhead
from knowledge.metrics.periods import MONTHS, Period, back_from, period_of, split, until

DAY = dt.date(2026, 9, 30)
days = st.dates(dt.date(1990, 1, 1), dt.date(2090, 1, 1))


def test_a_year_that_begins_in_april_has_its_second_quarter_in_summer() -> None:
    quarter = period_of(DAY, "quarter", year_starts=4)
    assert (quarter.start, quarter.end, quarter.opening) == (
        dt.date(2026, 7, 1),
        dt.date(2026, 9, 30),
        dt.date(2026, 6, 30),
    )
    assert period_of(dt.date(2026, 3, 31), "year", year_starts=4).start == dt.date(2025, 4, 1)


def test_a_period_that_runs_reaches_to_the_day_asked_about() -> None:
    year = period_of(DAY, "year", year_starts=4)
    assert until(year, DAY) == Period(dt.date(2026, 4, 1), DAY, "year")


def test_a_period_in_the_future_is_refused_with_what_to_ask_instead() -> None:
    with pytest.raises(PeriodAhead, match="2026-10-01 has not begun"):
        until(period_of(dt.date(2026, 10, 1), "quarter", year_starts=4), DAY)


def test_a_year_splits_into_its_months() -> None:
    months = split(until(period_of(DAY, "year", year_starts=4), DAY), "month", year_starts=4)
    assert [each.start.month for each in months] == [4, 5, 6, 7, 8, 9]


@settings(deadline=None)
@given(days, st.sampled_from(sorted(MONTHS)), st.integers(1, 12), st.integers(1, 30))
def test_periods_follow_one_another_without_gap(day: dt.date, grain: str, starts: int, count: int) -> None:
    last = period_of(day, grain, year_starts=starts)  # type: ignore[arg-type]
    assert last.start <= day <= last.end
    row = back_from(last, count)
    assert len(row) == count
    assert all(later.opening == earlier.end for earlier, later in pairwise(row))
