"""Tables of other people's files: any order of columns, any usual delimiter, encoding and way of writing a day.

What cannot be read is left out and counted; a file that lacks a column, or of which most cannot be read, is refused
with one line that says what to do.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pandas as pd

from knowledge.errors import OsusumeError
from knowledge.imports.files.opening import READABLE, open_sources

PARQUET = ".parquet"
DAY_FIRST, MONTH_FIRST = ("%d-%m-%Y", "%d/%m/%Y", "%d.%m.%Y"), ("%m/%d/%Y", "%m-%d-%Y", "%m/%d/%y")
YEAR_FIRST = ("%Y-%m-%d", "%Y/%m/%d", "%Y%m%d", "%Y.%m.%d", "%Y年%m月%d日")
# A line so far beyond nearly all others is a typing mistake: one in 2050 would leave all windows empty.
FAR, RARE = timedelta(days=180), 0.001


@dataclass
class Table:
    """A file's lines as text under the names asked for, and how many were left out, by reason."""

    name: str
    rows: pd.DataFrame
    lines: int
    left_out: Counter[str] = field(default_factory=Counter)

    def keep(self, good: pd.Series[bool], reason: str) -> None:
        """Leave out the other lines. Raises OsusumeError where that is most of them."""
        lost = int((~good).sum())
        if 2 * lost > len(good) or not good.any():
            raise OsusumeError(f"{self.name}: {lost:,} of {len(good):,} lines are left out ({reason}); mend the file")
        if lost:
            self.left_out[reason] += lost
            self.rows = self.rows[good]

    def days(self, column: str, *, month_first: bool = False) -> None:
        """Turn a column into days; lines without one, in the future or far from all others are left out."""
        day = _to_days(self.rows[column], month_first=month_first)
        self.keep(day.notna(), f"no day in {column}")
        day = day[day.notna()]
        self.rows = self.rows.assign(**{column: day})
        self.keep(day <= np.datetime64(datetime.now(UTC).date()), f"{column} lies in the future")
        day = self.rows[column]
        early, late = day.quantile(RARE, interpolation="lower"), day.quantile(1 - RARE, interpolation="higher")
        self.keep(day.between(early - FAR, late + FAR), f"{column} lies far from all others")

    def numbers(self, column: str) -> None:
        """Turn a column into numbers; what is none is missing."""
        self.rows = self.rows.assign(**{column: to_numbers(self.rows[column])})

    def ids(self, column: str) -> None:
        """Turn a column into whole numbers: as they are, or one a name in the order of names; empty is left out."""
        self.keep(~_is_blank(self.rows[column]), f"no {column}")
        found = self.rows[column]
        plain = found.astype(str).str.strip().str.replace(r"\.0$", "", regex=True)
        whole = plain.str.fullmatch(r"\d{1,15}").all()
        self.rows = self.rows.assign(**{column: plain.astype(np.int64) if whole else pd.factorize(plain, sort=True)[0]})


def read_table(folder: Path, columns: Mapping[str, tuple[str, ...]], *, optional: tuple[str, ...] = ()) -> Table:
    """The one file of the folder that has the columns. columns: how each may be called; optional ones may lack.

    Raises OsusumeError: no such file, a column is missing, or the file cannot be read.
    """
    files = sorted(path for path in folder.iterdir() if path.suffix.lower() in {*READABLE, PARQUET})
    if not files:
        raise OsusumeError(f"{folder}: holds no table (CSV, XLSX or parquet); put the file there, or remove the folder")
    wanted = {name: calls for name, calls in columns.items() if name not in optional}
    headers = {path: _header(path, f"{folder.name}/{path.name}") for path in files}
    lacking = {path: [calls[0] for calls in wanted.values() if not _match(calls, headers[path])] for path in files}
    best = min(files, key=lambda path: len(lacking[path]))
    name = f"{folder.name}/{best.name}"
    if lacking[best]:
        there = ", ".join(headers[best][:12])
        raise OsusumeError(f"{name}: needs the column {', '.join(lacking[best])}; it has: {there}")
    table = _read(best, name)
    found = {call: name for name, calls in columns.items() if (call := _match(calls, headers[best]))}
    table.rows = table.rows.rename(columns=found)
    return table


def to_numbers(cells: pd.Series) -> pd.Series:
    """Numbers of cells as files write them, 1,234.50 and 1.234,50 alike."""
    if pd.api.types.is_numeric_dtype(cells):
        return cells
    text = cells.astype(str).str.strip()
    if text.str.fullmatch(r"-?[\d.]*\d,\d{1,2}").sum() > text.str.contains(".", regex=False).sum() / 2:
        text = text.str.replace(".", "", regex=False).str.replace(",", ".", regex=False)
    return pd.to_numeric(text.str.replace(",", "", regex=False), errors="coerce")


def _read(path: Path, name: str) -> Table:
    if path.suffix.lower() == PARQUET:
        rows = pd.read_parquet(path)
        return Table(name, rows, len(rows))
    source = open_sources(path, name)[0]
    read = [(line.cells, line.broken) for line in source.lines(lambda _: None)]
    whole = [cells for cells, broken in read if not broken]
    table = Table(name, pd.DataFrame(whole, columns=source.header), len(read))
    if not read:
        raise OsusumeError(f"{name}: has column names and no line under them; export it anew")
    if 2 * len(whole) <= len(read):
        raise OsusumeError(f"{name}: {len(read) - len(whole):,} of {len(read):,} lines cannot be read; export it anew")
    if len(whole) < len(read):
        table.left_out["broken lines"] = len(read) - len(whole)
    return table


def _header(path: Path, name: str) -> list[str]:
    if path.suffix.lower() != PARQUET:
        return open_sources(path, name)[0].header
    try:
        import pyarrow.parquet

        return list(pyarrow.parquet.read_schema(path).names)
    except (OSError, ValueError) as error:
        raise OsusumeError(f"{name}: cannot be read as parquet; copy it anew") from error


def _match(calls: tuple[str, ...], header: list[str]) -> str | None:
    """The header's own name for a column."""
    by_key = {_key(name): name for name in reversed(header)}
    return next((by_key[_key(call)] for call in calls if _key(call) in by_key), None)


def _key(name: str) -> str:
    return "".join(letter for letter in unicodedata.normalize("NFKC", name).casefold() if letter.isalnum())


def _is_blank(cells: pd.Series) -> pd.Series[bool]:
    return cells.isna() | cells.astype(str).str.strip().isin(["", "nan", "None"])


def _to_days(cells: pd.Series, *, month_first: bool) -> pd.Series:
    """Days by the one way of writing that reads most cells; where two read as many, the kind's own."""
    if pd.api.types.is_datetime64_any_dtype(cells):
        return cells.dt.tz_localize(None).astype("datetime64[s]").dt.normalize()
    text = cells.astype(str).str.strip().str.replace(r"[T ]\d{1,2}:\d{2}.*$", "", regex=True)
    unique = pd.Series(text.unique())
    ways = (*YEAR_FIRST, *(MONTH_FIRST + DAY_FIRST if month_first else DAY_FIRST + MONTH_FIRST))
    read = [pd.to_datetime(unique, format=way, errors="coerce").astype("datetime64[s]") for way in ways]
    best = max(read, key=lambda days: int(days.notna().sum()))
    return text.map(dict(zip(unique, best, strict=True))).astype("datetime64[s]")
