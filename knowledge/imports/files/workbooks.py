"""XLSX, one source a sheet, streamed. What a sheet says of its own size is not trusted."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from xml.etree.ElementTree import ParseError
from xml.parsers.expat import ExpatError

from knowledge.errors import ImportRefused
from knowledge.imports.files.headers import Record, find_header
from knowledge.imports.files.lines import Layout, Line, ReadAs, Source
from knowledge.imports.files.sheet_cells import Row
from knowledge.imports.files.sheet_xml import Book, Sheet
from knowledge.imports.telling import tell

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
        raise ImportRefused(tell("import_files.no_workbook", file=name), file=name) from error
    if not filled:
        raise ImportRefused(tell("import_files.no_header", file=name), file=name)
    single = len(filled) == 1
    found = []
    for sheet, records in filled:
        stem = path.stem if single else sheet.title.strip()
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
        yield tell("import_files.hidden_sheet", sheet=sheet.title)
    looks = book.look_over(sheet)
    if looks.hidden_rows:
        yield tell("import_files.hidden_rows", count=looks.hidden_rows)
    if looks.has_merged_cells:
        yield tell("import_files.merged_cells")


def _header(records: Sequence[Record], layout: Layout) -> Record | None:
    if layout.header:
        return Record(0, layout.skip_lines, list(layout.header))
    return find_header(records, header_row=layout.header_row, skip_lines=layout.skip_lines)


def _above(records: Sequence[Record], header: Record, layout: Layout) -> tuple[str, ...]:
    above = [r for r in records if layout.skip_lines < r.first < header.first]
    if not above or layout.header_row is not None:
        return ()
    first = next(filter(None, above[0].cells))[:60]
    return (tell("import_files.titles_above", line=str(header.first), first=first),)


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
        return Line(row.number, cells, tell("import_files.not_computed", cell=row.not_computed))
    if len(cells) > width:
        return Line(row.number, cells, tell("import_files.cells_too_many", cells=len(cells), names=width))
    return Line(row.number, cells)


def _last_line(book: Book, sheet: Sheet) -> int:
    return max((row.number for row in book.rows(sheet)), default=0)
