"""The measures' inputs, aggregated in SQL: the same on both databases, for one account as for all."""

import datetime as dt

import pandas as pd
import pytest
from sqlalchemy import Engine, select

from knowledge.accounts.inputs import COLUMNS_OF
from knowledge.accounts.measures import assess_account, assess_accounts
from knowledge.accounts.queries.aggregates.inputs import load_inputs
from knowledge.demo import DEMO_DAY, build_demo
from knowledge.kernel.access import open_access
from knowledge.kernel.bulk_load import load_rows
from knowledge.kernel.visibility import OPERATOR, Viewer
from knowledge.people.queries.people import find_viewer
from knowledge.playbook.rules import Rules
from knowledge.tables import Account


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
    with open_access(company, OPERATOR, rules, as_of=DEMO_DAY) as access:
        everybody = assess_accounts(load_inputs(access), rules, as_of=DEMO_DAY)
        for account_id in (1, 5, 22, 140):
            alone = assess_account(load_inputs(access, [account_id]), rules, as_of=DEMO_DAY)
            among = everybody.loc[account_id].to_dict()
            assert {k: shown(v) for k, v in alone.items()} == {k: shown(v) for k, v in among.items()}


def test_every_input_has_its_columns_even_before_there_was_anything(company: Engine) -> None:
    with open_access(company, OPERATOR, Rules(), as_of=dt.date(2000, 1, 1)) as access:
        inputs = load_inputs(access)
        for name, columns in COLUMNS_OF.items():
            assert list(getattr(inputs, name)) == list(columns), name


def test_a_rep_gets_only_what_their_team_owns(company: Engine) -> None:
    rules = Rules()
    with company.connect() as connection:
        maya = find_viewer(connection, "Maya Collins")
    stranger = Viewer("nobody", "Nobody")
    with open_access(company, maya, rules, as_of=DEMO_DAY) as access:
        own = load_inputs(access)
    with open_access(company, stranger, rules, as_of=DEMO_DAY) as access:
        nothing = load_inputs(access)
        asked_for_one = load_inputs(access, [1])
    with open_access(company, maya, rules, as_of=DEMO_DAY) as access:
        seen = set(access.connection.execute(select(Account.id).where(access.visible)).scalars())
    assert 0 < len(own.accounts["account_id"]) < 149
    for name in COLUMNS_OF:
        assert set(getattr(own, name)["account_id"]) <= seen, name
        assert not len(getattr(nothing, name)["account_id"]), name
        assert not len(getattr(asked_for_one, name)["account_id"]), name


def test_nothing_after_the_day_asked_about_counts(company: Engine) -> None:
    with open_access(company, OPERATOR, Rules(), as_of=dt.date(2025, 10, 1)) as access:
        inputs = load_inputs(access)
    day = dt.date(2025, 10, 1)
    assert max(inputs.usage["last_day"]) <= day
    assert max(inputs.surveys["answered_on"]) <= day
    assert max(inputs.purchases["last_bought_on"]) <= day


ACME = {"id": 1, "key": "acme", "name": "Acme", "normal_name": "acme", "is_test": False, "source": "test"}
SFA = {"id": 1, "key": "sfa", "name": "SFA", "family": "sfa", "is_per_seat": True, "source": "test"}


def measured(engine: Engine, table: str, rows: list[dict[str, object]], name: str) -> object:
    """One measure of a firm with these rows of one table."""
    own = {"account_id": 1, "source": "test"}
    with engine.begin() as connection:
        load_rows(connection, {"accounts": [ACME], "products": [SFA]})
        load_rows(connection, {table: [{**own, "id": at, "key": f"{at}", **row} for at, row in enumerate(rows, 1)]})
    with open_access(engine, OPERATOR, Rules(), as_of=DEMO_DAY) as access:
        return assess_account(load_inputs(access, [1]), Rules(), as_of=DEMO_DAY)[name]


def contract(began: dt.date, ended: dt.date | None = None, **more: object) -> dict[str, object]:
    return {"product_id": 1, "currency": "JPY", "monthly_minor": 1, "started_on": began, "ended_on": ended, **more}


@pytest.mark.parametrize(("gap", "bought"), [(0, "2025-09-20"), (31, "2025-09-20"), (32, "2026-09-20")])
def test_a_contract_that_goes_on_is_no_purchase(engine: Engine, gap: int, bought: str) -> None:
    renewed = dt.date(2026, 9, 20)
    rows = [contract(dt.date(2025, 9, 20), renewed - dt.timedelta(days=gap)), contract(renewed)]
    assert shown(measured(engine, "subscriptions", rows, "last_started_on")) == bought


def test_a_cancellation_requested_after_the_day_asked_about_is_not_known_yet(engine: Engine) -> None:
    asked = contract(dt.date(2025, 9, 20), cancel_requested_on=DEMO_DAY + dt.timedelta(days=1))
    assert shown(measured(engine, "subscriptions", [asked], "cancel_requested_on")) == "missing"


def test_needs_that_say_the_same_count_once(engine: Engine) -> None:
    need = {"text": "SSO", "said_on": dt.date(2026, 9, 1), "status": "open"}
    rows = [need, {**need, "same_as_key": "1"}, {**need, "text": "payroll"}, {**need, "status": "solved"}]
    assert measured(engine, "needs", rows, "open_needs") == 2


@pytest.mark.parametrize(
    ("amounts", "spent"),
    [
        ([("JPY", 700), ("JPY", -200)], 500),
        ([("JPY", 700), (None, None)], 700),
        ([("JPY", 700), ("USD", 900)], None),
        ([("USD", 900)], None),
    ],
)
def test_what_a_customer_spent_in_two_currencies_is_not_the_part_in_one(
    engine: Engine, amounts: list[tuple[str | None, int | None]], spent: int | None
) -> None:
    rows = [
        {"product_id": 1, "currency": currency, "amount_minor": minor, "purchased_on": DEMO_DAY, "quantity": 1}
        for currency, minor in amounts
    ]
    found = measured(engine, "purchases", rows, "spent_minor")
    assert pd.isna(found) if spent is None else found == spent
