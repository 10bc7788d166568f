"""Our own people: who is there, who is away, who answers for whom."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import Connection, and_, or_, select

from knowledge.handoff import Colleague
from knowledge.store.models import Absence, Person
from knowledge.store.settings_of_people import OwnSettings, load_all_settings, settings_name


def load_colleagues(connection: Connection, *, on: dt.date) -> dict[int, Colleague]:
    """Everybody by id, also those who left, with absences as of a day, and language and zone as they chose."""
    chosen = load_all_settings(connection)
    away = and_(Absence.person_id == Person.id, Absence.from_on <= on, Absence.until_on >= on)
    names = ("id", "key", "name", "role", "team", "manager_id", "language", "timezone", "country")
    columns: list[Any] = [getattr(Person, name) for name in names]
    query = select(*columns, Person.left_on, Absence.until_on, Absence.deputy_id).outerjoin(Absence, away)
    people: dict[int, Colleague] = {}
    for row in connection.execute(query.order_by(Person.id, Absence.until_on)).mappings():
        has_left = row["left_on"] is not None
        own = chosen.get(settings_name(row["key"]), OwnSettings())
        theirs = {name: value for name in ("language", "timezone") if (value := getattr(own, name))}
        who = {name: row[name] for name in (*names, "deputy_id")} | theirs
        people[row["id"]] = Colleague(**who, has_left=has_left, away_until=row["until_on"])
    return people


def find_colleagues(connection: Connection, said: str) -> list[tuple[int, str]]:
    """Those still here whose name, key or e-mail holds what was said: id and name."""
    asked = f"%{said.strip().lower()}%"
    names = or_(Person.name.ilike(asked), Person.key.ilike(asked), Person.email.ilike(asked))
    query = select(Person.id, Person.name).where(names, Person.left_on.is_(None)).order_by(Person.name)
    return [(int(row.id), str(row.name)) for row in connection.execute(query)]
