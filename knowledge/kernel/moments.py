"""Moments in the store: always UTC. SQLite forgets the zone, so that what is read gets it back here."""

from __future__ import annotations

import datetime as dt


def as_utc(moment: dt.datetime) -> dt.datetime:
    """The same moment in UTC, ready to be written or compared; one without a zone is UTC already."""
    return moment.astimezone(dt.UTC) if moment.tzinfo else moment.replace(tzinfo=dt.UTC)


def as_utc_or_none(moment: dt.datetime | None) -> dt.datetime | None:
    """The same, for a moment that may be missing."""
    return as_utc(moment) if moment else None
