"""Reads the clock, in the one place of ``bot`` that does."""

from __future__ import annotations

import datetime as dt


def utc_now() -> dt.datetime:
    """This moment, in UTC."""
    return dt.datetime.now(tz=dt.UTC)
