"""CSV and TSV: the encoding, the delimiter and the line with the column names are found, the rows are streamed."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

from knowledge.errors import ImportRefused
from knowledge.imports.files.encodings import Encoding, find_encoding, reads_better_as_utf_8
from knowledge.imports.files.headers import Record, find_header
from knowledge.imports.files.lines import Layout, Line, ReadAs, Source
from knowledge.imports.files.records import first_records, read_records
from knowledge.imports.telling import tell

_DELIMITERS = ",\t;|"
_NONE = "\x1f"  # stands in no text
_SHOWN = {_NONE: "one_column", ",": "comma", "\t": "tab", ";": "semicolon", "|": "bar"}
_LOOKED_AT = 30  # first records among which the column names are looked for
_TELL_EVERY = 1_000
_NAMED_DELIMITER = re.compile(r"\s*\"?sep=(.)\"?\s*$", re.IGNORECASE)
_UNREADABLE = re.compile("[\udc80-\udcff]")  # bytes that are not UTF-8, as ``surrogateescape`` keeps them
Tell = Callable[[int], None]


def open_delimited(path: Path, name: str, layout: Layout | None = None) -> Source:
    """Read the header; the rows come when asked for. Raises ImportRefused where there is no header."""
    layout = layout or Layout()
    encoding = Encoding(layout.encoding) if layout.encoding else find_encoding(path)
    try:
        start = [text for _, text in islice(_numbered(path, encoding, lambda _: None), _LOOKED_AT * 4)]
    except LookupError as error:
        raise ImportRefused(f"{name}: {tell('imports.no_encoding', encoding=encoding.name)}", file=name) from error
    named = next((found for text in start[:1] if (found := _NAMED_DELIMITER.match(text))), None)
    delimiter = layout.delimiter or (named[1] if named else _find_delimiter(start))
    looked_at = list(enumerate(start, 1))[1 if named else 0 :]
    records = first_records(iter(looked_at), delimiter, _LOOKED_AT)
    header = _header(records, layout, name)
    if len(header.cells) == 1 and not (layout.delimiter or named):
        delimiter = _NONE  # one column: a comma is a part of its words
        records = first_records(iter(looked_at), delimiter, _LOOKED_AT)
    notes = [encoding.note] if encoding.note else []
    if header.first > 1 + (named is not None) and not layout.header and layout.header_row is None:
        notes += _skipped(records, header, layout)

    def lines(tell: Tell) -> Iterator[Line]:
        strange: set[int] = set()
        rest = ((n, t) for n, t in _numbered(path, encoding, tell, strange) if n > header.last)
        found = _told(read_records(rest, delimiter, len(header.cells)), strange, encoding)
        yield from _without_last(found, layout.skip_last) if layout.skip_last else found

    shown = tell(f"import_files.delimiter_{_SHOWN[delimiter]}") if delimiter in _SHOWN else delimiter
    read_as = ReadAs(encoding.shown, shown, header.first, tuple(notes))
    return Source(path, name, path.stem, header.cells, path.stat().st_size, lines, read_as)


def _header(records: list[Record], layout: Layout, name: str) -> Record:
    if layout.header:
        return Record(0, layout.skip_lines, list(layout.header))
    found = find_header(records, header_row=layout.header_row, skip_lines=layout.skip_lines)
    if found is None:
        raise ImportRefused(tell("import_files.no_header", file=name), file=name)
    return found


def _skipped(records: list[Record], header: Record, layout: Layout) -> list[str]:
    above = [r for r in records if layout.skip_lines < r.first < header.first and any(c.strip() for c in r.cells)]
    first = next((cell.strip() for record in above for cell in record.cells if cell.strip()), "")
    return [tell("import_files.titles_above", line=str(header.first), first=first[:60])] if above else []


def _find_delimiter(lines: list[str]) -> str:
    """By the first line; where that has none, by the line that has most."""
    first = next((line for line in lines if line.strip()), "")
    for text in (first, max(lines, key=lambda line: max(line.count(sign) for sign in _DELIMITERS), default="")):
        bare = "".join(text.split('"')[::2])
        best = max(_DELIMITERS, key=bare.count)
        if bare.count(best):
            return best
    return ","


def _numbered(path: Path, encoding: Encoding, tell: Tell, strange: set[int] | None = None) -> Iterator[tuple[int, str]]:
    """Physical lines; those that are not in the file's encoding are read in another and noted in ``strange``."""
    errors = "surrogateescape" if encoding.is_utf_8 and encoding.strange else "replace"
    with path.open(encoding=encoding.name, newline="", errors=errors) as file:
        raw = file.buffer.raw  # type: ignore[attr-defined]
        for number, line in enumerate(file, 1):
            if number % _TELL_EVERY == 0:
                tell(raw.tell())
            other = _in_other(line, encoding) if encoding.strange and not line.isascii() else None
            if other is not None and strange is not None:
                strange.add(number)
            line = line if other is None else other  # noqa: PLW2901
            yield number, line.replace("\0", "") if "\0" in line else line


def _in_other(line: str, encoding: Encoding) -> str | None:
    """The line in the other encoding; None where it is in the file's own."""
    other = encoding.strange or ""
    if encoding.is_utf_8:
        if not _UNREADABLE.search(line):
            return None
        return line.encode("utf-8", "surrogateescape").decode(other, errors="replace")
    written = line.encode(encoding.name, errors="replace")
    return written.decode(other) if reads_better_as_utf_8(written, encoding.name) else None


def _told(lines: Iterator[Line], strange: set[int], encoding: Encoding) -> Iterator[Line]:
    """Lines with letters of another encoding are handed on as broken."""
    for line in lines:
        if strange:
            if line.broken is None:
                other = Encoding(encoding.strange or "").shown
                reason = tell("import_files.strange_letters", encoding=encoding.shown, other=other)
                line = line._replace(broken=reason)  # noqa: PLW2901
            strange.clear()
        yield line


def _without_last(lines: Iterator[Line], count: int) -> Iterator[Line]:
    waiting: deque[Line] = deque()
    for line in lines:
        waiting.append(line)
        if len(waiting) > count:
            yield waiting.popleft()
