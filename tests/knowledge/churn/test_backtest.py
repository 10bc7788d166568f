"""Who counts as lost, what is learned from it, and how well it would have done."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

from knowledge.churn.backtest.backtest import ChurnVerdict, run_churn_backtest
from knowledge.churn.backtest.quality import area_error, area_under_curve, calibration_error, top_tenth
from knowledge.churn.chances import learn_lesson
from knowledge.churn.directions import Direction, check_directions
from knowledge.churn.labels import Losses, find_buying_losses, find_contract_losses, find_event_losses
from knowledge.churn.learning import learn_churn
from knowledge.churn.lesson import Chances, Learner
from knowledge.churn.rules import ChurnRules
from knowledge.churn.windows import ChurnWindow, held_out
from knowledge.errors import NotEnoughHistory

DAY = date(2026, 1, 1)
LATER = date(2026, 12, 31)


def _contracts(*rows: tuple[int, str, str | None]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["account_id", "started_on", "ended_on"])


def test_a_contract_that_ends_without_successor_is_a_loss_on_that_day() -> None:
    subscriptions = _contracts(
        (1, "2025-01-01", "2026-02-01"), (2, "2025-01-01", None), (3, "2025-01-01", "2026-05-01")
    )
    losses = find_contract_losses(subscriptions, ChurnRules(), as_of=DAY, horizon_days=90, known_until=LATER)
    assert (losses.account_id.tolist(), losses.lost.tolist()) == ([1, 2, 3], [True, False, False])
    assert losses.days_until_loss[0] == 31


def test_a_successor_within_a_month_or_another_running_contract_is_no_loss() -> None:
    subscriptions = _contracts(
        (1, "2025-01-01", "2026-02-01"),
        (1, "2026-03-04", None),  # 31 days later
        (2, "2025-01-01", "2026-02-01"),
        (2, "2026-03-05", None),  # 32 days later: they had left, and came back
        (3, "2025-01-01", "2026-02-01"),
        (3, "2025-06-01", None),
    )
    losses = find_contract_losses(subscriptions, ChurnRules(), as_of=DAY, horizon_days=90, known_until=LATER)
    assert losses.lost.tolist() == [False, True, False]


def test_a_contract_not_running_on_the_day_makes_no_customer() -> None:
    subscriptions = _contracts((1, "2025-01-01", "2026-01-01"), (2, "2026-01-02", None), (3, "2026-01-01", None))
    losses = find_contract_losses(subscriptions, ChurnRules(), as_of=DAY, horizon_days=90, known_until=LATER)
    assert losses.account_id.tolist() == [3]


def test_a_loss_is_not_told_before_it_can_be_known() -> None:
    with pytest.raises(ValueError, match="known_until"):
        find_contract_losses(_contracts(), ChurnRules(), as_of=DAY, horizon_days=90, known_until=DAY)


def test_without_contract_nothing_bought_in_the_horizon_is_a_loss_of_who_was_due() -> None:
    purchases = pd.DataFrame(
        {
            "account_id": [1, 2, 2, 3, 3, 4, 5],
            "purchased_on": [
                *("2025-12-01", "2025-12-01", "2026-03-31", "2025-12-01", "2026-04-02", "2026-02-01"),
                "2025-12-03",  # 120 days of patience end with the horizon
            ],
        }
    )
    losses = find_buying_losses(purchases, ChurnRules(), as_of=DAY, horizon_days=90, known_until=LATER)
    assert (losses.account_id.tolist(), losses.lost.tolist()) == ([1, 2, 3, 5], [True, False, True, False])


def test_a_quarter_of_silence_loses_a_monthly_buyer_and_no_yearly_one() -> None:
    yearly = ["2022-06-01", "2023-06-01", "2024-06-01", "2025-06-01"]
    monthly = ["2025-09-15", "2025-10-15", "2025-11-15", "2025-12-15"]
    purchases = pd.DataFrame({"account_id": [1] * 4 + [2] * 4, "purchased_on": yearly + monthly})
    losses = find_buying_losses(purchases, ChurnRules(), as_of=DAY, horizon_days=90, known_until=LATER)
    assert losses.lost.tolist() == [False, True]
    assert losses.lost_on[1] == np.datetime64("2026-01-30")  # 45 days of patience after 15 December, and one
    assert losses.days_until_loss[1] == 29


def _recorded(starts: list[tuple[int, str]], events: list[tuple[int, str, str | None]]) -> Losses:
    return find_event_losses(
        pd.DataFrame(starts, columns=["account_id", "started_on"]),
        pd.DataFrame(events, columns=["account_id", "lost_on", "back_on"]),
        ChurnRules(),
        as_of=DAY,
        horizon_days=90,
        known_until=LATER,
    )


def test_a_recorded_loss_is_one_unless_they_were_back_within_a_month() -> None:
    starts = [(each, "2025-01-01") for each in range(1, 6)]
    events = [(1, "2026-02-01", None), (2, "2026-02-01", "2026-03-04"), (3, "2026-02-01", "2026-03-05")]
    losses = _recorded(starts, [*events, (4, "2026-04-02", None)])
    assert (losses.account_id.tolist(), losses.lost.tolist()) == ([1, 2, 3, 4, 5], [True, False, True, False, False])
    assert losses.days_until_loss[0] == 31


def test_who_was_lost_before_is_no_customer_until_something_begins_again() -> None:
    starts = [(1, "2025-01-01"), (2, "2025-01-01"), (2, "2025-12-01"), (3, "2025-01-01"), (4, "2026-01-02")]
    events = [(1, "2025-11-01", None), (2, "2025-11-01", None), (3, "2025-11-01", "2025-12-15")]
    assert _recorded(starts, events).account_id.tolist() == [2, 3]


def test_without_any_recorded_loss_nobody_is_lost() -> None:
    losses = _recorded([(1, "2025-01-01")], [])
    assert (losses.account_id.tolist(), losses.lost.tolist()) == ([1], [False])


def _window(day: date, *, customers: int = 500, seed: int = 0, leaving: float = 0.2) -> ChurnWindow:
    """One signal that matters, one turned the wrong way round, one of noise; the points know the first a little."""
    random = np.random.default_rng(seed)
    matters, turned, noise = random.normal(size=(3, customers))
    lost = random.random(customers) < 1 / (1 + np.exp(-(np.log(leaving / (1 - leaving)) + 2 * matters - 1.5 * turned)))
    features = pd.DataFrame({"matters": matters, "turned": turned, "noise": noise})
    features.loc[::7, "noise"] = np.nan
    points = 40 + 5 * matters + 5 * noise
    until = np.where(lost, random.integers(1, 90, customers), np.nan)
    return ChurnWindow(day, 90, features, points, lost, until, {"recency only": noise})


def _quarters(count: int, **given: float) -> list[ChurnWindow]:
    return [_window(DAY + timedelta(days=91 * place), seed=place, **given) for place in range(count)]  # type: ignore[arg-type]


def test_area_error_and_calibration_agree_with_values_worked_by_hand() -> None:
    lost = np.array([True, False, True, False])
    assert area_under_curve(np.array([4.0, 3.0, 2.0, 1.0]), lost) == 0.75
    assert area_error(0.5, 100, 100) == pytest.approx(np.sqrt((0.25 + 2 * 99 * (1 / 3 - 0.25)) / 10_000))
    assert calibration_error(np.array([0.8, 0.1]), np.array([True, False])) == pytest.approx(0.15)
    assert top_tenth(np.array([1.0] * 20)).sum() == 2


def test_under_twenty_losses_nothing_is_learned() -> None:
    window = _window(DAY, customers=120)
    kept = window.only(np.concatenate([np.flatnonzero(window.lost)[:19], np.flatnonzero(~window.lost)]))
    with pytest.raises(NotEnoughHistory, match="19 cases, 20 needed"):
        learn_churn([kept], ChurnRules())


def test_what_is_learned_orders_new_customers_better_than_the_points() -> None:
    model, unseen = learn_churn(_quarters(3), ChurnRules()), _window(LATER, seed=99)
    assert model.learner is Learner.LOGISTIC
    assert area_under_curve(model.score(unseen), unseen.lost) > area_under_curve(unseen.points, unseen.lost) + 0.1
    assert model.chances is Chances.HOLD
    assert calibration_error(model.chance(unseen), unseen.lost) <= 0.05


def test_percentages_are_held_back_where_quarters_disagree_or_losses_are_few() -> None:
    steady, bad = _window(DAY), _window(DAY + timedelta(days=91), seed=5, leaving=0.7)
    model = learn_churn([steady, bad], ChurnRules())
    assert model.chances is Chances.DISAGREE
    assert np.isnan(model.chance(steady)).all()
    assert learn_churn([steady], ChurnRules()).chances is Chances.TOO_FEW_WINDOWS
    assert learn_churn([_window(DAY, customers=100)], ChurnRules()).chances is Chances.TOO_FEW_LOSSES


def _losing(window: ChurnWindow, share: float) -> ChurnWindow:
    """The same day with just so many of its customers lost."""
    kept, lost = np.flatnonzero(~window.lost), np.flatnonzero(window.lost)
    left = lost[: round(len(kept) * share / (1 - share))]
    return window.only(np.sort(np.concatenate([kept, left])))


def test_two_days_must_agree_better_than_three_to_state_percentages() -> None:
    days = [_losing(_window(w.as_of, seed=place, customers=900), 0.2) for place, w in enumerate(_quarters(3))]
    farther = _losing(days[1], 0.13)
    assert learn_churn([days[0], days[1]], ChurnRules()).chances is Chances.HOLD
    assert learn_churn([days[0], farther], ChurnRules()).chances is Chances.DISAGREE
    assert learn_churn([days[0], farther, days[2]], ChurnRules()).chances is Chances.HOLD


def test_points_stay_where_nothing_better_is_learned() -> None:
    windows = [
        ChurnWindow(w.as_of, 90, w.features[["noise"]], 50 + 20 * w.features["matters"].to_numpy(), *_rest(w))
        for w in _quarters(3)
    ]
    model = learn_churn(windows, ChurnRules())
    assert model.learner is Learner.POINTS
    assert np.array_equal(model.score(windows[0]), windows[0].points)


def _rest(window: ChurnWindow) -> tuple:
    return window.lost, window.days_until_loss, window.baselines


def test_nobody_is_scored_by_a_window_whose_outcome_was_not_known_yet() -> None:
    """Windows 30 days apart with a horizon of 90: the one 60 days before is still open."""
    windows = [_window(DAY + timedelta(days=30 * place), seed=place) for place in range(5)]
    for past, [now] in held_out(windows):
        assert all(window.as_of + timedelta(days=90) <= now.as_of for window in past)
    assert [now.as_of for _, [now] in held_out(windows)] == [window.as_of for window in windows[3:]]


def test_with_few_windows_no_customer_is_on_both_sides() -> None:
    for train, tests in held_out(_quarters(2)):
        seen = set().union(*(window.features.index for window in train))
        assert seen.isdisjoint(set().union(*(window.features.index for window in tests)))


def test_a_signal_that_points_the_wrong_way_is_told() -> None:
    found = {direction.signal: direction for direction in check_directions(_quarters(3))}
    assert found["matters"].direction is Direction.AGREES
    assert found["turned"].direction is Direction.AGAINST
    assert found["noise"].direction is Direction.UNCLEAR
    assert found["noise"].known < found["matters"].known


def test_the_backtest_tells_every_score_beside_the_plain_rules() -> None:
    result = run_churn_backtest(_quarters(4), ChurnRules())
    learned, recency = result.quality("learned"), result.quality("recency only")
    assert result.verdict is ChurnVerdict.LEARNED_BETTER
    assert learned is not None
    assert recency is not None
    assert learned.auc > 0.8
    assert recency.auc < 0.6
    assert learned.lift_top > 2
    assert 0 < learned.warning_days < 90
    assert learned.calibration_error <= 0.05
    assert result.to_dict()["scores"][0]["name"] == "learned"


def test_without_signal_the_backtest_says_so() -> None:
    windows = []
    for window in _quarters(3):
        noise = window.features[["noise"]]
        windows.append(ChurnWindow(window.as_of, 90, noise, np.nan_to_num(noise["noise"].to_numpy()), *_rest(window)))
    assert run_churn_backtest(windows, ChurnRules()).verdict is ChurnVerdict.NO_SIGNAL


def test_a_past_in_which_nobody_can_be_told_apart_is_a_verdict() -> None:
    window = _window(DAY)
    stayed, left = (window.only(np.flatnonzero(rows)) for rows in (~window.lost, window.lost))
    verdicts = [run_churn_backtest(past, ChurnRules()).verdict for past in ([], [stayed], [left], [stayed, left])]
    assert verdicts == [
        ChurnVerdict.NOBODY_THERE,
        ChurnVerdict.NOBODY_LOST,
        ChurnVerdict.EVERYBODY_LOST,
        ChurnVerdict.EVERYBODY_LOST,
    ]


@pytest.mark.parametrize("windows", range(1, 6))
@pytest.mark.parametrize("stayed", [0, 1, 2, 5, 19, 20, 30])
def test_whatever_share_of_customers_left_nothing_raises(windows: int, stayed: int) -> None:
    """Whole folds and whole days of one kind only, as at a firm that sells each customer one project."""
    days = _quarters(windows)
    whole = [day.only(np.flatnonzero(day.lost)[:40]) for day in days[:-1]]
    last = np.sort(np.concatenate([np.flatnonzero(days[-1].lost)[:40], np.flatnonzero(~days[-1].lost)[:stayed]]))
    for past in ([*whole, days[-1].only(last)], [days[-1].only(last), *whole]):
        lesson, order = learn_lesson(past, days[0], ChurnRules())
        assert (lesson.learner is None) == (stayed < 20)
        assert not np.isnan(lesson.auc or 0)
        assert len(order.tell_window(days[0])) == len(days[0].lost)
        run_churn_backtest(past, ChurnRules())


def test_a_signal_that_a_firm_never_records_does_not_stop_the_learning() -> None:
    """From 200 losses on trees are tried, and those cannot bear a column of nothing."""
    windows = [
        replace(window, features=window.features.assign(never=np.nan))
        for window in (
            _window(DAY + timedelta(days=90 * back), customers=800, seed=back, leaving=0.4) for back in range(4)
        )
    ]
    model = learn_churn(windows, ChurnRules())
    assert sum(window.lost.sum() for window in windows) > 200
    assert Learner.TREES in model.held_out
    assert np.isfinite(model.score(windows[-1])).all()


def test_a_loss_that_lies_behind_gives_no_days_of_warning_and_never_negative_ones() -> None:
    purchases = pd.DataFrame({"account_id": [1, 2], "purchased_on": [DAY - timedelta(days=d) for d in (140, 119)]})
    losses = find_buying_losses(purchases, ChurnRules(), as_of=DAY, horizon_days=90, known_until=LATER)
    assert losses.lost.tolist() == [True, True]
    assert np.isnan(losses.days_until_loss[0])
    assert losses.days_until_loss[1] == 2
