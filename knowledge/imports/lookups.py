"""How each table's rows are found by what other files call them; each look-up is one statement for many texts."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Iterable
from typing import NamedTuple, TypeVar

from sqlalchemy import Connection, Select, bindparam, func, select
from sqlalchemy.sql import ColumnElement

from knowledge.accounts.names.normal_form import normalise_name
from knowledge.imports.domains import is_shared, own_domain, read_domain
from knowledge.imports.firm_forms import strict_form
from knowledge.tables import (
    Account,
    AccountKey,
    AccountName,
    Base,
    Contact,
    Deal,
    Person,
    Product,
    RowKey,
    Ticket,
)
from knowledge.terms import NameKind

_POINT_ZERO = re.compile(r"^(\d+)\.0+$")
CHUNK = 900  # below the fewest bound variables any SQLite allows


class Found(NamedTuple):
    """A row referred to."""

    id: int
    key: str


T = TypeVar("T")
Hits = dict[str, list[Found]]
Lookup = Callable[[Connection, str, set[str]], Hits]


def chunks(texts: Iterable[T]) -> Iterable[list[T]]:
    """Portions that fit one statement."""
    listed = list(texts)
    return (listed[start : start + CHUNK] for start in range(0, len(listed), CHUNK))


def plain_name(name: str) -> str:
    """The form under which names of products and people are equal.

    >>> plain_name("ＧＴＸ  Pro") == plain_name("gtx pro")
    True
    """
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def is_among(connection: Connection, column: ColumnElement[str], texts: Iterable[str]) -> ColumnElement[bool]:
    """Whether a column is one of many texts: one bound value on SQLite, so that the statement is compiled once."""
    if connection.dialect.name != "sqlite":
        return column.in_(list(texts))
    listed = func.json_each(bindparam("texts", json.dumps(list(texts)), unique=True)).table_valued("value")
    return column.in_(select(listed.c.value))


def compared(text: str) -> str:
    """The form under which two ids are one: what was stored stays as it was written."""
    return text if text.isascii() else unicodedata.normalize("NFKC", text).strip()


def _ask(
    connection: Connection,
    texts: Iterable[str],
    form: Callable[[str], str | None],
    statement: Callable[[list[str]], Select[str, int, str]],
) -> Hits:
    """Ask for the form of each text; the answer's first column is the form it answers to."""
    asked: dict[str, list[str]] = {}
    for text in texts:
        if value := form(text):
            asked.setdefault(value, []).append(text)
    hits: Hits = {}
    for portion in chunks(asked):
        for value, row_id, key in connection.execute(statement(portion)):
            for text in asked[value]:
                found = hits.setdefault(text, [])
                if (row := Found(row_id, key)) not in found:
                    found.append(row)
    return hits


def _by(model: type[Base], column: ColumnElement[str]) -> Callable[[list[str]], Select[str, int, str]]:
    table = model.__table__
    return lambda portion: select(column, table.c.id, table.c.key).where(column.in_(portion))


def _key_lookup(model: type[Base]) -> Lookup:
    """By the system's id; else by our own key, written in full."""

    def lookup(connection: Connection, system: str, texts: set[str]) -> Hits:
        statement = _by(model, model.__table__.c.key)
        hits = _ask(connection, texts, lambda text: f"{system}:{compared(text)}", statement)
        return hits | _ask(connection, texts - hits.keys(), lambda text: text if ":" in text else None, statement)

    return lookup


def _email_lookup(connection: Connection, _system: str, texts: set[str]) -> Hits:
    return _ask(
        connection,
        texts,
        lambda text: text.lower() if "@" in text else None,
        _by(Contact, func.lower(Contact.__table__.c.email)),
    )


def _contact_names(connection: Connection, _system: str, texts: set[str]) -> Hits:
    """By the name as it is written; namesakes are several."""
    return _ask(connection, texts, lambda text: text or None, _by(Contact, Contact.__table__.c.name))


def _account_ids(connection: Connection, system: str, texts: set[str]) -> Hits:
    def statement(portion: list[str]) -> Select[str, int, str]:
        joined = select(AccountKey.key, Account.id, Account.key).join(Account, Account.id == AccountKey.account_id)
        return joined.where(AccountKey.system == system, AccountKey.key.in_(portion))

    return _ask(connection, texts, compared, statement)


def _account_names(*kinds: NameKind) -> Lookup:
    """By any spelling; of several firms with one normal name, the one that is written just so."""

    def lookup(connection: Connection, _system: str, texts: set[str]) -> Hits:
        asked: dict[str, list[str]] = {}
        for text in texts:
            if normal := normalise_name(text):
                asked.setdefault(normal, []).append(text)
        found: dict[str, dict[Found, set[str]]] = {}
        columns = (AccountName.normal, AccountName.name, Account.id, Account.key)
        joined = select(*columns).join(Account, Account.id == AccountName.account_id)
        for portion in chunks(asked):
            rows = connection.execute(joined.where(AccountName.normal.in_(portion), AccountName.kind.in_(kinds)))
            for normal, name, row_id, key in rows:
                found.setdefault(normal, {}).setdefault(Found(row_id, key), set()).add(strict_form(name))
        return {text: _written_so(text, forms) for normal, forms in found.items() for text in asked[normal]}

    return lookup


def _written_so(text: str, forms: dict[Found, set[str]]) -> list[Found]:
    exactly = [found for found, written in forms.items() if strict_form(text) in written]
    return exactly if len(exactly) == 1 else list(forms)


def _account_domains(connection: Connection, _system: str, texts: set[str]) -> Hits:
    """By website or the domain of an e-mail address; a provider's domain is nobody's."""
    by = _by(Account, Account.__table__.c.website)

    def host(text: str) -> str | None:
        domain = read_domain(text)
        return None if domain is None or is_shared(domain) else domain

    def registered(text: str) -> str | None:
        domain = host(text)
        return own_domain(domain) if domain and own_domain(domain) != domain else None

    hits = _ask(connection, texts, host, by)
    return hits | _ask(connection, texts - hits.keys(), registered, by)


def _whole_table_lookup(model: type[Base], *names: str) -> Lookup:
    """For small tables: every name compared in its plain form; 1.0 is found by 1, as ids are read."""

    def lookup(connection: Connection, _system: str, texts: set[str]) -> Hits:
        asked: dict[str, list[str]] = {}
        for text in texts:
            asked.setdefault(plain_name(text), []).append(text)
        table, hits = model.__table__, Hits()
        for row in connection.execute(select(table.c.id, table.c.key, *(table.c[name] for name in names))):
            plains = {plain_name(name) for name in row[2:] if name}
            for plain in (plains | {_POINT_ZERO.sub(r"\1", plain) for plain in plains}) & asked.keys():
                for text in asked[plain]:
                    hits.setdefault(text, []).append(Found(row[0], row[1]))
        return hits

    return lookup


def _tied_lookup(model: type[Base]) -> Lookup:
    """By the id that another system has for a row of ours."""
    table = model.__table__

    def lookup(connection: Connection, system: str, texts: set[str]) -> Hits:
        def statement(portion: list[str]) -> Select[str, int, str]:
            joined = select(RowKey.key, table.c.id, table.c.key).join(table, table.c.key == RowKey.row_key)
            return joined.where(
                RowKey.table_name == model.__tablename__, RowKey.system == system, RowKey.key.in_(portion)
            )

        return _ask(connection, texts, compared, statement)

    return lookup


LOOKUPS: dict[str, tuple[Lookup, ...]] = {
    "accounts": (
        _account_ids,
        _key_lookup(Account),
        _account_names(NameKind.LEGAL, NameKind.ALIAS),
        _account_domains,
        _account_names(NameKind.FORMER),
    ),
    "products": (_key_lookup(Product), _tied_lookup(Product), _whole_table_lookup(Product, "name", "name_ja")),
    "people": (_key_lookup(Person), _tied_lookup(Person), _whole_table_lookup(Person, "email", "name")),
    "deals": (_key_lookup(Deal),),
    "tickets": (_key_lookup(Ticket),),
    "contacts": (_key_lookup(Contact), _email_lookup, _contact_names),
}
NAMED: dict[str, ColumnElement[str]] = {
    "accounts": AccountName.__table__.c.name,
    "products": Product.__table__.c.name,
    "people": Person.__table__.c.name,
    "contacts": Contact.__table__.c.name,
}
