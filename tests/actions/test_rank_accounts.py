"""Whom to call, and whom not to: the same decision as for one customer, over the whole book."""

import pytest

from knowledge.demo import DEMO_DAY
from knowledge.knowledge import Knowledge
from knowledge.store.case import load_case
from knowledge.store.cases import load_cases
from tests.actions.conftest import Ask
from tests.actions.test_recommend_offer import said


def test_the_list_says_whom_not_to_call_and_why(ask: Ask) -> None:
    words = said(ask("rank_accounts"))
    assert "Initech: a severe ticket is open" in words
    assert "Umbra Retail: CS asked for quiet (until 30 Oct 2026)" in words
    assert "Sandbox Test Account" not in words


def test_one_product_narrows_the_list(ask: Ask) -> None:
    rows = ask("rank_accounts", product="Marketing Automation Standard").tables[0].rows
    assert rows
    assert all("Marketing Automation Standard" in row[1] for row in rows)


def test_the_order_can_be_recomputed(ask: Ask) -> None:
    reply = ask("rank_accounts")
    worth = [figure.raw for figure in reply.figures if figure.key.startswith("worth_")]
    assert worth == sorted(worth, reverse=True)  # type: ignore[type-var]


def test_a_rep_sees_their_own_book_only(ask: Ask) -> None:
    everybody, own = ask("rank_accounts"), ask("rank_accounts", asker="Daniel Osei")
    assert own.headline != everybody.headline
    assert {row[4] for row in own.tables[0].rows} <= {"Maya Collins", "Daniel Osei", "Priya Nair"}


@pytest.mark.parametrize("language", ["en", "ja"])
def test_both_languages_rank_alike(ask: Ask, language: str) -> None:
    rows = ask("rank_accounts", language=language).tables[0].rows
    assert [row[0] for row in rows] == [row[0] for row in ask("rank_accounts").tables[0].rows]


def test_the_case_of_one_is_among_the_cases_of_all(demo: Knowledge) -> None:
    with demo.book("operator", as_of=DEMO_DAY) as book:
        among = {case.account.id: case for case in load_cases(book)}
        for account_id in (1, 2, 11, 22):
            alone, shared = load_case(book, account_id), among[account_id]
            for name in ("account", "purchases", "contracts", "needs", "proposals", "cooling", "follow_ons"):
                assert getattr(alone, name) == getattr(shared, name), name
            assert alone.owned == shared.owned
            assert alone.seat_uses == shared.seat_uses
