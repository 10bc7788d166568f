"""Which record of a file holds the column names: the first, unless titles stand above them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

_NUMBER = re.compile(r"[-+¥$€£]?[\d.,:/\s%-]+$")
_TITLE_CELLS = 2  # a title has no more filled cells …
_TIMES = 2  # … and names are at least so many times as many
_FEWEST_NAMES = 3


class Record(NamedTuple):
    """Cells, and the physical lines they stand in."""

    first: int
    last: int
    cells: list[str]


def find_header(records: Sequence[Record], *, header_row: int | None = None, skip_lines: int = 0) -> Record | None:
    """The record with the names among a file's first ones. None where there is none."""
    records = [record for record in records if record.first > skip_lines and any(c.strip() for c in record.cells)]
    if header_row is not None:
        return next((record for record in records if record.first <= header_row <= record.last), None)
    if not records:
        return None
    filled = _filled(records[0])
    if filled <= _TITLE_CELLS:
        for place, record in enumerate(records[1:], 1):
            if _looks_like_names(record, filled) and _has_rows(records[place + 1 :], record):
                return record
    return records[0]


def _filled(record: Record) -> int:
    return sum(bool(cell.strip()) for cell in record.cells)


def _looks_like_names(record: Record, title_cells: int) -> bool:
    names = [cell.strip() for cell in record.cells if cell.strip()]
    if len(names) < max(_FEWEST_NAMES, title_cells * _TIMES):
        return False
    return len(set(names)) == len(names) and not any(_NUMBER.match(name) for name in names)


def _has_rows(following: Sequence[Record], header: Record) -> bool:
    """Whether what follows is a table of that width."""
    return not following or len(following[0].cells) >= _FEWEST_NAMES or len(following[0].cells) == len(header.cells)
