"""CSV and TSV, streamed; a broken record is handed on as broken, and never swallows the lines after it."""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path

from knowledge.errors import ImportRefused
from knowledge.imports.files.encodings import find_encoding
from knowledge.imports.files.lines import Line, Source

_DELIMITERS = ",\t;|"
_LONGEST_RECORD = 1_000  # physical lines; a quote open for longer was never closed
_TELL_EVERY = 1_000
csv.field_size_limit(1 << 24)


def open_delimited(path: Path, name: str, encoding: str | None = None) -> Source:
    """Read the header; the rows come when asked for. Raises ImportRefused where there is no header."""
    encoding = encoding or find_encoding(path)
    try:
        with path.open(encoding=encoding, newline="") as file:
            first = next((line for line in file if line.strip()), "")
    except (UnicodeDecodeError, LookupError) as error:
        raise ImportRefused(f"{name}: cannot be read as {encoding}; save it as UTF-8", file=name) from error
    delimiter = _find_delimiter(first)
    header = _parse(first, delimiter) or []
    if not any(cell.strip() for cell in header):
        raise ImportRefused(f"{name}: is empty; a first line with column names is needed", file=name)

    def lines(tell: Callable[[int], None]) -> Iterator[Line]:
        with path.open(encoding=encoding, newline="", errors="replace") as file:
            yield from _records(_telling(file, tell), delimiter, len(header))

    return Source(path, name, path.stem, header, path.stat().st_size, lines)


def _find_delimiter(line: str) -> str:
    bare = "".join(line.split('"')[::2])
    return max(_DELIMITERS, key=bare.count)


def _telling(file: object, tell: Callable[[int], None]) -> Iterator[tuple[int, str]]:
    raw = file.buffer.raw  # type: ignore[attr-defined]
    for number, line in enumerate(file, 1):  # type: ignore[arg-type, var-annotated]
        if number % _TELL_EVERY == 0:
            tell(raw.tell())
        yield number, line


def _records(lines: Iterator[tuple[int, str]], delimiter: str, width: int) -> Iterator[Line]:
    for _number, line in lines:
        if line.strip():
            break  # the header
    waiting: deque[tuple[int, str]] = deque()
    for number, line in chain.from_iterable(iter(lambda: _next(waiting, lines), None)):
        if line.count('"') % 2 == 0:
            cells = _parse(line, delimiter)
            if cells:
                yield _checked(number, cells, width)
        else:
            yield _across_lines(number, line, lines, waiting, delimiter=delimiter, width=width)


def _next(waiting: deque[tuple[int, str]], lines: Iterator[tuple[int, str]]) -> list[tuple[int, str]] | None:
    if waiting:
        return [waiting.popleft()]
    following = next(lines, None)
    return None if following is None else [following]


def _across_lines(
    number: int,
    line: str,
    lines: Iterator[tuple[int, str]],
    waiting: deque[tuple[int, str]],
    *,
    delimiter: str,
    width: int,
) -> Line:
    """A record whose quoted cell holds line breaks; else its first line alone, and the others are read again."""
    taken: list[tuple[int, str]] = []
    while len(taken) < _LONGEST_RECORD and (more := _next(waiting, lines)):
        taken += more
        if more[0][1].count('"') % 2 == 0:
            continue
        cells = _parse(line + "".join(text for _, text in taken), delimiter)
        if cells and len(cells) == width:
            return _checked(number, cells, width)
        break
    waiting.extendleft(reversed(taken))
    cells = _parse(line, delimiter) or []
    if len(cells) == width:
        return Line(number, cells)
    return Line(number, cells, "a quotation mark is opened and never closed")


def _parse(record: str, delimiter: str) -> list[str] | None:
    try:
        return next(csv.reader((record,), delimiter=delimiter), None)
    except csv.Error:
        return None


def _checked(number: int, cells: list[str], width: int) -> Line:
    if len(cells) == width:
        if any("�" in cell for cell in cells):
            return Line(number, cells, "some letters cannot be read in the file's encoding")
        return Line(number, cells)
    while len(cells) > width and not cells[-1].strip():
        cells.pop()
    if len(cells) == width:
        return Line(number, cells)
    return Line(number, cells, f"has {len(cells)} cells where the header names {width}")
