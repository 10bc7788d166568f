"""The people of our own firm."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, String, bindparam, case, func, or_, select
from sqlalchemy.orm import aliased

from knowledge.errors import PersonUnknown
from knowledge.kernel.access import AccessContext
from knowledge.kernel.visibility import Viewer, is_here
from knowledge.language import remove_honorific
from knowledge.people.settings import load_own_settings
from knowledge.tables import Person
from knowledge.terms import Role

_HERE = is_here(Person, func.current_date())
_AS_VIEWER = select(
    Person.key,
    Person.name,
    Person.id,
    Person.role,
    Person.team,
    Person.language,
    (~_HERE).label("has_left"),
    Person.timezone,
    Person.country,
)
_ASKED = bindparam("asked", type_=String)
_BY_KEY = _AS_VIEWER.where(Person.key == _ASKED)
_BY_EMAIL = _AS_VIEWER.where(func.lower(Person.email) == _ASKED, _HERE)
_BY_ANY_NAME = _AS_VIEWER.where(
    or_(func.lower(Person.email) == _ASKED, func.lower(Person.name) == _ASKED, func.lower(Person.key) == _ASKED)
)
_KEYS_AND_NAMES = select(Person.key, Person.name).where(_HERE)


def find_viewer(connection: Connection, who: str) -> Viewer:
    """The person with this key, e-mail or name, as a viewer; a name also without its space, by one half, with さん.

    Raises PersonUnknown when nobody, or more than one, answers to it, or when they have left.
    """
    people = connection.execute(_BY_KEY, {"asked": who}).all()
    if not people:  # by far the most ask under their key; names are looked for in every row
        people = connection.execute(_BY_ANY_NAME, {"asked": who.strip().casefold()}).all()
    if not people and (keys := keys_like(who, ((row.key, row.name) for row in connection.execute(_KEYS_AND_NAMES)))):
        people = [one for key in keys for one in connection.execute(_BY_KEY, {"asked": key})]
    if len(people) != 1 or people[0].has_left:
        raise PersonUnknown(f"Nobody in the store answers to {who!r}. Give a name or e-mail as imported.", person=who)
    return _as_viewer(connection, people[0])


def keys_like(said: str, people: Iterable[tuple[str, str]]) -> list[str]:
    """The keys of those whose name is written so: "maya collins", "Collins", "田辺優希", "田辺さん".

    >>> keys_like("田辺さん", [("p1", "田辺 優希")]), keys_like("MayaCollins", [("p3", "Maya Collins")])
    (['p1'], ['p3'])
    """
    bare = remove_honorific(unicodedata.normalize("NFKC", said)).casefold()
    asked = "".join(bare.split())
    named = [(key, unicodedata.normalize("NFKC", name).casefold().split()) for key, name in people]
    whole = [key for key, parts in named if asked == "".join(parts)]
    return whole or [key for key, parts in named if len(parts) > 1 and asked in parts]


def _as_viewer(connection: Connection, person: Row[*tuple[Any, ...]]) -> Viewer:
    role = Role(person.role) if person.role in set(Role) else None
    own = load_own_settings(connection, person.key)
    return Viewer(
        person.key,
        person.name,
        person.id,
        role,
        person.team,
        own.language or person.language,
        timezone=own.timezone or person.timezone,
        country=person.country,
        own=own,
    )


def find_by_email(connection: Connection, email: str) -> Viewer | None:
    """Who has this e-mail, of those still with us; None when nobody has, or more than one."""
    people = connection.execute(_BY_EMAIL, {"asked": email.strip().casefold()}).all()
    return _as_viewer(connection, people[0]) if len(people) == 1 else None


def load_ops_emails(connection: Connection) -> tuple[str, ...]:
    """Those who look after the assistant, and can be reached."""
    query = select(Person.email).where(Person.role == Role.OPS, Person.email.is_not(None), _HERE)
    return tuple(str(email) for email in connection.execute(query).scalars())


def load_ops_keys(connection: Connection) -> tuple[str, ...]:
    """The keys of those who look after the assistant."""
    query = select(Person.key).where(Person.role == Role.OPS, _HERE).order_by(Person.id)
    return tuple(connection.execute(query).scalars())


def load_people_names(connection: Connection) -> tuple[tuple[str, str | None], ...]:
    """Name and address of our people, each name once; of those who left too, for their figures can be asked for."""
    query = select(Person.name, func.min(Person.email).label("email")).group_by(Person.name).order_by(Person.name)
    return tuple((row.name, row.email) for row in connection.execute(query))


def load_email(connection: Connection, person_key: str) -> str | None:
    """The e-mail of somebody still with us; None where there is none."""
    query = select(Person.email).where(Person.key == person_key, _HERE)
    return connection.execute(query).scalar()


def person_label(of: type[Person] = Person) -> ColumnElement[str]:
    """A person's name; with the team behind it where somebody else is called so, and the key where that is not enough.

    What belongs to two people of one name is never added up. ``of``: the alias whose name it is.
    """
    other, mate = aliased(Person), aliased(Person)
    namesakes = select(other.id).where(other.name == of.name, other.id != of.id)
    of_team = select(mate.id).where(mate.name == of.name, mate.id != of.id, mate.team == of.team)
    told_apart = case((of_team.exists(), of.key), else_=func.coalesce(func.nullif(of.team, ""), of.key))
    return case((namesakes.exists(), of.name + " (" + told_apart + ")"), else_=of.name)


def find_labels(access: AccessContext, person: str) -> tuple[str, ...]:
    """The labels of all who are called so, those who left included; the label itself where one is given."""
    label = person_label()
    query = select(label).where(or_(Person.name == person, label == person)).order_by(label)
    return tuple(access.connection.execute(query).scalars())


def find_namesakes(access: AccessContext, name: str) -> tuple[tuple[str, str], ...]:
    """Key and label of all who are called exactly so, those who left included."""
    label = person_label()
    query = select(Person.key, label).where(Person.name == name).order_by(label)
    return tuple((key, told) for key, told in access.connection.execute(query))


def label_of_viewer(access: AccessContext) -> str:
    """The asker's own label."""
    query = select(person_label()).where(Person.id == access.viewer.person_id)
    return access.connection.execute(query).scalar() or access.viewer.name


def find_role(access: AccessContext, label: str) -> str | None:
    """The role of the person with this label; None where nobody has it."""
    return access.connection.execute(select(Person.role).where(person_label() == label)).scalars().first()


def find_team(access: AccessContext, label: str) -> str | None:
    """The team of the person with this label; None where nobody has it, or they are in none."""
    return access.connection.execute(select(Person.team).where(person_label() == label)).scalars().first()
