"""Money as exports write it, as integer minor units of its currency."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from knowledge.imports.cells.currencies import SIGNS, currency_words, read_currency
from knowledge.imports.cells.unclear import CellUnclear
from knowledge.imports.telling import tell

_TIMES = {"千": 1_000, "万": 10_000, "百万": 1_000_000, "億": 100_000_000}
_IN_PARTS = re.compile(r"(?:([\d,.]+)億)?(?:([\d,.]+)万)?(?:([\d,.]+)千)?([\d,.]+)?$")
_REMARK = re.compile(r"(?<=[\d円])[(\[][^()\[\]\d]*[)\]]$")  # 1,200円(税込)
_POINT_AND_THREE = re.compile(r"[^\d.,]*[1-9]\d{0,2}\.\d{3}[^\d.,]*")
_GROUPED_BY_POINTS = re.compile(r"\d{1,3}(\.\d{3}){2,}$")
_NO_CENTS = re.compile(r"[.,][-–—]{1,2}(?=\D*$)")  # 12,-- and 7.–
_WORD = re.compile(r"^[^\W\d_]+\.?(?=\W*\d)|(?<=\d)[^\W\d_]+\.?$")
_CODE = re.compile(r"^([A-Z]{3})(?=[^A-Za-z])|(?<=[^A-Za-z])([A-Z]{3})$")
_PLAIN = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
_APOSTROPHES = re.compile(r"(?<=\d)['’ʼ](?=\d{3})")  # as Switzerland groups digits
_COMMA_BEFORE_DECIMALS = re.compile(r"\d,\d{1,2}(?!\d)")
_COMMA_FOR_POINT = re.compile(r"\d+(\.\d{3})*,\d{1,2}$")
_GROUPED = re.compile(r"\d{1,3}(,\d{3})+(\.\d+)?$|\d{1,3}(,\d{2})*,\d{3}(\.\d+)?$|\d{1,4}(,\d{4})+$")


@lru_cache(maxsize=65_536)
def read_amount(text: str, decimal_mark: str = ".") -> tuple[Decimal, str | None]:
    """The amount in the main unit, and the code or sign of a currency beside it, if any.

    >>> read_amount("(￥１，２００)")
    (Decimal('-1200'), '¥')
    """
    if _PLAIN.fullmatch(text) and decimal_mark == ".":
        return Decimal(text), None
    plain = _REMARK.sub("", _NO_CENTS.sub("", unicodedata.normalize("NFKC", text).strip().replace(" ", "")))
    plain, is_negative = _sign(plain)
    plain, currency = _currency(plain)
    plain, is_negative_inside = _sign(plain)
    try:
        number = sum(Decimal(_ungroup(part, decimal_mark, text)) * times for part, times in _parts(plain))
    except InvalidOperation as error:
        raise CellUnclear(tell("import_cells.no_amount", cell=text)) from error
    if not isinstance(number, Decimal) or not number.is_finite():
        raise CellUnclear(tell("import_cells.no_amount", cell=text))
    return (-number if is_negative or is_negative_inside else number), currency


@lru_cache(maxsize=256)
def minor_digits(currency: str) -> int:
    """How many decimals the currency has: JPY 0, USD 2, KWD 3."""
    from babel.numbers import get_currency_precision

    return get_currency_precision(currency)


def may_be_grouped(text: str) -> bool:
    """Whether a point may stand between thousands instead of before decimals.

    >>> may_be_grouped("€1.200"), may_be_grouped("1.20"), may_be_grouped("0.125")
    (True, False, False)
    """
    return "." in text and _POINT_AND_THREE.fullmatch(text) is not None


def _sign(text: str) -> tuple[str, bool]:
    if text.startswith("(") and text.endswith(")"):
        return text[1:-1], True
    if text[:1] in {"-", "−", "△", "▲"}:
        return text[1:], True
    return (text[:-1], True) if text.endswith("-") else (text.removeprefix("+"), False)


def has_decimal_comma(text: str) -> bool:
    """Whether a comma can only stand before decimals.

    >>> has_decimal_comma("1.234,56 €"), has_decimal_comma("1,234")
    (True, False)
    """
    return "," in text and _COMMA_BEFORE_DECIMALS.search(text) is not None


def _currency(text: str) -> tuple[str, str | None]:
    if (found := _WORD.search(text)) and (named := currency_words().get(found[0].casefold())):
        return text[: found.start()] + text[found.end() :], named
    for sign in _longest_first():
        if sign in text:
            return text.replace(sign, "", 1), sign
    if found := _CODE.search(text):
        return text[: found.start()] + text[found.end() :], read_currency(found[0])
    return text, None


@lru_cache(maxsize=1)
def _longest_first() -> tuple[str, ...]:
    return tuple(sorted(SIGNS, key=len, reverse=True))


def _parts(text: str) -> list[tuple[str, int]]:
    """What is added up: 3万5千 is 3 × 10,000 and 5 × 1,000."""
    for unit in ("百万", "億", "万", "千"):
        if text.endswith(unit) and not set(text[: -len(unit)]) & set(_TIMES):
            return [(text[: -len(unit)], _TIMES[unit])]
    if set(text) & set(_TIMES) and (found := _IN_PARTS.match(text)):
        return [(part, times) for part, times in zip(found.groups(), (10**8, 10**4, 10**3, 1), strict=True) if part]
    return [(text, 1)]


def _ungroup(text: str, decimal_mark: str, cell: str) -> str:
    text = _APOSTROPHES.sub("", text)
    if decimal_mark == ",":
        return text.replace(".", "").replace(",", ".")
    if "," in text and not _GROUPED.match(text):
        if _COMMA_FOR_POINT.match(text):
            raise CellUnclear(tell("import_cells.decimal_comma", cell=cell))
        raise CellUnclear(tell("import_cells.odd_thousands", cell=cell))
    if _GROUPED_BY_POINTS.match(text):
        raise CellUnclear(tell("import_cells.points_between", cell=cell))
    return text.replace(",", "")
