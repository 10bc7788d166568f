"""Amounts of money and numbers of seats as colleagues write them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cache, cached_property, lru_cache

from babel.numbers import get_currency_precision

from bot.nlu.word_patterns import load_patterns

_CODES = {"jpy", "usd", "eur", "gbp"}
_SYMBOLS = {"¥": "JPY", "$": "USD", "€": "EUR", "£": "GBP"}
# Of a sign that several currencies share, a firm that counts in one of them means its own.
_SHARED_SIGNS = {"USD": {"AUD", "CAD", "HKD", "NZD", "SGD", "TWD"}, "JPY": {"CNY"}}
_NUMBER = r"(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
_BARE = re.compile(_NUMBER)


@dataclass(frozen=True)
class _Words:
    """``unshared``: names of a currency that no other has. ``bare``: amounts without one, @ for the number."""

    currencies: Mapping[str, str]
    unshared: tuple[str, ...]
    signs: str
    scales: Mapping[str, int]
    bare: tuple[str, ...]
    many: Mapping[str, int]
    seats: str
    counters: tuple[str, ...]
    people: tuple[str, ...]

    @cached_property
    def scale(self) -> str:
        """The words a number is multiplied by, the longer first."""
        return rf"(?P<scale>{'|'.join(sorted(self.scales, key=len, reverse=True))})"

    @cached_property
    def money(self) -> tuple[re.Pattern[str], ...]:
        """Amounts as they are written."""
        ways = (
            rf"(?P<sign>[{''.join(_SYMBOLS)}])\s?{_NUMBER}\s?(?:{self.scale}(?![A-Za-z]))?",
            rf"{_NUMBER}\s?{self.scale}?\s?(?P<sign>{self.signs})",
            *(way.replace("@", _NUMBER) for way in self.bare),
        )
        return tuple(re.compile(way, re.IGNORECASE) for way in ways)

    @cached_property
    def places(self) -> re.Pattern[str]:
        """Numbers of people or licences."""
        number = r"(?P<number>\d{1,3}(?:,\d{3})+|\d{1,7})"
        return re.compile(rf"(?<![\d.,]){number}(?P<many>{'|'.join(self.many)})?\s?(?:{self.seats})", re.IGNORECASE)


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
    found = [match for pattern in (*_words().money, *_own_code(currency)) for match in pattern.finditer(text)]
    for match in sorted(found, key=lambda match: (match.start(), match.start() - match.end())):
        stated = _currency_of(match["sign"].casefold(), currency)
        try:
            main = Decimal(match["number"].replace(",", "")) * _words().scales.get((match["scale"] or "").casefold(), 1)
        except InvalidOperation:
            continue
        return Money(int(main.scaleb(get_currency_precision(stated))), stated, match.span())
    return None


def _currency_of(sign: str, own: str) -> str:
    words = _words()
    stated = sign.upper() if sign in _CODES else _SYMBOLS.get(sign) or words.currencies.get(sign, own)
    named = sign in {"usd", "jpy", *words.unshared}
    return own if not named and own in _SHARED_SIGNS.get(stated, ()) else stated


@lru_cache(maxsize=8)
def _own_code(currency: str) -> tuple[re.Pattern[str], ...]:
    """Amounts beside the code of the firm's currency, whichever that is."""
    code, scale = rf"(?P<sign>{re.escape(currency)})", _words().scale
    return (
        re.compile(rf"(?<![A-Za-z]){code}\s?{_NUMBER}\s?(?:{scale}(?![A-Za-z]))?", re.IGNORECASE),
        re.compile(rf"{_NUMBER}\s?{scale}?\s?{code}(?![A-Za-z])", re.IGNORECASE),
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
    words = _words()
    match = words.places.search(text)
    if match is None:
        return None
    many = words.many.get(match["many"] or "", 1)
    return Seats(int(match["number"].replace(",", "")) * many, match.span())


def counts(text: str) -> bool:
    """Whether a number and what stands behind it count things: 3社, 5つ."""
    return text.endswith(_words().counters)


def counts_people(text: str) -> bool:
    """Whether a number is one of people: 100人, 30名."""
    return text.endswith(_words().people)


@cache
def _words() -> _Words:
    return load_patterns(_Words, "quantities")
