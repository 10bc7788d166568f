"""What a trading firm offers: what is due again, what was dropped, what alike customers carry; in words of orders."""

from collections.abc import Callable

import pytest

from knowledge.terms import OfferKind
from scripts.draft_repeats import body_of
from scripts.evaluate_drafts import INSIDE, MATTERS_OF, OBJECTIONS, PURPOSES
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


@pytest.mark.parametrize(
    ("language", "told", "never"),
    [
        (
            "en",
            ["are you content with our articles and deliveries?", "20 orders so far", "Your last order with us was"],
            ["do what you hoped for", "Who else is affected", "department", "a month", "Was everything right"],
        ),
        (
            "ja",
            ["品物や納品について", "これまでのご注文は20回", "ご注文いただいて以来"],
            ["お役に立っていますか", "部署", "月額", "納品に不都合"],
        ),
    ],
)
def test_a_dealer_who_stopped_ordering_is_asked_what_fits_a_dealer(
    open_firm: Firm, language: str, told: list[str], never: list[str]
) -> None:
    reply = open_firm("orders_only").run("recommend_offer", "Late Harbour Bikes", language=language)
    words = words_of(reply)
    assert not [each for each in told if each not in words], words
    assert not [each for each in never if each in words], words
    assert reply.tiers == ()


@pytest.mark.parametrize(
    ("language", "none", "play", "unrecorded", "fits_nobody"),
    [
        ("en", "ordered by the piece", "ask why they have not ordered", "No customer's use is recorded", "Seats —"),
        ("ja", "品目ごとのご注文", "ご注文が途絶えている理由", "どのお客様についても記録されていません", "席の追加："),
    ],
)
def test_a_ledger_has_no_plans_no_revenue_a_month_and_no_use(
    open_firm: Firm, language: str, none: str, play: str, unrecorded: str, fits_nobody: str
) -> None:
    ledger = open_firm("orders_only")
    assert none in ledger.run("compare_tiers", "Small Range Shop", language=language).headline
    risks = ledger.run("list_churn_risks", language=language)
    assert play in words_of(risks)
    assert "¥" not in risks.headline
    assert "円" not in risks.headline
    assert risks.figures == ()
    assert unrecorded in ledger.run("check_usage", "Small Range Shop", language=language).headline
    assert fits_nobody not in words_of(ledger.run("check_timing", "Small Range Shop", language=language))


@pytest.mark.parametrize(("language", "told"), [("en", "1 purchase on 20 Nov 2026"), ("ja", "2026年11月20日の購入1件")])
def test_a_single_purchase_has_one_day(open_firm: Firm, language: str, told: str) -> None:
    assert told in words_of(open_firm("orders_only").run("show_purchases", "New Saddle", language=language))


@pytest.mark.parametrize("purpose", [*(purpose for purpose in PURPOSES if purpose != "payment"), *INSIDE])
def test_no_text_to_a_bike_dealer_speaks_of_contracts_or_of_use(open_firm: Firm, purpose: str) -> None:
    ledger = open_firm("orders_only")
    for language, never in (
        ("en", ("our contract", "worked with", "for you what you hoped", "a month", "for 30 days", "lacked")),
        ("ja", ("ご契約", "ご利用", "お使い", "月額", "一部署", "更新")),
    ):
        matter = MATTERS_OF.get(purpose, OBJECTIONS)[language][0]
        slots = {"purpose": purpose, "medium": "email", "language": language, "matter": matter}
        body = body_of(ledger.run("draft_talk_track", "Elm Street Bikes", **slots))
        assert body
        assert not [word for word in never if word in body], body
