"""Cuts delimited text into records; a broken record is handed on as broken, and never swallows the lines after it."""

from __future__ import annotations

import csv
import re
from collections import deque
from collections.abc import Iterator
from itertools import chain

from knowledge.imports.files.headers import Record
from knowledge.imports.files.lines import Line
from knowledge.imports.telling import tell

_LONGEST_RECORD = 1_000  # physical lines; a quote open for longer was never closed
_LONGEST_HEADER = 50
_ESCAPED = re.compile(r"\\([\\\"'])")
_KEPT = "\x1e"  # stands in no text: what follows is a letter, whatever it is elsewhere
csv.field_size_limit(1 << 24)
Numbered = Iterator[tuple[int, str]]


def first_records(lines: Numbered, delimiter: str, most: int) -> list[Record]:
    """The first records, for finding the one with the names."""
    found: list[Record] = []
    for number, line in lines:
        text, last = line, number
        while text.count('"') % 2 and last - number < _LONGEST_HEADER and (more := next(lines, None)):
            last, text = more[0], text + more[1]
        cells = parse(text, delimiter) or (line.rstrip("\r\n").split(delimiter) if line.strip() else [])
        found.append(Record(number, last, cells))
        if len(found) == most:
            break
    return found


def read_records(lines: Numbered, delimiter: str, width: int) -> Iterator[Line]:
    """The records after the header."""
    waiting: deque[tuple[int, str]] = deque()
    for number, line in chain.from_iterable(iter(lambda: _next(waiting, lines), None)):
        if '"' not in line:
            if bare := _filled(line.rstrip("\r\n"), delimiter):
                yield _checked(number, bare.split(delimiter), width)
        elif line.count('"') % 2 == 0:
            cells = parse(line, delimiter)
            if cells is None or (len(cells) != width and '\\"' in line):
                cells = _with_backslashes(line, delimiter) or cells
            if cells and any(cells):
                yield _checked(number, cells, width)
            elif cells is None:
                yield Line(number, _roughly(line, delimiter), tell("import_files.quote_inside"))
        else:
            yield _across_lines(number, line, lines, waiting, delimiter=delimiter, width=width)


def _filled(line: str, delimiter: str) -> str:
    """The line; nothing where all its cells are empty."""
    return line if line[:1] not in (delimiter, " ") or line.strip(f"{delimiter} ") else ""


def parse(record: str, delimiter: str) -> list[str] | None:
    """The cells; None where quotes are out of place."""
    try:
        return next(csv.reader((record,), delimiter=delimiter, strict=True), [])
    except csv.Error:
        return None


def _with_backslashes(record: str, delimiter: str) -> list[str] | None:
    r"""Cells of a record whose inner quotes are written ``\"``, as MySQL does; so are ``\\`` and ``\'`` then."""
    if '\\"' not in record:
        return None
    cells = parse(_ESCAPED.sub(lambda found: '""' if found[1] == '"' else f"{_KEPT}{found[1]}", record), delimiter)
    return [cell.replace(_KEPT, "") for cell in cells] if cells is not None else None


def _roughly(record: str, delimiter: str) -> list[str]:
    """The cells of a broken record as well as they can be told, for the reject file."""
    try:
        return next(csv.reader((record,), delimiter=delimiter), [])
    except csv.Error:
        return [record.rstrip("\r\n")]


def _next(waiting: deque[tuple[int, str]], lines: Numbered) -> list[tuple[int, str]] | None:
    if waiting:
        return [waiting.popleft()]
    following = next(lines, None)
    return None if following is None else [following]


def _across_lines(
    number: int, line: str, lines: Numbered, waiting: deque[tuple[int, str]], *, delimiter: str, width: int
) -> Line:
    """A record whose quoted cell holds line breaks; else its first line alone, and the others are read again."""
    if (cells := _with_backslashes(line, delimiter)) and len(cells) == width:
        return _checked(number, cells, width)
    taken: list[tuple[int, str]] = []
    while len(taken) < _LONGEST_RECORD and (more := _next(waiting, lines)):
        taken += more
        if more[0][1].count('"') % 2 == 0:
            continue
        cells = parse(line + "".join(text for _, text in taken), delimiter)
        if cells and len(cells) <= width:
            return _checked(number, cells, width)
        break  # more lines only make it longer
    waiting.extendleft(reversed(taken))
    if (cells := parse(line, delimiter)) is not None:
        return _checked(number, cells, width)
    return Line(number, _roughly(line, delimiter), tell("import_files.quote_open"))


def _checked(number: int, cells: list[str], width: int) -> Line:
    if len(cells) < width:
        cells = cells + [""] * (width - len(cells))
    while len(cells) > width and not cells[-1].strip():
        cells.pop()
    if len(cells) > width:
        return Line(number, cells, tell("import_files.cells_too_many_text", cells=len(cells), names=width))
    if "�" in "".join(cells):
        return Line(number, cells, tell("import_files.letters_lost"))
    return Line(number, cells)
