"""Which language a seller wrote in, told from the letters alone."""

import re
from collections.abc import Iterable
from enum import StrEnum
from functools import cache
from typing import NamedTuple

from knowledge.language import LANGUAGES, load_words

_LATIN_WORD = re.compile(r"[A-Za-z][A-Za-z']*")
_SENTENCE_WORDS = 3  # a single Latin name inside Japanese is a name, three words are a clause


class Language(StrEnum):
    """A language that questions are asked and answered in."""

    ENGLISH = "en"
    JAPANESE = "ja"


class _Script(NamedTuple):
    """The letters that only one language is written in; ``grammar``: those of them that hold a sentence together."""

    language: Language
    letters: re.Pattern[str]
    grammar: re.Pattern[str]


@cache
def _scripts() -> tuple[_Script, ...]:
    told = ((language, load_words(language, "script")) for language in LANGUAGES)
    return tuple(
        _Script(Language(language), *(re.compile(f"[{''.join(script[name])}]") for name in ("letters", "grammar")))
        for language, script in told
        if script["letters"]
    )


def detect_language(text: str, *, otherwise: Language = Language.ENGLISH) -> Language:
    """The language to answer in: Japanese as soon as kana or kanji carry the sentence.

    A Japanese name inside an English sentence leaves it English, an English name inside a Japanese one Japanese.
    Text without a letter of either ("?", "👍") gives `otherwise`.

    >>> detect_language("Acmeって次なに提案すればいい？"), detect_language("what should I offer 山田製作所 next")
    (<Language.JAPANESE: 'ja'>, <Language.ENGLISH: 'en'>)
    """
    latin = _LATIN_WORD.findall(text)
    letters = {script.language: len(script.letters.findall(text)) for script in _scripts()}
    script = max(_scripts(), key=lambda script: letters[script.language])
    if not letters[script.language]:
        return Language.ENGLISH if latin else otherwise
    clause = len(latin) >= _SENTENCE_WORDS and len("".join(latin)) > letters[script.language]
    return Language.ENGLISH if clause and len(script.grammar.findall(text)) <= 1 else script.language


def language_of_names(text: str, *, otherwise: str) -> str:
    """The language to answer a bare name in: Japanese letters are typed by those who read them, Latin ones by all."""
    return next((script.language for script in _scripts() if script.letters.search(text)), otherwise)


def spoken_language(text: str, names: Iterable[tuple[int, int]]) -> Language | None:
    """The language of the words beside the names; None where only names, symbols and abbreviations were said.

    >>> spoken_language("tell me about さくら商事", [(14, 18)]), spoken_language("Globex?", [(0, 6)])
    (<Language.ENGLISH: 'en'>, None)
    """
    for start, end in sorted(names, reverse=True):
        text = f"{text[:start]} {text[end:]}"
    words = _LATIN_WORD.findall(text)
    abbreviations = len(words) < _SENTENCE_WORDS and all(word.isupper() for word in words)
    if abbreviations and not any(script.letters.search(text) for script in _scripts()):
        return None
    return detect_language(text)


def asks_last(language: str) -> bool:
    """Whether the language puts what is asked about last: アクメの席数, but "seats of Acme"."""
    return bool(load_words(language, "word_order")["asked_last"])
