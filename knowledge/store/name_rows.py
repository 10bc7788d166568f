"""The rows of ``account_names`` for one account: every spelling by which it may be called."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypedDict

from knowledge.store.name_sounds import sound_of
from knowledge.store.names import normalise_name
from knowledge.terms import NameKind

_LONGEST = 400  # characters of a name that are kept
_FEWEST_INITIALS = 3  # two letters stand for too many firms


class NameRow(TypedDict):
    """One row, ready to be inserted."""

    account_id: int
    name: str
    normal: str
    kind: str


def name_rows(
    account_id: int,
    name: str,
    *,
    reading: str | None = None,
    aliases: Iterable[str] = (),
    former: Iterable[str] = (),
) -> list[NameRow]:
    """Rows for the legal name, its aliases and former names, and the sound of each Japanese one.

    The sound is derived from ``reading`` (kana or romaji) and from names written in kana; a row of kind ``reading``
    has the key that kana and romaji share as its ``normal``; initials are derived. Each (normal, kind) comes once.
    """
    rows: dict[tuple[str, str], NameRow] = {}
    for spelling, kind, normal in _spellings(name, reading, aliases, former):
        if normal:
            row = NameRow(account_id=account_id, name=spelling[:_LONGEST], normal=normal[:_LONGEST], kind=kind)
            rows.setdefault((normal[:_LONGEST], kind), row)
    return list(rows.values())


def _spellings(
    name: str, reading: str | None, aliases: Iterable[str], former: Iterable[str]
) -> Iterator[tuple[str, str, str]]:
    yield name, NameKind.LEGAL, normalise_name(name)
    for alias in aliases:
        yield alias, NameKind.ALIAS, normalise_name(alias)
    for old in former:
        yield old, NameKind.FORMER, normalise_name(old)
    if short := initials_of(name):
        yield short, NameKind.INITIALS, normalise_name(short)
    for spoken in (reading, name, *aliases, *former):
        if (spoken and not spoken.isascii()) or spoken == reading:
            yield spoken or "", NameKind.READING, sound_of(spoken or "") or ""


def initials_of(name: str) -> str | None:
    """The initials by which a firm of three words or more is often called.

    >>> initials_of("International Business Machines Corp.")
    'IBM'
    >>> initials_of("Acme Ltd") is None
    True
    """
    words = [word for word in normalise_name(name).split() if word not in {"and", "of", "the", "for"}]
    if len(words) < _FEWEST_INITIALS or not all(word.isascii() and word.isalpha() for word in words):
        return None
    return "".join(word[0] for word in words).upper()
