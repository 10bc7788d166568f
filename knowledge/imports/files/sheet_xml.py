"""The XML inside a workbook, streamed: sheets, strings, and the rows of one sheet as text cells.

openpyxl reads a fifth as fast and stumbles over styles that other programs write; an import needs no styles.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from posixpath import dirname, join, normpath
from typing import IO, NamedTuple
from xml.etree import ElementTree

from knowledge.imports.files.sheet_cells import Row, Rows, Strings
from knowledge.imports.files.sheet_formats import CellFormat, read_formats

_CHUNK = 1 << 16
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell [^>]*?ref="([^"]*)"')
_HIDDEN_ROW = re.compile(rb'<(?:\w+:)?row [^>]*?hidden="(?:1|true)"')
_RELATED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_RELATED_STRICT = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"


@dataclass(frozen=True)
class Sheet:
    """A sheet and where its XML is. ``is_hidden``: not shown in the program that made it."""

    title: str
    place: str
    is_hidden: bool


class Looks(NamedTuple):
    """``has_merged_cells``: only the uppermost of cells below each other holds what is seen in all."""

    has_merged_cells: bool
    hidden_rows: int


class Book:
    """An open workbook. Raises KeyError, ValueError, BadZipFile or ParseError where it is none."""

    def __init__(self, path: Path) -> None:
        self._archive = zipfile.ZipFile(path)
        self._names = set(self._archive.namelist())
        self._main = self._find_main()
        self._document = self._tree(self._main)
        self._related = dict(self._relations(self._main))

    def __enter__(self) -> Book:
        return self

    def __exit__(self, *_: object) -> None:
        self._archive.close()

    @cached_property
    def sheets(self) -> list[Sheet]:
        """The sheets in their order; charts are none."""
        found = []
        for element in self._document.iter():
            if _local(element.tag) == "sheet":
                place = self._related.get(element.get(_RELATED) or element.get(_RELATED_STRICT) or "", "")
                if place in self._names and "chartsheet" not in place:
                    is_hidden = element.get("state", "visible") != "visible"
                    found.append(Sheet(element.get("name", ""), place, is_hidden))
        return found

    @cached_property
    def strings(self) -> list[str]:
        """The texts that cells refer to by number."""
        place = next((place for place in self._related.values() if place.endswith("haredStrings.xml")), "")
        if place not in self._names:
            return []
        found: list[str] = []
        with self._archive.open(place) as file:
            _feed(file, Strings(found))
        return found

    def rows(self, sheet: Sheet) -> Iterator[Row]:
        """The rows that hold anything, as text: 12.0 is 12, a date is ISO, a 16-digit number shows its damage."""
        waiting: list[Row] = []
        reader = Rows(waiting, self.strings, self._formats, starts_1904=self._starts_1904)
        parser = reader.parser()
        with self._archive.open(sheet.place) as file:
            while chunk := file.read(_CHUNK):
                parser.Parse(chunk)
                yield from waiting
                waiting.clear()
            parser.Parse(b"", True)
            yield from waiting

    def look_over(self, sheet: Sheet) -> Looks:
        """What a reader of the sheet sees otherwise than an import."""
        merged, hidden, rest = False, 0, b""
        with self._archive.open(sheet.place) as file:
            while chunk := file.read(_CHUNK):
                seen = rest + chunk
                whole = seen[: seen.rfind(b">") + 1]
                rest = seen[len(whole) :]
                hidden += len(_HIDDEN_ROW.findall(whole))
                merged = merged or _spans_rows(whole)
        return Looks(merged, hidden)

    @cached_property
    def _starts_1904(self) -> bool:
        return any(
            _local(element.tag) == "workbookPr" and element.get("date1904") in {"1", "true"}
            for element in self._document.iter()
        )

    @cached_property
    def _formats(self) -> dict[str, CellFormat]:
        """The cell styles, by their number, that show more than a number."""
        place = next((place for place in self._related.values() if place.endswith("styles.xml")), "")
        if place not in self._names:
            return {}
        tree = self._tree(place)
        own = (element for element in tree.iter() if _local(element.tag) == "numFmt")
        codes = {int(element.get("numFmtId", 0)): element.get("formatCode", "") for element in own}
        styles = next((element for element in tree.iter() if _local(element.tag) == "cellXfs"), ())
        return read_formats(styles, codes)

    def _find_main(self) -> str:
        for place in dict(self._relations("")).values():
            if place.endswith("workbook.xml") or "xl/" in place:
                return place
        return "xl/workbook.xml"

    def _relations(self, place: str) -> Iterator[tuple[str, str]]:
        folder = dirname(place)
        listed = join(folder, "_rels", f"{place.rpartition('/')[2]}.rels")
        for element in self._tree(listed) if listed in self._names else ():
            target = element.get("Target", "")
            yield element.get("Id", ""), normpath(join("/" + folder, target)).lstrip("/")

    def _tree(self, place: str) -> ElementTree.Element:
        return ElementTree.fromstring(self._archive.read(place))  # noqa: S314 - expat itself bounds entities


def _spans_rows(sheet: bytes) -> bool:
    for ref in _MERGED.findall(sheet):
        first, _, last = ref.decode("ascii", "replace").partition(":")
        if last and first.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ$") != last.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ$"):
            return True
    return False


def _local(name: str) -> str:
    return name.rpartition("}")[2]


def _feed(file: IO[bytes], handler: Strings) -> None:
    parser = handler.parser()
    while chunk := file.read(_CHUNK):
        parser.Parse(chunk)
    parser.Parse(b"", True)
