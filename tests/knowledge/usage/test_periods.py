"""A row of use covers a day, a week or a month; what is not over is left out."""

from datetime import date, timedelta

import pytest

from knowledge.accounts.inputs import Window
from knowledge.playbook.rules import Rules
from knowledge.usage.periods import UsePeriod, find_windows

RULES = Rules()
MONDAYS = [date(2026, 11, 23) - timedelta(weeks=back) for back in range(10)]
FIRSTS = [date(2026, month, 1) for month in range(2, 12)]


def test_a_week_counts_from_its_last_day_on() -> None:
    (sunday,) = find_windows(MONDAYS, RULES, as_of=date(2026, 11, 29))
    (saturday,) = find_windows(MONDAYS, RULES, as_of=date(2026, 11, 28))
    assert (sunday.period, sunday.rows) == (UsePeriod.WEEK, (4, 12))
    assert sunday.recent == Window(date(2026, 11, 2), date(2026, 11, 29))
    assert sunday.baseline == Window(date(2026, 8, 10), date(2026, 11, 1))
    assert saturday.recent == Window(date(2026, 10, 26), date(2026, 11, 22))


def test_a_month_counts_from_its_last_day_on() -> None:
    (last,) = find_windows(FIRSTS, RULES, as_of=date(2026, 11, 30))
    (before,) = find_windows(FIRSTS, RULES, as_of=date(2026, 11, 29))
    assert last.recent == Window(date(2026, 11, 1), date(2026, 11, 30))
    assert (before.period, before.rows) == (UsePeriod.MONTH, (1, 3))
    assert before.recent == Window(date(2026, 10, 1), date(2026, 10, 31))
    assert before.baseline == Window(date(2026, 7, 1), date(2026, 9, 30))


def test_weeks_and_months_of_one_source_are_each_told_by_their_own_windows() -> None:
    windows = find_windows([*MONDAYS, *FIRSTS[-3:]], RULES, as_of=date(2026, 11, 9))
    assert [each.period for each in windows] == [UsePeriod.WEEK, UsePeriod.MONTH]


@pytest.mark.parametrize(
    "days",
    [
        [date(2026, 11, day) for day in range(3, 13)],
        [date(2026, 11, day) for day in (2, 3, 4, 5, 6, 9, 10)],
        [date(2026, 11, 9)],
        [date(2026, 11, 1), date(2026, 11, 5)],
    ],
)
def test_anything_else_is_told_by_the_day_and_ends_with_its_last(days: list[date]) -> None:
    (windows,) = find_windows(days, RULES, as_of=date(2026, 11, 20))
    assert (windows.period, windows.recent.last) == (UsePeriod.DAY, max(days))
    assert (windows.recent.last - windows.recent.first).days == 27
