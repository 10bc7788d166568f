"""What losses teach is used where it is better, a percentage shown where it holds, and nothing below that."""

import datetime as dt

import numpy as np

from knowledge.churn.chances import learn_lesson
from knowledge.churn.lesson import Chances, ChurnLesson, Learner
from knowledge.churn.rules import ChurnRules
from knowledge.churn.score import ChurnBand
from knowledge.nightly.health_snapshot import Standing, rank_risks
from tests.knowledge.churn.test_backtest import LATER, _quarters, _window

RULES = ChurnRules()


def test_enough_losses_give_an_order_and_chances_that_follow_the_share_of_losses() -> None:
    lesson, order = learn_lesson(_quarters(4), _window(LATER, seed=9), RULES)
    told = order.tell_window(_window(LATER, seed=99))
    assert (lesson.learner, lesson.chances, lesson.windows) == (Learner.LOGISTIC, Chances.HOLD, 4)
    assert told["learned"].between(0, 1).all()
    lost = _window(LATER, seed=99).lost
    assert abs(told["chance"].mean() - lost.mean()) < 0.05
    assert lesson.auc is not None
    assert lesson.auc_points is not None
    assert lesson.auc > lesson.auc_points


def test_too_few_losses_give_neither_and_say_how_many_there_are() -> None:
    window = _window(LATER, customers=120)
    few = window.only(np.concatenate([np.flatnonzero(window.lost)[:5], np.flatnonzero(~window.lost)]))
    lesson, order = learn_lesson([few], _window(LATER, seed=9), RULES)
    told = order.tell_window(_window(LATER, seed=9))
    assert (lesson.learner, lesson.losses) == (None, 5)
    assert told.isna().all(axis=None)


def test_between_twenty_and_forty_losses_there_is_an_order_and_no_percentage() -> None:
    windows = [_window(LATER + dt.timedelta(days=91 * n), customers=110, leaving=0.05, seed=n) for n in range(3)]
    losses = sum(int(window.lost.sum()) for window in windows)
    rules = ChurnRules(losses_to_learn=10, losses_to_calibrate=losses + 1)
    lesson, order = learn_lesson(windows, _window(LATER, seed=9), rules)
    told = order.tell_window(_window(LATER, seed=9))
    assert lesson.chances is Chances.TOO_FEW_LOSSES
    assert told["chance"].isna().all()
    assert (lesson.learner is Learner.POINTS) == told["learned"].isna().all()


def test_a_lesson_survives_being_kept() -> None:
    lesson, _ = learn_lesson(_quarters(3), _window(LATER, seed=99), RULES)
    assert ChurnLesson.from_columns(lesson.to_columns()) == lesson


def test_the_likelier_loss_of_less_revenue_comes_first_and_without_chances_revenue_decides() -> None:
    def standing(number: int, minor: int, chance: float | None) -> Standing:
        return Standing(number, LATER, ChurnBand.AT_RISK, 70.0, 1.0, minor, chance=chance)

    known = [standing(1, 1000, 0.1), standing(2, 500, 0.6)]
    unknown = [standing(1, 1000, None), standing(2, 500, None)]
    assert [each.account_id for each in rank_risks(known)] == [2, 1]
    assert [each.account_id for each in rank_risks(unknown)] == [1, 2]
