"""Tells what a file is by its first bytes and opens it, or says in one line why it cannot be imported."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from knowledge.errors import ImportRefused
from knowledge.imports.files.delimited import open_delimited
from knowledge.imports.files.json_records import open_json
from knowledge.imports.files.lines import Layout, Source
from knowledge.imports.files.parquet import open_parquet
from knowledge.imports.files.workbooks import open_workbook

_OTHER_KINDS = (
    (b"%PDF", "a PDF"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\xd0\xcf\x11\xe0", "an old Excel file (.xls); save it as .xlsx or CSV"),
    (b"\x1f\x8b", "compressed; unpack it first"),
    (b"SQLite format 3", "a database"),
)
_TEXT = {".csv", ".tsv", ".tab", ".txt"}
_JSON = {".json", ".jsonl", ".ndjson"}
_BOOKS = {".xlsx", ".xlsm"}
_PARQUET = {".parquet"}
READABLE = _TEXT | _JSON | _BOOKS | _PARQUET


def open_sources(
    path: Path, name: str, *, layouts: Callable[[str], Layout] | None = None, explode: str | None = None
) -> list[Source]:
    """The tables in a file. ``name``: how the report calls it; ``layouts``: what a mapping says of a stem's text.

    Raises ImportRefused naming the file and why.
    """
    suffix = path.suffix.lower()
    if suffix not in READABLE:
        raise ImportRefused(f"{name}: is not CSV, TSV, JSON, JSON lines, XLSX or Parquet", file=name)
    start = _first_bytes(path, name)
    _refuse_other_kinds(start, suffix, name)
    if suffix in _BOOKS:
        return open_workbook(path, name, layouts)
    if suffix in _PARQUET:
        return [open_parquet(path, name)]
    layout = layouts(path.stem) if layouts else Layout()
    return [open_json(path, name, explode) if suffix in _JSON else open_delimited(path, name, layout)]


def _first_bytes(path: Path, name: str) -> bytes:
    try:
        with path.open("rb") as file:
            start = file.read(4_096)
    except OSError as error:
        raise ImportRefused(f"{name}: cannot be read ({error.strerror})", file=name) from error
    if not start.strip():
        raise ImportRefused(f"{name}: is empty", file=name)
    return start


def _refuse_other_kinds(start: bytes, suffix: str, name: str) -> None:
    for mark, kind in _OTHER_KINDS:
        if start.startswith(mark):
            raise ImportRefused(f"{name}: is {kind}, not a table of rows", file=name)
    is_zip = start.startswith(b"PK\x03\x04")
    if is_zip and suffix not in _BOOKS:
        raise ImportRefused(f"{name}: is an Excel or ZIP file under another name; rename it to .xlsx", file=name)
    if not is_zip and suffix in _BOOKS:
        raise ImportRefused(f"{name}: is not an Excel file, in spite of its name", file=name)
    text = start.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if text.startswith((b"<!doctype", b"<html", b"<?xml")):
        raise ImportRefused(f"{name}: is a web page, not a table; was the download a login page?", file=name)
    if b"\0" in start and suffix not in _TEXT | _PARQUET and not start.startswith((b"\xff\xfe", b"\xfe\xff", b"PK")):
        raise ImportRefused(f"{name}: is a binary file, not a table of rows", file=name)
