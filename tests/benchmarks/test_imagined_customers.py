"""The imagined customers of larger companies: the same by seed, true to their market, beside the demo company's."""

from __future__ import annotations

from itertools import chain

import pytest
from sqlalchemy import Engine, func, select

from benchmarks.company.company import build_company, imagine
from benchmarks.company.ledger import Tables
from knowledge.demo import read_demo
from knowledge.tables import Account, Base, Usage
from tests.demo.test_company import follow_on, nps_promoters


def test_the_same_seed_imagines_the_same_customers_and_another_seed_others() -> None:
    once, again, other = (list(imagine(accounts=170, seed=seed)) for seed in (4, 4, 5))
    assert once == again
    assert once != other


def test_the_size_of_a_batch_changes_nothing_but_the_batches() -> None:
    (whole,) = imagine(accounts=180, batch=60)
    parts = list(imagine(accounts=180, batch=7))
    assert {name: list(chain.from_iterable(part.get(name, ()) for part in parts)) for name in whole} == whole


def test_a_larger_company_begins_with_the_demo_company_and_every_reference_leads_to_a_row(engine: Engine) -> None:
    build_company(engine, accounts=160)
    with engine.connect() as connection:
        names = connection.scalars(select(Account.name).order_by(Account.id)).all()
        assert names[:150] == [row["name"] for row in read_demo()["accounts"]]
        assert len(set(names)) == 160
        assert connection.scalar(select(func.count()).select_from(Usage).where(Usage.account_id > 150)) > 0
        for table in Base.metadata.sorted_tables:
            for key in table.foreign_keys:
                lost = select(func.count()).where(key.parent.is_not(None), key.parent.not_in(select(key.column)))
                assert connection.scalar(lost) == 0, f"{table.name}.{key.parent.name}"


def test_no_two_customers_share_a_name() -> None:
    names = [row["normal_name"] for tables in (read_demo(), *imagine(accounts=3_000)) for row in tables["accounts"]]
    assert len(names) == 3_000
    assert len(set(names)) == len(names)


def test_a_larger_company_behaves_like_the_demo_company() -> None:
    demo = read_demo()
    small: list[Tables] = [demo]
    large = [demo, *imagine(accounts=1_500)]
    share, base, _ = follow_on(large, "sfa-standard", "ma-standard")
    assert share == pytest.approx(0.65, abs=0.05)
    assert base < 0.2
    assert nps_promoters(large) == pytest.approx(nps_promoters(small), abs=0.08)
    for table in ("purchases", "subscriptions", "contacts"):
        few, many = (sum(len(batch[table]) for batch in company) for company in (small, large))
        assert many / 1_500 == pytest.approx(few / 150, rel=0.25), table
