"""A large store is looked at part by part: no account is forgotten, and none is looked at twice."""

import pandas as pd
import pytest
from sqlalchemy import Engine

from knowledge.analytics.measures import assess_accounts
from knowledge.demo import DEMO_DAY, build_demo
from knowledge.playbook.rules import Rules
from knowledge.store.aggregates.inputs import load_inputs
from knowledge.store.aggregates.parts import account_parts, sample_accounts
from knowledge.store.book import Book, open_book
from knowledge.store.queries.people import find_viewer
from knowledge.store.sight import OPERATOR


@pytest.fixture
def company(engine: Engine) -> Engine:
    build_demo(engine)
    return engine


def assess_in_parts(book: Book, size: int) -> pd.DataFrame:
    looks = [load_inputs(book, part) for part in account_parts(book, size=size)]
    return pd.concat([assess_accounts(inputs, book.rules, as_of=DEMO_DAY) for inputs in looks])


def test_parts_together_say_what_one_look_says(company: Engine) -> None:
    with open_book(company, OPERATOR, Rules(), as_of=DEMO_DAY) as book:
        whole = assess_accounts(load_inputs(book), book.rules, as_of=DEMO_DAY)
        parts = assess_in_parts(book, 40)
    pd.testing.assert_frame_equal(parts.sort_index(), whole.sort_index(), check_dtype=False, check_categorical=False)


def test_a_part_shows_a_rep_no_more_than_the_whole(company: Engine) -> None:
    with company.connect() as connection:
        maya = find_viewer(connection, "Maya Collins")
    with open_book(company, maya, Rules(), as_of=DEMO_DAY) as book:
        whole = load_inputs(book).accounts["account_id"]
        parts = [load_inputs(book, part).accounts["account_id"] for part in account_parts(book, size=40)]
    assert sorted(i for part in parts for i in part) == sorted(whole)


def test_a_sample_is_the_same_every_time_and_no_larger_than_asked(company: Engine) -> None:
    with open_book(company, OPERATOR, Rules(), as_of=DEMO_DAY) as book:
        sample = sample_accounts(book, most=40)
        assert sample is not None
        first, again = (load_inputs(book, sample).accounts["account_id"].tolist() for _ in range(2))
        assert first == again
        assert 30 <= len(first) <= 40
        assert sample_accounts(book, most=1_000) is None


def test_an_empty_store_has_no_parts(engine: Engine) -> None:
    with open_book(engine, OPERATOR, Rules(), as_of=DEMO_DAY) as book:
        assert list(account_parts(book)) == []
        assert sample_accounts(book, most=40) is None
