import datetime as dt
from typing import Any

import pytest
from sqlalchemy import Engine, select

from knowledge.errors import NothingToUndo
from knowledge.kernel.undo import find_change, undo_change
from knowledge.people.commands.absences import set_absence
from knowledge.tables import Absence, AuditEntry

REI, RON = 2, 3


def _day(number: int) -> dt.date:
    return dt.date(2026, 10, number)


def _set(unit_of_work: Any, first: int, last: int, deputy_id: int | None = None) -> int:
    return set_absence(unit_of_work, REI, from_on=_day(first), until_on=_day(last), deputy_id=deputy_id)


def _undo(unit_of_work: Any, change: int | None = None) -> None:
    undo_change(unit_of_work, find_change(unit_of_work, change))


def _noted(firm: Engine) -> list[tuple[int, int, int | None]]:
    query = select(Absence.from_on, Absence.until_on, Absence.deputy_id).order_by(Absence.from_on)
    with firm.connect() as connection:
        return [(from_on.day, until_on.day, deputy) for from_on, until_on, deputy in connection.execute(query)]


def test_undo_brings_back_every_absence_that_the_last_one_replaced(firm: Engine, unit_of_work_of: Any) -> None:
    with unit_of_work_of("rei") as unit_of_work:
        _set(unit_of_work, 1, 3, RON)
        _set(unit_of_work, 8, 9)
        _set(unit_of_work, 2, 12)
    assert _noted(firm) == [(2, 12, None)]
    with unit_of_work_of("rei") as unit_of_work:
        _undo(unit_of_work)
    assert _noted(firm) == [(1, 3, RON), (8, 9, None)]
    with unit_of_work_of("rei") as unit_of_work:
        _undo(unit_of_work)
        _undo(unit_of_work)
    assert _noted(firm) == []
    with firm.connect() as connection:
        acts = list(connection.execute(select(AuditEntry.act).order_by(AuditEntry.id)).scalars())
    assert acts == ["absence.set"] * 3 + ["undo"] * 3


def test_an_absence_that_was_changed_since_is_left_alone(firm: Engine, unit_of_work_of: Any) -> None:
    with unit_of_work_of("rei") as unit_of_work:
        first = _set(unit_of_work, 1, 5)
        _set(unit_of_work, 4, 8, RON)
    with unit_of_work_of("rei") as unit_of_work, pytest.raises(NothingToUndo):
        _undo(unit_of_work, first)
    assert _noted(firm) == [(4, 8, RON)]


def test_what_was_replaced_does_not_come_back_into_a_later_absence(firm: Engine, unit_of_work_of: Any) -> None:
    with unit_of_work_of("rei") as unit_of_work:
        _set(unit_of_work, 1, 10)
        short = _set(unit_of_work, 5, 6)
        _set(unit_of_work, 8, 9)
    with unit_of_work_of("rei") as unit_of_work, pytest.raises(NothingToUndo):
        _undo(unit_of_work, short)
    assert _noted(firm) == [(5, 6, None), (8, 9, None)]
