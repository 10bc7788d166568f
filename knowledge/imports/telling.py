"""Says what an import has to say in the language of whoever runs it; the words are in ``playbook/phrases``."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, reduce

from knowledge.playbook.phrases import Phrases

_LANGUAGE = ContextVar("language", default="en")


def tell(name: str, /, **facts: object) -> str:
    """The phrase ``family.key`` with these facts; a cell's line breaks do not break the line it is told in."""
    plain = {key: " ".join(value.split()) if isinstance(value, str) else value for key, value in facts.items()}
    return _phrases(_LANGUAGE.get())(name, **plain)


@contextmanager
def telling_in(language: str) -> Iterator[None]:
    """All that is told inside is told in this language."""
    before = _LANGUAGE.set(language)
    try:
        yield
    finally:
        _LANGUAGE.reset(before)


@cache
def _phrases(language: str) -> Phrases:
    return Phrases(language)


def told_here(words: str | Mapping[str, str]) -> str:
    """What stands in a file as it is, or in both languages."""
    return words if isinstance(words, str) else words[_LANGUAGE.get()]


def either(words: Iterable[str]) -> str:
    """One of several: ``A or B or C``."""
    return reduce(lambda one, other: tell("imports.either", one=one, other=other), words)


def nearest_hint(name: str, names: Iterable[str]) -> str:
    """What a misspelt name may have meant."""
    names = list(names)
    near = difflib.get_close_matches(name, names, n=1)
    if near:
        return tell("import_mapping.did_you_mean", near=near[0])
    return tell("import_mapping.there_are", names=", ".join(sorted(names)[:40]))
