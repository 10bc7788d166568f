"""Lines that are no rows: totals, a report's footer, the column names once more."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache, lru_cache

from knowledge.imports.canonical import TABLES
from knowledge.imports.cells.unclear import CellUnclear
from knowledge.imports.files.lines import Line, header_key
from knowledge.imports.shapes import Values
from knowledge.imports.telling import tell
from knowledge.language import LANGUAGES, load_words

_LONGEST = 40  # letters of a total's words
_NAMED_BY = ("name", "account", "product")
_DIGIT = re.compile(r"\d")
_FEWEST_NAMES = 2  # cells that repeat column names; one alone may be a word


def refuse_totals(values: Values) -> None:
    """Raise CellUnclear where a row is named like a total or a footer; an id of its own makes it a row."""
    row_id = values.get("id")
    if row_id:
        if not str(row_id)[0].isdigit() and is_total(str(row_id)):  # no total begins with a digit
            raise CellUnclear(tell("import_cells.id_adds_up", cell=str(row_id)))
        return
    for name in _NAMED_BY:
        if isinstance(word := values.get(name), str) and (is_total(word) or is_footer(word)):
            raise CellUnclear(tell("import_cells.total", column=name, cell=word[:60]))


@lru_cache(maxsize=65_536)
def is_total(text: str) -> bool:
    """Whether a cell says that its line adds up others.

    >>> is_total("Grand Totals (2 records)"), is_total("合計："), is_total("Total Wine"), is_total("小計3件")
    (True, True, False, True)
    """
    return len(text) <= _LONGEST and _totals().fullmatch(header_key(text)) is not None


@lru_cache(maxsize=65_536)
def is_footer(text: str) -> bool:
    """Whether a cell is what a report writes below its rows."""
    return _footers().match(header_key(text)) is not None


def repeats_header(header: Sequence[str]) -> Callable[[Sequence[str]], bool]:
    """Tells lines that hold the column names once more, as files put together of several do."""
    keys = [header_key(name) for name in header]
    first = next((place for place, key in enumerate(keys) if key), 0)

    def repeats(cells: Sequence[str]) -> bool:
        if first >= len(cells) or not _is_key(cells[first], keys[first]):
            return False
        filled = [(key, cell) for key, cell in zip(keys, cells, strict=False) if key]
        return len(filled) >= _FEWEST_NAMES and all(header_key(cell) == key for key, cell in filled)

    return repeats


class OtherTable:
    """Tells lines of a second table below the first: they begin with column names of their own."""

    def __init__(self, header: Sequence[str]) -> None:
        self._keys = [header_key(name) for name in header]
        self._first = next((place for place, key in enumerate(self._keys) if key), 0)
        self._number = 0
        self._told = ""

    def meet(self, line: Line) -> str:
        """Why the line is no row of the first table; nothing where it is one. Lines are met in their order."""
        after_gap, self._number = line.number > self._number + 1, line.number
        if not self._told and self._names_columns(line.cells, after_gap=after_gap):
            names = ", ".join(cell.strip() for cell in line.cells if cell.strip())
            self._told = tell("imports.other_table", line=str(line.number), names=names[:80])
        return self._told

    def _names_columns(self, cells: Sequence[str], *, after_gap: bool) -> bool:
        if self._first >= len(cells):
            return False
        repeats_first = _is_key(cells[self._first], self._keys[self._first])
        if not (repeats_first or after_gap):
            return False
        filled = [header_key(cell) for cell in cells if cell.strip()]
        if len(filled) < _FEWEST_NAMES or len(set(filled)) < len(filled) or any(map(_DIGIT.search, filled)):
            return False
        known = sum(key in _column_names() for key in filled)
        return known * 2 >= len(filled) and (repeats_first or known >= _FEWEST_NAMES)


def _is_key(cell: str, key: str) -> bool:
    """Whether a cell is a column's name; most are told apart by their first letter."""
    first = cell[:1]
    if first.isalnum() and first.isascii() and first.lower() != key[:1]:
        return False
    return header_key(cell) == key


@cache
def _column_names() -> frozenset[str]:
    return frozenset(column.name for table in TABLES.values() for column in table.columns)


@cache
def _totals() -> re.Pattern[str]:
    words = sorted((re.escape(header_key(word)) for word in _words("totals")), key=len, reverse=True)
    return re.compile(rf"(?:{'|'.join(words)})(?:\s*[:：]|\s*[(（\[].*[)）\]]|\s*[\d.,]+\s*\S{{0,8}})?")


@cache
def _footers() -> re.Pattern[str]:
    return re.compile("|".join(re.escape(header_key(word)) for word in _words("footers")))


def _words(name: str) -> list[str]:
    return [str(word) for language in LANGUAGES for word in load_words(language, "imports")[name]]
