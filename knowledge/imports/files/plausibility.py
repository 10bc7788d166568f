"""How plausible some bytes are as text in one encoding: 1 is text as people write it, 0 is mojibake."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import yaml

_AT_EDGES = "“”‘’«»„‚‹›…–—•·°©®™€£§×±¿¡½¼¾²³ªº\xa0　"
_TOKEN = re.compile(r"[^\x00-@\[-`{-\x7f\xa0\u3000]+")  # letters, and whatever is beyond ASCII but a space
_HALF_KANA = re.compile(r"[｡-ﾟ]+")
_GOOD_HALF_KANA = re.compile(r"(?:[ｦ-ｯｱ-ﾝ]ﾞ?ﾟ?ｰ?|[･｢｣])+")
_FINAL = frozenset("ךםןףץς")  # stand at the end of a word only
_SURE_HANGUL = 0.9
_OTHER_HAND = 0.1  # what a well-kept sign is worth: all Hangul, names of firms


@dataclass(frozen=True)
class Languages:
    """``alphabets.yml``: the letters of languages and the encodings that are tried."""

    languages: dict[str, str]
    frequent: str
    single_byte: list[str]
    double_byte: list[str]
    firms: dict[str, str]
    shown_as: dict[str, str | dict[str, str]]


@dataclass(frozen=True, order=True)
class Fit:
    """How well an encoding fits: ``words`` by any language, ``language`` by the one that fits best."""

    words: float
    language: float
    encoding: str = field(compare=False)
    text: str = field(compare=False)


@cache
def load_languages() -> Languages:
    """The shipped file."""
    text = Path(__file__).with_name("alphabets.yml").read_text(encoding="utf-8")
    return Languages(**yaml.safe_load(text))


def fit(sample: bytes, encoding: str) -> Fit | None:
    """How well ``sample`` reads in an encoding; None where it cannot be read in it."""
    try:
        text = sample.decode(encoding)
    except UnicodeDecodeError:
        return None
    languages = load_languages()
    if encoding in languages.double_byte:
        return Fit(*_double_byte(text, encoding, languages), encoding, text)
    return Fit(*_single_byte(text, languages), encoding, text)


def _single_byte(text: str, languages: Languages) -> tuple[float, float]:
    words = Counter(token for token in _TOKEN.findall(text) if not token.isascii())
    alphabets = {name: frozenset(letters) for name, letters in languages.languages.items()}
    by_language: Counter[str] = Counter()
    fitting = total = 0.0
    for token, count in words.items():
        word = token.strip(_AT_EDGES).replace("’", "")
        if word.isascii():
            continue
        total += count
        letters = {letter for letter in word.lower() if not letter.isascii()}
        spoken = [name for name, alphabet in alphabets.items() if letters <= alphabet] if _is_cased(word) else []
        if spoken and (frequency := _frequency(word, languages.frequent)):
            fitting += count * frequency
            by_language.update(dict.fromkeys(spoken, count))
    if not total:
        return (1.0, 1.0) if all(letter in _AT_EDGES or letter.isascii() for letter in text) else (0.0, 0.0)
    return fitting / total, max(by_language.values(), default=0) / total


def _is_cased(word: str) -> bool:
    """All small, all capital, or a capital first: what mojibake seldom is."""
    return word in {word.lower(), word.upper(), word[:1].upper() + word[1:].lower()} and all(map(_is_letter, word))


def _is_letter(letter: str) -> bool:
    """Vowels and tones of Thai stand above letters and are none by themselves."""
    return letter.isalpha() or "\u0e31" <= letter <= "\u0e4e"


def _frequency(word: str, frequent: str) -> float:
    """Words of other scripts in mostly frequent letters, against those that a wrong encoding makes of others."""
    letters = unicodedata.normalize("NFD", word.lower())
    foreign = [letter for letter in letters if "α" <= letter <= "ґ" or "א" <= letter <= "๎"]
    if any(letter in _FINAL for letter in word[:-1]):
        return 0.0
    if not foreign:
        return 1.0
    if any("a" <= letter <= "z" for letter in letters):
        return 0.0
    return 0.5 + 0.5 * sum(letter in frequent for letter in foreign) / len(foreign)


def _double_byte(text: str, encoding: str, languages: Languages) -> tuple[float, float]:
    letters = [letter for letter in text if letter > "\x7f"]
    if not letters:
        return 0.0, 0.0
    known = frozenset(languages.firms[encoding])
    usual = sum(_is_usual(letter, encoding) for letter in letters) - _broken_half_kana(text)
    share = max(usual, 0) / len(letters)
    firms = sum(letter in known for letter in letters) / len(letters)
    hangul = sum(_is_usual_hangul(letter) for letter in letters) / len(letters)
    bonus = _OTHER_HAND if hangul >= _SURE_HANGUL else 0.0
    return share + bonus + firms * _OTHER_HAND, share + firms


def _broken_half_kana(text: str) -> int:
    """Half-width kana in an order that no word has."""
    return sum(len(run) for run in _HALF_KANA.findall(text) if not _GOOD_HALF_KANA.fullmatch(run))


def _is_usual(letter: str, encoding: str) -> bool:
    if letter in "、。「」・（）　，．：；？！－＆〒":
        return True
    if encoding in {"cp932", "euc_jp"}:
        is_kana = "ぁ" <= letter <= "ヿ" or "ｦ" <= letter <= "ﾟ" or unicodedata.name(letter, "").startswith("FULLWIDTH")
        return is_kana or letter in "㈱㈲①②③" or _lead(letter, "euc_jp", 0xB0, 0xCF)
    if encoding == "cp949":
        return _is_usual_hangul(letter)
    return _lead(letter, "big5", 0xA4, 0xC6) if encoding == "big5" else _lead(letter, "gb2312", 0xB0, 0xD7)


def _is_usual_hangul(letter: str) -> bool:
    """One of the 2,350 syllables in ordinary use; other encodings' bytes make rare ones."""
    return "가" <= letter <= "힣" and _lead(letter, "euc_kr", 0xB0, 0xC8)


def _lead(letter: str, encoding: str, low: int, high: int) -> bool:
    """Whether the character is in the encoding's part for characters in ordinary use."""
    try:
        coded = letter.encode(encoding)
    except UnicodeEncodeError:
        return False
    return len(coded) == 2 and low <= coded[0] <= high
