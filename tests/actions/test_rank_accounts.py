"""Whom to call, and whom not to: the same decision as for one customer, over the whole book."""

import re
from collections.abc import Sequence
from dataclasses import replace

import pytest
from sqlalchemy import update

from bot.dialogue.action_executor import ActionRunner
from knowledge.accounts.account_360 import Account360
from knowledge.accounts.queries.account_360 import load_account_360
from knowledge.accounts.queries.accounts_360 import load_accounts_360
from knowledge.demo import DEMO_DAY
from knowledge.knowledge import Knowledge
from knowledge.offers.call_list import Call, rank_calls
from knowledge.tables import Product
from tests.actions.conftest import Ask
from tests.actions.test_recommend_offer import said


def as_they_are(_currency: str | None) -> float:
    return 1.0


def test_the_list_says_whom_not_to_call_and_why(ask: Ask) -> None:
    words = said(ask("rank_accounts"))
    assert "Initech: a severe ticket is open" in words
    assert "Umbra Retail: CS asked for quiet (until 30 Oct 2026)" in words
    assert "Sandbox Test Account" not in words


def test_one_product_narrows_the_list(ask: Ask) -> None:
    rows = ask("rank_accounts", product="Marketing Automation Standard").tables[0].rows
    assert rows
    assert all("Marketing Automation Standard" in row[1] for row in rows)


def test_the_headline_calls_the_product_as_its_reader_does(ask: Ask) -> None:
    told = ask("rank_accounts", product="Secure Access Essentials", language="ja").headline
    assert told.startswith("セキュアアクセス エッセンシャルについて")


def test_the_order_can_be_recomputed(ask: Ask) -> None:
    reply = ask("rank_accounts")
    worth = [figure.raw for figure in reply.figures if figure.key.startswith("worth_")]
    assert worth == sorted(worth, reverse=True)  # type: ignore[type-var]


def test_a_stated_chance_makes_an_expected_value_and_scores_stand_on_its_scale(demo: Knowledge) -> None:
    with demo.access("operator", as_of=DEMO_DAY) as access:
        cases = [_with_chance(case, 0.08) for case in load_accounts_360(access)]
        calls = rank_calls(cases, access.rules, compare=as_they_are).calls
    stated = [call for call in calls if call.chance is not None]
    ranked = [call for call in calls if call.chance is None]
    assert stated
    assert ranked
    for call in stated:
        assert call.worth_minor == pytest.approx(0.08 * (call.year_minor or 0))
    for call in ranked:
        assert call.offer.candidate.need or call.offer.candidate.seat_use or not call.offer.candidate.scored
        assert call.worth_minor == pytest.approx(call.offer.candidate.score * call.scale * (call.year_minor or 0))
    assert 0.08 <= calls[0].scale < 1
    assert [call.worth_minor for call in calls] == sorted((call.worth_minor for call in calls), reverse=True)


def _with_chance(case: Account360, chance: float) -> Account360:
    scored = {product: replace(offer, chance=chance) for product, offer in (case.scored or {}).items()}
    return replace(case, scored=scored)


def test_without_chances_the_list_says_that_it_is_a_rank(ask: Ask) -> None:
    assert "a rank, not a forecast" in said(ask("rank_accounts"))


def test_a_team_narrows_the_list_to_its_customers(ask: Ask) -> None:
    everybody, tokyo = ask("rank_accounts"), ask("rank_accounts", text="who should team Tokyo call this week?")
    assert tokyo.headline.startswith("Tokyo: ")
    assert tokyo.headline != everybody.headline


def test_everybody_held_back_is_counted_under_a_reason(ask: Ask) -> None:
    reply = ask("rank_accounts")
    (held,) = [section for section in reply.sections if section.key == "held_back"]
    (more,) = [line.text for line in held.lines if " more: " in line.text]
    total = int(re.findall(r"(\d+) are held back", reply.headline)[0])
    counts = [int(number) for number in re.findall(r"(\d+) \(", more.split(": ", 1)[1])]
    assert sum(counts) == total - 5


def test_a_rep_sees_their_own_book_only(ask: Ask) -> None:
    everybody, own = ask("rank_accounts"), ask("rank_accounts", asker="Daniel Osei")
    assert own.headline != everybody.headline
    assert {row[4] for row in own.tables[0].rows} <= {"Maya Collins", "Daniel Osei", "Priya Nair"}


@pytest.mark.parametrize("language", ["en", "ja"])
def test_both_languages_rank_alike(ask: Ask, language: str) -> None:
    rows = ask("rank_accounts", language=language).tables[0].rows
    assert [row[0] for row in rows] == [row[0] for row in ask("rank_accounts").tables[0].rows]


def test_the_case_of_one_is_among_the_cases_of_all(demo: Knowledge) -> None:
    with demo.access("operator", as_of=DEMO_DAY) as access:
        among = {case.account.id: case for case in load_accounts_360(access)}
        for account_id in (1, 2, 11, 22):
            alone, shared = load_account_360(access, account_id), among[account_id]
            for name in ("account", "purchases", "contracts", "needs", "proposals", "cooling", "follow_ons"):
                assert getattr(alone, name) == getattr(shared, name), name
            assert alone.owned == shared.owned
            assert alone.seat_uses == shared.seat_uses


def test_few_cases_come_after_the_others_whatever_they_list_for(own_demo: Knowledge) -> None:
    def calls() -> Sequence[Call]:
        with own_demo.access("operator", as_of=DEMO_DAY) as access:
            return rank_calls(load_accounts_360(access), access.rules, compare=as_they_are).calls

    dear = next(call for call in calls() if call.rests_on_few).offer.candidate.product.id
    with own_demo.engine.begin() as connection:
        connection.execute(update(Product).where(Product.id == dear).values(list_price_minor=99_999_999))
    few = [call.rests_on_few for call in calls()]
    assert few == sorted(few)
    firm = max(call.worth_minor for call in calls() if not call.rests_on_few)
    assert calls()[0].worth_minor == firm
    assert any(call.worth_minor > firm for call in calls() if call.rests_on_few)


def test_yen_and_dollars_are_not_compared_without_a_rate(own_demo: Knowledge) -> None:
    with own_demo.engine.begin() as connection:
        dollars = update(Product).where(Product.name == "Marketing Automation Standard")
        connection.execute(dollars.values(currency="USD", list_price_minor=99_999_999))
        connection.execute(
            update(Product).where(Product.name == "Secure Access Essentials").values(list_price_minor=None)
        )
    reply = ActionRunner(lambda action: action(own_demo)).run(  # type: ignore[call-arg]
        "rank_accounts", sender="operator", slots={"as_of": DEMO_DAY.isoformat(), "language": "en"}, text=""
    )[0]
    assert not any(
        "Marketing Automation Standard" in row[1] and "up from" not in row[1] for row in reply.tables[0].rows
    )
    assert "in USD come after the others: this month's rate is not in metrics.rates_file" in said(reply)
    assert "without a list price come after the others" in said(reply)
    with own_demo.access("operator", as_of=DEMO_DAY) as access:
        compare = {"USD": 1.5, "JPY": 1.0}.get
        calls = rank_calls(load_accounts_360(access), access.rules, compare=compare).calls
    firm = [call for call in calls if not call.rests_on_few]
    assert firm[0].offer.candidate.product.currency == "USD"
    assert [call.compared for call in firm] == sorted((call.compared for call in firm), reverse=True)
