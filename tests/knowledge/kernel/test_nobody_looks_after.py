"""A customer whom nobody looks after is seen by somebody: an owner gone without a team, a rep without a manager."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import Engine, select

from knowledge.accounts.queries.heads import load_heads
from knowledge.errors import PersonUnknown
from knowledge.kernel.access import open_access
from knowledge.kernel.bulk_load import load_rows
from knowledge.kernel.rules import SightRules
from knowledge.kernel.visibility import sight_of_all
from knowledge.people.queries.people import find_viewer
from knowledge.playbook.rules import Rules
from knowledge.tables import Account

LEFT_ON = dt.date(2026, 8, 31)
OWN = {"source": "test"}
# key, role, team, manager, last day
PEOPLE = [
    ("rita", "manager", "East", None, None),
    ("otto", "manager", "West", None, None),
    ("ken", "rep", "East", None, None),
    ("cy", "rep", None, 1, LEFT_ON),
    ("noor", "rep", "North", None, None),
    ("ede", "rep", "East", None, LEFT_ON),
    ("ona", "ops", None, None, None),
    ("fay", "rep", "East", None, dt.date(2099, 1, 31)),
    ("cleo", "cs", "Success", None, None),
]


@pytest.fixture
def staffed(engine: Engine) -> Engine:
    """One customer each of Ken, Cy (gone, in no team), Noor (no manager), Ede (gone, of East), and of nobody."""
    people = [
        {
            "id": n,
            "key": key,
            "name": key.title(),
            "role": role,
            "team": team,
            "manager_id": boss,
            "left_on": left,
            **OWN,
        }
        for n, (key, role, team, boss, left) in enumerate(PEOPLE, 1)
    ]
    owners = {"kens": 3, "cys": 4, "noors": 5, "edes": 6, "nobodys": None}
    accounts = [
        {"id": n, "key": key, "name": key, "normal_name": key, "owner_id": owner, "is_test": False, **OWN}
        for n, (key, owner) in enumerate(owners.items(), 1)
    ]
    with engine.begin() as connection:
        load_rows(connection, {"people": people, "accounts": accounts})
    return engine


def seen_by(engine: Engine, who: str, on: dt.date, **sight: object) -> set[str]:
    rules = Rules(sight=SightRules.model_validate(sight))
    with engine.connect() as connection:
        viewer = find_viewer(connection, who)
    with open_access(engine, viewer, rules, as_of=on) as access:
        return set(access.connection.execute(select(Account.name).where(access.visible)).scalars())


def test_what_nobody_looks_after_is_seen_by_every_manager(staffed: Engine) -> None:
    assert seen_by(staffed, "otto", LEFT_ON) == {"cys", "noors", "nobodys"}
    assert seen_by(staffed, "rita", LEFT_ON) == {"kens", "cys", "noors", "edes", "nobodys"}
    assert seen_by(staffed, "ken", LEFT_ON) == {"kens", "cys", "edes", "nobodys"}


def test_who_leaves_on_a_later_day_is_not_gone_yet(staffed: Engine) -> None:
    before = LEFT_ON - dt.timedelta(days=1)
    assert seen_by(staffed, "otto", before) == {"noors", "nobodys"}
    with staffed.connect() as connection:
        viewer = find_viewer(connection, "rita")
    with open_access(staffed, viewer, Rules(), as_of=before) as access:
        assert load_heads(access, [2])[2].owner_left_on is None
    with open_access(staffed, viewer, Rules(), as_of=LEFT_ON) as access:
        assert load_heads(access, [2])[2].owner_left_on == LEFT_ON


def test_somebody_who_has_given_notice_may_still_ask_and_somebody_gone_may_not(staffed: Engine) -> None:
    assert "kens" in seen_by(staffed, "fay", LEFT_ON)
    with staffed.connect() as connection, pytest.raises(PersonUnknown):
        find_viewer(connection, "ede")


def test_the_firm_says_who_sees_customers_of_reps_without_a_manager(staffed: Engine) -> None:
    assert "noors" not in seen_by(staffed, "otto", LEFT_ON, without_manager="ops")
    assert seen_by(staffed, "ona", LEFT_ON, without_manager="ops") == {"noors"}
    assert "noors" not in seen_by(staffed, "otto", LEFT_ON, without_manager="nobody")
    assert seen_by(staffed, "otto", LEFT_ON, unowned_visible=False) == {"noors"}


@pytest.mark.parametrize(
    "sight",
    [
        {},
        {"rep_sees": "own", "unowned_visible": False},
        {"rep_sees": "all", "cs_sees": "all"},
        {"without_manager": "ops"},
        {"ops_sees": "all", "without_manager": "nobody"},
    ],
)
def test_the_sight_of_all_is_that_of_each(staffed: Engine, sight: dict[str, object]) -> None:
    rules = SightRules.model_validate(sight)
    here = {n: key for n, (key, _, _, _, left) in enumerate(PEOPLE, 1) if left is None or left > LEFT_ON}
    names = {n: set[str]() for n in here}
    with staffed.connect() as connection:
        called = {row.id: row.name for row in connection.execute(select(Account.id, Account.name))}
        for person, account in connection.execute(sight_of_all(rules, on=LEFT_ON)):
            names[person].add(called[account])
    assert {here[n]: seen for n, seen in names.items()} == {
        key: seen_by(staffed, key, LEFT_ON, **sight) for key in here.values()
    }
