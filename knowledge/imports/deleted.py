"""Rows that the system they come from has deleted or archived: every copy of a system's tables marks them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence, Set
from functools import cache

from knowledge.imports.cells.unclear import CellUnclear
from knowledge.imports.cells.words import is_empty, read_flag
from knowledge.imports.files.lines import header_key
from knowledge.language import LANGUAGES, load_words

_SIGNS = re.compile(r"[\s_\-.]+")
_FALSE_MOMENTS = frozenset(("0", "0000-00-00", "0000-00-00 00:00:00"))
Holds = Callable[[Sequence[str]], bool]


def marks_deleted(name: str) -> bool:
    """Whether a column marks deleted rows.

    >>> marks_deleted("IsDeleted"), marks_deleted("Archived at"), marks_deleted("Delivered at")
    (True, True, False)
    """
    return _squeezed(name) in _names("flags") | _names("moments")


def _squeezed(name: str) -> str:
    return _SIGNS.sub("", header_key(name))


@cache
def _names(kind: str) -> frozenset[str]:
    words = [name for language in LANGUAGES for name in load_words(language, "imports")["deleted"][kind]]
    return frozenset(_squeezed(str(name)) for name in words)


def deleted_columns(header: Mapping[str, int], used: Set[str]) -> list[tuple[str, Holds]]:
    """The columns of a file that mark deleted rows, each with its test; not those that a mapping uses itself."""
    found: list[tuple[str, Holds]] = []
    for kind, test in (("flags", _flag), ("moments", _moment)):
        found += [
            (key, test(place)) for key, place in header.items() if _squeezed(key) in _names(kind) and key not in used
        ]
    return found


def _flag(place: int) -> Holds:
    def holds(cells: Sequence[str]) -> bool:
        if not (text := cells[place].strip()):
            return False
        try:
            return read_flag(text)
        except CellUnclear:
            return False

    return holds


def _moment(place: int) -> Holds:
    return lambda cells: not is_empty(cells[place]) and cells[place].strip() not in _FALSE_MOMENTS
