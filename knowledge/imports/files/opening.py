"""Tells what a file is by its first bytes and opens it, or says in one line why it cannot be imported."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from knowledge.errors import ImportRefused
from knowledge.imports.files.delimited import open_delimited
from knowledge.imports.files.json_records import open_json_tables
from knowledge.imports.files.lines import Layout, Source
from knowledge.imports.files.parquet import open_parquet
from knowledge.imports.files.workbooks import open_workbook
from knowledge.imports.telling import tell

_OTHER_KINDS = (
    (b"%PDF", "pdf"),
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"GIF8", "picture"),
    (b"\x1f\x8b", "compressed"),
    (b"BZh", "compressed"),
    (b"\xfd7zXZ", "compressed"),
    (b"\x28\xb5\x2f\xfd", "compressed"),
    (b"7z\xbc\xaf", "compressed"),
    (b"SQLite format 3", "database"),
)
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_OPEN_DOCUMENT = b"mimetypeapplication/vnd.oasis.opendocument"
_LOOKED_FOR_LOCK = 1 << 22
_OFTEN_TEXT = {".xls", ".dat", ""}  # what systems call the tables of text that they export
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
    start = _first_bytes(path, name)
    _refuse_other_kinds(path, start, suffix, name)
    if suffix not in READABLE:
        raise ImportRefused(tell(f"import_files.{_not_readable(start, suffix)}", file=name), file=name)
    if suffix in _BOOKS:
        return open_workbook(path, name, layouts)
    if suffix in _PARQUET:
        return [open_parquet(path, name)]
    layout = layouts(path.stem) if layouts else Layout()
    return open_json_tables(path, name, explode) if suffix in _JSON else [open_delimited(path, name, layout)]


def _first_bytes(path: Path, name: str) -> bytes:
    try:
        with path.open("rb") as file:
            start = file.read(4_096)
    except OSError as error:
        raise ImportRefused(tell("import_files.unreadable", file=name, why=error.strerror), file=name) from error
    if not start.strip():
        raise ImportRefused(tell("import_files.empty", file=name), file=name)
    return start


def _not_readable(start: bytes, suffix: str) -> str:
    """What is said of a file whose name says that it is none of ours."""
    first = start.split(b"\n", 1)[0]
    if suffix in _OFTEN_TEXT and not start.count(0) and any(sign in first for sign in b"\t,;"):
        return "kind_text_table"
    return "kind_unknown"


def _refuse_other_kinds(path: Path, start: bytes, suffix: str, name: str) -> None:
    for mark, kind in _OTHER_KINDS:
        if start.startswith(mark):
            raise ImportRefused(tell(f"import_files.kind_{kind}", file=name), file=name)
    if start.startswith(_OLD_OFFICE):
        with path.open("rb") as file:
            is_locked = _LOCKED in file.read(_LOOKED_FOR_LOCK)
        told = "import_files.kind_locked" if is_locked else "import_files.kind_old_excel"
        raise ImportRefused(tell(told, file=name), file=name)
    is_zip = start.startswith(b"PK\x03\x04")
    if is_zip and _OPEN_DOCUMENT in start[:200]:
        raise ImportRefused(tell("import_files.kind_open_document", file=name), file=name)
    if is_zip and suffix in {*READABLE - _BOOKS, ".zip", ""}:
        told = "import_files.kind_zip"
        if b"xl/" in start or b"[Content_Types].xml" in start[:200]:
            told = "import_files.kind_excel_renamed"
        raise ImportRefused(tell(told, file=name), file=name)
    if not is_zip and suffix in _BOOKS:
        raise ImportRefused(tell("import_files.kind_not_excel", file=name), file=name)
    text = start.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if text.startswith((b"<!doctype", b"<html", b"<?xml")):
        raise ImportRefused(tell("import_files.kind_web_page", file=name), file=name)
    if b"\0" in start and suffix not in _TEXT | _PARQUET and not start.startswith((b"\xff\xfe", b"\xfe\xff", b"PK")):
        raise ImportRefused(tell("import_files.kind_binary", file=name), file=name)
