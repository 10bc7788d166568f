"""Short messages that only make sense after another: "what about Globex?", "shorter", "in English please"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_ABOUT = re.compile(
    r"^(?:(?:and|ok|okay|so|then)[\s,]+)?"
    r"(?:(?:what|how)\s+about|same\s+(?:for|with|question\s+for)|and(?:\s+for)?|now|for)?"
    r"\s*@@\s*(?:too|as well|please|then)?\s*[?.!]*$",
    re.IGNORECASE,
)
_ABOUT_JA = re.compile(
    r"^(?:じゃあ|では|それでは|あと|次|ちなみに|同じく)?[、,\s]*@@(?:様|さん|さま)?"
    r"(?:は|の場合は|について|についても|も|だと|の方は|なら"
    r"|はどう(?:です)?か?|はどうでしょう(?:か)?|はいかが(?:ですか|でしょうか)?|もお願い(?:します|いたします)?)?"
    r"[?？。!！\s]*$"
)
_CORRECTION = re.compile(
    r"^(?:(?:no|sorry|actually|not that)[,\s]+)*i\s+meant?\s*@@.*$"
    r"|^(?:いや|いえ|違う|違います|ちがう|そうではなく|ではなく)[、,。\s]*.*@@.*$",
    re.IGNORECASE,
)
_SHORTER = re.compile(
    r"\b(?:shorter|briefly|too long|tl;?dr|in short|make it short|cut it down)\b"
    r"|もっと短|短く|要点だけ|簡潔に|ざっくり|手短に",
    re.IGNORECASE,
)
_IN_ENGLISH = re.compile(r"\bin english\b|\benglish (?:please|version)\b|英語で|英訳", re.IGNORECASE)
_IN_JAPANESE = re.compile(r"\bin japanese\b|\bjapanese (?:please|version)\b|日本語で|和訳", re.IGNORECASE)
_ORDINAL = re.compile(
    r"\b(first|second|1st|2nd)\s+(?:one|offer|option)\b|([12１２一二])(?:つ目|番目|個目|件目)", re.IGNORECASE
)
_ORDINALS = {"first": 1, "1st": 1, "1": 1, "１": 1, "一": 1, "second": 2, "2nd": 2, "2": 2, "２": 2, "二": 2}
_FILLER = re.compile(
    r"\b(?:please|can you|could you|and|ok|okay|now|make|it|that|this|again|a|bit|little|much|say|write|the|give|me"
    r"|one|more|even|version|answer|what about)\b"
    r"|もう少し|もうちょっと|もっと|ちょっと|それ|これ|ください|下さい|お願い(?:します|いたします)?|にして|して|でお"
    r"|書いて|言って|頼む|って|を|で|に|も|は|の|さっき|いま|今",
    re.IGNORECASE,
)
_MARKS = re.compile(r"[\s\W_]+")


@dataclass(frozen=True)
class FollowUp:
    """What a short message changes about the last answer. ``only``: it says nothing else, so the last one repeats."""

    same_question: bool = False
    shorter: bool = False
    language: str | None = None
    ordinal: int | None = None
    only: bool = False


def read_follow_up(text: str, spans: Sequence[tuple[int, int]]) -> FollowUp:
    """What ``text`` asks of the last answer; ``spans`` are the customers' names in it."""
    masked = _mask(text, spans)
    shorter, ordinal = bool(_SHORTER.search(masked)), _ORDINAL.search(masked)
    language = "en" if _IN_ENGLISH.search(masked) else "ja" if _IN_JAPANESE.search(masked) else None
    about = "@@" in masked and any(pattern.match(masked) for pattern in (_ABOUT, _ABOUT_JA, _CORRECTION))
    rest = masked
    for pattern in (_SHORTER, _IN_ENGLISH, _IN_JAPANESE, _ORDINAL, _FILLER, _MARKS):
        rest = pattern.sub(" ", rest)
    only = bool(shorter or language or ordinal) and not rest.strip()
    found = next((group for group in ordinal.groups() if group), "") if ordinal else ""
    return FollowUp(about, shorter, language, _ORDINALS.get(found.lower()), only)


def _mask(text: str, spans: Sequence[tuple[int, int]]) -> str:
    for start, end in sorted(spans, reverse=True):
        text = f"{text[:start]}@@{text[end:]}"
    return text.strip()
