"""Rows that the system they come from has deleted or archived: every copy of a system's tables marks them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence, Set
from functools import cache

from knowledge.imports.cells.unclear import CellUnclear
from knowledge.imports.cells.words import is_empty, read_flag
from knowledge.imports.files.lines import header_key
from knowledge.language import LANGUAGES, load_words

_SIGNS = re.compile(r"[\s_\-.?？]+")
_CANCELLABLE = frozenset(("purchases", "deal_lines", "invoices", "touches"))
_BESIDE = frozenset(("accounts", "products", "people", "contacts"))  # what such lines tell as well
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


def cancelled_columns(header: Mapping[str, int], used: Set[str], tables: Set[str]) -> list[tuple[str, Holds]]:
    """The columns that mark cancelled or void rows, where all that a line tells is a sale, a bill or a visit.

    A contract that was cancelled ran until then, and a deal was lost: they are not left out.
    """
    if not tables & _CANCELLABLE or tables - _CANCELLABLE - _BESIDE:
        return []
    found: list[tuple[str, Holds]] = []
    for kind, test in (("flags", _flag), ("moments", _moment)):
        names = _cancelled(kind)
        found += [(key, test(place)) for key, place in header.items() if _squeezed(key) in names and key not in used]
    return found


@cache
def _cancelled(kind: str) -> frozenset[str]:
    words = [name for language in LANGUAGES for name in load_words(language, "imports")["cancelled"][kind]]
    return frozenset(_squeezed(str(name)) for name in words)


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
