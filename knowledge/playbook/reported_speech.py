"""A customer's sentence told back to them: "we collect leads" becomes "you collect leads"."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from knowledge.language import load_words

_JAPANESE = re.compile("[ぁ-んァ-ヶ一-龠]")
_SENTENCES = re.compile(r"(?<=[.!?;])\s+|(?<=[。！？；])")
_FEWEST_WORDS = 4  # "Solid." says nothing that one could report
_LONGEST = 180  # characters; more is no longer one sentence

_DIGITS = "〇一二三四五六七八九"
_PLACES = {"十": 10, "百": 100, "千": 1000, "万": 10_000}
_TEN_THOUSAND = "万"


def is_japanese(text: str) -> bool:
    """Whether a text is written in Japanese."""
    return bool(_JAPANESE.search(text))


def report_speech(text: str, language: str) -> str:
    """What somebody said, to stand behind "you told us that" (English) or as a whole clause ending in 伺いました.

    Empty where it is in the other language, too long, or cannot be told without guessing.

    >>> report_speech("We collect hundreds of leads and cannot follow up on them.", "en")
    'you collect hundreds of leads and cannot follow up on them'
    >>> report_speech("紙の稟議に二週間かかっており、ペーパーレスにしたい。", "ja")
    '紙の稟議に二週間かかっており、ペーパーレスにしたいとのご要望を伺いました'
    """
    if is_japanese(text) != (language == "ja") or len(text) > _LONGEST:
        return ""
    return _japanese(text) if language == "ja" else _english(text)


def _english(text: str) -> str:
    told = load_words("en", "reported_speech")
    clauses = [clause for part in _SENTENCES.split(text.strip()) if (clause := part.strip(" .!?;\"“”'"))]
    reported = [_english_clause(clause, told) for clause in clauses]
    if not reported or not all(reported):
        return ""
    return _joined(reported)


def _joined(clauses: list[str]) -> str:
    """Several sentences as one: "…, and that …"."""
    return " and that ".join(clauses) if len(clauses) < 3 else ", ".join(clauses[:-1]) + " and that " + clauses[-1]


def _english_clause(clause: str, told: dict[str, Any]) -> str:
    for frame in told["frames"]:
        clause = re.sub(frame, "", clause, flags=re.IGNORECASE)
    if len(clause.split()) < _FEWEST_WORDS:
        return ""
    own = re.search(r"\b(?:we|i|our|my|us)\b", clause, re.IGNORECASE)
    swaps = told["swaps"] if own else told["about_them"] if re.match(r"they\b", clause, re.IGNORECASE) else {}
    turned = _swapped(clause, swaps)
    turned = turned[0].lower() + turned[1:] if not turned[:2].isupper() else turned
    starts = re.match(told["subjects"], turned, re.IGNORECASE)
    return turned if starts and re.search(told["finite"], turned, re.IGNORECASE) else ""


def _swapped(clause: str, swaps: dict[str, str]) -> str:
    if not swaps:
        return clause
    words = sorted(swaps, key=len, reverse=True)
    pattern = re.compile(rf"(?<![\w'’])(?:{'|'.join(map(re.escape, words))})(?![\w'’])", re.IGNORECASE)
    return pattern.sub(lambda found: swaps[found[0].lower().replace("’", "'")], clause)


@cache
def _japanese(text: str) -> str:
    told = load_words("ja", "reported_speech")
    clauses = [clause for part in _SENTENCES.split(text.strip()) if (clause := part.strip(" 　。！？；「」"))]
    plain = [_japanese_clause(clause, told) for clause in clauses]
    if not plain or not all(plain):
        return ""
    said = "、また".join(plain)
    for old, new in told["polite"]:
        said = said.replace(old, new)
    said = write_arabic(said)
    if re.search(told["wish"], said):
        return f"{said}とのご要望を伺いました"
    return f"{said}と伺いました" if re.search(told["verb"], said) else f"{said}とのお話を伺いました"


def _japanese_clause(clause: str, told: dict[str, Any]) -> str:
    for frame in (*told["frames"], *told["tails"]):
        clause = re.sub(frame, "", clause)
    for polite, plain in told["plain"]:
        clause, turned = re.subn(polite, plain, clause)
        if turned:
            break
    return clause.strip(" 　、")


def write_arabic(text: str) -> str:
    """Counts in kanji as a business letter writes them; below ten and where no counter follows they stay.

    >>> write_arabic("お名刺が五百枚、二千三百五十件、一度、三社、十分")
    'お名刺が500枚、2350件、一度、三社、十分'
    """
    counted = load_words("ja", "reported_speech")["counters"]
    return re.sub(rf"[{_DIGITS}{''.join(_PLACES)}]{{2,}}(?={counted})", lambda found: str(_number(found[0])), text)


def _number(kanji: str) -> int:
    total = part = digit = 0
    for sign in kanji:
        if sign in _DIGITS:
            digit = _DIGITS.index(sign)
        elif sign == _TEN_THOUSAND:
            total, part, digit = total + (part + digit) * _PLACES[sign], 0, 0
        else:
            part, digit = part + (digit or 1) * _PLACES[sign], 0
    return total + part + digit
