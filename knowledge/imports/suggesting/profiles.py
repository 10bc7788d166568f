"""What the cells of a foreign file's columns hold, by a sample of its lines."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from knowledge.imports.cells.amounts import read_amount
from knowledge.imports.cells.days import read_day
from knowledge.imports.cells.unclear import CellUnclear
from knowledge.imports.cells.words import is_empty
from knowledge.imports.files.lines import Source

_SAMPLE = 2_000
_MOST = 0.95  # share of filled cells from which a column is of a kind
_MOST_WORDS = 25  # distinct words up to which a column is a closed set
_FORMATS = (
    "%m/%d/%Y", "%d/%m/%Y", "%d-%m-%Y", "%m-%d-%Y", "%d.%m.%Y", "%m/%d/%y", "%d/%m/%y", "%m/%d/%Y %H:%M",
    "%d/%m/%Y %H:%M",
    "%m/%d/%Y %H:%M:%S", "%d/%m/%Y %H:%M:%S", "%m/%d/%Y %I:%M %p", "%d-%m-%Y %H:%M", "%m-%d-%Y %H:%M", "%d.%m.%Y %H:%M",
)  # fmt: skip
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+$")
_DECIMALS = re.compile(r"[.,]\d{1,2}(?!\d)|\.\d")
_COMMA_DECIMAL = re.compile(r"-?[\d.]*\d,\d{1,2}$")


@dataclass(frozen=True)
class Profile:
    """One column. ``words``: its distinct words, where they are few; ``date_formats``: those that read all its days."""

    name: str
    filled: float
    distinct: float
    is_day: bool
    date_formats: tuple[str, ...]
    is_number: bool
    is_whole: bool
    has_decimal_comma: bool
    is_email: bool
    words: tuple[str, ...]


def sample_lines(source: Source) -> list[list[str]]:
    """The cells of a source's first lines."""
    return [line.cells for line in islice(source.lines(lambda _: None), _SAMPLE) if line.broken is None]


def profile_columns(header: Sequence[str], lines: Sequence[list[str]]) -> list[Profile]:
    """The columns of a source, by some of its lines."""
    return [
        _profile(name, [cells[place].strip() for cells in lines if place < len(cells)])
        for place, name in enumerate(header)
    ]


def _profile(name: str, cells: Sequence[str]) -> Profile:
    filled = [cell for cell in cells if not is_empty(cell)]
    counts = Counter(filled)
    several = list(counts)[:400]
    formats = tuple(form for form in _FORMATS if several and all(_reads_day(cell, form) for cell in several))
    is_day = bool(several) and not _all(several, _is_number) and (bool(formats) or _all(several, _reads_day))
    return Profile(
        name,
        len(filled) / len(cells) if cells else 0.0,
        len(counts) / len(filled) if filled else 0.0,
        is_day,
        formats if is_day and not _all(several, _reads_day) else (),
        _all(several, _is_number),
        _all(several, lambda cell: _is_number(cell) and not _DECIMALS.search(cell)),
        any(map(_COMMA_DECIMAL.match, several)) and _all(several, lambda cell: not re.search(r"\.\d{1,2}$", cell)),
        _all(several, lambda cell: bool(_EMAIL.match(cell))),
        tuple(word for word, _ in counts.most_common()) if 0 < len(counts) <= _MOST_WORDS else (),
    )


def _all(cells: Sequence[str], holds: object) -> bool:
    return bool(cells) and sum(bool(holds(cell)) for cell in cells) >= _MOST * len(cells)  # type: ignore[operator]


def _is_number(cell: str) -> bool:
    try:
        read_amount(cell, "," if _COMMA_DECIMAL.match(cell) else ".")
    except CellUnclear:
        return False
    return True


def _reads_day(cell: str, form: str | None = None) -> bool:
    try:
        read_day(cell, (form,) if form else ())
    except CellUnclear:
        return False
    if form is None:
        return True
    import datetime as dt

    try:
        dt.datetime.strptime(cell, form)  # noqa: DTZ007 - only whether it fits
    except ValueError:
        return False
    return True
