"""A word about the offer just shown, said without its customer: "too early, ask again in December", 的外れ."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from bot.nlu.word_patterns import load_patterns

OfferVerdict = Literal["too_early", "not_relevant"]


@dataclass(frozen=True)
class _Words:
    verdicts: Mapping[OfferVerdict, re.Pattern[str]]
    asks: re.Pattern[str]


def read_offer_verdict(text: str) -> OfferVerdict | None:
    """What a colleague says of the offer before them; None where they ask, report a customer's words or say else.

    >>> read_offer_verdict("too early, ask again in December"), read_offer_verdict("時期尚早、12月に再度")
    ('too_early', 'too_early')
    >>> read_offer_verdict("that's not relevant"), read_offer_verdict("この提案は的外れです")
    ('not_relevant', 'not_relevant')
    >>> read_offer_verdict("too early??"), read_offer_verdict("too early to call them"), read_offer_verdict("why?")
    (None, None, None)
    """
    said = unicodedata.normalize("NFKC", text).strip()
    if _words().asks.search(said):
        return None
    return next((verdict for verdict, pattern in _words().verdicts.items() if pattern.search(said)), None)


@cache
def _words() -> _Words:
    return load_patterns(_Words, "offer_words")
