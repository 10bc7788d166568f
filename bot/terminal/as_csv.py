"""Rows as CSV: to a file that spreadsheets open as it is, or to the screen."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bot.csv_writer import write_rows


def write_csv(path: Path, rows: Sequence[tuple[Any, ...]]) -> None:
    """Write the rows, headings first; ``-`` is the screen."""
    if str(path) == "-":
        write_rows(rows, sys.stdout)
        return
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        write_rows(rows, file)
