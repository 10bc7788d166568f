"""What a firm with seats and use is told of it: by product, by whole periods, through a change of plan."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from knowledge.accounts.queries.account_360 import load_account_360
from knowledge.offers.advice import find_offers
from knowledge.terms import OfferKind
from knowledge.usage.policy import UseState
from tests.firms.firm import DAY, ImportedFirm, words_of

Open = Callable[[str], ImportedFirm]


@pytest.fixture
def cloud(open_firm: Open) -> ImportedFirm:
    return open_firm("usage_and_contracts")


@pytest.mark.parametrize(("language", "rising"), [("en", "rising (+30%"), ("ja", "増加傾向（自社の過去比+30%")])
def test_a_customer_who_took_the_larger_plan_uses_it_more(cloud: ImportedFirm, language: str, rising: str) -> None:
    told = words_of(cloud.run("check_usage", "Upgraded Tools", language=language))
    assert rising in told
    assert "Desk Basic" not in told
    assert "デスク ベーシック" not in told
    churn = cloud.run("assess_churn", "Upgraded Tools", language=language)
    assert not [figure.key for figure in churn.figures if figure.key.startswith("signal_use")]
    assert churn.figure("churn").raw == 0


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "Use of Desk Basic fell by 95%: 100 events in four weeks against 2,000 before"),
        ("ja", "デスク ベーシックの利用が95%減少"),
    ],
)
def test_mails_do_not_hide_that_the_desk_stands_still(cloud: ImportedFirm, language: str, told: str) -> None:
    assert told in words_of(cloud.run("assess_churn", "Many Mails", language=language))


@pytest.mark.parametrize("language", ["en", "ja"])
def test_use_by_feature_is_use_of_the_product(cloud: ImportedFirm, language: str) -> None:
    told = words_of(cloud.run("check_usage", "Feature Rows Only", language=language))
    assert "+0%" in told
    assert "no data" not in told
    assert "データがありません" not in told


def test_months_are_steady_and_their_people_are_people_of_a_month(cloud: ImportedFirm) -> None:
    told = words_of(cloud.run("check_usage", "Monthly Measures"))
    assert "steady" in told
    assert "to 30 Nov 2026" in told
    churn = cloud.run("assess_churn", "Monthly Measures", as_of="2026-11-09")
    assert churn.figure("churn").raw == 0


def test_fewer_people_are_told_by_the_week(cloud: ImportedFirm) -> None:
    assert "62% fewer users: 3 a week against 8 before" in words_of(cloud.run("assess_churn", "Falling Ferns"))


@pytest.mark.parametrize(("heading", "offered"), [(UseState.FALLING, []), (UseState.RISING, [OfferKind.SEATS])])
def test_seats_are_offered_only_of_a_product_whose_use_does_not_fall(
    cloud: ImportedFirm, heading: UseState, offered: list[OfferKind]
) -> None:
    with cloud.knowledge.access("operator", as_of=DAY) as access:
        case = load_account_360(access, cloud.account_id("Falling Ferns"))
        full = replace(case, product_use=({**case.product_use[0], "seat_share": 1.0, "use_state": heading},))
        kinds = [candidate.kind for candidate in find_offers(full, access.rules)]
    assert [kind for kind in kinds if kind is OfferKind.SEATS] == offered


@pytest.mark.parametrize(
    ("language", "headline", "alarm"),
    [
        ("en", "Angry Anchor needs watching", "One to watch whatever the points"),
        ("ja", "Angry Anchor様は要注意です", "点数にかかわらず、解消されるまで要注意"),
    ],
)
def test_the_unhappiest_customer_is_not_healthy_and_the_digest_names_them(
    cloud: ImportedFirm, language: str, headline: str, alarm: str
) -> None:
    reply = cloud.run("assess_churn", "Angry Anchor", language=language)
    assert reply.headline.startswith(headline)
    assert alarm in words_of(reply)
    assert "Angry Anchor" in words_of(cloud.run("list_churn_risks", since="2026-11-20", language=language))


def test_seats_assigned_and_people_active_are_told_as_what_they_are(cloud: ImportedFirm) -> None:
    ferns = words_of(cloud.run("check_usage", "Falling Ferns"))
    assert "Desk Basic, 8 of 10 (80%) seats in use" in ferns
    assert "8 / 10 · 3 a week" in ferns
    assert "somebody is active on 6 of 10 (60%) seats" in words_of(cloud.run("check_usage", "Feature Rows Only"))
    assert "10席中6席（60%）に実際の利用者がいます" in words_of(
        cloud.run("check_usage", "Feature Rows Only", language="ja")
    )
    assert "9 / 10 · 9 a month" in words_of(cloud.run("check_usage", "Monthly Measures"))


def test_a_customer_told_by_the_month_is_active_in_that_month(cloud: ImportedFirm) -> None:
    assert cloud.run("show_metrics", metric="active_rate").figure("active_rate").raw == 1
