"""The rows that are somebody's own, and those whose words name them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, String, Table, Text, and_, cast, false, func, or_, select

from knowledge.privacy.queries.tables import belongs_to, searched, word_columns
from knowledge.privacy.subject import Subject, SubjectKind

_IS_OWN = {SubjectKind.CONTACT: "contacts", SubjectKind.COLLEAGUE: "people", SubjectKind.ACCOUNT: "accounts"}


@dataclass(frozen=True)
class Found:
    """One row of a table: what identifies it, its words, and how they stand once the names are masked."""

    table: Table
    identity: Mapping[str, Any]
    words: Mapping[str, Any]
    masked: Mapping[str, Any]

    @property
    def changes(self) -> dict[str, Any]:
        """The columns whose words name somebody, masked."""
        return {name: value for name, value in self.masked.items() if value != self.words[name]}


def own_condition(table: Table, subject: Subject) -> ColumnElement[bool] | None:
    """Which rows are the subject's own; None where the table has none of theirs."""
    if subject.kind is SubjectKind.ACCOUNT:
        return belongs_to(table, subject.id)
    if _IS_OWN.get(subject.kind) == table.name:
        own: ColumnElement[bool] = table.c.id == subject.id
        return own
    if subject.kind is SubjectKind.COLLEAGUE and table.name == "row_keys":
        return and_(table.c.table_name == "people", table.c.row_key == subject.key)
    return None


def refers_to(table: Table, subject: Subject) -> ColumnElement[bool] | None:
    """Which rows refer to the subject by number or key, beside their own; None where none can."""
    target = _IS_OWN.get(subject.kind)
    if subject.kind is SubjectKind.ACCOUNT or target is None:
        return None
    rules = [key.parent == subject.id for key in table.foreign_keys if key.column.table.name == target]
    if subject.kind is SubjectKind.COLLEAGUE:
        rules += [table.c[name] == subject.key for name in ("person_key", "from_key") if name in table.c]
    return or_(*rules) if rules else None


def find_mentions(connection: Connection, subject: Subject) -> Iterator[Found]:
    """Every row outside the subject's own that names them."""
    for table in searched():
        columns = word_columns(table)
        if columns:
            yield from _in_table(connection, table, subject)


def _in_table(connection: Connection, table: Table, subject: Subject) -> Iterator[Found]:
    columns, identity = word_columns(table), list(table.primary_key.columns)
    near = belongs_to(table, subject.account_id) if subject.account_id else None
    hinted = or_(*(_contains(column, hint) for column in columns for hint in subject.identifiers.hints))
    query = select(*identity, *columns, (near if near is not None else false()).label("near_")).where(hinted)
    own = own_condition(table, subject)
    if own is not None:
        query = query.where(own.is_not(True))  # neither theirs nor unknown whose
    for row in connection.execute(query).mappings():
        words = {column.name: row[column.name] for column in columns}
        masked = {name: subject.identifiers.mask(value, is_near=bool(row["near_"])) for name, value in words.items()}
        found = Found(table, {column.name: row[column.name] for column in identity}, words, masked)
        if found.changes:
            yield found


def _contains(column: Any, hint: str) -> ColumnElement[bool]:
    """Whether the words hold a hint, written plainly or as JSON writes it."""
    words = column if isinstance(column.type, String) else cast(column, Text)
    plain: ColumnElement[bool] = func.lower(words).contains(hint.lower(), autoescape=True)
    escaped = json.dumps(hint)[1:-1]
    if escaped == hint:
        return plain
    return or_(plain, func.lower(words).contains(escaped.lower(), autoescape=True))


def count_own(connection: Connection, subject: Subject) -> dict[str, int]:
    """How many rows of each table are the subject's own."""
    return _count(connection, subject, own_condition)


def count_linked(connection: Connection, subject: Subject) -> dict[str, int]:
    """How many rows of each table refer to the subject: answers they gave, what they did."""
    return _count(connection, subject, refers_to)


def _count(
    connection: Connection, subject: Subject, condition: Callable[[Table, Subject], ColumnElement[bool] | None]
) -> dict[str, int]:
    counts = {}
    for table in searched():
        where = condition(table, subject)
        if where is not None:
            query = select(func.count()).select_from(table).where(where)
            counts[table.name] = int(connection.execute(query).scalar() or 0)
    return {name: count for name, count in counts.items() if count}
