"""Each truth of data/README.md, as the store holds it on the demo day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import Engine, select

from knowledge.accounts.names.search import known_names
from knowledge.demo import DEMO_DAY
from knowledge.tables import Account, Product, ProductRelation, Usage
from tests.demo.customers import Customer, days_since, find_customer, planted_names

Find = Callable[[str], Customer]


@pytest.fixture
def customer(demo: Engine) -> Iterator[Find]:
    with demo.connect() as connection:
        yield lambda key: find_customer(connection, key)


def solves(customer: Customer, product: str) -> bool:
    """Whether a word by which the product is known stands in an open need."""
    words = customer.connection.scalar(select(Product.solves).where(Product.key == f"demo:{product}")) or ""
    return any(word in need.text.casefold() for need in customer.needs() for word in words.casefold().split("\n"))


def test_every_planted_truth_that_the_readme_tells_is_a_customers(demo: Engine) -> None:
    names = planted_names()
    with demo.connect() as connection:
        customers = connection.scalars(select(Account.name)).all()
    assert len(names) > 30
    assert set(names) <= set(customers)


def test_acme_is_happy_growing_and_asks_for_what_marketing_automation_does(customer: Find) -> None:
    acme = customer("acme")
    nps = acme.nps()
    assert nps is not None
    assert (nps.score, days_since(nps.answered_on)) == (9, 12)
    assert acme.seats_share("sfa-standard") == pytest.approx(0.88, abs=0.01)
    assert acme.trend("sfa-standard") > 0.15
    assert days_since(acme.account.onboarded_on) == 92
    assert solves(acme, "ma-standard")
    assert set(acme.owned()) == {"desk-team", "sfa-standard"}
    assert not acme.open_tickets()
    assert not acme.overdue()


@pytest.mark.parametrize(("key", "product"), [("globex", "sfa-standard"), ("minatoboshi", "desk-team")])
def test_a_happy_customer_has_no_seat_left(customer: Find, key: str, product: str) -> None:
    nps = customer(key).nps()
    assert customer(key).seats_share(product) == 1.0
    assert customer(key).trend(product) > 0.15
    assert nps is not None
    assert nps.score == 9


@pytest.mark.parametrize(("key", "score", "ticket_days"), [("initech", 3, 4), ("hokuto", 2, 6)])
def test_a_detractor_waits_for_help_with_a_severe_ticket(
    customer: Find, key: str, score: int, ticket_days: int
) -> None:
    nps = customer(key).nps()
    (ticket,) = customer(key).open_tickets()
    assert nps is not None
    assert nps.score == score
    assert (ticket.severity, days_since(ticket.opened_on)) == ("severe", ticket_days)


@pytest.mark.parametrize(
    ("key", "product", "ticket_days"), [("vandelay", "sfa-premium", 200), ("kodamadani", "cloud-business", 180)]
)
def test_use_falls_by_nearly_half_and_nobody_says_a_word(
    customer: Find, key: str, product: str, ticket_days: int
) -> None:
    silent = customer(key)
    assert silent.trend(product) == pytest.approx(-0.45, abs=0.03)
    assert (silent.days_since_ticket(), silent.days_since_touch()) == (ticket_days, 80)


@pytest.mark.parametrize(
    ("key", "product", "champion_days", "touch_days", "late_days"),
    [("saltmarsh", "desk-enterprise", 40, 95, 45), ("kasugaoka", "cloud-business", 35, 90, 40)],
)
def test_everything_points_to_a_customer_leaving(
    customer: Find, key: str, product: str, champion_days: int, touch_days: int, late_days: int
) -> None:
    leaving = customer(key)
    (champion,) = leaving.champions()
    assert leaving.trend(product) < -0.45
    assert days_since(champion.left_on) == champion_days
    assert leaving.days_since_touch() == touch_days
    assert leaving.overdue() == [late_days]
    assert 30 < (leaving.owned()[product].notice_by - DEMO_DAY).days <= 40


@pytest.mark.parametrize(
    ("key", "product", "days"), [("northwind", "security-essentials", 5), ("sakura-shoji", "ma-standard", 7)]
)
def test_a_fresh_promoter_has_said_what_is_missing(customer: Find, key: str, product: str, days: int) -> None:
    nps = customer(key).nps()
    assert nps is not None
    assert (nps.score, days_since(nps.answered_on)) == (10, days)
    assert solves(customer(key), product)
    assert product not in customer(key).owned()


@pytest.mark.parametrize("key", ["hooli", "wakatakean"])
def test_some_were_never_asked_how_satisfied_they_are(customer: Find, key: str) -> None:
    assert customer(key).nps() is None


@pytest.mark.parametrize(("key", "product"), [("larkspur", "sfa-starter"), ("aobazaka", "sfa-standard")])
def test_a_new_customer_barely_uses_what_it_bought(customer: Find, key: str, product: str) -> None:
    account = customer(key).account
    assert account.onboarded_on is None
    assert 30 < days_since(account.created_on) < 90
    assert customer(key).seats_share(product) < 0.2


def test_a_brand_new_customer_does_well_and_has_an_option_to_add(customer: Find) -> None:
    brightwater = customer("brightwater")
    assert days_since(brightwater.owned()["desk-business"].started_on) == 14
    assert brightwater.seats_share("desk-business") == 0.8
    option = select(ProductRelation.kind).where(
        ProductRelation.product_id == brightwater.owned()["desk-business"].product_id,
        ProductRelation.related_id.in_(select(Product.id).where(Product.key == "demo:desk-chat")),
    )
    assert brightwater.connection.scalar(option) == "accessory"


@pytest.mark.parametrize(
    ("key", "product", "notice", "renewal"),
    [("kestrel", "cloud-business", 21, 81), ("shirakabano", "desk-business", 28, 88)],
)
def test_the_notice_deadline_comes_before_the_renewal(
    customer: Find, key: str, product: str, notice: int, renewal: int
) -> None:
    contract = customer(key).owned()[product]
    assert contract.notice_by - DEMO_DAY == dt.timedelta(days=notice)
    assert contract.renews_on - DEMO_DAY == dt.timedelta(days=renewal)


@pytest.mark.parametrize(("key", "days"), [("umbra-retail", 30), ("chidoriyashiki", 20)])
def test_customer_success_has_asked_for_quiet(customer: Find, key: str, days: int) -> None:
    (hold,) = customer(key).holds()
    assert hold.expires_on - DEMO_DAY == dt.timedelta(days=days)
    assert hold.lifted_on is None


@pytest.mark.parametrize(
    ("key", "product", "reason"),
    [("umbra-systems", "ma-standard", "price"), ("asagiribashi", "security-essentials", "no_budget")],
)
def test_a_product_was_declined_a_month_ago(customer: Find, key: str, product: str, reason: str) -> None:
    (proposal,) = customer(key).proposals()
    assert (proposal.product, proposal.outcome, proposal.reason) == (f"demo:{product}", "lost", reason)
    assert days_since(proposal.outcome_on) == 30


def test_two_offers_within_ninety_days_are_still_undecided(customer: Find) -> None:
    proposals = customer("tallgrass").proposals()
    assert sorted(days_since(each.proposed_on) for each in proposals) == [26, 70]
    assert {each.outcome for each in proposals} == {"pitched", "later"}


def test_a_passive_answer_and_an_old_one(customer: Find) -> None:
    passive, old = customer("thistle-vale").nps(), customer("copperfield").nps()
    assert passive is not None
    assert old is not None
    assert (passive.score, days_since(passive.answered_on)) == (8, 30)
    assert (old.score, days_since(old.answered_on)) == (9, 425)


@pytest.mark.parametrize(("key", "days"), [("meridian-optics", 25), ("matsukazedai", 18)])
def test_the_only_champion_has_left(customer: Find, key: str, days: int) -> None:
    (champion,) = customer(key).champions()
    assert days_since(champion.left_on) == days


def test_of_the_planted_only_the_late_payer_and_those_leaving_owe_anything(customer: Find) -> None:
    accounts = customer("acme").connection.execute(select(Account.key, Account.name))
    keys = [key.removeprefix("demo:") for key, name in accounts if name in planted_names()]
    owing = {key: overdue for key in keys if (overdue := customer(key).overdue())}
    assert owing == {"quarry-lane": [5, 95], "saltmarsh": [45], "kasugaoka": [40]}


def test_only_the_sandbox_is_a_test_account(demo: Engine) -> None:
    with demo.connect() as connection:
        assert connection.scalars(select(Account.name).where(Account.is_test)).all() == ["Sandbox Test Account"]


def test_one_customer_owns_all_there_is(customer: Find) -> None:
    ranked = select(Product.key).where(Product.retired_on.is_(None)).order_by(Product.tier_rank)
    connection = customer("everbright").connection
    tiers = connection.execute(ranked.add_columns(Product.family).where(Product.tier_rank.is_not(None)))
    tops = {family: key for key, family in tiers}.values()
    options = connection.scalars(ranked.where(Product.tier_rank.is_(None)))
    assert {f"demo:{key}" for key in customer("everbright").owned()} == {*tops, *options}
    assert customer("everbright").seats_share("sfa-premium") == pytest.approx(0.6, abs=0.01)


def test_one_customer_owns_what_replaces_marketing_automation(customer: Find) -> None:
    owned = customer("marlowe").owned()
    substitutes = select(Product.key).join(ProductRelation, ProductRelation.related_id == Product.id)
    query = substitutes.where(
        ProductRelation.product_id == owned["campaign-mailer"].product_id, ProductRelation.kind == "substitute"
    )
    assert "demo:ma-standard" in customer("marlowe").connection.scalars(query).all()


def test_of_one_customer_next_to_nothing_is_known(customer: Find) -> None:
    fernhill = customer("fernhill")
    assert days_since(fernhill.account.created_on) == 6
    assert not fernhill.rows(select(Usage.id), Usage)
    assert fernhill.nps() is None
    assert not fernhill.champions()


@pytest.mark.parametrize(("key", "until"), [("ashdown", dt.date(2027, 3, 31)), ("tsubakizaka", dt.date(2026, 12, 31))])
def test_the_budget_is_frozen(customer: Find, key: str, until: dt.date) -> None:
    assert customer(key).account.budget_frozen_until == until


def test_a_plan_with_a_mail_limit_is_nearly_full(customer: Find) -> None:
    open_pro = customer("open-pro")
    query = select(Usage.events).where(Usage.feature == "").order_by(Usage.day.desc())
    mails = sum(events for (events,) in open_pro.rows(query, Usage)[:4])
    assert 9_000 < mails < 10_000
    assert open_pro.trend("ma-basic", Usage.events) > 0.1


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("Acme", {"Acme Corporation"}),
        ("Globex", {"Globex Corporation"}),
        ("ＡＣＭＥ logistics", {"Acme Logistics"}),
        ("㈱さくら商事", {"さくら商事株式会社"}),
        ("Sakura Shoji", {"さくら商事株式会社"}),
        ("さくらしょうじ", {"さくら商事株式会社"}),
        ("グローベックス・ジャパン", {"Globex Japan"}),
        ("Umbra", set()),
    ],
)
def test_a_spelling_belongs_to_the_account_one_would_expect(demo: Engine, said: str, found: set[str]) -> None:
    with demo.connect() as connection:
        accounts = [match.account_id for match in known_names(connection, [said]).get(said, [])]
        assert set(connection.scalars(select(Account.name).where(Account.id.in_(accounts)))) == found


def test_globex_japan_belongs_to_globex(customer: Find) -> None:
    assert customer("globex-japan").account.parent_id == customer("globex").account.id
