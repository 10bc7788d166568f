"""Our own people: who is there, who is away, who answers for whom."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select

from knowledge.handoffs.handoff import Colleague
from knowledge.handoffs.lifecycle import HandoffKind
from knowledge.kernel.visibility import is_here
from knowledge.people.settings import OwnSettings, load_all_settings, settings_name
from knowledge.tables import Absence, Person
from knowledge.terms import Role


def load_colleagues(connection: Connection, *, on: dt.date) -> dict[int, Colleague]:
    """Everybody by id, also those who left, with absences as of a day, and language and zone as they chose."""
    chosen = load_all_settings(connection)
    away = and_(Absence.person_id == Person.id, Absence.from_on <= on, Absence.until_on >= on)
    names = ("id", "key", "name", "role", "team", "manager_id", "language", "timezone", "country")
    columns: list[Any] = [getattr(Person, name) for name in names]
    query = select(*columns, Person.left_on, Absence.until_on, Absence.deputy_id).outerjoin(Absence, away)
    people: dict[int, Colleague] = {}
    for row in connection.execute(query.order_by(Person.id, Absence.until_on)).mappings():
        has_left = row["left_on"] is not None and row["left_on"] <= on
        own = chosen.get(settings_name(row["key"]), OwnSettings())
        theirs = {name: value for name in ("language", "timezone") if (value := getattr(own, name))}
        who = {name: row[name] for name in (*names, "deputy_id")} | theirs
        people[row["id"]] = Colleague(**who, has_left=has_left, away_until=row["until_on"])
    return people


def find_colleagues(connection: Connection, said: str) -> list[tuple[int, str]]:
    """Those still here whose name, key or e-mail holds what was said: id and name."""
    return _find(connection, said, is_here(Person, func.current_date()))


def find_former(connection: Connection, said: str) -> list[tuple[int, str]]:
    """The same for those who have left."""
    return _find(connection, said, ~is_here(Person, func.current_date()))


def find_takers(connection: Connection, kind: HandoffKind, *, on: dt.date, team: str | None = None) -> list[Colleague]:
    """Who may be given a handoff of a kind on a day: those of its role who are here, a team's own first."""
    role = Role.CS if kind is HandoffKind.TO_CS else Role.REP
    here = [p for p in load_colleagues(connection, on=on).values() if p.role == role and not p.has_left]
    return sorted((p for p in here if p.away_until is None), key=lambda p: (p.team != team, p.name))


def _find(connection: Connection, said: str, here: ColumnElement[bool]) -> list[tuple[int, str]]:
    """Whoever is named in full goes before all whose names only hold what was said."""
    plain = said.strip().removesuffix("さん").strip().lower()
    names = (Person.name, Person.key, Person.email)
    query = select(Person.id, Person.name).where(here).order_by(Person.name)
    for wanted in (
        [func.lower(name) == plain for name in names],
        [name.icontains(plain, autoescape=True) for name in names],
    ):
        if found := connection.execute(query.where(or_(*wanted))).all():
            return [(int(row.id), str(row.name)) for row in found]
    return []
