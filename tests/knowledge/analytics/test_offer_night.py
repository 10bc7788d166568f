"""The night's look at offers: the scorer, and what it ranks for everybody."""

from datetime import timedelta

import pandas as pd
import pytest

from knowledge.analytics import offer_night
from knowledge.analytics.backtest.verdicts import Verdict
from knowledge.analytics.offer_night import OfferNight, choose_and_rank
from knowledge.analytics.scored import ChosenScorer, Ground
from tests.knowledge.analytics.affinity.made import DAY, make_firm, make_purchases

TODAY = DAY + timedelta(days=899)


def look(purchases: pd.DataFrame) -> OfferNight:
    return choose_and_rank(purchases, None, None, as_of=TODAY, horizon_days=90)


@pytest.fixture(scope="module")
def night() -> OfferNight:
    return look(make_firm(habit=0.9))


def test_the_scorer_tells_what_it_was_chosen_on(night: OfferNight) -> None:
    scorer = night.scorer
    assert scorer.verdict is Verdict.PERSONAL_SIGNAL
    assert scorer.is_personal
    assert scorer.advice_rate > scorer.best_sellers_rate + 0.1
    assert 0 < scorer.bought < scorer.offered
    assert ChosenScorer.from_dict(scorer.to_dict()) == scorer


def test_pull_falls_in_the_scorers_order_and_the_typical_first_offer_has_all_of_it(night: OfferNight) -> None:
    for _, offers in night.accounts():
        pulls = [offer.pull for offer in offers]
        assert pulls == sorted(pulls, reverse=True)
        assert all(0 < pull <= 1 for pull in pulls)
    firsts = [offers[0].pull for _, offers in night.accounts()]
    assert sum(pull == pytest.approx(1.0) for pull in firsts) >= len(firsts) / 2


def test_a_habit_of_owners_is_told_as_their_doing(night: OfferNight) -> None:
    told = [offers[0] for _, offers in night.accounts() if offers[0].ground is Ground.OWNERS]
    assert len(told) > 100
    assert all(offer.antecedent is not None for offer in told)
    assert all(offer.adopters / offer.owners > offer.base_adopters / offer.base_owners for offer in told)


def test_what_is_owned_is_not_ranked(night: OfferNight) -> None:
    owned = set(make_firm(habit=0.9)[["account_id", "product_id"]].itertuples(index=False, name=None))
    assert not any((account, offer.product) in owned for account, offers in night.accounts() for offer in offers)


def test_without_a_habit_best_sellers_do_as_well_and_that_is_the_verdict() -> None:
    assert look(make_firm(habit=0.0)).scorer.verdict is Verdict.NO_PERSONAL_SIGNAL


def test_a_young_firm_is_scored_but_proves_nothing() -> None:
    night = look(make_purchases((1, 1, 880), (2, 1, 881), (2, 2, 890), (3, 2, 891)))
    assert night.scorer.verdict is Verdict.TOO_FEW_CASES
    assert [(account, [offer.product for offer in offers]) for account, offers in night.accounts()] == [
        (1, [2]),
        (3, [1]),
    ]
    assert all(offer.chance is None for _, offers in night.accounts() for offer in offers)


@pytest.mark.parametrize("at_once", [1, 2, 7])
def test_the_accounts_are_the_same_however_many_are_read_at_once(
    night: OfferNight, at_once: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = list(night.accounts())
    monkeypatch.setattr(offer_night, "_ACCOUNTS_AT_ONCE", at_once)
    assert list(night.accounts()) == whole
    assert len(whole) > at_once
