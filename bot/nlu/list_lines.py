"""Which line of the last numbered list a short message names: "why 3?", "open number two", 3番目の根拠は？."""

from __future__ import annotations

import re
import unicodedata

_WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_PLACES = {word: place for words in (_WORDS, _ORDINALS) for place, word in enumerate(words, 1)}
_KANJI = {each: place for place, each in enumerate("一二三四五六七八九十", 1)}
_NAMED = "|".join((*_WORDS, *_ORDINALS))
_ENGLISH = re.compile(
    r"^(?:(?:and|ok|okay|so|then|but)[\s,]+)?"
    r"(?:why|why is|explain|open|show(?: me)?|tell me (?:more )?about|what about)\s+"
    r"(?:(?:line|the|no\.?|number|nr\.?|#)\s*)*"
    rf"(?:(?P<digits>\d{{1,3}})(?:st|nd|rd|th)?|(?P<word>{_NAMED}))"
    r"(?:\s+(?:one|line|customer|account|on the list))*(?:[\s,]+(?:at risk|there|please))*\s*[?.!]*$",
    re.IGNORECASE,
)
_PLACE_JA = (
    r"(?P<digits>\d{1,3}|[一二三四五六七八九十])(?P<counted>番目|番|つ目|件目|社目|行目)?(?:の(?:顧客|お客様|会社|行))?"
)
_JAPANESE = re.compile(
    rf"^(?:では|じゃあ|あと)?[、,\s]*(?:なぜ|どうして|根拠[はを]?)[、,\s]*{_PLACE_JA}(?:は|を|が|なのか|なの)?(?:ですか)?[?？。\s]*$"
    rf"|^(?:では|じゃあ|あと)?[、,\s]*{_PLACE_JA.replace('digits', 'digits2').replace('counted', 'counted2')}"
    r"(?:の|は|が|を)?[、,\s]*(?:なぜ|どうして|理由|根拠|詳しく|詳細|説明して)"
    r"(?:は|を|も)?(?:何|なに)?(?:なの|なん)?(?:です)?か?(?:教えて|見せて|お願いします|ください)*[?？。\s]*$"
)


_WHY = re.compile(r"\b(?:why|explain)\b|なぜ|どうして|理由|根拠", re.IGNORECASE)


def read_offer_asked_why(text: str) -> int | None:
    """The same for one of two offers, of which only the reason is asked so: "show me the second" wants its words.

    >>> read_offer_asked_why("why 2?"), read_offer_asked_why("show me the second one")
    (2, None)
    """
    return read_line_of_list(text) if _WHY.search(text) else None


def read_line_of_list(text: str) -> int | None:
    """The place, counted from 1; None where the message says anything else.

    >>> read_line_of_list("why 3?"), read_line_of_list("why the second one?"), read_line_of_list("why?")
    (3, 2, None)
    >>> read_line_of_list("3番目はなぜですか？"), read_line_of_list("なぜ２？")
    (3, 2)
    """
    said = unicodedata.normalize("NFKC", text).strip()
    if found := _ENGLISH.match(said):
        return int(found["digits"]) if found["digits"] else _PLACES[found["word"].lower()]
    if found := _JAPANESE.match(said):
        place = found["digits"] or found["digits2"]
        return _KANJI.get(place) or int(place)
    return None
