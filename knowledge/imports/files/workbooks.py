"""XLSX, one source a sheet, streamed. What a sheet says of its own size is not trusted."""

from __future__ import annotations

import datetime as dt
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from itertools import repeat
from pathlib import Path
from typing import Any

from knowledge.errors import ImportRefused
from knowledge.imports.files.headers import Record, find_header
from knowledge.imports.files.lines import Layout, Line, ReadAs, Source

_SURE_DIGITS = 10**15  # Excel keeps 15; what is longer has lost its end
_TELL_EVERY = 1_000
_LOOKED_AT = 30
Rows = Iterator[tuple[Any, ...]]


def open_workbook(path: Path, name: str, layouts: Callable[[str], Layout] | None = None) -> list[Source]:
    """A source for each sheet that has a header; ``stem``: the sheet's name, or the file's where there is one."""
    try:
        with closing(_load(path)) as access:
            titles = [sheet.title for sheet in access.worksheets]
            starts = {title: _start(access[title]) for title in titles}
    except (OSError, KeyError, ValueError, zipfile.BadZipFile) as error:
        raise ImportRefused(f"{name}: is not a workbook that can be read", file=name) from error
    filled = [title for title in titles if starts[title]]
    if not filled:
        raise ImportRefused(f"{name}: is empty; a first line with column names is needed", file=name)
    single = len(filled) == 1
    found = []
    for title in filled:
        stem = path.stem if single else title
        layout = layouts(stem) if layouts else Layout()
        if (header := _header(starts[title], layout)) is not None:
            read_as = ReadAs("XLSX", None, header.first, _above(starts[title], header, layout))
            shown = name if single else f"{name}#{title}"
            reader = _reader(path, title, header, layout)
            found.append(Source(path, shown, stem, header.cells, path.stat().st_size, reader, read_as))
    return found


def _load(path: Path, *, values: bool = True) -> Any:
    import openpyxl

    access = openpyxl.load_workbook(path, read_only=True, data_only=values)
    for sheet in access.worksheets:
        sheet.reset_dimensions()
    return access


def _start(sheet: Any) -> list[Record]:
    found: list[Record] = []
    for number, row in enumerate(sheet.iter_rows(values_only=True), 1):
        cells = _without_empty_end([cell_text(value) for value in row])
        if cells:
            found.append(Record(number, number, cells))
        if len(found) == _LOOKED_AT:
            break
    return found


def _header(records: Sequence[Record], layout: Layout) -> Record | None:
    if layout.header:
        return Record(0, layout.skip_lines, list(layout.header))
    return find_header(records, header_row=layout.header_row, skip_lines=layout.skip_lines)


def _above(records: Sequence[Record], header: Record, layout: Layout) -> tuple[str, ...]:
    above = [r for r in records if layout.skip_lines < r.first < header.first]
    if not above or layout.header_row is not None:
        return ()
    return (f"column names are in line {header.first}; above them: {next(filter(None, above[0].cells))[:60]!r}",)


def _reader(
    path: Path, title: str, header: Record, layout: Layout
) -> Callable[[Callable[[int], None]], Iterator[Line]]:
    width = len(header.cells)

    def lines(tell: Callable[[int], None]) -> Iterator[Line]:
        last = _last_line(path, title) - layout.skip_last if layout.skip_last else None
        with closing(_load(path)) as access, closing(_load(path, values=False)) as formulas:
            has_formulas = _has_formulas(path, access[title])
            written: Iterator[Any] = formulas[title].iter_rows(values_only=True) if has_formulas else repeat(())
            rows = access[title].iter_rows(values_only=True)
            for number, (row, raw) in enumerate(zip(rows, written, strict=False), 1):
                if number > header.last and (last is None or number <= last):
                    cells = _without_empty_end([cell_text(value) for value in row])
                    if cells or any(raw):
                        yield _line(number, cells, _not_computed(row, raw, number), width)
                if number % _TELL_EVERY == 0:
                    tell(number)

    return lines


def _line(number: int, cells: list[str], empty_formula: str | None, width: int) -> Line:
    cells = cells + [""] * (width - len(cells))
    if empty_formula:
        return Line(number, cells, f"cell {empty_formula} holds a formula without a value; save the file in Excel once")
    if len(cells) > width:
        return Line(number, cells, f"has {len(cells)} cells where the header names {width}")
    return Line(number, cells)


def _not_computed(row: Sequence[Any], raw: Sequence[Any], number: int) -> str | None:
    """The first cell whose formula has no stored value."""
    for place, text in enumerate(raw):
        is_formula = isinstance(text, str) and text.startswith("=") and len(text) > 1
        if (is_formula or _is_array_formula(text)) and (place >= len(row) or row[place] is None):
            from openpyxl.utils import get_column_letter

            return f"{get_column_letter(place + 1)}{number}"
    return None


def _is_array_formula(value: object) -> bool:
    return hasattr(value, "ref") and hasattr(value, "text")


def _has_formulas(path: Path, sheet: Any) -> bool:
    """Whether the sheet holds any formula; looking it up costs little, reading the sheet twice costs double."""
    place = sheet._worksheet_path.lstrip("/")  # openpyxl has no public way
    last = b""
    with zipfile.ZipFile(path) as archive, archive.open(place) as file:
        while chunk := file.read(1 << 20):
            if b"<f>" in last + chunk or b"<f " in last + chunk:
                return True
            last = chunk[-2:]
    return False


def _last_line(path: Path, title: str) -> int:
    last = 0
    with closing(_load(path)) as access:
        for number, row in enumerate(access[title].iter_rows(values_only=True), 1):
            last = number if any(value not in (None, "") for value in row) else last
    return last


def _without_empty_end(cells: list[str]) -> list[str]:
    while cells and not cells[-1].strip():
        cells.pop()
    return cells


def cell_text(value: object) -> str:
    """A typed cell as an export would write it: 12.0 is 12, a date is ISO, a 16-digit number shows its damage."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (dt.datetime, dt.date)):
        return value.isoformat()
    if isinstance(value, (int, float)):
        if abs(value) >= _SURE_DIGITS:
            return f"{value:.5E}"
        return str(int(value)) if value == int(value) else repr(value)
    return str(value)
