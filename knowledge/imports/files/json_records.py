"""JSON lines, streamed, and JSON documents, a source for each list of records; nested values become dotted columns."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path

import orjson

from knowledge.errors import ImportRefused
from knowledge.imports.files.encodings import Encoding, find_encoding
from knowledge.imports.files.lines import Line, ReadAs, Source
from knowledge.imports.telling import tell

_LARGEST_DOCUMENT = 128 << 20  # bytes; a document is read whole, JSON lines are not
_TELL_EVERY = 1_000
_MOST_COLUMNS = 2_000
_INSIDE = frozenset((dict, list))
_SURE = 1 << 53  # beyond it the fast reader makes floats of whole numbers
Numbered = tuple[int, dict[str, object] | None, str]
Records = Callable[[Callable[[int], None]], Iterator[Numbered]]


def open_json(path: Path, name: str) -> Source:
    """The first table of a file of records."""
    return open_json_tables(path, name)[0]


def open_json_tables(path: Path, name: str, explode: str | None = None) -> list[Source]:
    """Learn the columns in a first pass; rows come in a second. ``explode``: a list whose entries become rows each.

    A document that holds several lists of records is as many tables, each called by its key.
    """
    found = find_encoding(path)
    if _is_lines(path, found.name):
        return [_source(path, (name, path.stem), found, _line_records(path, found.name), explode)]
    lists = _document_lists(path, name, found.name)
    return [
        _source(path, (f"{name}#{key}", key) if len(lists) > 1 else (name, path.stem), found, _listed(inner), explode)
        for key, inner in lists.items()
    ]


def _source(path: Path, named: tuple[str, str], found: Encoding, records: Records, explode: str | None) -> Source:
    name, stem = named
    header: dict[str, None] = {}
    met: set[tuple[str, ...]] = set()  # fields of flat records: most files have one set of them
    for _, record, _line in records(lambda _: None):
        if record is not None and (fields := _flat_fields(record)) is not None:
            if fields not in met:
                met.add(fields)
                header.update(dict.fromkeys(fields))
            continue
        for flat in _flattened(record, explode):
            header.update(dict.fromkeys(flat))
        if len(header) > _MOST_COLUMNS:
            raise ImportRefused(tell("import_files.json_fields", file=name, most=_MOST_COLUMNS), file=name)
    if not header:
        raise ImportRefused(tell("import_files.json_empty", file=name), file=name)
    columns, no_object = list(header), tell("import_files.no_json_object")

    def lines(tell: Callable[[int], None]) -> Iterator[Line]:
        for number, record, text in records(tell):
            if record is None:
                yield Line(number, [text.strip()], no_object)
            elif _flat_fields(record) is not None:
                got = record.get
                yield Line(number, [v if type(v := got(column, "")) is str else _text(v) for column in columns])
                continue
            for flat in _flattened(record, explode):
                yield Line(number, [flat.get(column, "") for column in columns])

    read_as = ReadAs(found.shown, notes=(found.note,) if found.note else ())
    return Source(path, name, stem, columns, path.stat().st_size, lines, read_as)


def _is_lines(path: Path, encoding: str) -> bool:
    """Whether the first line is a record by itself."""
    with path.open(encoding=encoding) as file:
        first = next((line for line in file if line.strip()), "")
        try:
            record = json.loads(first)
        except ValueError:
            return path.suffix.lower() in {".jsonl", ".ndjson"}
        return isinstance(record, dict) and (any(line.strip() for line in file) or not _inner_lists(record))


def _line_records(path: Path, encoding: str) -> Records:
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
    """A record of one line; by the fast reader where it changes no number and no letter."""
    try:
        record = orjson.loads(line)
    except orjson.JSONDecodeError:
        return _loaded_exactly(line)
    if not isinstance(record, dict):
        return None
    kinds = set(map(type, record.values()))
    if _INSIDE & kinds or (float in kinds and any(type(v) is float and abs(v) > _SURE for v in record.values())):
        return _loaded_exactly(line)
    return record


def _loaded_exactly(line: str) -> dict[str, object] | None:
    try:
        record = json.loads(line)
    except ValueError:
        return None
    return record if isinstance(record, dict) else None


def _document_lists(path: Path, name: str, encoding: str) -> dict[str, list[object]]:
    """The lists of records in a document, by key. Raises ImportRefused where there is none."""
    if path.stat().st_size > _LARGEST_DOCUMENT:
        raise ImportRefused(tell("import_files.json_too_large", file=name), file=name)
    try:
        document = json.loads(path.read_text(encoding=encoding))
    except (ValueError, UnicodeDecodeError) as error:
        raise ImportRefused(tell("import_files.no_json", file=name), file=name) from error
    lists = {path.stem: document} if isinstance(document, list) else _inner_lists(document)
    if not any(isinstance(record, dict) for inner in lists.values() for record in inner):
        raise ImportRefused(tell("import_files.json_no_list", file=name), file=name)
    return lists


def _listed(records: list[object]) -> Records:
    def numbered(_tell: Callable[[int], None]) -> Iterator[Numbered]:
        for number, record in enumerate(records, 1):
            yield number, record if isinstance(record, dict) else None, json.dumps(record, ensure_ascii=False)

    return numbered


def _inner_lists(document: object) -> dict[str, list[object]]:
    """The lists of objects at the top of an API answer or a dump, such as ``tickets``, ``results`` or ``data``."""
    if not isinstance(document, dict) or {"id", "name"} & document.keys():
        return {}
    lists = {str(key): value for key, value in document.items() if isinstance(value, list)}
    if len(lists) == 1:
        return lists
    return {key: value for key, value in lists.items() if value and all(isinstance(one, dict) for one in value)}


def _flat_fields(record: dict[str, object]) -> tuple[str, ...] | None:
    """The fields of a record that holds no others inside; None where it does."""
    return None if _INSIDE & set(map(type, record.values())) else tuple(record)


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
    if type(value) is int:  # most of what is no text
        return str(value)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and not math.isfinite(value):
        return ""  # NaN and Infinity, as Python programs write what is no number
    if isinstance(value, float) and value == int(value) and abs(value) < 10**15:
        return str(int(value))
    return str(value)
