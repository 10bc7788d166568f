"""The XML inside a workbook, streamed: sheets, strings, and the rows of one sheet as text cells.

openpyxl reads a fifth as fast and stumbles over styles that other programs write; an import needs no styles.
"""

from __future__ import annotations

import datetime as dt
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from posixpath import dirname, join, normpath
from typing import IO, NamedTuple
from xml.etree import ElementTree
from xml.parsers import expat

_CHUNK = 1 << 16
_SURE_DIGITS = 15  # Excel keeps 15; what is longer has lost its end
_RELATED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_RELATED_STRICT = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"


class Row(NamedTuple):
    """One row of a sheet. ``not_computed``: the first cell whose formula has no stored value, such as ``C2``."""

    number: int
    cells: list[str]
    not_computed: str | None


@dataclass(frozen=True)
class Sheet:
    """A sheet and where its XML is. ``is_hidden``: not shown in the program that made it."""

    title: str
    place: str
    is_hidden: bool


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
            _feed(file, _Strings(found))
        return found

    def rows(self, sheet: Sheet) -> Iterator[Row]:
        """The rows that hold anything, as text: 12.0 is 12, a date is ISO, a 16-digit number shows its damage."""
        waiting: list[Row] = []
        reader = _Rows(waiting, self.strings, self._dates, starts_1904=self._starts_1904)
        parser = reader.parser()
        with self._archive.open(sheet.place) as file:
            while chunk := file.read(_CHUNK):
                parser.Parse(chunk)
                yield from waiting
                waiting.clear()
            parser.Parse(b"", True)
            yield from waiting

    def has_merged_cells(self, sheet: Sheet) -> bool:
        """Whether cells below each other are merged: only the upper one holds what is seen in both."""
        last = b""
        with self._archive.open(sheet.place) as file:
            while chunk := file.read(_CHUNK):
                if b"<mergeCell " in (seen := last + chunk) and _spans_rows(seen[seen.index(b"<mergeCells") :]):
                    return True
                last = chunk[-200:]
        return False

    @cached_property
    def _starts_1904(self) -> bool:
        return any(
            _local(element.tag) == "workbookPr" and element.get("date1904") in {"1", "true"}
            for element in self._document.iter()
        )

    @cached_property
    def _dates(self) -> frozenset[str]:
        """The numbers of the cell styles that show a number as a date."""
        from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format

        place = next((place for place in self._related.values() if place.endswith("styles.xml")), "")
        if place not in self._names:
            return frozenset()
        tree = self._tree(place)
        formats = dict(BUILTIN_FORMATS)
        own = (element for element in tree.iter() if _local(element.tag) == "numFmt")
        formats |= {int(element.get("numFmtId", 0)): element.get("formatCode", "") for element in own}
        styles = next((element for element in tree.iter() if _local(element.tag) == "cellXfs"), ())
        used = [formats.get(int(style.get("numFmtId", 0)), "") for style in styles]
        return frozenset(str(place) for place, form in enumerate(used) if is_date_format(form))

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


def _spans_rows(merged: bytes) -> bool:
    for part in merged.split(b'ref="')[1:]:
        first, _, last = part.partition(b'"')[0].decode("ascii", "replace").partition(":")
        if last and first.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ$") != last.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ$"):
            return True
    return False


def _local(name: str) -> str:
    return name.rpartition("}")[2]


def _feed(file: IO[bytes], handler: _Strings) -> None:
    parser = handler.parser()
    while chunk := file.read(_CHUNK):
        parser.Parse(chunk)
    parser.Parse(b"", True)


class _Texts:
    """Collects the text inside ``t`` and ``v``; readings above characters (``rPh``) are no part of a text."""

    def __init__(self) -> None:
        self._text: list[str] = []
        self._is_inside = False
        self._in_reading = False

    def parser(self) -> expat.XMLParserType:
        """A parser that calls this object."""
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = self._began
        parser.EndElementHandler = self._ended
        parser.CharacterDataHandler = self._heard
        return parser

    def _began(self, name: str, attributes: dict[str, str]) -> None:
        name = name.rpartition(":")[2]
        if name in {"t", "v"}:
            self._is_inside = not self._in_reading
        elif name == "rPh":
            self._in_reading = True
        else:
            self._open(name, attributes)

    def _ended(self, name: str) -> None:
        name = name.rpartition(":")[2]
        if name in {"t", "v"}:
            self._is_inside = False
            self._has_text()
        elif name == "rPh":
            self._in_reading = False
        else:
            self._close(name)

    def _heard(self, text: str) -> None:
        if self._is_inside:
            self._text.append(text)

    def _has_text(self) -> None:
        """A text is complete."""

    def _open(self, name: str, attributes: dict[str, str]) -> None:
        """An element that is no text begins."""

    def _close(self, name: str) -> None:
        """An element that is no text ends."""


class _Strings(_Texts):
    def __init__(self, found: list[str]) -> None:
        super().__init__()
        self._found = found

    def _close(self, name: str) -> None:
        if name == "si":
            self._found.append(_unescaped("".join(self._text)))
            self._text.clear()


class _Rows(_Texts):
    def __init__(self, found: list[Row], strings: list[str], dates: frozenset[str], *, starts_1904: bool) -> None:
        super().__init__()
        self._found = found
        self._strings = strings
        self._dates = dates
        self._starts_1904 = starts_1904
        self._number = 0
        self._cells: list[str] = []
        self._column = 0
        self._kind: str | None = None
        self._is_date = self._is_formula = self._is_valued = False
        self._not_computed: str | None = None

    def _open(self, name: str, attributes: dict[str, str]) -> None:
        if name == "c":
            place = attributes.get("r")
            self._column = _column(place.rstrip("0123456789")) if place else len(self._cells)
            self._kind = attributes.get("t")
            self._is_date = attributes.get("s") in self._dates
            self._is_formula = self._is_valued = False
        elif name == "f":
            self._is_formula = True
        elif name == "row":
            number = attributes.get("r")
            self._number = int(number) if number else self._number + 1
            self._cells, self._not_computed = [], None

    def _has_text(self) -> None:
        self._is_valued = True

    def _close(self, name: str) -> None:
        if name == "c":
            text = "".join(self._text)
            self._text.clear()
            is_valued = text or (self._is_valued and self._kind == "str")  # ="" comes to an empty text
            if self._is_formula and not is_valued and self._not_computed is None:
                self._not_computed = f"{_letters(self._column)}{self._number}"
            if text:
                cells = self._cells
                cells += [""] * (self._column + 1 - len(cells))
                cells[self._column] = self._meant(text)
        elif name == "row" and (self._not_computed or any(map(str.strip, self._cells))):
            while self._cells and not self._cells[-1].strip():
                self._cells.pop()
            self._found.append(Row(self._number, self._cells, self._not_computed))

    def _meant(self, text: str) -> str:
        kind = self._kind
        if kind == "s":
            return self._strings[int(text)]
        if kind in {None, "n"}:
            return _day(text, self._starts_1904) if self._is_date else _number(text)
        if kind == "b":
            return "true" if text == "1" else "false"
        return _unescaped(text)


@lru_cache(maxsize=16_384)
def _column(letters: str) -> int:
    place = 0
    for letter in letters:
        place = place * 26 + ord(letter) - 64
    return place - 1


def _letters(column: int) -> str:
    from openpyxl.utils import get_column_letter

    return str(get_column_letter(column + 1))


def _number(text: str) -> str:
    if text.isdecimal() and len(text) <= _SURE_DIGITS:
        return text
    return number_text(float(text))


def number_text(value: float) -> str:
    """A number as an export would write it, without the digits that no program shows.

    >>> number_text(12.0), number_text(0.1 + 0.2), number_text(1234567890123456789)
    ('12', '0.3', '1.23457E+18')
    """
    if abs(value) >= 10**_SURE_DIGITS:
        return f"{value:.5E}"
    shown = float(f"{value:.{_SURE_DIGITS}g}")
    return str(int(shown)) if shown == int(shown) else repr(shown)


@lru_cache(maxsize=65_536)
def _day(text: str, starts_1904: bool) -> str:
    from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel

    try:
        value = from_excel(float(text), CALENDAR_MAC_1904 if starts_1904 else CALENDAR_WINDOWS_1900)
    except (OverflowError, ValueError):
        return text  # no day of the calendar: the number itself will be told as the reason
    return day_text(value)


def day_text(value: dt.datetime | dt.date | dt.time | dt.timedelta) -> str:
    """A day as ISO, with its time where it is not midnight."""
    if isinstance(value, dt.datetime) and value.time() == dt.time() and value.tzinfo is None:
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, (dt.date, dt.time)) else str(value)


def _unescaped(text: str) -> str:
    """``_x000D_`` stands for a character that XML does not allow."""
    if "_x" not in text:
        return text
    from openpyxl.utils.escape import unescape

    return str(unescape(text))
