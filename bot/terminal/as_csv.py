"""Rows as CSV: to a file that spreadsheets open as it is, or to the screen."""

from __future__ import annotations

import csv
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any


def write_csv(path: Path, rows: Sequence[tuple[Any, ...]]) -> None:
    """Write the rows, headings first; ``-`` is the screen."""
    if str(path) == "-":
        csv.writer(sys.stdout).writerows(rows)
        return
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(rows)
