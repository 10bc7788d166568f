"""How a Japanese name sounds, written in one way: kana and any romanisation of it meet in the same key."""

from __future__ import annotations

import re

import jaconv

from knowledge.accounts.names.normal_form import normalise_name

_KANA = re.compile(r"^[ぁ-ゖァ-ヺー・\s]+$")
_SYLLABLES = re.compile(
    r"^(?:(?:[kstnhmyrwgzdbpjf]{0,2}|ch|tch|sh|ts|ssh|tts|[kgsztdnhbpmrj]y)[aiueo]|n(?![aiueoy])|[ \-'])+$"
)
_LEGAL_FORM = re.compile("かぶしき[がか]いしゃ|ゆうげんがいしゃ|ごうどうがいしゃ")
# Each way of romanising becomes one: Kunrei and typed forms become Hepburn, long vowels become short.
_FOLDS = [
    (re.compile(pattern), plain)
    for pattern, plain in (
        (r"[\s'\-ー・]", ""),
        (r"cch", "tch"),
        (r"sy", "sh"),
        (r"ty|cy", "ch"),
        (r"[zj]y", "j"),
        (r"si", "shi"),
        (r"(?<!t)ti", "chi"),
        (r"tu", "tsu"),
        (r"(?<![sc])hu", "fu"),
        (r"zi|di", "ji"),
        (r"du|dzu", "zu"),
        (r"m(?=[bmp])", "n"),
        (r"oh(?=[^aiueoy]|$)", "o"),
        (r"o[ou]+", "o"),
        (r"([aiue])\1+", r"\1"),
    )
]


def sound_of(name: str) -> str | None:
    """The key under which a kana reading and its romaji are equal; None where the text has no Japanese sound.

    >>> sound_of("さくらしょうじ") == sound_of("SAKURA SHOJI") == sound_of("Sakura Syouzi")
    True
    >>> sound_of("Goldman Sachs") is None
    True
    """
    if _KANA.match(kana := jaconv.normalize(name.strip())):
        hiragana = jaconv.kata2hira(kana)
        return _fold(jaconv.kana2alphabet(_LEGAL_FORM.sub("", hiragana) or hiragana))
    plain = normalise_name(name)
    return _fold(plain) if plain.isascii() and _SYLLABLES.match(plain) else None


def _fold(romaji: str) -> str:
    for pattern, plain in _FOLDS:
        romaji = pattern.sub(plain, romaji)
    return romaji
