"""Who is away, from when to when, and who answers meanwhile."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, delete, insert, select

from knowledge.errors import NothingToUndo
from knowledge.kernel.unit_of_work import AuditedUnitOfWork
from knowledge.tables import Absence

_Dates = tuple[dt.date, dt.date, int | None]  # first day, last day, who stands in
_NOTED = ("from", "until", "deputy_id")


def set_absence(
    unit_of_work: AuditedUnitOfWork, person_id: int, *, from_on: dt.date, until_on: dt.date, deputy_id: int | None
) -> int:
    """Note an absence, both days included, in place of those it overlaps; the change's number."""
    replaced = _find_overlapping(unit_of_work, person_id, from_on, until_on)
    unit_of_work.access.connection.execute(delete(Absence).where(Absence.id.in_([row["id"] for row in replaced])))
    _note(unit_of_work, person_id, from_on, until_on, deputy_id)
    facts = {
        **_dates(from_on, until_on, deputy_id),
        "person_id": person_id,
        "replaced": [_dates(*_read_row(row)) for row in replaced],
    }
    return unit_of_work.audit("absence.set", account_id=None, facts=facts)


def undo_absence(unit_of_work: AuditedUnitOfWork, facts: Mapping[str, Any]) -> None:
    """Take an absence back and note anew what it replaced.

    NothingToUndo when it was changed since, or when what it replaced would run into a later one.
    """
    person_id = int(facts["person_id"])
    last, replaced = _read_day(facts, "until"), [_read_dates(earlier) for earlier in facts.get("replaced", ())]
    noted = {
        name: facts[name] for name in _NOTED if name in facts
    }  # earlier entries name no first day; the last one tells enough
    on_last_day = _find_overlapping(unit_of_work, person_id, last, last)
    mine = [row["id"] for row in on_last_day if _dates(*_read_row(row)).items() >= noted.items()]
    if not mine:
        raise NothingToUndo("The absence has been changed since.")
    between = [
        row["id"]
        for from_on, until_on, _ in replaced
        for row in _find_overlapping(unit_of_work, person_id, from_on, until_on)
    ]
    if set(between) - set(mine):
        raise NothingToUndo("Another absence was noted since.")
    unit_of_work.access.connection.execute(delete(Absence).where(Absence.id.in_(mine)))
    for earlier in replaced:
        _note(unit_of_work, person_id, *earlier)


def _find_overlapping(
    unit_of_work: AuditedUnitOfWork, person_id: int, from_on: dt.date, until_on: dt.date
) -> list[Mapping[str, Any]]:
    overlaps: tuple[ColumnElement[bool], ...] = (Absence.until_on >= from_on, Absence.from_on <= until_on)
    columns = (Absence.id, Absence.from_on, Absence.until_on, Absence.deputy_id)
    query = select(*columns).where(Absence.person_id == person_id, *overlaps).order_by(Absence.from_on)
    return [dict(row) for row in unit_of_work.access.connection.execute(query).mappings()]


def _note(
    unit_of_work: AuditedUnitOfWork, person_id: int, from_on: dt.date, until_on: dt.date, deputy_id: int | None
) -> None:
    values = {"person_id": person_id, "from_on": from_on, "until_on": until_on, "deputy_id": deputy_id}
    unit_of_work.access.connection.execute(insert(Absence).values(values))


def _read_row(row: Mapping[str, Any]) -> _Dates:
    return row["from_on"], row["until_on"], row["deputy_id"]


def _read_dates(facts: Mapping[str, Any]) -> _Dates:
    return _read_day(facts, "from"), _read_day(facts, "until"), facts["deputy_id"]


def _read_day(facts: Mapping[str, Any], name: str) -> dt.date:
    return dt.date.fromisoformat(str(facts[name]))


def _dates(from_on: dt.date, until_on: dt.date, deputy_id: int | None) -> dict[str, Any]:
    """An absence as the audit trail keeps it."""
    return {"from": from_on.isoformat(), "until": until_on.isoformat(), "deputy_id": deputy_id}
