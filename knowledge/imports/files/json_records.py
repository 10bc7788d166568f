"""JSON lines, and JSON documents that hold one list, streamed; nested values become dotted columns."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path

from knowledge.errors import ImportRefused
from knowledge.imports.files.encodings import find_encoding
from knowledge.imports.files.lines import Line, ReadAs, Source

_LARGEST_DOCUMENT = 128 << 20  # bytes; a document is read whole, JSON lines are not
_TELL_EVERY = 1_000
_MOST_COLUMNS = 2_000
Numbered = tuple[int, dict[str, object] | None, str]


def open_json(path: Path, name: str, explode: str | None = None) -> Source:
    """Learn the columns in a first pass; rows come in a second. ``explode``: a list whose entries become rows each."""
    found = find_encoding(path)
    encoding = found.name
    is_lines = _is_lines(path, encoding)
    records = _line_records(path, encoding) if is_lines else _document_records(path, name, encoding)
    header: dict[str, None] = {}
    for _number, record, _text in records(lambda _: None):
        for flat in _flattened(record, explode):
            header.update(dict.fromkeys(flat))
        if len(header) > _MOST_COLUMNS:
            raise ImportRefused(f"{name}: more than {_MOST_COLUMNS} different fields; is it an export?", file=name)
    if not header:
        raise ImportRefused(f"{name}: holds no records", file=name)
    columns = list(header)

    def lines(tell: Callable[[int], None]) -> Iterator[Line]:
        for number, record, text in records(tell):
            if record is None:
                yield Line(number, [text.strip()], "is not a JSON object")
            for flat in _flattened(record, explode):
                yield Line(number, [flat.get(column, "") for column in columns])

    read_as = ReadAs(found.shown, notes=(found.note,) if found.note else ())
    return Source(path, name, path.stem, columns, path.stat().st_size, lines, read_as)


def _is_lines(path: Path, encoding: str) -> bool:
    """Whether the first line is a record by itself."""
    with path.open(encoding=encoding) as file:
        first = next((line for line in file if line.strip()), "")
        try:
            record = json.loads(first)
        except ValueError:
            return path.suffix.lower() in {".jsonl", ".ndjson"}
        return isinstance(record, dict) and (any(line.strip() for line in file) or not _inner_list(record))


def _line_records(path: Path, encoding: str) -> Callable[[Callable[[int], None]], Iterator[Numbered]]:
    def records(tell: Callable[[int], None]) -> Iterator[Numbered]:
        with path.open(encoding=encoding, errors="replace") as file:
            done = 0
            for number, line in enumerate(file, 1):
                done += len(line)
                if number % _TELL_EVERY == 0:
                    tell(done)
                if line.strip():
                    yield number, _loaded(line), line

    return records


def _loaded(line: str) -> dict[str, object] | None:
    try:
        record = json.loads(line)
    except ValueError:
        return None
    return record if isinstance(record, dict) else None


def _document_records(path: Path, name: str, encoding: str) -> Callable[[Callable[[int], None]], Iterator[Numbered]]:
    if path.stat().st_size > _LARGEST_DOCUMENT:
        raise ImportRefused(f"{name}: is one large JSON document; export it as JSON lines or CSV", file=name)
    try:
        document = json.loads(path.read_text(encoding=encoding))
    except (ValueError, UnicodeDecodeError) as error:
        raise ImportRefused(f"{name}: is not valid JSON", file=name) from error
    listed = document if isinstance(document, list) else _inner_list(document)
    if listed is None:
        raise ImportRefused(f"{name}: holds no list of records", file=name)

    def records(_tell: Callable[[int], None]) -> Iterator[Numbered]:
        for number, record in enumerate(listed, 1):
            yield number, record if isinstance(record, dict) else None, json.dumps(record, ensure_ascii=False)

    return records


def _inner_list(document: object) -> list[object] | None:
    """The one list of objects at the top of an API answer, such as ``tickets``, ``results`` or ``data``."""
    if not isinstance(document, dict) or "id" in document:
        return None
    lists = [value for value in document.values() if isinstance(value, list)]
    return lists[0] if len(lists) == 1 else None


def _flattened(record: dict[str, object] | None, explode: str | None) -> Iterator[dict[str, str]]:
    if record is None:
        return
    flat = dict(_leaves(record, "", skip=explode or ""))
    inner = _at(record, explode) if explode else None
    if not isinstance(inner, list) or not inner:
        yield flat
        return
    for entry in inner:
        yield flat | dict(_leaves(entry, f"{explode}.", skip=""))


def _at(record: object, path: str) -> object:
    for step in path.split("."):
        record = record.get(step) if isinstance(record, dict) else None
    return record


def _leaves(value: object, prefix: str, *, skip: str) -> Iterator[tuple[str, str]]:
    if skip and prefix == f"{skip}.":
        return
    if isinstance(value, dict):
        yield from chain.from_iterable(_leaves(inner, f"{prefix}{key}.", skip=skip) for key, inner in value.items())
    elif isinstance(value, list):
        if all(not isinstance(inner, (dict, list)) for inner in value):
            yield prefix[:-1], ";".join(_text(inner) for inner in value)
        else:
            yield from chain.from_iterable(
                _leaves(inner, f"{prefix}{place}.", skip=skip) for place, inner in enumerate(value)
            )
    else:
        yield prefix[:-1], _text(value)


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value == int(value) and abs(value) < 10**15:
        return str(int(value))
    return str(value)
