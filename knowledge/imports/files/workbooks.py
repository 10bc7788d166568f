"""XLSX, one source a sheet, streamed."""

from __future__ import annotations

import datetime as dt
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

from knowledge.errors import ImportRefused
from knowledge.imports.files.lines import Line, Source

_SURE_DIGITS = 10**15  # Excel keeps 15; what is longer has lost its end
_TELL_EVERY = 1_000


def open_workbook(path: Path, name: str) -> list[Source]:
    """A source for each sheet that has a header; ``stem``: the sheet's name, or the file's where there is one."""
    import openpyxl

    try:
        access = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except (OSError, KeyError, ValueError, zipfile.BadZipFile) as error:
        raise ImportRefused(f"{name}: is not a workbook that can be read", file=name) from error
    titles = [sheet.title for sheet in access.worksheets]
    headers = {title: _header(access[title]) for title in titles}
    sizes = {title: access[title].max_row or 1 for title in titles}
    access.close()
    filled = [title for title in titles if headers[title]]
    if not filled:
        raise ImportRefused(f"{name}: is empty; a first line with column names is needed", file=name)
    if len(filled) == 1:
        only = filled[0]
        return [Source(path, name, path.stem, headers[only], sizes[only], _reader(path, only, len(headers[only])))]
    return [
        Source(path, f"{name}#{title}", title, headers[title], sizes[title], _reader(path, title, len(headers[title])))
        for title in filled
    ]


def _header(sheet: object) -> list[str]:
    for row in sheet.iter_rows(values_only=True):  # type: ignore[attr-defined]
        cells = [cell_text(value) for value in row]
        if any(cells):
            while not cells[-1]:
                cells.pop()
            return cells
    return []


def _reader(path: Path, title: str, width: int) -> Callable[[Callable[[int], None]], Iterator[Line]]:
    def lines(tell: Callable[[int], None]) -> Iterator[Line]:
        import openpyxl

        access = openpyxl.load_workbook(path, read_only=True, data_only=True)
        is_past_header = False
        for number, row in enumerate(access[title].iter_rows(values_only=True), 1):
            cells = [cell_text(value) for value in row[:width]]
            if is_past_header and any(cells):
                yield Line(number, cells + [""] * (width - len(cells)))
            is_past_header = is_past_header or any(cells)
            if number % _TELL_EVERY == 0:
                tell(number)
        access.close()

    return lines


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
