"""XLSX, one source a sheet, streamed. What a sheet says of its own size is not trusted."""

from __future__ import annotations

import datetime as dt
import zipfile
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from xml.etree.ElementTree import ParseError
from xml.parsers.expat import ExpatError

from knowledge.errors import ImportRefused
from knowledge.imports.files.headers import Record, find_header
from knowledge.imports.files.lines import Layout, Line, ReadAs, Source
from knowledge.imports.files.sheet_xml import Book, Row, Sheet, day_text, number_text

_TELL_EVERY = 1_000
_LOOKED_AT = 30
_BROKEN = (OSError, KeyError, ValueError, IndexError, zipfile.BadZipFile, ParseError, ExpatError)


def open_workbook(path: Path, name: str, layouts: Callable[[str], Layout] | None = None) -> list[Source]:
    """A source for each sheet that has a header; ``stem``: the sheet's name, or the file's where there is one."""
    try:
        with Book(path) as book:
            starts = [(sheet, list(islice(book.rows(sheet), _LOOKED_AT))) for sheet in book.sheets]
            filled = [(sheet, [_record(row) for row in rows]) for sheet, rows in starts if rows]
            notes = {sheet: tuple(_notes(book, sheet)) for sheet, _ in filled}
    except _BROKEN as error:
        raise ImportRefused(f"{name}: is not a workbook that can be read", file=name) from error
    if not filled:
        raise ImportRefused(f"{name}: is empty; a first line with column names is needed", file=name)
    single = len(filled) == 1
    found = []
    for sheet, records in filled:
        stem = path.stem if single else sheet.title
        layout = layouts(stem) if layouts else Layout()
        if (header := _header(records, layout)) is not None:
            read_as = ReadAs("XLSX", None, header.first, (*_above(records, header, layout), *notes[sheet]))
            shown = name if single else f"{name}#{sheet.title}"
            reader = _reader(path, sheet, header, layout)
            found.append(Source(path, shown, stem, header.cells, path.stat().st_size, reader, read_as))
    return found


def _record(row: Row) -> Record:
    return Record(row.number, row.number, row.cells)


def _notes(book: Book, sheet: Sheet) -> Iterator[str]:
    if sheet.is_hidden:
        yield f"the sheet {sheet.title!r} is hidden in the workbook"
    if book.has_merged_cells(sheet):
        yield (
            "cells below each other are merged: only the uppermost holds the value; where it holds for all of them, "
            "name their columns under fill_down: in a mapping"
        )


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
    path: Path, sheet: Sheet, header: Record, layout: Layout
) -> Callable[[Callable[[int], None]], Iterator[Line]]:
    width = len(header.cells)

    def lines(tell: Callable[[int], None]) -> Iterator[Line]:
        with Book(path) as book:
            last = _last_line(book, sheet) - layout.skip_last if layout.skip_last else None
            for count, row in enumerate(book.rows(sheet)):
                if row.number > header.last and (last is None or row.number <= last):
                    yield _line(row, width)
                if count % _TELL_EVERY == 0:
                    tell(count)

    return lines


def _line(row: Row, width: int) -> Line:
    cells = row.cells + [""] * (width - len(row.cells))
    if row.not_computed:
        why = f"cell {row.not_computed} holds a formula without a value; save the file in Excel once"
        return Line(row.number, cells, why)
    if len(cells) > width:
        return Line(row.number, cells, f"has {len(cells)} cells where the header names {width}")
    return Line(row.number, cells)


def _last_line(book: Book, sheet: Sheet) -> int:
    return max((row.number for row in book.rows(sheet)), default=0)


def cell_text(value: object) -> str:
    """A typed value as an export would write it: 12.0 is 12, a date is ISO, a 16-digit number shows its damage."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (dt.datetime, dt.date)):
        return day_text(value)
    return number_text(value) if isinstance(value, (int, float)) else str(value)
