"""What the name of a column says of its amounts: ``Amount (USD)``, ``金額（千円）``, ``Revenue in EUR thousands``."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import NamedTuple

from knowledge.imports.cells.currencies import SIGNS, currency_words, read_currency
from knowledge.imports.cells.unclear import CellUnclear
from knowledge.language import LANGUAGES, load_words

_IN_BRACKETS = re.compile(r"[(\[（]([^()\[\]（）]{1,40})[)\]）]\s*$")
_BEHIND_IN = re.compile(r"\bin\s+(\S.{0,30})$", re.IGNORECASE)
_LAST_CODE = re.compile(r"(?:^|[\s_\-.])([A-Z]{3})$")
_BETWEEN = re.compile(r"[\s,/・:：_\-]+")
_FILLING = frozenset(("in", "of"))


class AmountName(NamedTuple):
    """``sign``: a code, or a sign of ``SIGNS``; ``times``: the amounts are given in so many of it."""

    sign: str | None = None
    times: int = 1


def read_amount_name(name: str) -> AmountName:
    """The currency and unit that a column's name tells.

    >>> read_amount_name("Amount (USD)"), read_amount_name("金額（千円）"), read_amount_name("Net amount")
    (AmountName(sign='USD', times=1), AmountName(sign='円', times=1000), AmountName(sign=None, times=1))
    """
    plain = unicodedata.normalize("NFKC", name).strip()
    if found := _IN_BRACKETS.search(plain) or _BEHIND_IN.search(plain):
        return _told(found[1])
    if (found := _LAST_CODE.search(plain)) and found[1] in _well_known():
        return AmountName(found[1])
    return AmountName()


def _told(text: str) -> AmountName:
    """Remarks beside the unit, such as 税抜, say nothing of it; a unit counts only beside a currency."""
    sign, times = None, 1
    for part in filter(None, _BETWEEN.split(text)):
        if part.casefold() in _FILLING:
            continue
        found_sign, rest = _sign(part)
        sign = sign or found_sign
        times *= _units().get(rest.casefold(), 1)
    return AmountName(sign, times) if sign else AmountName()


def _sign(part: str) -> tuple[str | None, str]:
    """The currency in a word such as ``千円``, ``k€`` or ``USD``, and what else it says."""
    if code := _code(part):
        return code, ""
    if word := currency_words().get(part.casefold()):
        return word, ""
    for sign in SIGNS:
        if sign in part and (part == sign or part.replace(sign, "", 1).casefold() in _units()):
            return sign, part.replace(sign, "", 1)
    return None, part


def _code(text: str) -> str | None:
    if len(text) != 3 or not (text.isascii() and text.isupper()):
        return None
    try:
        return read_currency(text)
    except CellUnclear:
        return None


@cache
def _well_known() -> frozenset[str]:
    """Codes that some sign may mean; others are words as well, such as ALL and TOP."""
    return frozenset(code for _, codes in SIGNS.values() for code in codes)


@cache
def _units() -> dict[str, int]:
    listed = (load_words(language, "imports")["amounts_in"] for language in LANGUAGES)
    return {word.casefold(): int(times) for units in listed for times, words in units.items() for word in words}
