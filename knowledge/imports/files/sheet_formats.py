"""What the format of a workbook's cell adds to its number: a day, zeros before it, the sign of a currency."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple
from xml.etree.ElementTree import Element

from knowledge.imports.cells.currencies import SIGNS, read_currency
from knowledge.imports.cells.unclear import CellUnclear

_ZEROS = re.compile(r"0{2,}")
_SIGN = re.compile(r"\[\$([^\]\-]+)(?:-([0-9A-Fa-f]+))?\]|\"([^\"]+)\"|\\?([^\w\s#.,;:%@*?\-+()\[\]/\"\\])")
_CHINESE = frozenset(("804", "0804"))  # where ¥ is the yuan


class CellFormat(NamedTuple):
    """``width``: digits to which zeros fill a number up; ``sign``: of a currency, or its code."""

    is_date: bool = False
    width: int = 0
    sign: str | None = None

    def shown(self, number: str) -> str:
        """A number as the cell shows it, as far as that says more than the number."""
        if self.width and number.isdecimal():
            return number.zfill(self.width)
        return f"{self.sign} {number}" if self.sign else number


PLAIN = CellFormat()


def read_formats(styles: Iterable[Element], own: Mapping[int, str]) -> dict[str, CellFormat]:
    """The formats of a workbook's cell styles by their number; ``own``: codes that the workbook itself gives.

    Formats that every program has built in show the currency of whoever looks, so they name none.
    """
    from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format

    found: dict[str, CellFormat] = {}
    for place, style in enumerate(styles):
        number = int(style.get("numFmtId", 0))
        code = own.get(number, BUILTIN_FORMATS.get(number, ""))
        if is_date_format(code):
            found[str(place)] = CellFormat(is_date=True)
        elif number in own and (read := _read(code)) != PLAIN:
            found[str(place)] = read
    return found


def _read(code: str) -> CellFormat:
    """What a format of numbers says.

    >>> _read("00000"), _read('#,##0 [$€-407]').sign, _read('#,##0 "USD"').sign, _read('0.0" kg"').sign
    (CellFormat(is_date=False, width=5, sign=None), '€', 'USD', None)
    """
    if _ZEROS.fullmatch(code):
        return CellFormat(width=len(code))
    signs = (_sign(found) for found in _SIGN.finditer(code.partition(";")[0]))
    return CellFormat(sign=next(filter(None, signs), None))


def _sign(found: re.Match[str]) -> str | None:
    text = (found[1] or found[3] or found[4] or "").strip()
    if text in {"¥", "￥"} and found[2] in _CHINESE:
        return "CN¥"
    if text in SIGNS:
        return text
    try:
        return read_currency(text) if len(text) == 3 and text.isupper() else None
    except CellUnclear:
        return None
