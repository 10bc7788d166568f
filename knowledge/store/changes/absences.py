"""Who is away, from when to when, and who answers meanwhile."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import delete, insert

from knowledge.store.changes.pen import Pen
from knowledge.store.models import Absence


def set_absence(pen: Pen, person_id: int, *, from_on: dt.date, until_on: dt.date, deputy_id: int | None) -> int:
    """Note an absence, both days included, in place of those it overlaps; the change's number."""
    overlaps = (Absence.person_id == person_id, Absence.until_on >= from_on, Absence.from_on <= until_on)
    pen.book.connection.execute(delete(Absence).where(*overlaps))
    values = {"person_id": person_id, "from_on": from_on, "until_on": until_on, "deputy_id": deputy_id}
    pen.book.connection.execute(insert(Absence).values(values))
    facts = {"person_id": person_id, "until": until_on.isoformat(), "deputy_id": deputy_id}
    return pen.audit("absence.set", account_id=None, facts=facts)
