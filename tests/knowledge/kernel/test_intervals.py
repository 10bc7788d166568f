"""Intervals of counted shares."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.kernel.intervals import interval, lower_bound, standard_error


def test_three_of_four_is_weaker_than_twelve_of_twenty() -> None:
    assert lower_bound(3, 4) < lower_bound(12, 20)


def test_the_wilson_interval_agrees_with_the_published_example() -> None:
    """Newcombe 1998, table I: 81 of 263 at 95 % is .2553 to .3662."""
    low, high = interval(81, 263, confidence=0.95)
    assert (round(float(low), 4), round(float(high), 4)) == (0.2553, 0.3662)


def test_no_cases_promise_nothing() -> None:
    assert lower_bound(0, 0) == 0.0
    assert [float(end) for end in interval(0, 0)] == [0.0, 1.0]


def test_more_successes_than_trials_are_refused() -> None:
    with pytest.raises(ValueError, match="between 0 and the number of trials"):
        lower_bound(5, 4)


@settings(deadline=None)
@given(st.integers(0, 500), st.integers(1, 500))
def test_the_bound_is_below_the_share_and_rises_with_more_cases(successes: int, more: int) -> None:
    trials = successes + more
    assert 0 <= lower_bound(successes, trials) <= successes / trials
    assert lower_bound(successes * 10, trials * 10) >= lower_bound(successes, trials)


def test_arrays_are_bounded_elementwise() -> None:
    bounds = lower_bound(np.array([3, 12]), np.array([4, 20]))
    assert bounds.tolist() == [lower_bound(3, 4), lower_bound(12, 20)]


def test_the_standard_error_of_one_half_in_a_hundred_is_five_points() -> None:
    assert standard_error(0.5, 100) == pytest.approx(0.05)
