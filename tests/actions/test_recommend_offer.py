"""What the product answers to each planted truth of the demo company (``data/README.md``)."""

import datetime as dt

import pytest

from actions.reply import Reply
from knowledge.terms import OfferKind, Verdict
from tests.actions.conftest import Ask


def said(reply: Reply) -> str:
    return "\n".join([reply.headline, *(line.text for section in reply.sections for line in section.lines)])


@pytest.mark.parametrize(
    ("account", "kind", "product"),
    [
        ("Acme Corporation", OfferKind.SEATS, "SFA Standard"),
        ("Acme Corporation", OfferKind.CROSS_SELL, "Marketing Automation Standard"),
        ("Globex Corporation", OfferKind.SEATS, "SFA Standard"),
        ("Northwind Traders", OfferKind.CROSS_SELL, "Secure Access Essentials"),
        ("Open Pro", OfferKind.UPSELL, "Marketing Automation Standard"),
        ("さくら商事株式会社", OfferKind.CROSS_SELL, "Marketing Automation Standard"),
        ("株式会社みなと星電機", OfferKind.SEATS, "Support Desk Team"),
    ],
)
def test_a_good_moment_gets_the_offer_that_fits(ask: Ask, account: str, kind: OfferKind, product: str) -> None:
    reply = ask("recommend_offer", account)
    assert reply.verdict is Verdict.NOW
    assert (kind, product) in {(offer.kind, offer.product) for offer in reply.offers}


@pytest.mark.parametrize(
    ("account", "because"),
    [
        ("Initech", "severe ticket"),
        ("株式会社北斗製作所", "NPS 2"),
        ("Vandelay Industries", "Their use fell by 4"),
        ("こだま谷通商株式会社", "Their use fell by 4"),
        ("Larkspur Robotics", "Onboarding is not finished"),
        ("青葉坂精工株式会社", "Onboarding is not finished"),
        ("Umbra Retail", "CS has put a hold on the account until 29 Oct 2026"),
        ("株式会社千鳥屋敷", "CS has put a hold"),
        ("Tallgrass Media", "asked 2 times in the last 90 days"),
        ("Ashdown Partners", "frozen until 31 Mar 2027"),
        ("椿坂薬品株式会社", "frozen until 31 Dec 2026"),
        ("Saltmarsh Textiles", "may leave"),
        ("春日丘運輸株式会社", "may leave"),
        ("Everbright Holdings", "nothing in the catalogue fits"),
        ("Sandbox Test Account", "test account"),
    ],
)
def test_offer_nothing_now_is_an_answer_with_its_reason(ask: Ask, account: str, because: str) -> None:
    reply = ask("recommend_offer", account)
    assert reply.verdict is Verdict.NOT_NOW
    assert reply.offers == ()
    assert because in said(reply)


def test_a_closed_gate_says_what_would_lift_it(ask: Ask) -> None:
    reply = ask("recommend_offer", "Initech")
    lifts = next(section for section in reply.sections if section.key == "lifts")
    assert "The ticket is solved, and CS agrees." in [line.text for line in lifts.lines]
    assert "Hannah Reyes (CS)" in said(reply)


def test_a_day_is_named_where_the_gate_opens_by_itself(ask: Ask) -> None:
    assert ask("recommend_offer", "Umbra Retail").verdict_until == dt.date(2026, 10, 30)
    assert ask("recommend_offer", "Tallgrass Media").verdict_until == dt.date(2026, 10, 20)
    assert ask("recommend_offer", "Initech").verdict_until is None


@pytest.mark.parametrize(
    ("account", "caution"),
    [
        ("Hooli", "Nobody knows how satisfied they are"),
        ("若竹庵印刷株式会社", "Nobody knows how satisfied they are"),
        ("Thistle & Vale", "They are only passive (NPS 8)"),
        ("Meridian Optics", "The champion left"),
        ("松風台システム株式会社", "The champion left"),
        ("Quarry Lane Builders", "95 days overdue"),
        ("Kestrel Freight", "notice deadline is on 21 Oct 2026"),
        ("白樺野ホーム株式会社", "notice deadline is on 28 Oct 2026"),
    ],
)
def test_what_calls_for_care_is_said_before_the_offer(ask: Ask, account: str, caution: str) -> None:
    assert caution in said(ask("recommend_offer", account))


def test_an_old_survey_is_told_with_its_age_and_lowers_confidence(ask: Ask) -> None:
    reply = ask("recommend_offer", "Copperfield Foods")
    assert "is 14 months old" in said(reply)
    assert reply.confidence == "medium"
    assert "satisfaction" in reply.confidence_reason


def test_a_declined_product_rests_until_its_day(ask: Ask) -> None:
    reply = ask("recommend_offer", "Umbra Systems")
    assert "Marketing Automation Standard" not in {offer.product for offer in reply.offers}
    assert "rests until 29 Nov 2026" in said(reply)


def test_a_japanese_customers_no_is_respected_alike(ask: Ask) -> None:
    reply = ask("recommend_offer", "朝霧橋フーズ株式会社")
    assert "Secure Access Essentials" not in {offer.product for offer in reply.offers}
    assert "Secure Access Essentials rests until 29 Nov 2026" in said(reply)


def test_right_after_a_purchase_only_a_related_add_on_is_offered(ask: Ask) -> None:
    reply = ask("recommend_offer", "Brightwater Clinics")
    assert [(offer.kind, offer.product) for offer in reply.offers] == [
        (OfferKind.CROSS_SELL, "Support Desk Chat Option")
    ]


def test_a_substitute_they_own_keeps_its_rival_away(ask: Ask) -> None:
    offered = {offer.product for offer in ask("recommend_offer", "Marlowe Press").offers}
    assert not any("Marketing Automation" in product for product in offered)


def test_hardly_any_data_gives_no_confident_verdict(ask: Ask) -> None:
    reply = ask("recommend_offer", "Fernhill Studio")
    assert (reply.verdict, reply.confidence) == (Verdict.UNKNOWN, "low")


def test_never_more_than_two_offers_and_each_with_a_reason(ask: Ask, demo: object) -> None:
    for account in ("Acme Corporation", "Kestrel Freight", "さくら物流株式会社", "Hooli"):
        offers = ask("recommend_offer", account).offers
        assert len(offers) <= 2
        assert all(offer.reason and offer.evidence for offer in offers)


def test_evidence_counts_are_the_planted_ones(ask: Ask) -> None:
    reply = ask("recommend_offer", "Acme Corporation")
    offer = next(offer for offer in reply.offers if offer.kind is OfferKind.CROSS_SELL)
    adopters, owners = int(offer.evidence["adopters"] or 0), int(offer.evidence["owners"] or 0)
    assert adopters / owners == pytest.approx(0.6, abs=0.05)
    assert f"{adopters} of {owners} accounts" in offer.reason


def test_both_languages_tell_the_same_facts(ask: Ask) -> None:
    english, japanese = (ask("recommend_offer", "Acme Corporation", language=language) for language in ("en", "ja"))
    assert [f.raw for f in english.figures] == [f.raw for f in japanese.figures]
    assert [(o.kind, o.product_id, o.score) for o in english.offers] == [
        (o.kind, o.product_id, o.score) for o in japanese.offers
    ]
    assert [s.key for s in english.sections] == [s.key for s in japanese.sections]
    assert "ご提案できます" in japanese.headline


def test_every_figure_has_basis_formula_and_day(ask: Ask) -> None:
    for account in ("Acme Corporation", "Initech", "Open Pro", "Fernhill Studio"):
        for figure in ask("recommend_offer", account).figures:
            assert figure.basis
            assert figure.formula
            assert figure.as_of


def test_the_day_asked_about_decides(ask: Ask) -> None:
    before_the_hold_ends = ask("recommend_offer", "Umbra Retail", as_of="2026-10-29")
    after = ask("recommend_offer", "Umbra Retail", as_of="2026-10-31")
    assert before_the_hold_ends.verdict is Verdict.NOT_NOW
    assert "hold" not in said(after)


def test_a_whole_answer_brings_talk_track_tiers_and_checklist(ask: Ask) -> None:
    reply = ask("recommend_offer", "Northwind Traders")
    keys = [section.key for section in reply.sections]
    assert {"talk_opener", "talk_ask", "talk_offer", "talk_start", "talk_objections", "talk_close"} <= set(keys)
    assert [tier.recommended for tier in reply.tiers] == [False, True, False]
    assert len(reply.checklist) == 10
    assert "ten passwords" in said(reply)


@pytest.mark.parametrize("language", ["en", "ja"])
def test_no_two_tiers_give_and_lack_the_same(ask: Ask, language: str) -> None:
    for account in ("株式会社楓井戸データ", "Birchholm Castings LLC", "Northwind Traders", "Acme Corporation"):
        tiers = ask("recommend_offer", account, language=language).tiers
        assert len({(tier.gives, tier.lacks) for tier in tiers}) == len(tiers) == 3


def test_the_rows_behind_a_figure_are_in_the_language_of_the_answer(ask: Ask) -> None:
    reply = ask("recommend_offer", "Acme Corporation", language="ja")
    figures = [figure.model_dump(mode="json") for figure in reply.figures]
    tables = {table.key: table for table in ask("explain_answer", figures=figures, language="ja").tables}
    (take_up,) = [table for key, table in tables.items() if key.startswith("take_up_") and len(table.rows) == 5][-1:]
    assert {row[3] for row in take_up.rows} <= {"受注", "失注"}
    assert {row[2] for row in take_up.rows} == {"MA スタンダード"}
    assert any("MA スタンダード" in table.columns for key, table in tables.items() if key.startswith("follow_on"))
