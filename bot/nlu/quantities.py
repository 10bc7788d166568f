"""Amounts of money and numbers of seats as colleagues write them."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from babel.numbers import get_currency_precision

_SIGNS = {"¥": "JPY", "円": "JPY", "yen": "JPY", "jpy": "JPY", "$": "USD", "usd": "USD", "dollar": "USD", "dollars": "USD",
          "€": "EUR", "eur": "EUR", "euro": "EUR", "euros": "EUR", "£": "GBP", "gbp": "GBP", "pounds": "GBP", "ドル": "USD", "ユーロ": "EUR"}  # fmt: skip
_SCALES = {"k": 10**3, "thousand": 10**3, "m": 10**6, "mn": 10**6, "mio": 10**6, "million": 10**6, "bn": 10**9, "b": 10**9,
           "billion": 10**9, "千": 10**3, "万": 10**4, "百万": 10**6, "千万": 10**7, "億": 10**8}  # fmt: skip
# Of a sign that several currencies share, a firm that counts in one of them means its own.
_SHARED_SIGNS = {"USD": {"AUD", "CAD", "HKD", "NZD", "SGD", "TWD"}, "JPY": {"CNY"}}
_NUMBER = r"(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
_SCALE = r"(?P<scale>千万|百万|億|万|千|k|thousand|mn|mio|million|m|bn|billion|b)"
_MONEY = [
    re.compile(rf"(?P<sign>[¥$€£])\s?{_NUMBER}\s?(?:{_SCALE}(?![A-Za-z]))?", re.IGNORECASE),
    re.compile(rf"{_NUMBER}\s?{_SCALE}?\s?(?P<sign>円|ドル|ユーロ|(?:yen|jpy|usd|dollars?|eur|euros?|gbp|pounds)\b)", re.IGNORECASE),
    re.compile(rf"(?<![\d,.]){_NUMBER}\s?(?P<scale>千万|百万|億|万)(?P<sign>)(?![人席名件社円])"),
    re.compile(rf"(?<![\w.]){_NUMBER}(?P<scale>k|m|mn|bn)(?P<sign>)\b", re.IGNORECASE),
    re.compile(rf"(?<![\w.]){_NUMBER}(?P<scale>)(?P<sign>) (?:a|per) (?:month|year)\b", re.IGNORECASE),
]  # fmt: skip
_BARE = re.compile(_NUMBER)
_SEATS = re.compile(
    r"(?<![\d.,])(?P<number>\d{1,3}(?:,\d{3})+|\d{1,7})(?P<many>[千万])?\s?"
    r"(?:(?:more |extra |additional )?(?:seats?|users?|people|licen[cs]es?|employees|staff|persons|accounts)\b|席|名様?|人分?|ライセンス|ユーザー|アカウント)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Money:
    """``minor`` in the currency's smallest unit; where it stands in the text."""

    minor: int
    currency: str
    at: tuple[int, int]


@dataclass(frozen=True)
class Seats:
    """A number of people or licences, and where it stands."""

    number: int
    at: tuple[int, int]


def find_money(text: str, *, currency: str) -> Money | None:
    """The first amount; without a sign of its own it is in ``currency``.

    >>> find_money("about ¥300k", currency="USD").minor, find_money("$1.2m", currency="JPY").minor
    (300000, 120000000)
    >>> find_money("KWD 1.5k a year", currency="KWD").minor
    1500000
    """
    found = [match for pattern in (*_MONEY, *_own_code(currency)) for match in pattern.finditer(text)]
    for match in sorted(found, key=lambda match: (match.start(), match.start() - match.end())):
        stated = _currency_of(match["sign"].casefold(), currency)
        try:
            main = Decimal(match["number"].replace(",", "")) * _SCALES.get((match["scale"] or "").casefold(), 1)
        except InvalidOperation:
            continue
        return Money(int(main.scaleb(get_currency_precision(stated))), stated, match.span())
    return None


def _currency_of(sign: str, own: str) -> str:
    stated = _SIGNS.get(sign, own)
    named = sign in {"usd", "jpy", "yen", "円"}
    return own if not named and own in _SHARED_SIGNS.get(stated, ()) else stated


@lru_cache(maxsize=8)
def _own_code(currency: str) -> tuple[re.Pattern[str], ...]:
    """Amounts beside the code of the firm's currency, whichever that is."""
    code = rf"(?P<sign>{re.escape(currency)})"
    return (
        re.compile(rf"(?<![A-Za-z]){code}\s?{_NUMBER}\s?(?:{_SCALE}(?![A-Za-z]))?", re.IGNORECASE),
        re.compile(rf"{_NUMBER}\s?{_SCALE}?\s?{code}(?![A-Za-z])", re.IGNORECASE),
    )


def read_amount(text: str, *, currency: str) -> int | None:
    """What stands in a field for an amount, in minor units; None where it is none, or of another currency.

    >>> read_amount("1,200,000", currency="JPY"), read_amount("１２０万円", currency="JPY"), read_amount("a lot", currency="JPY")
    (1200000, 1200000, None)
    """
    said = unicodedata.normalize("NFKC", text).strip()
    bare = _BARE.fullmatch(said)
    money = find_money(f"{said} {currency}" if bare else said, currency=currency)
    return money.minor if money and money.currency == currency and (bare or money.at == (0, len(said))) else None


def find_seats(text: str) -> Seats | None:
    """The first number of people or licences ("200 people", 50席)."""
    match = _SEATS.search(text)
    if match is None:
        return None
    many = {"千": 1_000, "万": 10_000}.get(match["many"] or "", 1)
    return Seats(int(match["number"].replace(",", "")) * many, match.span())
