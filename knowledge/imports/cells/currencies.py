"""Which currency a sign beside an amount names, or may name."""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache

from knowledge.imports.cells.unclear import CellUnclear
from knowledge.imports.telling import tell
from knowledge.language import LANGUAGES, load_words

_DOLLARS = frozenset(
    ("USD", "CAD", "AUD", "NZD", "SGD", "HKD", "TWD", "MXN", "BRL", "ARS", "CLP", "COP", "BND", "FJD", "JMD")
)
_RUPEES = frozenset(("INR", "PKR", "LKR", "NPR", "MUR", "SCR"))
_CROWNS = frozenset(("SEK", "NOK", "DKK", "ISK", "CZK"))
# A sign that several currencies share names one only where a default is sure to be meant.
SIGNS: dict[str, tuple[str | None, frozenset[str]]] = {
    "US$": ("USD", frozenset(("USD",))),
    "U$": ("USD", frozenset(("USD",))),
    "CA$": ("CAD", frozenset(("CAD",))),
    "C$": ("CAD", frozenset(("CAD", "NIO"))),
    "AU$": ("AUD", frozenset(("AUD",))),
    "A$": ("AUD", frozenset(("AUD",))),
    "NZ$": ("NZD", frozenset(("NZD",))),
    "HK$": ("HKD", frozenset(("HKD",))),
    "NT$": ("TWD", frozenset(("TWD",))),
    "S$": ("SGD", frozenset(("SGD",))),
    "R$": ("BRL", frozenset(("BRL",))),
    "MX$": ("MXN", frozenset(("MXN",))),
    "$": (None, _DOLLARS),
    "円": ("JPY", frozenset(("JPY",))),
    "元": ("CNY", frozenset(("CNY",))),
    "JP¥": ("JPY", frozenset(("JPY",))),
    "CN¥": ("CNY", frozenset(("CNY",))),
    "¥": ("JPY", frozenset(("JPY", "CNY"))),
    "\\": ("JPY", frozenset(("JPY",))),
    "€": ("EUR", frozenset(("EUR",))),
    "£": ("GBP", frozenset(("GBP", "EGP", "GIP", "FKP"))),
    "₩": ("KRW", frozenset(("KRW",))),
    "₹": ("INR", frozenset(("INR",))),
    "₽": ("RUB", frozenset(("RUB",))),
    "₺": ("TRY", frozenset(("TRY",))),
    "₫": ("VND", frozenset(("VND",))),
    "฿": ("THB", frozenset(("THB",))),
    "zł": ("PLN", frozenset(("PLN",))),
    "kr": (None, _CROWNS),
    "Rs": ("INR", _RUPEES),
    "Kč": ("CZK", frozenset(("CZK",))),
    "Fr.": ("CHF", frozenset(("CHF",))),
}


def settle_currency(sign: str | None, *, told: str | None, firm: str | None, cell: str) -> str | None:
    """The currency of an amount: as the file or mapping says, as its sign says, or the firm's; None: unknown.

    ``sign``: a code, or a sign of ``SIGNS``. Raises CellUnclear where two of them contradict each other.
    """
    default, possible = SIGNS.get(sign or "", (sign, frozenset((sign,)) if sign else frozenset()))
    if told is not None:
        if possible and told not in possible:
            raise CellUnclear(tell("import_cells.sign_contradicts", cell=cell, told=told))
        return told
    if firm in possible:
        return firm
    if default is not None:
        return default
    if sign is not None:
        raise CellUnclear(tell("import_cells.sign_unclear", cell=cell, sign=sign, firm=firm or ""))
    return firm


@cache
def currency_words() -> dict[str, str]:
    """The code or sign that a word beside an amount stands for: ``yen`` is JPY, ``dollars`` no more than ``$``."""
    listed = (load_words(language, "imports")["currency_words"] for language in LANGUAGES)
    return {word.casefold(): named for words in listed for named, those in words.items() for word in map(str, those)}


@lru_cache(maxsize=256)
def read_currency(text: str) -> str:
    """The ISO code of a cell such as ``usd``, ``USD`` or ``¥``."""
    from babel import Locale

    plain = unicodedata.normalize("NFKC", text).strip()
    code = SIGNS[plain][0] or plain if plain in SIGNS else plain.upper()
    if code not in Locale("en").currencies:
        raise CellUnclear(tell("import_cells.no_currency", cell=text))
    return code
