"""Measures, choice, verdict and chances, by hand."""

from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.offers.affinity.blend import BEST_SELLERS, BLENDS, Blend, Part
from knowledge.offers.affinity.scoring import best_products
from knowledge.offers.backtest.choice import UNTRIED, choose
from knowledge.offers.backtest.measures import Cases, judge, summarise
from knowledge.offers.backtest.verdict import conclude
from knowledge.offers.backtest.verdicts import Verdict
from knowledge.offers.calibration import check_chances, fit_chances, predict


def make_cases(*hits: bool) -> Cases:
    flags = np.array(hits)
    return Cases(flags, flags, flags.astype(float), flags.astype(float), np.zeros(1, dtype=int))


def make_window(personal: int, plain: int, *, of: int = 100) -> dict[str, Cases]:
    """Hits of the first personal blend and of every best-seller list, on other accounts; the rest hits nothing."""
    hits = {scorer.name: np.zeros(of, dtype=bool) for scorer in BLENDS}
    hits[BLENDS[len(BEST_SELLERS)].name][of - personal :] = True
    for scorer in BEST_SELLERS:
        hits[scorer.name][:plain] = True
    return {name: make_cases(*flags) for name, flags in hits.items()}


def test_hits_ranks_and_recall_of_two_accounts() -> None:
    ranked = np.array([[2, 0, 1], [0, 1, 2]])
    found = np.array([[True, False, True], [False, False, True]])
    score = summarise("x", judge(ranked, found), catalogue=4)
    assert (score.hit_rate_1, score.hit_rate_2, score.recall) == (0.5, 0.5, 0.5)
    assert score.mrr == pytest.approx((1 + 1 / 3) / 2)
    assert score.coverage == 0.75
    assert score.standard_error == pytest.approx(0.5 / np.sqrt(2))


def test_who_has_one_product_left_is_offered_it_once() -> None:
    places, _ = best_products(np.array([[0.5, -np.inf, -np.inf]], dtype=np.float32), 2)
    score = summarise("x", judge(places, np.array([[True, False, False]])), catalogue=3)
    assert (score.hit_rate_2, score.recall) == (1.0, 1.0)


def test_a_clear_lead_on_earlier_windows_wins() -> None:
    window = make_window(40, 10)
    assert choose(BLENDS, [window, window]) == BLENDS[len(BEST_SELLERS)]


def test_a_lead_within_noise_gives_way_to_best_sellers() -> None:
    window = make_window(21, 20)
    assert choose(BLENDS, [window, window]) in BEST_SELLERS


def test_the_learned_blend_yields_where_best_sellers_lead_by_one_standard_error() -> None:
    window = with_learned(make_window(0, 24), 20)  # 4 more of 100, twice: two standard errors
    assert choose(BLENDS, [window, window], LEARNED) in BEST_SELLERS
    close = with_learned(make_window(0, 20), 20)
    assert choose(BLENDS, [close, close], LEARNED) == LEARNED


def test_one_earlier_window_is_not_enough_to_choose() -> None:
    assert choose(BLENDS, [make_window(40, 10)]) == UNTRIED


LEARNED = Blend("learned blend", ((Part.EASE, 1.0),), ((Part.EASE, 1.0),))


def with_learned(window: dict[str, Cases], hits: int, *, of: int = 100) -> dict[str, Cases]:
    return {**window, LEARNED.name: make_cases(*(np.arange(of) < hits))}


def test_the_learned_blend_is_taken_where_no_fixed_one_clearly_leads_it() -> None:
    window = with_learned(make_window(31, 10), 30)
    assert choose(BLENDS, [window, window], LEARNED) == LEARNED


def test_a_fixed_scorer_that_clearly_leads_the_learned_blend_stays() -> None:
    window = with_learned(make_window(60, 10), 30)
    assert choose(BLENDS, [window, window], LEARNED) == BLENDS[len(BEST_SELLERS)]


def test_a_learned_blend_that_never_stood_a_window_is_not_taken() -> None:
    window = make_window(40, 10)
    assert choose(BLENDS, [window, window], LEARNED) == BLENDS[len(BEST_SELLERS)]


def test_only_the_last_three_windows_count() -> None:
    assert choose(BLENDS, [make_window(90, 0)] + [make_window(0, 30)] * 3) in BEST_SELLERS


@pytest.mark.parametrize(
    ("advice", "plain", "verdict"),
    [
        (300, 200, Verdict.PERSONAL_SIGNAL),
        (201, 200, Verdict.NO_PERSONAL_SIGNAL),
        (200, 300, Verdict.WORSE_THAN_BEST_SELLERS),
    ],
)
def test_the_verdict_follows_the_paired_difference(advice: int, plain: int, verdict: Verdict) -> None:
    hits = np.arange(1000)
    finding = conclude(hits < advice, hits >= 1000 - plain, name="lately")
    assert finding.verdict is verdict
    assert finding.lead == pytest.approx((advice - plain) / 1000)


def test_the_verdict_of_few_cases_is_that_they_are_few() -> None:
    assert conclude(np.ones(99, bool), np.zeros(99, bool), name="lately").verdict is Verdict.TOO_FEW_CASES


@dataclass(frozen=True)
class Past:
    score: np.ndarray
    base_rate: np.ndarray
    active: np.ndarray
    bought: np.ndarray


def make_past(chance: float, *, offers: int = 2000, seed: int = 1) -> Past:
    luck = np.random.default_rng(seed)
    score = luck.random(offers).astype(np.float32)
    return Past(score, np.full(offers, chance), np.ones(offers), luck.random(offers) < chance * (0.5 + score))


ONE_OFFER = np.array([0.5], dtype=np.float32), np.array([0.2]), np.ones(1)


def test_a_chance_outside_of_what_was_held_is_not_stated() -> None:
    result = check_chances([make_past(0.2, offers=8000, seed=seed) for seed in (1, 2, 3)])
    assert not result.may_state(np.array([0.9])).any()


def test_steady_demand_lets_chances_be_stated() -> None:
    result = check_chances([make_past(0.2, offers=8000, seed=seed) for seed in (1, 2, 3)])
    assert result.stated
    chance = result.expect(*ONE_OFFER)
    assert result.may_state(chance).all()
    assert chance == pytest.approx(0.2, abs=0.03)


def test_a_shift_of_demand_holds_chances_back_and_leaves_the_counts() -> None:
    result = check_chances([make_past(0.05), make_past(0.05, seed=2), make_past(0.2, seed=3)])
    assert not result.stated
    assert not result.may_state(result.expect(*ONE_OFFER)).any()
    assert result.last_offered == 2000
    assert result.last_bought > 300


def test_under_two_hundred_cases_nothing_is_stated() -> None:
    assert not check_chances([make_past(0.2, offers=199, seed=seed) for seed in (1, 2, 3)]).stated


def test_two_windows_are_too_few_to_state_chances() -> None:
    assert not check_chances([make_past(0.2), make_past(0.2, seed=2)]).stated


def test_without_any_window_there_is_no_chance() -> None:
    nothing = check_chances([])
    assert not nothing.may_state(nothing.expect(*ONE_OFFER)).any()


@settings(deadline=None, max_examples=20)
@given(st.floats(0.02, 0.6), st.integers(0, 1000))
def test_fitted_chances_average_to_what_was_bought(chance: float, seed: int) -> None:
    past = make_past(chance, seed=seed)
    stated = predict(fit_chances(past), past.score, past.base_rate, past.active)
    assert stated.mean() == pytest.approx(past.bought.mean(), abs=1e-4)
