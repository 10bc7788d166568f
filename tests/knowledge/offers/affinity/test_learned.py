"""The blend that the firm's own past teaches: still a weighted sum, and modest where there is little to learn from."""

from datetime import timedelta

import numpy as np
import pytest

from knowledge.offers.affinity.blend import BLENDS, Part
from knowledge.offers.affinity.learned import RIDGE, Lesson, join_lessons, learn_blend, take_lesson
from knowledge.offers.backtest.offers import Past, gather_firm
from knowledge.offers.backtest.windows import Window
from tests.knowledge.offers.affinity.made import DAY, make_firm


def make_lesson(accounts: int, *, hits_first: int) -> Lesson:
    """Accounts with two candidates each, of which one part prefers the first; so many bought that one."""
    features = np.tile([[1.0, 0.0], [0.0, 0.0]], (accounts, 1))
    wanted = np.zeros(2 * accounts)
    wanted[: 2 * hits_first : 2] = 1
    wanted[2 * hits_first + 1 :: 2] = 1
    return Lesson((Part.EASE,), features, wanted, np.arange(0, 2 * accounts, 2))


def weight(lesson: Lesson) -> float:
    [(_, value)] = learn_blend(lesson).weights
    return value


def test_the_weight_is_where_the_slope_of_the_ridged_likelihood_is_nought() -> None:
    learned = weight(make_lesson(10_000, hits_first=7_500))
    chance = 1 / (1 + np.exp(-learned))
    assert 7_500 - 10_000 * chance - RIDGE * learned == pytest.approx(0, abs=1e-3)
    assert learned == pytest.approx(np.log(3), abs=0.06)


def test_few_cases_move_the_weights_little() -> None:
    assert 0 < weight(make_lesson(20, hits_first=20)) < weight(make_lesson(2_000, hits_first=2_000)) / 10


def test_a_part_that_misleads_gets_a_weight_against_it() -> None:
    assert weight(make_lesson(2_000, hits_first=100)) < 0


def test_windows_joined_teach_as_much_as_one_of_their_size() -> None:
    halves = join_lessons([make_lesson(1_000, hits_first=600), make_lesson(1_000, hits_first=600)])
    assert weight(halves) == pytest.approx(weight(make_lesson(2_000, hits_first=1_200)))


def test_accounts_whose_purchase_no_part_proposed_teach_nothing() -> None:
    parts = {Part.EASE: np.array([[0.5, 0.2], [0.4, 0.1]], dtype=np.float32)}
    bought = np.array([[False, False], [True, False]])
    lesson = take_lesson(parts, np.zeros((2, 2), dtype=bool), bought)
    assert len(lesson.start) == 1
    assert lesson.wanted.tolist() == [1.0, 0.0]


def test_a_window_teaches_only_the_windows_after_it() -> None:
    firm = gather_firm(make_firm(accounts=80), None, None, DAY + timedelta(days=899))
    past = Past(firm, BLENDS)
    first = int(firm.events.day.min())
    seen = [set(past.stand(Window(first + day, 90))) for day in (300, 390)]
    assert [("learned blend" in names) for names in seen] == [False, True]
