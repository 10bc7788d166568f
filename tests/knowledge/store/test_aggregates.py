"""The measures' inputs, aggregated in SQL: the same on both databases, for one account as for all."""

import datetime as dt

import pytest
from sqlalchemy import Engine, select

from knowledge.analytics.inputs import COLUMNS_OF
from knowledge.analytics.measures import assess_account, assess_accounts
from knowledge.demo import DEMO_DAY, build_demo
from knowledge.playbook.rules import Rules
from knowledge.store.aggregates.inputs import load_inputs
from knowledge.store.book import open_book
from knowledge.store.models import Account
from knowledge.store.queries.people import find_viewer
from knowledge.store.sight import OPERATOR, Viewer


@pytest.fixture
def company(engine: Engine) -> Engine:
    build_demo(engine)
    return engine


def shown(cell: object) -> str:
    """A cell as text; pandas writes the same day with a midnight behind it, and what is missing in several ways."""
    text = str(cell).removesuffix(" 00:00:00")
    return "missing" if text in {"None", "<NA>", "nan", "NaT"} else text


def test_one_account_is_a_row_of_all(company: Engine) -> None:
    rules = Rules()
    with open_book(company, OPERATOR, rules, as_of=DEMO_DAY) as book:
        everybody = assess_accounts(load_inputs(book), rules, as_of=DEMO_DAY)
        for account_id in (1, 5, 22, 140):
            alone = assess_account(load_inputs(book, [account_id]), rules, as_of=DEMO_DAY)
            among = everybody.loc[account_id].to_dict()
            assert {k: shown(v) for k, v in alone.items()} == {k: shown(v) for k, v in among.items()}


def test_every_input_has_its_columns_even_before_there_was_anything(company: Engine) -> None:
    with open_book(company, OPERATOR, Rules(), as_of=dt.date(2000, 1, 1)) as book:
        inputs = load_inputs(book)
        for name, columns in COLUMNS_OF.items():
            assert list(getattr(inputs, name)) == list(columns), name


def test_a_rep_gets_only_what_their_team_owns(company: Engine) -> None:
    rules = Rules()
    with company.connect() as connection:
        maya = find_viewer(connection, "Maya Collins")
    stranger = Viewer("nobody", "Nobody")
    with open_book(company, maya, rules, as_of=DEMO_DAY) as book:
        own = load_inputs(book)
    with open_book(company, stranger, rules, as_of=DEMO_DAY) as book:
        nothing = load_inputs(book)
        asked_for_one = load_inputs(book, [1])
    with open_book(company, maya, rules, as_of=DEMO_DAY) as book:
        seen = set(book.connection.execute(select(Account.id).where(book.visible)).scalars())
    assert 0 < len(own.accounts["account_id"]) < 149
    for name in COLUMNS_OF:
        assert set(getattr(own, name)["account_id"]) <= seen, name
        assert not len(getattr(nothing, name)["account_id"]), name
        assert not len(getattr(asked_for_one, name)["account_id"]), name


def test_nothing_after_the_day_asked_about_counts(company: Engine) -> None:
    with open_book(company, OPERATOR, Rules(), as_of=dt.date(2025, 10, 1)) as book:
        inputs = load_inputs(book)
    day = dt.date(2025, 10, 1)
    assert max(inputs.usage["last_day"]) <= day
    assert max(inputs.surveys["answered_on"]) <= day
    assert max(inputs.purchases["last_bought_on"]) <= day
