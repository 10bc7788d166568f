"""The cells of a workbook's XML as text: what a parser finds of strings and of the rows of a sheet."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple
from xml.parsers import expat

from knowledge.imports.files.sheet_formats import PLAIN, CellFormat
from knowledge.imports.files.typed_text import SURE_DIGITS, day_text, number_text


class Row(NamedTuple):
    """One row of a sheet. ``not_computed``: the first cell whose formula has no stored value, such as ``C2``."""

    number: int
    cells: list[str]
    not_computed: str | None


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


class Strings(_Texts):
    """The texts that cells refer to by number, in their order."""

    def __init__(self, found: list[str]) -> None:
        super().__init__()
        self._found = found

    def _close(self, name: str) -> None:
        if name == "si":
            self._found.append(_unescaped("".join(self._text)))
            self._text.clear()


class Rows(_Texts):
    """The rows of a sheet that hold anything."""

    def __init__(
        self, found: list[Row], strings: list[str], formats: Mapping[str, CellFormat], *, starts_1904: bool
    ) -> None:
        super().__init__()
        self._found = found
        self._strings = strings
        self._formats = formats
        self._starts_1904 = starts_1904
        self._number = 0
        self._cells: list[str] = []
        self._column = 0
        self._kind: str | None = None
        self._format = PLAIN
        self._is_formula = self._is_valued = False
        self._not_computed: str | None = None

    def _open(self, name: str, attributes: dict[str, str]) -> None:
        if name == "c":
            place = attributes.get("r")
            self._column = _column(place.rstrip("0123456789")) if place else len(self._cells)
            self._kind = attributes.get("t")
            self._format = self._formats.get(attributes.get("s", ""), PLAIN)
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
            if self._format.is_date:
                return _day(text, self._starts_1904)
            return _number(text) if self._format is PLAIN else self._format.shown(_number(text))
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
    if text.isdecimal() and len(text) <= SURE_DIGITS:
        return text
    return number_text(float(text))


@lru_cache(maxsize=65_536)
def _day(text: str, starts_1904: bool) -> str:
    from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel

    try:
        value = from_excel(float(text), CALENDAR_MAC_1904 if starts_1904 else CALENDAR_WINDOWS_1900)
    except (OverflowError, ValueError):
        return text  # no day of the calendar: the number itself will be told as the reason
    return day_text(value)


def _unescaped(text: str) -> str:
    """``_x000D_`` stands for a character that XML does not allow."""
    if "_x" not in text:
        return text
    from openpyxl.utils.escape import unescape

    return str(unescape(text))
