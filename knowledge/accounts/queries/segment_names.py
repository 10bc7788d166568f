"""The names of segments among the customers that somebody may see."""

from __future__ import annotations

from functools import lru_cache

from sqlalchemy import select

from knowledge.accounts.segment_words import SegmentWords
from knowledge.kernel.access import AccessContext
from knowledge.tables import Account, Person
from knowledge.terms import SegmentBy

_KINDS_KEPT = 200  # of viewers: a team's reps see the same


def load_segment_words(access: AccessContext) -> SegmentWords:
    """Teams, industries, regions and countries of the viewer's customers: a name of others' customers means nothing."""
    columns = {
        SegmentBy.TEAM: Person.team,
        SegmentBy.INDUSTRY: Account.industry,
        SegmentBy.REGION: Account.region,
        SegmentBy.COUNTRY: Account.country,
    }
    query = select(*columns.values()).outerjoin(Person, Person.id == Account.owner_id).distinct()
    rows = access.connection.execute(query.where(access.visible, Account.is_test.is_(False))).all()
    values = {by: sorted({str(row[place]) for row in rows if row[place]}) for place, by in enumerate(columns)}
    stored = tuple((by, value) for by, names in values.items() for value in names)
    return _shared(stored, access.viewer.team)


@lru_cache(maxsize=_KINDS_KEPT)
def _shared(stored: tuple[tuple[SegmentBy, str], ...], own_team: str | None) -> SegmentWords:
    """The same words for all who see the same: making their patterns costs more than finding with them."""
    return SegmentWords(stored, own_team)
