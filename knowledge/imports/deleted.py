"""Rows that the system they come from has deleted or archived: every copy of a system's tables marks them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence, Set

from knowledge.imports.cells.unclear import CellUnclear
from knowledge.imports.cells.words import is_empty, read_flag
from knowledge.imports.files.lines import header_key

_FLAGS = (
    "isdeleted", "is_deleted", "deleted", "_fivetran_deleted", "__deleted", "_sdc_deleted", "archived", "is_archived",
    "isarchived", "_dlt_deleted", "is deleted", "is archived", "削除フラグ", "削除済み",
)  # fmt: skip
_MOMENTS = (
    "deleted_at",
    "deletedat",
    "archived_at",
    "archivedat",
    "_sdc_deleted_at",
    "deleted at",
    "削除日時",
    "削除日",
)
_FALSE_MOMENTS = frozenset(("0", "0000-00-00", "0000-00-00 00:00:00"))
Holds = Callable[[Sequence[str]], bool]


def deleted_names() -> set[str]:
    """All names of such columns, in the form in which they are compared."""
    return {header_key(name) for name in (*_FLAGS, *_MOMENTS)}


def deleted_columns(header: Mapping[str, int], used: Set[str]) -> list[tuple[str, Holds]]:
    """The columns of a file that mark deleted rows, each with its test; not those that a mapping uses itself."""
    found: list[tuple[str, Holds]] = []
    for name in (*_FLAGS, *_MOMENTS):
        key = header_key(name)
        if key in header and key not in used:
            found.append((key, _flag(header[key]) if name in _FLAGS else _moment(header[key])))
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
