"""Scoring accounts: the right product, its counts, and the same row alone as among all."""

from datetime import timedelta

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.offers.affinity.blend import BLENDS, SMALL_CATALOGUE_BLENDS, Blend, Part, blend
from knowledge.offers.affinity.recommend import OfferScorer, fit
from tests.knowledge.offers.affinity.made import DAY, make_firm, make_purchases

ALL_BLENDS = BLENDS + SMALL_CATALOGUE_BLENDS
FIRM = make_firm(accounts=80, days=720)
SEGMENTS = pd.DataFrame({"account_id": range(1, 81), "segment": ["north", "south"] * 40})
DAY_ASKED = DAY + timedelta(days=600)
A, B, C, D = 1, 2, 3, 4


@pytest.fixture(scope="module", params=ALL_BLENDS, ids=lambda scorer: scorer.name)
def scorer(request: pytest.FixtureRequest) -> OfferScorer:
    chosen: Blend = request.param
    return fit(FIRM, SEGMENTS, chosen, as_of=DAY_ASKED)


def test_one_account_alone_gets_the_row_it_gets_among_all(scorer: OfferScorer) -> None:
    everybody = scorer.score(FIRM, SEGMENTS)
    for account in everybody["account_id"].unique()[::5]:
        alone = scorer.score(FIRM[FIRM["account_id"] == account], SEGMENTS)
        among = everybody[everybody["account_id"] == account].reset_index(drop=True)
        pd.testing.assert_frame_equal(alone, among, check_exact=True)


def test_what_an_account_owns_is_never_offered(scorer: OfferScorer) -> None:
    known = FIRM[FIRM["purchased_on"] <= pd.Timestamp(DAY_ASKED)]
    offers = scorer.score(FIRM, SEGMENTS)
    assert offers.merge(known, on=["account_id", "product_id"]).empty
    assert offers.groupby("account_id")["rank"].max().le(3).all()


def test_the_counts_say_what_owners_added_last_quarter() -> None:
    rows = [(account, A, 0) for account in range(1, 11)] + [(account, B, 50) for account in range(1, 7)]
    rows += [(account, C, 0) for account in range(11, 21)] + [(30, D, 0)]
    scorer = fit(make_purchases(*rows), None, blend(Part.ADOPTION), as_of=DAY + timedelta(days=90))
    offers = scorer.score(make_purchases((99, A, 0)), None, top=1)
    [row] = offers.to_dict("records")
    assert (row["product_id"], row["antecedent"]) == (B, A)
    assert (row["owners"], row["adopters"]) == (10, 6)
    assert (row["base_owners"], row["base_adopters"]) == (21, 6)


def test_an_account_without_purchases_has_no_row() -> None:
    scorer = fit(FIRM, SEGMENTS, BLENDS[0], as_of=DAY_ASKED)
    assert scorer.score(FIRM[FIRM["account_id"] < 0], SEGMENTS).empty


def test_a_firm_without_purchases_offers_nothing() -> None:
    nothing = make_purchases()
    assert fit(nothing, None, BLENDS[4], as_of=DAY_ASKED).score(nothing, None).empty


@settings(deadline=None, max_examples=15)
@given(st.integers(0, 720))
def test_later_purchases_change_no_score(day: int) -> None:
    as_of = DAY + timedelta(days=day)
    known = FIRM[FIRM["purchased_on"] <= pd.Timestamp(as_of)]
    scores = [
        fit(rows, SEGMENTS, BLENDS[-1], as_of=as_of).score(rows, SEGMENTS).set_index(["account_id", "rank"])
        for rows in (FIRM, known)
    ]
    assert scores[0]["product_id"].eq(scores[1]["product_id"]).all()
    pd.testing.assert_frame_equal(*(frame.drop(columns="product_id") for frame in scores))
