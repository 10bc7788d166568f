"""The address of a store, read once for all who open it."""

from __future__ import annotations

import re

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from knowledge.errors import StoreUnreachable


def parse_url(url: str) -> URL:
    """A store's address as SQLAlchemy takes it. StoreUnreachable where it is none."""
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        raise _no_address(url) from None  # the cause may quote a part of it
    if "@" in (parsed.host or ""):  # of a password that holds one itself, the rest would stand in every error
        raise _no_address(url)
    if parsed.drivername in {"postgresql", "postgres"}:
        return parsed.set(drivername="postgresql+psycopg")
    return parsed


def _no_address(url: str) -> StoreUnreachable:
    """Of a mistyped address only the first word is shown: where its password stands in it, nobody can tell."""
    word = re.match(r"\w*", url)
    shown = f"{word[0] if word else ''}…" if set(url) & set(":@?") else url
    message = (
        f"{shown!r} is not a store address. Write sqlite:///file.db or postgresql://user@host/database; "
        "signs such as @ : / ? in a password are written %40 %3A %2F %3F."
    )
    return StoreUnreachable(message, store=shown, cause="not an address")
