"""What customers speak of, by name: so that a text in one language can name a matter noted in the other."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import Literal

from knowledge.language import LANGUAGES, load_words

Kind = Literal["needs", "troubles", "requests"]


@dataclass(frozen=True)
class Theme:
    """A matter as one language names it: in a sentence, and as the subject of a letter."""

    key: str
    called: str
    title: str


def find_theme(text: str, kind: Kind, language: str) -> Theme | None:
    """What ``text``, in either language, speaks of; None where its words are not known.

    >>> find_theme("Nobody can sign in since this morning", "troubles", "ja").called
    'サインインできない障害'
    """
    plain = _plain(text)
    key = next((key for key, words in _words(kind) if any(word in plain for word in words)), None)
    return _theme(key, kind, language) if key else None


@cache
def _words(kind: Kind) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The words of each theme in all languages, in the order of the file."""
    files = [load_words(language, "themes")[kind] for language in LANGUAGES]
    return tuple((key, tuple(_plain(word) for file in files for word in file[key]["words"])) for key in files[0])


def _theme(key: str, kind: Kind, language: str) -> Theme:
    told = load_words(language, "themes")[kind][key]
    return Theme(key, told["called"], told["title"])


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
