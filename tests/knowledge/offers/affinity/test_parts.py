"""The parts a scorer is made of, each by hand."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from knowledge.offers.affinity.confidence import fit_confidence
from knowledge.offers.affinity.ease import fit_ease
from knowledge.offers.affinity.events import FirstPurchases, day_number, first_purchases
from knowledge.offers.affinity.links import keep_strongest
from knowledge.offers.affinity.popularity import fit_popularity
from knowledge.offers.affinity.portfolio import fit_portfolios
from knowledge.offers.affinity.scoring import best_products
from knowledge.offers.affinity.snapshot import fit_adoption
from tests.knowledge.offers.affinity.made import DAY, make_purchases

A, B, C = 0, 1, 2
START = day_number(DAY)


def make_events(*rows: tuple[int, int, int]) -> FirstPurchases:
    return first_purchases(make_purchases(*rows), as_of=date(2030, 1, 1))


def own(*products: int, width: int = 3) -> sparse.csr_array:
    row = np.zeros((1, width), dtype=np.float32)
    row[0, list(products)] = 1
    return sparse.csr_array(row)


def test_confidence_shrinks_one_of_two_towards_what_everybody_buys() -> None:
    events = make_events((1, A, 0), (1, B, 9), (2, A, 0), (3, C, 0), (4, C, 0))
    links = fit_confidence(events).frame(events.products).set_index(["antecedent", "product"])
    [owners, adopters] = links.loc[(A, B), ["owners", "adopters"]]
    assert (owners, adopters) == (2, 1)
    assert links.loc[(A, B), "value"] == pytest.approx((1 + 10 * 1 / 4) / (2 + 10))


def test_adoption_counts_the_quarter_after_the_snapshot_only() -> None:
    events = make_events((1, A, 0), (1, B, 100), (2, A, 0), (3, A, 0), (3, B, 40), (4, C, 95))
    adoption = fit_adoption(events, last_day=START + 180, horizon_days=90, snapshots=1)
    links = adoption.links.frame(events.products).set_index(["antecedent", "product"])
    assert links.loc[(A, B), ["owners", "adopters"]].tolist() == [2, 1]
    assert (adoption.base_owners[B], adoption.base_adopters[B]) == (2, 1)


def test_best_sellers_count_first_time_buyers_by_period_and_segment() -> None:
    events = make_events((1, A, 0), (1, A, 95), (2, A, 95), (3, B, 30))
    counted = fit_popularity(events, np.array([0, 1, 1]), 2, last_day=START + 100)
    assert counted.lately.tolist() == [1, 0]
    assert counted.quarter.tolist() == [1, 1]
    assert counted.all_time.tolist() == [2, 1]
    assert counted.segment_buyers.tolist() == [[0, 0], [1, 1]]
    assert counted.segment[1, 0] == pytest.approx((1 + 20 * 1 / 3) / (2 + 20))


def test_pace_is_the_whole_past_of_a_steady_product_and_the_last_days_of_a_new_one() -> None:
    steady = [(account, A, account % 400) for account in range(800)]
    before = [(account, B, account % 380) for account in range(1000, 1760)]
    new = [(account, C, 380 + account % 20) for account in range(2000, 2040)]
    counted = fit_popularity(
        make_events(*steady, *before, *new), np.zeros(1600, dtype=np.int64), 1, last_day=START + 400
    )
    assert counted.pace[A] == pytest.approx(0.5, abs=0.01)
    assert counted.pace[C] > 5 * counted.all_time[C] / counted.all_time.sum()
    assert counted.pace[C] > 0.3
    assert counted.pace[B] < 0.3


def test_the_same_portfolio_speaks_louder_than_the_best_seller() -> None:
    twenty = [(account, product, 0) for account in range(20) for product in (A, B)]
    many = [(account, C, 0) for account in range(100, 160)]
    portfolios = fit_portfolios(make_events(*twenty, *many))
    score = portfolios.score(own(A))[0]
    assert score.argmax() == B
    assert portfolios.score(own())[0].argmax() == C


def test_ease_links_what_is_owned_together() -> None:
    pairs = [(account, product, 0) for account in range(200) for product in ((A, B) if account % 2 else (C,))]
    links = fit_ease(make_events(*pairs))
    score = links.sum_over(own(A))[0]
    assert score[B] > 0.3
    assert score[C] < 0.05


def test_only_the_three_strongest_reasons_add_up() -> None:
    value = np.zeros((6, 6))
    value[:5, 5] = [0.1, 0.2, 0.4, 0.3, 0.5]
    links = keep_strongest(value, np.ones((6, 6), dtype=int), np.ones((6, 6), dtype=int))
    assert links.best_three_over(own(0, 1, 2, 3, 4, width=6))[0, 5] == pytest.approx(1.2)
    assert links.sum_over(own(0, 1, 2, 3, 4, width=6))[0, 5] == pytest.approx(1.5)


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 2**32 - 1))
def test_three_strongest_agree_with_sorting_a_dense_table(seed: int) -> None:
    luck = np.random.default_rng(seed)
    value = np.where(luck.random((9, 9)) < 0.6, luck.random((9, 9)), 0).astype(np.float32)
    np.fill_diagonal(value, 0)
    owned = (luck.random((5, 9)) < 0.5).astype(np.float32)
    links = keep_strongest(value, np.ones((9, 9), dtype=int), np.ones((9, 9), dtype=int))
    dense = [np.sort(value[row > 0], axis=0)[-3:].sum(axis=0) for row in owned]
    np.testing.assert_allclose(links.best_three_over(sparse.csr_array(owned)), dense, rtol=1e-5)


def test_of_equal_scores_the_first_product_is_taken() -> None:
    places, scores = best_products(np.array([[0.5, 0.9, 0.9, -np.inf]], dtype=np.float32), 3)
    assert places.tolist() == [[1, 2, 0]]
    assert scores[0].tolist() == pytest.approx([0.9, 0.9, 0.5])


def test_an_account_with_very_many_products_is_left_out_of_pairs() -> None:
    giant = [(1, product, 0) for product in range(301)]
    events = make_events(*giant, (2, 0, 0), (2, 1, 5)).for_pairs()
    assert len(events.account) == 2
