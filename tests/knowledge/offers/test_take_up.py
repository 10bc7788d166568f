"""Take-up moves a rank a little, the more proposals the more; what is set aside justifies nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.catalogue.catalogue import ProductCard
from knowledge.offers.candidate import Candidate
from knowledge.offers.grounds import Experience, ground_of, learn_rank
from knowledge.offers.rules import LearningRules, OfferRules
from knowledge.offers.take_up import TakeUp, weigh
from knowledge.terms import OfferKind

RULES = LearningRules()


def _candidate(number: int, **parts: float) -> Candidate:
    fields = dict.fromkeys(ProductCard.__dataclass_fields__)
    card = ProductCard(**{**fields, "id": number, "name": f"P{number}", "family": f"F{number}"})  # type: ignore[arg-type]
    return Candidate(OfferKind.CROSS_SELL, card, tuple(parts.items()))


def _rank(*candidates: Candidate, **experience: object) -> list[Candidate]:
    return learn_rank(candidates, Experience(**experience), OfferRules(), RULES)  # type: ignore[arg-type]


def test_one_of_fourteen_against_a_third_of_all_costs_a_third_of_the_score() -> None:
    # (1 + 20 × .35) ÷ (14 + 20) ÷ .35 = .6723
    assert weigh(TakeUp(14, 1), TakeUp(60, 21), RULES) == pytest.approx(0.6723, abs=1e-4)


def test_a_rule_never_tried_moves_nothing() -> None:
    assert weigh(TakeUp(0, 0), TakeUp(60, 21), RULES) == pytest.approx(1.0)
    assert weigh(TakeUp(9, 0), TakeUp(9, 0), RULES) == 1.0


@given(st.integers(0, 500), st.integers(1, 500), st.data())
def test_more_won_never_weighs_less_and_stays_in_bounds(proposals: int, among: int, data: st.DataObject) -> None:
    won = data.draw(st.integers(0, proposals))
    usual = TakeUp(among, data.draw(st.integers(1, among)))
    low, high = weigh(TakeUp(proposals, 0), usual, RULES), weigh(TakeUp(proposals, won), usual, RULES)
    assert 0.5 <= low <= high <= 1.5


def test_take_up_reorders_two_offers_of_equal_evidence() -> None:
    counts = {"cross_sell:1": TakeUp(14, 1), "cross_sell:2": TakeUp(14, 9)}
    ranked = _rank(
        _candidate(1, need=0.4), _candidate(2, need=0.4), by_rule=counts, by_kind={OfferKind.CROSS_SELL: TakeUp(60, 21)}
    )
    assert [candidate.product.id for candidate in ranked] == [2, 1]


def test_what_others_turned_down_says_nothing_against_a_customer_who_asked() -> None:
    counts = {"cross_sell:1": TakeUp(14, 1), "cross_sell:2": TakeUp(14, 1)}
    asked, related = _rank(
        _candidate(1, need=0.4),
        _candidate(2, related=0.4),
        by_rule=counts,
        by_kind={OfferKind.CROSS_SELL: TakeUp(60, 21)},
    )
    assert (asked.product.id, asked.record, asked.score) == (1, None, 0.4)
    assert related.score < 0.3


def test_a_rule_set_aside_gives_no_points_and_what_has_no_ground_left_is_not_offered() -> None:
    two, one = _candidate(1, need=0.4, related=0.1, addon=0.15), _candidate(2, need=0.4)
    (left,) = _rank(two, one, set_aside=frozenset({"need:1", "need:2"}))
    assert dict(left.parts) == {"related": 0.1, "addon": 0.15}
    assert ground_of(left) == "addon:1"
