"""What was told and is to be written to a system, and what of it was undone since: read from the trail."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from sqlalchemy import Connection, func, select

from knowledge.imports.accounts_merge import Rule
from knowledge.kernel.moments import as_utc
from knowledge.sync.writing.declared import Becomes, Entry, Told
from knowledge.tables import AccountKey, AuditEntry, Note, Person, RowKey

_ACTS = {
    "note.recorded": Told.NOTE,
    "need.recorded": Told.NEED,
    "touch.recorded": Told.VISIT,
    "complaint.filed": Told.COMPLAINT,
    "ticket.opened": Told.PROBLEM,
    "cancellation.recorded": Told.CANCELLATION,
}
_UNDO = "undo"
_COLUMNS = (
    AuditEntry.id, AuditEntry.at, AuditEntry.person_key, AuditEntry.act, AuditEntry.account_id, AuditEntry.text,
    AuditEntry.facts,
)  # fmt: skip


class Change(NamedTuple):
    """One change of the trail that told something."""

    id: int
    at: dt.datetime
    person_key: str | None
    kind: Told
    account_id: int
    text: str
    facts: Mapping[str, object]
    is_undone: bool


def newest_change(connection: Connection) -> int:
    """The last change there is; what is told from now on comes after it."""
    return connection.execute(select(func.max(AuditEntry.id))).scalar() or 0


def kind_told(act: str, facts: Mapping[str, object]) -> Told | None:
    """Which kind a change is; None where it is none that can be written back."""
    kind = _ACTS.get(act)
    return Told(str(facts["kind"])) if kind is Told.NOTE and facts.get("kind") in set(Told) else kind


def their_customer(connection: Connection, system: str, account_id: int) -> str | None:
    """A customer's id in a system; of several the one that is its own there rather than merged into it."""
    query = select(AccountKey.key, AccountKey.rule).where(
        AccountKey.system == system, AccountKey.account_id == account_id, AccountKey.rule != Rule.CREATED
    )
    found = sorted(connection.execute(query), key=lambda row: (row.rule == Rule.MERGED, row.key))
    return str(found[0].key) if found else None


def find_told(connection: Connection, *, after: int, since: dt.datetime, until: dt.datetime) -> Iterator[Change]:
    """What was told after a change and between two moments, in order, with what was undone since."""
    wanted = (AuditEntry.id > after, AuditEntry.at >= since, AuditEntry.act.in_([*_ACTS, _UNDO]))
    rows = connection.execute(select(*_COLUMNS).where(*wanted).order_by(AuditEntry.id)).all()
    undone = {row.facts.get("undoes") for row in rows if row.act == _UNDO}
    for row in rows:
        kind, at = kind_told(row.act, row.facts), as_utc(row.at)
        if kind is not None and row.text and row.account_id is not None and at <= until:
            is_undone = row.id in undone
            yield Change(row.id, at, row.person_key, kind, row.account_id, row.text, row.facts, is_undone)


def entry_of(connection: Connection, system: str, change: Change, becomes: Becomes) -> Entry | None:
    """It ready to be written; None where the system does not know the customer."""
    customer = their_customer(connection, system, change.account_id)
    if customer is None:
        return None
    teller, owner = _teller(connection, system, change.person_key)
    return Entry(
        key=f"osusume-{change.id}-{int(change.at.timestamp()):x}",
        becomes=becomes,
        text=change.text,
        at=change.at,
        customer=customer,
        teller=teller,
        owner=owner,
        due_on=_due_on(connection, change.facts),
    )


def _teller(connection: Connection, system: str, person_key: str | None) -> tuple[str | None, str | None]:
    """Who told it, by name and by their id in the system."""
    if person_key is None:
        return None, None
    name = connection.execute(select(Person.name).where(Person.key == person_key)).scalar()
    own_system, _, own_id = person_key.partition(":")
    if own_system == system:
        return name, own_id
    tied = select(RowKey.key).where(
        RowKey.table_name == "people", RowKey.row_key == person_key, RowKey.system == system
    )
    return name, connection.execute(tied).scalar()


def _due_on(connection: Connection, facts: Mapping[str, object]) -> dt.date | None:
    if not (note_id := facts.get("note_id")):
        return None
    return connection.execute(select(Note.due_on).where(Note.id == note_id)).scalar()
