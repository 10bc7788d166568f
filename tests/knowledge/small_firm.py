"""A small firm: CS Cho hands Globex to rep Rei, whose manager is Mana; rep Ron is on Rei's team."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import Engine

from knowledge.kernel.access import open_access
from knowledge.kernel.bulk_load import load_rows
from knowledge.kernel.unit_of_work import AuditedUnitOfWork
from knowledge.people.queries.people import find_viewer
from knowledge.playbook.rules import Rules

TODAY = dt.date(2026, 9, 30)
NOW = dt.datetime(2026, 9, 30, 1, tzinfo=dt.UTC)  # Wednesday, 10:00 in Tokyo
UnitOfWorkOf = Callable[..., "contextmanager[AuditedUnitOfWork]"]


@pytest.fixture
def firm(engine: Engine) -> Engine:
    """The firm in a store on each database."""
    mine = {"source": "test"}
    people = [("mana", "manager", None), ("rei", "rep", 1), ("ron", "rep", 1), ("cho", "cs", None)]
    with engine.begin() as connection:
        load_rows(
            connection,
            {
                "people": [
                    {
                        "id": n,
                        "key": key,
                        "name": key.title(),
                        "role": role,
                        "manager_id": boss,
                        "country": "JP",
                        "team": None if role == "cs" else "east",
                        "timezone": "Asia/Tokyo",
                        "language": "en",
                        **mine,
                    }
                    for n, (key, role, boss) in enumerate(people, 1)
                ],
                "products": [{"id": 1, "key": "sso", "name": "SSO", "family": "sso", "is_per_seat": False, **mine}],
                "accounts": [
                    {
                        "id": 1,
                        "key": "globex",
                        "name": "Globex",
                        "normal_name": "globex",
                        "owner_id": 2,
                        "csm_id": 4,
                        "is_test": False,
                        **mine,
                    }
                ],
            },
        )
    return engine


@pytest.fixture
def unit_of_work_of(firm: Engine) -> UnitOfWorkOf:
    """``with pen_of("rei") as pen``: one transaction of that person."""

    @contextmanager
    def make(who: str, *, now: dt.datetime = NOW) -> Iterator[AuditedUnitOfWork]:
        with firm.connect() as connection:
            viewer = find_viewer(connection, who)
        with open_access(firm, viewer, Rules(), as_of=TODAY) as access:
            yield AuditedUnitOfWork(access, now, "test")

    return make
