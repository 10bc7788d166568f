"""What was bought by everybody reaches the counts whole, however it travels."""

import datetime as dt

import pandas as pd
from sqlalchemy import Engine, select, union_all

from knowledge.demo import DEMO_DAY, build_demo
from knowledge.kernel.access import open_access
from knowledge.kernel.visibility import OPERATOR
from knowledge.offers.queries.all_purchases import load_all_purchases
from knowledge.playbook.rules import Rules
from knowledge.tables import Account, Purchase, Subscription


def read(engine: Engine, as_of: dt.date) -> tuple[pd.DataFrame, list[tuple[int, int, dt.date]]]:
    """What the counts get, and the rows of the table."""
    bought = select(Purchase.account_id, Purchase.product_id, Purchase.purchased_on.label("day"), Account.is_test)
    signed = select(Subscription.account_id, Subscription.product_id, Subscription.started_on, Account.is_test)
    both = union_all(bought.join(Account), signed.join(Account)).subquery()
    plain = select(both.c[0], both.c[1], both.c[2]).where(both.c[3].is_(False), both.c[2] <= as_of)
    with open_access(engine, OPERATOR, Rules(), as_of=as_of) as access:
        return load_all_purchases(access), sorted(tuple(row) for row in access.connection.execute(plain))


def test_every_purchase_and_contract_until_the_day_is_there_once(engine: Engine) -> None:
    build_demo(engine)
    for day in (DEMO_DAY, dt.date(2025, 3, 31)):
        found, rows = read(engine, day)
        days = found["purchased_on"].dt.date
        assert rows
        assert sorted(zip(found["account_id"], found["product_id"], days, strict=True)) == rows


def test_a_store_without_purchases_gives_an_empty_table(engine: Engine) -> None:
    found, _ = read(engine, DEMO_DAY)
    assert list(found) == ["account_id", "product_id", "purchased_on"]
    assert found.empty
