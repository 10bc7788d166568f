"""Money as exports write it, as integer minor units of its currency."""

from __future__ import annotations

import re
import unicodedata
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import lru_cache

from knowledge.imports.cells.currencies import SIGNS, read_currency
from knowledge.imports.cells.unclear import CellUnclear

_TIMES = {"千": 1_000, "万": 10_000, "億": 100_000_000}
_CODE = re.compile(r"^([A-Z]{3})(?=[^A-Za-z])|(?<=[^A-Za-z])([A-Z]{3})$")
_PLAIN = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
_APOSTROPHES = re.compile(r"(?<=\d)['’ʼ](?=\d{3})")  # as Switzerland groups digits
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
    plain = unicodedata.normalize("NFKC", text).strip().replace(" ", "")
    plain, is_negative = _sign(plain)
    plain, currency = _currency(plain)
    plain, is_negative_inside = _sign(plain)
    plain, times = _times(plain)
    try:
        number = Decimal(_ungroup(plain, decimal_mark, text))
    except InvalidOperation as error:
        raise CellUnclear(f"{text!r} is not an amount") from error
    if not number.is_finite():
        raise CellUnclear(f"{text!r} is not an amount")
    return (-number if is_negative or is_negative_inside else number) * times, currency


@lru_cache(maxsize=256)
def minor_digits(currency: str) -> int:
    """How many decimals the currency has: JPY 0, USD 2, KWD 3."""
    from babel.numbers import get_currency_precision

    return get_currency_precision(currency)


def to_minor(amount: Decimal, currency: str) -> int:
    """Integer minor units, half rounded up.

    >>> to_minor(Decimal("12.345"), "USD"), to_minor(Decimal("1200"), "JPY")
    (1235, 1200)
    """
    return int(amount.scaleb(minor_digits(currency)).quantize(Decimal(1), ROUND_HALF_UP))


def _sign(text: str) -> tuple[str, bool]:
    if text.startswith("(") and text.endswith(")"):
        return text[1:-1], True
    if text[:1] in {"-", "−", "△", "▲"}:
        return text[1:], True
    return (text[:-1], True) if text.endswith("-") else (text.removeprefix("+"), False)


def _currency(text: str) -> tuple[str, str | None]:
    for sign in SIGNS:
        if sign in text:
            return text.replace(sign, "", 1), sign
    if found := _CODE.search(text):
        return text[: found.start()] + text[found.end() :], read_currency(found[0])
    return text, None


def _times(text: str) -> tuple[str, int]:
    return (text[:-1], _TIMES[text[-1]]) if text[-1:] in _TIMES else (text, 1)


def _ungroup(text: str, decimal_mark: str, cell: str) -> str:
    text = _APOSTROPHES.sub("", text)
    if decimal_mark == ",":
        return text.replace(".", "").replace(",", ".")
    if "," in text and not _GROUPED.match(text):
        if _COMMA_FOR_POINT.match(text):
            raise CellUnclear(f'{cell!r} may have a decimal comma; if so, write decimal_mark: "," in the mapping')
        raise CellUnclear(f"{cell!r} has its thousands separators in odd places")
    return text.replace(",", "")
