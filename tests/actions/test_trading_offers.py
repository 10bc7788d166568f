"""What a trading firm offers: what is due again, what was dropped, what alike customers carry; in words of orders."""

from collections.abc import Callable

from knowledge.terms import OfferKind
from tests.firms.firm import ImportedFirm, words_of

Firm = Callable[[str], ImportedFirm]


def test_an_article_due_by_its_own_rhythm_is_offered_as_a_refill(open_firm: Firm) -> None:
    reply = open_firm("orders_only").run("recommend_offer", "Elm Street Bikes")
    first = reply.offers[0]
    assert (first.kind, first.product) == (OfferKind.REFILL, "Chain 9-speed")
    assert "about every 30 days, last on 6 Nov 2026: due again about 6 Dec 2026" in first.reason
    assert "prepare the order?" in words_of(reply)


def test_an_article_they_stopped_ordering_is_named_with_its_day(open_firm: Firm) -> None:
    ledger = open_firm("orders_only")
    offers = {offer.product: offer for offer in ledger.run("recommend_offer", "Delta Drops").offers}
    assert offers["Work Gloves"].kind is OfferKind.REGAIN
    assert "without it" in offers["Work Gloves"].reason
    japanese = words_of(ledger.run("recommend_offer", "Delta Drops", language="ja"))
    assert "この品を含まないご注文が" in japanese
    assert "作業手袋のご注文再開" in japanese


def test_a_range_smaller_than_that_of_alike_customers_is_told_with_its_counts(open_firm: Firm) -> None:
    ledger = open_firm("orders_only")
    offers = {offer.product: offer for offer in ledger.run("recommend_offer", "Small Range Shop").offers}
    assert offers["Bearing Grease"].kind is OfferKind.CROSS_SELL
    assert "14 of 18 customers in Retail carry it; this customer orders 1 article." in offers["Bearing Grease"].reason
    assert "Retailの18社中14社が扱っています" in words_of(
        ledger.run("recommend_offer", "Small Range Shop", language="ja")
    )


def test_who_should_i_call_names_people_on_a_ledger_with_the_question_to_ask_first(open_firm: Firm) -> None:
    ledger = open_firm("orders_only")
    called = [str(each.slots["account"]) for each in ledger.run("rank_accounts").listed]
    assert {"Cedar Sports", "Elm Street Bikes"} <= set(called)
    assert "Ask first: “How happy are you with what you have?”" in words_of(ledger.run("recommend_offer", called[0]))


def test_nothing_of_a_subscription_is_said_to_a_bike_dealer(open_firm: Firm) -> None:
    ledger = open_firm("orders_only")
    for language, never in (
        ("en", ("months in", "is in place", "seats", "30 days in one")),
        ("ja", ("定着", "席数", "一部署")),
    ):
        told = words_of(ledger.run("recommend_offer", "Small Range Shop", language=language))
        assert not [word for word in never if word in told], told


def test_a_repeat_order_is_no_cross_sell(open_firm: Firm) -> None:
    kinds = {
        offer.product: offer.kind for offer in open_firm("orders_only").run("recommend_offer", "Cedar Sports").offers
    }
    assert kinds["Chain 9-speed"] is OfferKind.REFILL
