"""Finds who is meant by a name, an e-mail, a key or an address."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, func, or_, select, true

from knowledge.accounts.names.normal_form import normalise_name
from knowledge.accounts.names.rows import WRITTEN
from knowledge.accounts.names.search import find_accounts, is_sure
from knowledge.errors import SubjectUnclear
from knowledge.privacy.masking import Identifiers, parts_of
from knowledge.privacy.replacing import replaced_key
from knowledge.privacy.subject import Subject, SubjectKind
from knowledge.tables import Account, AccountName, Contact, Person

_FEWEST_LETTERS = 3  # of a name that is only searched for in words


def find_subject(connection: Connection, said: str) -> Subject:
    """The one who is meant. SubjectUnclear with the addresses where more than one answers to it, or it is too short."""
    kind, _, number = said.partition(":")
    if kind in set(SubjectKind) and number.isdigit():
        found = [_load(connection, SubjectKind(kind), int(number))]
    else:
        name = said.strip()
        named = _named(connection, name) or _called_by_part(connection, name) or _called_like(connection, name)
        found = [_load(connection, kind, row_id) for kind, row_id in named]
    there = [one for one in found if one]
    if len(there) > 1:
        listed = ", ".join(f"{one.address} ({one.label})" for one in there)
        raise SubjectUnclear(f"{said!r} is more than one: {listed}. Give one of these.", said=said, choices=listed)
    if there:
        return there[0]
    name = said.strip()
    if len(name) < _FEWEST_LETTERS and name.isascii():
        raise SubjectUnclear(f"{said!r} is too short to be searched for.", said=said, choices="–")
    return Subject(SubjectKind.MENTIONED, 0, name, Identifiers((name,)))


def _named(connection: Connection, said: str) -> list[tuple[SubjectKind, int]]:
    low, bare = said.casefold(), "".join(said.split()).casefold()
    contacts = select(Contact.id).where(
        or_(
            func.lower(Contact.email) == low,
            func.replace(func.replace(func.lower(Contact.name), " ", ""), "　", "") == bare,
            Contact.key == said,
        )
    )
    people = select(Person.id).where(
        or_(
            func.lower(Person.email) == low,
            func.replace(func.replace(func.lower(Person.name), " ", ""), "　", "") == bare,
            Person.key == said,
        )
    )
    accounts = (
        select(Account.id)
        .outerjoin(AccountName, AccountName.account_id == Account.id)
        .where(
            or_(func.lower(Account.name) == low, Account.key == said, AccountName.normal == normalise_name(said)),
        )
        .distinct()
    )
    found: list[tuple[SubjectKind, int]] = []
    for kind, query in (
        (SubjectKind.CONTACT, contacts),
        (SubjectKind.COLLEAGUE, people),
        (SubjectKind.ACCOUNT, accounts),
    ):
        found += [(kind, int(row_id)) for row_id in connection.execute(query).scalars()]
    return found


def _called_by_part(connection: Connection, said: str) -> list[tuple[SubjectKind, int]]:
    """People by their surname or given name alone."""
    found: list[tuple[SubjectKind, int]] = []
    for kind, model in ((SubjectKind.CONTACT, Contact), (SubjectKind.COLLEAGUE, Person)):
        query = select(model.id, model.name).where(func.lower(model.name).contains(said.lower(), autoescape=True))
        rows = connection.execute(query.order_by(model.id)).all()
        found += [(kind, row.id) for row in rows if said.casefold() in {part.casefold() for part in parts_of(row.name)}]
    return found


def _called_like(connection: Connection, said: str) -> list[tuple[SubjectKind, int]]:
    """The customer whose name is clearly meant."""
    found = find_accounts(connection, said, visible=true())
    return [(SubjectKind.ACCOUNT, found[0].account_id)] if is_sure(found) else []


def _load(connection: Connection, kind: SubjectKind, row_id: int) -> Subject | None:
    match kind:
        case SubjectKind.CONTACT:
            return _contact(connection, row_id)
        case SubjectKind.COLLEAGUE:
            return _colleague(connection, row_id)
        case SubjectKind.ACCOUNT:
            return _account(connection, row_id)
    return None


def contacts_of(connection: Connection, account_id: int) -> list[Subject]:
    """The people at a customer."""
    query = select(Contact.id).where(Contact.account_id == account_id).order_by(Contact.id)
    return [one for row_id in connection.execute(query).scalars() if (one := _contact(connection, row_id))]


def _contact(connection: Connection, row_id: int) -> Subject | None:
    found: Any = connection.execute(select(Contact.__table__).where(Contact.id == row_id)).mappings().first()
    if found is None:
        return None
    places = _names_of(connection, found["account_id"])
    label = f"{found['name']}, {places[0]}" if places else str(found["name"])
    return Subject(
        SubjectKind.CONTACT, row_id, label, _identify(found, places), account_id=found["account_id"], key=found["key"]
    )


def _colleague(connection: Connection, row_id: int) -> Subject | None:
    found: Any = connection.execute(select(Person.__table__).where(Person.id == row_id)).mappings().first()
    if found is None:
        return None
    identifiers = _identify({**found, "reading": None}, ())
    return Subject(SubjectKind.COLLEAGUE, row_id, found["name"], identifiers, key=found["key"])


def _identify(row: Any, places: tuple[str, ...]) -> Identifiers:
    names = tuple(str(value) for value in (row["name"], row["reading"], row["email"]) if value)
    parts = tuple(part for value in (row["name"], row["reading"]) if value for part in parts_of(str(value)))
    return Identifiers(names, parts, places, {row["key"]: replaced_key(row["key"])})


def _account(connection: Connection, row_id: int) -> Subject | None:
    row = connection.execute(select(Account.name, Account.key).where(Account.id == row_id)).first()
    if row is None:
        return None
    people = contacts_of(connection, row_id)
    names = _names_of(connection, row_id)
    each = tuple(name for one in people for name in one.identifiers.names)
    parts = tuple(part for one in people for part in one.identifiers.parts)
    keys = {key: new for one in people for key, new in one.identifiers.keys.items()}
    identifiers = Identifiers((*names, *each), parts, names, {**keys, row.key: replaced_key(row.key)})
    return Subject(SubjectKind.ACCOUNT, row_id, row.name, identifiers, account_id=row_id, key=row.key)


def _names_of(connection: Connection, account_id: int) -> tuple[str, ...]:
    """How a customer is called, its own name first; short forms of a word are left out."""
    own = connection.execute(select(Account.name).where(Account.id == account_id)).scalar()
    query = select(AccountName.name, AccountName.normal).where(
        AccountName.account_id == account_id, AccountName.kind.in_(WRITTEN)
    )
    others = [name for row in connection.execute(query) for name in row]
    named = dict.fromkeys(name for name in (own, *others) if name and len(name) >= _FEWEST_LETTERS)
    return tuple(named)
