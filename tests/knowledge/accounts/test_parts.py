"""A large store is looked at part by part: no account is forgotten, and none is looked at twice."""

import pandas as pd
import pytest
from sqlalchemy import Engine

from knowledge.accounts.measures import assess_accounts
from knowledge.accounts.queries.aggregates.inputs import load_inputs
from knowledge.accounts.queries.aggregates.parts import account_parts, sample_accounts
from knowledge.demo import DEMO_DAY, build_demo
from knowledge.kernel.access import AccessContext, open_access
from knowledge.kernel.visibility import OPERATOR
from knowledge.people.queries.people import find_viewer
from knowledge.playbook.rules import Rules


@pytest.fixture
def company(engine: Engine) -> Engine:
    build_demo(engine)
    return engine


def assess_in_parts(access: AccessContext, size: int) -> pd.DataFrame:
    looks = [load_inputs(access, part) for part in account_parts(access, size=size)]
    return pd.concat([assess_accounts(inputs, access.rules, as_of=DEMO_DAY) for inputs in looks])


def test_parts_together_say_what_one_look_says(company: Engine) -> None:
    with open_access(company, OPERATOR, Rules(), as_of=DEMO_DAY) as access:
        whole = assess_accounts(load_inputs(access), access.rules, as_of=DEMO_DAY)
        parts = assess_in_parts(access, 40)
    pd.testing.assert_frame_equal(parts.sort_index(), whole.sort_index(), check_dtype=False, check_categorical=False)


def test_a_part_shows_a_rep_no_more_than_the_whole(company: Engine) -> None:
    with company.connect() as connection:
        maya = find_viewer(connection, "Maya Collins")
    with open_access(company, maya, Rules(), as_of=DEMO_DAY) as access:
        whole = load_inputs(access).accounts["account_id"]
        parts = [load_inputs(access, part).accounts["account_id"] for part in account_parts(access, size=40)]
    assert sorted(i for part in parts for i in part) == sorted(whole)


def test_a_sample_is_the_same_every_time_and_no_larger_than_asked(company: Engine) -> None:
    with open_access(company, OPERATOR, Rules(), as_of=DEMO_DAY) as access:
        sample = sample_accounts(access, most=40)
        assert sample is not None
        first, again = (load_inputs(access, sample).accounts["account_id"].tolist() for _ in range(2))
        assert first == again
        assert 30 <= len(first) <= 40
        assert sample_accounts(access, most=1_000) is None


def test_an_empty_store_has_no_parts(engine: Engine) -> None:
    with open_access(engine, OPERATOR, Rules(), as_of=DEMO_DAY) as access:
        assert list(account_parts(access)) == []
        assert sample_accounts(access, most=40) is None
