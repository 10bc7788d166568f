"""Erases somebody from every table, by what each table declares of itself."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, Table, and_, delete, func, select, text, update
from sqlalchemy.orm import aliased

from knowledge.kernel.audit import append_audit
from knowledge.kernel.key_value import drop_fact
from knowledge.kernel.materialized import note_rows_changed
from knowledge.kernel.personal import Personal
from knowledge.kernel.visibility import OPERATOR
from knowledge.people.settings import settings_name
from knowledge.privacy.commands.waiting import wait_for_others
from knowledge.privacy.masking import ERASED
from knowledge.privacy.queries.rows import Found, find_mentions, own_condition
from knowledge.privacy.queries.tables import declared, searched, unique_columns
from knowledge.privacy.replacing import replaced_key
from knowledge.privacy.subject import Subject, SubjectKind
from knowledge.tables import AuditEntry


def erase(engine: Engine, subject: Subject, *, now: dt.datetime, today: dt.date) -> dict[str, int]:
    """Erase the subject in one transaction, then let nothing of it lie in freed pages; rows changed, by table.

    A person's row stays without what tells who they are, so that figures keep; a customer's rows go. Where words name
    them, the mark of ``masking`` takes their place. It is written in the audit trail, without a name.
    """
    with engine.begin() as connection:
        if engine.dialect.name == "sqlite":
            connection.execute(text("PRAGMA secure_delete=ON"))
        counts: Counter[str] = Counter()
        for found in list(find_mentions(connection, subject)):
            _mask(connection, found)
            counts[found.table.name] += 1
        counts.update(_erase_own(connection, subject, today))
        note_rows_changed(connection)
        facts = {"kind": subject.kind, "rows": dict(counts)}
        append_audit(
            connection, at=now, person_key=OPERATOR.key, place="terminal", act="personal_data.erased", facts=facts
        )
    return dict(counts)


def _mask(connection: Connection, found: Found) -> None:
    where = and_(*(found.table.c[name] == value for name, value in found.identity.items()))
    if searched()[found.table].drops:
        connection.execute(delete(found.table).where(where))
        return
    unique = unique_columns(found.table)
    changes = {
        name: _still_unique(str(found.words[name]), value) if name in unique else value
        for name, value in found.changes.items()
    }
    connection.execute(update(found.table).where(where).values(changes))


def _still_unique(before: str, masked: str) -> str:
    """Two keys that were different stay so."""
    return replaced_key(before) if ERASED in masked else masked


def _erase_own(connection: Connection, subject: Subject, today: dt.date) -> dict[str, int]:
    if subject.kind is SubjectKind.ACCOUNT:
        return _drop_account(connection, subject)
    counts = {}
    for table, told in declared().items():
        own = own_condition(table, subject)
        if own is None:
            continue
        if table.name == "row_keys":
            counts[table.name] = connection.execute(delete(table).where(own)).rowcount
        else:
            counts[table.name] = connection.execute(_blank(table, told, own, subject, today)).rowcount
    if subject.kind is SubjectKind.COLLEAGUE:
        drop_fact(connection, settings_name(subject.key))
    return {name: count for name, count in counts.items() if count}


def _blank(table: Table, told: Personal, own: ColumnElement[bool], subject: Subject, today: dt.date) -> Any:
    """Nobody's row: they count as gone from today on, where they had not left before."""
    values: dict[str, Any] = {name: None if table.c[name].nullable else ERASED for name in told.own}
    values["key"] = replaced_key(subject.key)
    if "left_on" in table.c:
        values["left_on"] = func.coalesce(table.c.left_on, today)
    return update(table).where(own).values(values)


def _silence_questions(connection: Connection, account_id: int) -> int:
    """What was asked before an answer about this customer names it as people call it, however short."""
    shown, asked = aliased(AuditEntry), aliased(AuditEntry)
    before = (
        select(func.max(asked.id))
        .where(
            asked.id < shown.id,
            asked.act.in_(["said", "clicked"]),
            asked.place == shown.place,
            asked.person_key.is_not_distinct_from(shown.person_key),
        )
        .correlate(shown)
        .scalar_subquery()
    )
    ids: list[int] = list(connection.execute(select(before).where(shown.account_id == account_id).distinct()).scalars())
    trail: Any = AuditEntry.__table__
    return connection.execute(update(trail).where(trail.c.id.in_(ids)).values(_silent(trail))).rowcount


def _drop_account(connection: Connection, subject: Subject) -> dict[str, int]:
    counts = {}
    _silence_questions(connection, subject.id)
    for table, told in reversed(declared().items()):
        own = own_condition(table, subject)
        if own is None:
            continue
        if table.name == "accounts":
            connection.execute(update(table).where(table.c.parent_id == subject.id).values(parent_id=None))
        statement: Any = update(table).where(own).values(_silent(table)) if told.is_trail else delete(table).where(own)
        counts[table.name] = connection.execute(statement).rowcount
    return {name: count for name, count in counts.items() if count}


def _silent(table: Table) -> Mapping[str, Any]:
    silence: dict[str, Any] = {"text": None, "facts": {}}
    return {name: value for name, value in silence.items() if name in table.c}


def settle(engine: Engine) -> bool:
    """Write what was freed anew, so that no byte of it is left; False where others read and some of it had to stay.

    SQLite: the whole file, and its write-ahead log is emptied. PostgreSQL: every table that may name
    somebody, once nobody's transaction is older; the log is the server's own and is overwritten in time.
    """
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if engine.dialect.name == "sqlite":
            connection.execute(text("INSERT INTO name_grams(name_grams) VALUES ('optimize')"))
            connection.execute(text("VACUUM"))
            busy = connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)")).one()[0]
            return not busy
        is_free = wait_for_others(connection)
        for table in searched():
            connection.execute(text(f'VACUUM FULL "{table.name}"'))
    return is_free
