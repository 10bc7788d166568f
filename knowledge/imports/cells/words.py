"""Ids, whole numbers, flags and billing periods as exports write them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from decimal import Decimal
from functools import cache, lru_cache

from knowledge.imports.cells.amounts import may_be_grouped, read_amount
from knowledge.imports.cells.unclear import CellUnclear
from knowledge.imports.cells.written import is_nothing, read_words
from knowledge.imports.telling import tell
from knowledge.language import LANGUAGES, load_words

_EXCEL_SHORTENED = re.compile(r"\d(\.\d+)?[eE]\+\d+$")
_SALESFORCE_SHORT = re.compile(r"[0-9a][0-9A-Za-z]{2}[0-9A-Za-z]{2}[0-9A-Za-z]{10}$")
_SALESFORCE_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"
_POINT_ZERO = re.compile(r"(\d+)\.0+$")
_EMPTY = frozenset(("none", "nan", "null", "n/a", "nil", "なし", "未設定", "-", "ー", "―"))
_PERIODS = {
    "month": 1, "monthly": 1, "mo": 1, "月": 1, "月額": 1, "月次": 1, "毎月": 1,
    "quarter": 3, "quarterly": 3, "四半期": 3,
    "per_six_months": 6, "semiannually": 6, "半年": 6,
    "year": 12, "yearly": 12, "annual": 12, "annually": 12, "年": 12, "年額": 12, "年次": 12, "毎年": 12,
    "per_two_years": 24, "per_three_years": 36,
    "once": 0, "one-time": 0, "one_time": 0, "onetime": 0, "一括": 0, "一回": 0,
}  # fmt: skip
_ISO_PERIOD = re.compile(r"P(\d+)([MY])$")


def is_empty(text: str) -> bool:
    """Whether a cell says nothing: empty, or one of the marks exports put there."""
    if len(text) > 6:
        return is_nothing(text)
    return text.strip().casefold() in _EMPTY or is_nothing(text)


@lru_cache(maxsize=65_536)
def read_id(text: str) -> str:
    """An id as text; ``12.0`` is 12, and what Excel shortened is refused because its digits are lost.

    >>> read_id("0012.0")
    '0012'
    """
    plain = unicodedata.normalize("NFKC", read_words(text)) if not text.isascii() or "&" in text else text.strip()
    if _EXCEL_SHORTENED.match(plain):
        raise CellUnclear(tell("import_cells.shortened_id", cell=text))
    found = _POINT_ZERO.match(plain)
    return found[1] if found else plain


def read_reference(text: str, read: Callable[[str], str]) -> str:
    """What a cell refers to: an id as ``read`` reads it, or a name letter by letter, since it may become a new row's.

    >>> read_reference("0012.0", read_id), read_reference("③号店㈱", read_id)
    ('0012', '③号店㈱')
    """
    found = read(text)
    return found if text.isascii() else read_words(text)


@lru_cache(maxsize=65_536)
def read_salesforce_id(text: str) -> str:
    """A Salesforce id in its long form: one of 15 characters gets the three that make it safe in any case.

    >>> read_salesforce_id("0015g00000XyZaB") == read_salesforce_id("0015g00000XyZaBAAV")
    True
    """
    plain = read_id(text)
    if not _SALESFORCE_SHORT.match(plain):
        return plain
    ends = (
        sum(1 << at for at, letter in enumerate(plain[start : start + 5]) if letter.isupper()) for start in (0, 5, 10)
    )
    return plain + "".join(_SALESFORCE_LETTERS[end] for end in ends)


@lru_cache(maxsize=65_536)
def read_whole(text: str, decimal_mark: str = ".") -> int:
    """A whole number; ``1,234.0`` is 1234."""
    if text.isdecimal():
        return int(text)
    number = read_number(text, decimal_mark)
    if number != int(number):
        is_grouped = decimal_mark == "." and may_be_grouped(text)
        raise CellUnclear(tell("import_cells.not_whole", cell=text, is_grouped=is_grouped))
    return int(number)


def read_number(text: str, decimal_mark: str = ".") -> Decimal:
    """A number, with or without decimals."""
    try:
        return read_amount(text, decimal_mark)[0]
    except CellUnclear as error:
        if "decimal_mark" in str(error):
            raise
        raise CellUnclear(tell("import_cells.no_number", cell=text)) from error


def read_score(text: str, decimal_mark: str = ".") -> Decimal:
    """Points, or percent of them.

    >>> read_score("85%"), read_score("4.5")
    (Decimal('85'), Decimal('4.5'))
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    return read_number(plain.removesuffix("%").rstrip(), decimal_mark)


def read_share(text: str, decimal_mark: str = ".") -> Decimal:
    """A part of one; ``25%`` is 0.25. More than the whole, such as a bare 25, may be percent or money: refused.

    >>> read_share("25%"), read_share("0.25")
    (Decimal('0.25'), Decimal('0.25'))
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    is_percent = plain.endswith("%")
    share = read_number(plain[:-1].strip(), decimal_mark) / 100 if is_percent else read_number(plain, decimal_mark)
    if abs(share) > 1:
        raise CellUnclear(tell("import_cells.no_share", cell=text))
    return share


@lru_cache(maxsize=4_096)
def read_flag(text: str) -> bool:
    """Yes or no in the words of both languages."""
    plain = unicodedata.normalize("NFKC", text).strip().casefold()
    if plain in _said("said_yes"):
        return True
    if plain in _said("said_no"):
        return False
    raise CellUnclear(tell("import_cells.no_flag", cell=text))


@cache
def _said(word: str) -> frozenset[str]:
    return frozenset(str(one) for language in LANGUAGES for one in load_words(language, "imports")[word])


@lru_cache(maxsize=4_096)
def read_period(text: str) -> int:
    """The months of a billing period; 0: paid once.

    >>> read_period("P1Y"), read_period("monthly"), read_period("一括")
    (12, 1, 0)
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    if found := _ISO_PERIOD.match(plain.upper()):
        return int(found[1]) * (12 if found[2] == "Y" else 1)
    if (months := _PERIODS.get(plain.casefold())) is not None:
        return months
    raise CellUnclear(tell("import_cells.no_period", cell=text))
