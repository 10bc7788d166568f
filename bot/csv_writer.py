"""Rows as CSV, as spreadsheets open it."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Sequence
from typing import Any, TextIO

_NUMBER = re.compile(r"[-+]?\d+(?:\.\d+)?")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write_rows(rows: Iterable[Sequence[Any]], file: TextIO) -> None:
    """Headings first. A text that a spreadsheet would run as a formula is marked as a text."""
    csv.writer(file).writerows([_harmless(cell) for cell in row] for row in rows)


def _harmless(cell: Any) -> Any:
    runs = isinstance(cell, str) and cell.startswith(_FORMULA) and not _NUMBER.fullmatch(cell)
    return f"'{cell}" if runs else cell
