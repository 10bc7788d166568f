"""Many rows at once, on each database as if written one by one."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import Engine, insert, select
from sqlalchemy.exc import DBAPIError

from knowledge.kernel.bulk_load import load_rows
from knowledge.tables import Account, Contact
from knowledge.terms import Language


def account(number: int, **more: object) -> dict[str, object]:
    row = {"id": number, "key": f"k{number}", "source": "test", "name": f"Firm\t{number}\\n", "normal_name": "firm"}
    return row | more


def test_values_come_back_as_they_went_in(engine: Engine) -> None:
    row = account(1, created_on=dt.date(2026, 2, 28), is_test=True, language=Language.JA)
    with engine.begin() as connection:
        load_rows(connection, {"accounts": [row]})
        found = connection.execute(select(*Account.__table__.c)).one()
    assert (found.name, found.created_on, found.is_test, found.language) == (
        "Firm\t1\\n",
        row["created_on"],
        True,
        "ja",
    )


def test_a_column_left_out_gets_its_default_or_stays_empty(engine: Engine) -> None:
    with engine.begin() as connection:
        load_rows(connection, {"accounts": [account(1), account(2, industry="Retail")]})
        first, second = connection.execute(select(Account.is_test, Account.industry).order_by(Account.id)).all()
    assert tuple(first) == (False, None)
    assert tuple(second) == (False, "Retail")


def test_tables_are_written_before_those_that_refer_to_them(engine: Engine) -> None:
    contact = {"id": 1, "key": "c", "source": "test", "account_id": 1, "name": "Aki"}
    with engine.begin() as connection:
        load_rows(connection, {"contacts": [contact], "accounts": [account(1)]})
        assert connection.scalar(select(Contact.account_id)) == 1


def test_the_next_row_gets_the_next_id(engine: Engine) -> None:
    without_id = {name: value for name, value in account(0).items() if name != "id"}
    with engine.begin() as connection:
        load_rows(connection, {"accounts": [account(1), account(41)]})
        added = connection.execute(insert(Account).values(without_id))
    assert added.inserted_primary_key is not None
    assert added.inserted_primary_key[0] == 42


def test_a_column_the_table_does_not_have_is_refused(engine: Engine) -> None:
    with pytest.raises(DBAPIError), engine.begin() as connection:
        load_rows(connection, {"accounts": [account(1, colour="red"), account(2)]})
