"""The rows of ``account_names`` for one account: every spelling by which it may be called."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypedDict

from knowledge.accounts.names.normal_form import normalise_name
from knowledge.accounts.names.sounds import sound_of
from knowledge.terms import NameKind

_LONGEST = 400  # characters of a name that are kept
WRITTEN = (NameKind.LEGAL, NameKind.ALIAS, NameKind.FORMER)  # the names that tell two firms apart
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
    written = [(name, NameKind.LEGAL), *((alias, NameKind.ALIAS) for alias in aliases)]
    written += [(old, NameKind.FORMER) for old in former]
    if reading:
        written.append((reading, NameKind.READING))
    rows: dict[tuple[str, str], NameRow] = {}
    for spelling, kind, normal in (row for pair in written for row in spell_out(*pair)):
        rows.setdefault((normal, kind), NameRow(account_id=account_id, name=spelling, normal=normal, kind=kind))
    return list(rows.values())


def spell_out(name: str, kind: NameKind) -> Iterator[tuple[str, NameKind, str]]:
    """(spelling, kind, normal) of one name as it was written, and of what is derived from it."""
    name = name[:_LONGEST]
    if kind is not NameKind.READING and (normal := normalise_name(name)):
        yield name, kind, normal[:_LONGEST]
    if kind is NameKind.LEGAL and (short := initials_of(name)):
        yield short, NameKind.INITIALS, normalise_name(short)
    if (kind is NameKind.READING or not name.isascii()) and (sound := sound_of(name)):
        yield name, NameKind.READING, sound[:_LONGEST]


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
