"""What was said in passing: the medium, a language wished for."""

from __future__ import annotations

import re
from typing import Final

_I = re.IGNORECASE
MEDIA: Final = [
    ("email", re.compile(r"(?<![a-z])(?:e-?mail|mail)(?![a-z])|メール", _I)),
    ("call", re.compile(r"(?<![a-z])(?:phone|calls?|telephone|ring)(?![a-z])|電話|架電|コール(?!ド)", _I)),
    ("slack", re.compile(r"(?<![a-z])(?:slack|chat|dm)(?![a-z])|スラック|チャット", _I)),
]
LANGUAGES: Final = [
    (
        "ja",
        re.compile(r"\b(?:in|into|to) (?:japanese|jpn?)\b|\bjapanese (?:please|version)\b|日本語(?:で|に|版)|和訳", _I),
    ),
    (
        "en",
        re.compile(
            r"\b(?:in|into|to) (?:english|eng?)\b|\benglish (?:please|version)\b|英語(?:で|に|版|、|。|$)|英文|英訳", _I
        ),
    ),
]


def first_saying(text: str, sayings: list[tuple[str, re.Pattern[str]]]) -> tuple[str, tuple[int, int]] | None:
    """The first value whose pattern fits, and where."""
    for value, pattern in sayings:
        if match := pattern.search(text):
            return value, match.span()
    return None
