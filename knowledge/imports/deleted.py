"""Rows that the system they come from has deleted or archived: every copy of a system's tables marks them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence, Set

from knowledge.imports.cells.unclear import CellUnclear
from knowledge.imports.cells.words import is_empty, read_flag
from knowledge.imports.files.lines import header_key
from knowledge.language import LANGUAGES, load_words

_FALSE_MOMENTS = frozenset(("0", "0000-00-00", "0000-00-00 00:00:00"))
Holds = Callable[[Sequence[str]], bool]


def deleted_names() -> set[str]:
    """All names of such columns, in the form in which they are compared."""
    return {header_key(name) for kind in ("flags", "moments") for name in _names(kind)}


def _names(kind: str) -> list[str]:
    return [str(name) for language in LANGUAGES for name in load_words(language, "imports")["deleted"][kind]]


def deleted_columns(header: Mapping[str, int], used: Set[str]) -> list[tuple[str, Holds]]:
    """The columns of a file that mark deleted rows, each with its test; not those that a mapping uses itself."""
    found: list[tuple[str, Holds]] = []
    for kind, test in (("flags", _flag), ("moments", _moment)):
        keys = map(header_key, _names(kind))
        found += [(key, test(header[key])) for key in keys if key in header and key not in used]
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
