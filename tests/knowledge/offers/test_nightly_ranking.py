"""The night's look at offers: the scorer, and what it ranks for everybody."""

from datetime import timedelta

import pandas as pd
import pytest

from knowledge.offers.backtest.verdicts import Verdict
from knowledge.offers.nightly_ranking import Ranking, choose_ranking
from knowledge.offers.scored import NO_PRODUCT, ChosenScorer, Ground
from tests.knowledge.offers.affinity.made import DAY, make_firm, make_purchases

TODAY = DAY + timedelta(days=899)


def choose(purchases: pd.DataFrame) -> Ranking:
    return choose_ranking(purchases, None, as_of=TODAY, horizon_days=90)


@pytest.fixture(scope="module")
def firm() -> pd.DataFrame:
    return make_firm(habit=0.9)


@pytest.fixture(scope="module")
def ranking(firm: pd.DataFrame) -> Ranking:
    return choose(firm)


@pytest.fixture(scope="module")
def ranked(ranking: Ranking, firm: pd.DataFrame) -> pd.DataFrame:
    return ranking.rank(firm, None)


def test_the_scorer_tells_what_it_was_chosen_on(ranking: Ranking) -> None:
    scorer = ranking.scorer
    assert scorer.verdict is Verdict.PERSONAL_SIGNAL
    assert scorer.is_personal
    assert scorer.advice_rate > scorer.best_sellers_rate + 0.1
    assert 0 < scorer.bought < scorer.offered
    assert ChosenScorer.from_dict(scorer.to_dict()) == scorer


def test_pull_falls_in_the_scorers_order_and_the_typical_first_offer_has_all_of_it(ranked: pd.DataFrame) -> None:
    by_account = ranked.groupby("account_id")["pull"]
    assert by_account.is_monotonic_decreasing.all()
    assert ranked["pull"].between(0, 1, inclusive="right").all()
    firsts = by_account.first()
    assert sum(pull == pytest.approx(1.0) for pull in firsts) >= len(firsts) / 2


def test_a_habit_of_owners_is_told_as_their_doing(ranked: pd.DataFrame) -> None:
    firsts = ranked.groupby("account_id").head(1)
    told = firsts[firsts["ground"] == list(Ground).index(Ground.OWNERS)]
    assert len(told) > 100
    assert (told["antecedent"] != NO_PRODUCT).all()
    assert (told["adopters"] / told["owners"] > told["base_adopters"] / told["base_owners"]).all()


def test_what_is_owned_is_not_ranked(ranked: pd.DataFrame, firm: pd.DataFrame) -> None:
    owned = firm[["account_id", "product_id"]].rename(columns={"product_id": "product"})
    assert not len(ranked.merge(owned))


def test_a_part_of_the_accounts_is_ranked_as_among_all(
    ranking: Ranking, ranked: pd.DataFrame, firm: pd.DataFrame
) -> None:
    some = ranked["account_id"].unique()[3::7]
    alone = ranking.rank(firm[firm["account_id"].isin(some)], None)
    expected = ranked[ranked["account_id"].isin(some)].reset_index(drop=True)
    pd.testing.assert_frame_equal(alone, expected)


def test_without_a_habit_best_sellers_do_as_well_and_that_is_the_verdict() -> None:
    assert choose(make_firm(habit=0.0)).scorer.verdict is Verdict.NO_PERSONAL_SIGNAL


def test_a_young_firm_is_scored_but_proves_nothing() -> None:
    young = make_purchases((1, 1, 880), (2, 1, 881), (2, 2, 890), (3, 2, 891))
    ranking = choose(young)
    assert ranking.scorer.verdict is Verdict.TOO_FEW_CASES
    ranked = ranking.rank(young, None)
    assert list(zip(ranked["account_id"], ranked["product"], strict=True)) == [(1, 2), (3, 1)]
    assert ranked["chance"].isna().all()
