"""Lines that are no rows: totals, a report's footer, the column names once more."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache, lru_cache

from knowledge.imports.cells.unclear import CellUnclear
from knowledge.imports.files.lines import header_key
from knowledge.imports.shapes import Values
from knowledge.language import LANGUAGES, load_words

_LONGEST = 40  # letters of a total's words
_NAMED_BY = ("name", "account", "product")
_FEWEST_NAMES = 2  # cells that repeat column names; one alone may be a word


def refuse_totals(values: Values) -> None:
    """Raise CellUnclear where a row is named like a total or a footer; an id of its own makes it a row."""
    row_id = values.get("id")
    if row_id:
        if is_total(str(row_id)):
            raise CellUnclear(f"id: {row_id!r} adds up other lines, it is no row")
        return
    for name in _NAMED_BY:
        if isinstance(word := values.get(name), str) and (is_total(word) or is_footer(word)):
            raise CellUnclear(f"{name}: {word[:60]!r} is a total or a footer, no row; if it is one, give it an id")


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
        if first >= len(cells) or header_key(cells[first]) != keys[first]:
            return False
        filled = [(key, cell) for key, cell in zip(keys, cells, strict=False) if key]
        return len(filled) >= _FEWEST_NAMES and all(header_key(cell) == key for key, cell in filled)

    return repeats


@cache
def _totals() -> re.Pattern[str]:
    words = sorted((re.escape(header_key(word)) for word in _words("totals")), key=len, reverse=True)
    return re.compile(rf"(?:{'|'.join(words)})(?:\s*[:：]|\s*[(（\[].*[)）\]]|\s*[\d.,]+\s*\S{{0,8}})?")


@cache
def _footers() -> re.Pattern[str]:
    return re.compile("|".join(re.escape(header_key(word)) for word in _words("footers")))


def _words(name: str) -> list[str]:
    return [str(word) for language in LANGUAGES for word in load_words(language, "imports")[name]]
