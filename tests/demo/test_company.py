"""The generator: the same by seed, sound on both databases, true to its market at every size."""

from __future__ import annotations

import datetime as dt
import hashlib
from itertools import chain

import holidays
import pandas as pd
import pytest
from sqlalchemy import Engine, func, insert, select

from knowledge.demo import DEMO_ACCOUNTS, DEMO_DAY, build_demo, generate
from knowledge.demo.facts import load_facts
from knowledge.demo.ledger import Tables
from knowledge.errors import ImportRefused
from knowledge.offers.affinity.follow_ons import count_follow_ons
from knowledge.tables import Account, Base, Purchase, StoreFact, Subscription, Survey, Usage


def fingerprint(batches: list[Tables]) -> str:
    return hashlib.sha256(repr(batches).encode()).hexdigest()


def follow_on(tables: list[Tables], first: str, then: str) -> tuple[float, float, int]:
    """Share, base share and owners of one pair, as the measures find them."""
    products = load_facts().products
    purchases = pd.DataFrame(chain.from_iterable(batch["purchases"] for batch in tables))
    purchases["purchased_on"] = pd.to_datetime(purchases["purchased_on"])
    pairs = count_follow_ons(purchases, as_of=DEMO_DAY, horizon_days=90).set_index(["antecedent", "product"])
    pair = pairs.loc[(products[first].id, products[then].id)]
    return float(pair["share"]), float(pair["base_share"]), int(pair["owners"])


def nps_promoters(tables: list[Tables]) -> float:
    scores = [row["score"] for batch in tables for row in batch["surveys"] if row["kind"] == "nps"]
    return sum(score >= 9 for score in scores) / len(scores)


def test_the_demo_day_is_a_business_day_in_japan() -> None:
    assert DEMO_DAY.weekday() == 2
    assert DEMO_DAY not in holidays.country_holidays("JP", years=2026)


def test_the_same_seed_makes_the_same_company_and_another_seed_another() -> None:
    once, again, other = (fingerprint(list(generate(accounts=60, seed=seed))) for seed in (4, 4, 5))
    assert once == again
    assert once != other


def test_the_size_of_a_batch_changes_nothing_but_the_batches() -> None:
    (whole,) = generate(accounts=60, batch=60)
    parts = list(generate(accounts=60, batch=7))
    assert {name: list(chain.from_iterable(part.get(name, ()) for part in parts)) for name in whole} == whole


def test_a_store_holds_the_whole_company_and_its_fixed_day(engine: Engine) -> None:
    build_demo(engine)
    with engine.connect() as connection:
        assert connection.scalar(select(func.count()).select_from(Account)) == DEMO_ACCOUNTS
        fixed_day = select(StoreFact.value).where(StoreFact.name == "fixed_day")
        assert connection.scalar(fixed_day) == DEMO_DAY.isoformat()


def test_every_reference_leads_to_a_row(engine: Engine) -> None:
    build_demo(engine)
    with engine.connect() as connection:
        for table in Base.metadata.sorted_tables:
            for key in table.foreign_keys:
                far = key.column
                lost = select(func.count()).where(key.parent.is_not(None), key.parent.not_in(select(far)))
                assert connection.scalar(lost) == 0, f"{table.name}.{key.parent.name}"


def test_rows_added_after_the_company_get_free_ids(engine: Engine) -> None:
    build_demo(engine)
    with engine.begin() as connection:
        row = {"key": "new", "source": "test", "name": "New", "normal_name": "new", "is_test": False}
        added = connection.execute(insert(Account).values(row)).inserted_primary_key
    assert added is not None
    assert added[0] == DEMO_ACCOUNTS + 1


def test_a_store_with_accounts_is_left_alone(demo: Engine) -> None:
    with pytest.raises(ImportRefused, match="needs an empty one"):
        build_demo(demo)


def test_nothing_has_happened_after_the_demo_day(demo: Engine) -> None:
    happened = [Purchase.purchased_on, Subscription.started_on, Subscription.ended_on, Survey.answered_on, Usage.day]
    with demo.connect() as connection:
        for column in happened:
            assert connection.scalar(select(func.max(column))) <= DEMO_DAY


def test_purchases_reach_back_two_years(demo: Engine) -> None:
    with demo.connect() as connection:
        first = connection.scalar(select(func.min(Purchase.purchased_on)))
    assert dt.timedelta(days=690) <= DEMO_DAY - first <= dt.timedelta(days=731)


def test_no_more_seats_are_used_than_were_bought(demo: Engine) -> None:
    within = (Subscription.account_id == Usage.account_id) & (Subscription.product_id == Usage.product_id)
    running = (Subscription.started_on <= Usage.day) & (
        Subscription.ended_on.is_(None) | (Subscription.ended_on > Usage.day)
    )
    query = select(func.count()).select_from(Usage).join(Subscription, within & running)
    with demo.connect() as connection:
        assert connection.scalar(query.where(Usage.seats_used > Subscription.seats)) == 0
        assert connection.scalar(query.where(Usage.active_users > Usage.seats_used)) == 0


def test_no_two_customers_share_a_name() -> None:
    (tables,) = generate(accounts=3_000, batch=3_000)
    names = [row["normal_name"] for row in tables["accounts"]]
    assert len(set(names)) == len(names)


def test_marketing_automation_follows_sales_software_as_planted() -> None:
    share, base, owners = follow_on(list(generate()), "sfa-standard", "ma-standard")
    assert (round(share * owners), owners) == (19, 31)
    assert base < 0.13


def test_security_follows_the_cloud_as_planted() -> None:
    share, base, owners = follow_on(list(generate()), "cloud-team", "security-essentials")
    assert (round(share * owners), owners) == (17, 31)
    assert base < 0.12


def test_enough_customers_left_to_learn_from_and_most_stayed(demo: Engine) -> None:
    still = select(Subscription.account_id).where(Subscription.ended_on.is_(None))
    with demo.connect() as connection:
        lost = connection.scalar(select(func.count()).select_from(Account).where(Account.id.not_in(still)))
    assert 20 <= lost <= 30


def test_a_larger_company_behaves_like_the_small_one() -> None:
    small, large = list(generate()), list(generate(accounts=1_500))
    share, base, _ = follow_on(large, "sfa-standard", "ma-standard")
    assert share == pytest.approx(0.65, abs=0.05)
    assert base < 0.2
    assert nps_promoters(large) == pytest.approx(nps_promoters(small), abs=0.08)
    for table in ("purchases", "subscriptions", "contacts"):
        few, many = (sum(len(batch[table]) for batch in company) for company in (small, large))
        assert many / 1_500 == pytest.approx(few / 150, rel=0.25), table
