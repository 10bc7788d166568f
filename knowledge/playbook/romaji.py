"""A Japanese name as one writes it in English: "おおにし" is Onishi."""

from __future__ import annotations

import re

_ROWS = {
    "": "あいうえお", "k": "かきくけこ", "s": "さしすせそ", "t": "たちつてと", "n": "なにぬねの", "h": "はひふへほ",
    "m": "まみむめも", "r": "らりるれろ", "g": "がぎぐげご", "z": "ざじずぜぞ", "d": "だぢづでど", "b": "ばびぶべぼ",
    "p": "ぱぴぷぺぽ",
}  # fmt: skip
_KANA = {kana: f"{row}{vowel}" for row, line in _ROWS.items() for kana, vowel in zip(line, "aiueo", strict=True)}
_KANA |= {"や": "ya", "ゆ": "yu", "よ": "yo", "わ": "wa", "を": "o", "ん": "n"}
_KANA |= {"し": "shi", "ち": "chi", "つ": "tsu", "ふ": "fu", "じ": "ji", "ぢ": "ji", "づ": "zu"}
_SMALL = {"ゃ": "ya", "ゅ": "yu", "ょ": "yo"}


def name_of_address(address: str) -> str:
    """The name that an e-mail address spells out, in letters; empty where it spells none.

    >>> name_of_address("yuki.tanabe@example.com"), name_of_address("info@example.com"), name_of_address("y.abe@x.jp")
    ('Yuki Tanabe', '', '')
    """
    parts = re.split(r"[._-]", address.partition("@")[0])
    spelt = len(parts) > 1 and all(re.fullmatch(r"[a-z]{2,}", part, re.IGNORECASE) for part in parts)
    return " ".join(part.capitalize() for part in parts) if spelt else ""


def to_romaji(kana: str) -> str:
    """In Hepburn letters without long marks, as passports write it.

    >>> to_romaji("おおにし"), to_romaji("りょうこ"), to_romaji("じゅんぺい"), to_romaji("はっとり")
    ('Onishi', 'Ryoko', 'Jumpei', 'Hattori')
    """
    letters = ""
    for sign in kana:
        if sign in _SMALL and letters.endswith("i"):
            end = _SMALL[sign]
            letters = letters[:-1] + (end[1:] if letters.endswith(("shi", "chi", "ji")) else end)
        else:
            letters += {"っ": "*"}.get(sign, _KANA.get(sign, sign))
    letters = re.sub(r"\*([a-z])", lambda found: ("t" if found[1] == "c" else found[1]) + found[1], letters)
    letters = re.sub(r"n(?=[bmp])", "m", letters)
    letters = re.sub(r"o[ou](?=[^aeiou]|$)|uu", lambda found: found[0][0], letters)
    return letters.capitalize()
