"""Patterns of ``data/language`` in which ``<name>`` stands for an expansion, written out and compiled.

A module states as a frozen dataclass which words it reads; each field is a key of ``<topic>.yml``, and its type says
how the words are compiled:

- ``re.Pattern[str]``: one pattern, or a list of alternatives; what any language says fits.
- ``tuple[re.Pattern[str], ...]``: a list of patterns, language by language.
- ``Mapping[str, …]``: the same under each key.
- ``Mapping[str, int]`` and ``Mapping[str, str]``: what a word means, of all languages; the words of a mapping to
  numbers are an expansion, too.
- ``str`` and ``tuple[str, ...]``: an alternation, and words, that go into another pattern.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, TypeVar, get_args, get_origin, get_type_hints

from bot.nlu.kana import spelt_in_pattern
from bot.nlu.name_letters import CUSTOMER, PERSON
from knowledge.language import LANGUAGES, load_words

W = TypeVar("W")

_NAME = re.compile(r"(?<!\?P)<([a-z_]+)>")
_NAMES = {"customer": CUSTOMER, "person": PERSON}


class _Said(NamedTuple):
    """What one language says under a key, and the expansions of its file."""

    words: Any
    expansions: Mapping[str, str]


def compile_words(pattern: str, expansions: Mapping[str, str]) -> re.Pattern[str]:
    """The pattern, in any case of letters. KeyError names an expansion that is declared nowhere."""
    return re.compile(spelt_in_pattern(write_out(pattern, expansions)), re.IGNORECASE)


def write_out(pattern: str, expansions: Mapping[str, str]) -> str:
    """The pattern with each ``<name>`` replaced. KeyError names an expansion that is declared nowhere."""
    while (written := _NAME.sub(lambda name: f"(?:{expansions[name[1]]})", pattern)) != pattern:
        pattern = written
    return pattern


def load_patterns(words: type[W], topic: str, languages: Sequence[str] = LANGUAGES) -> W:
    """The words of a topic in these languages, read and compiled anew at each call.

    KeyError names a key that no language has, or that nobody reads.
    """
    hints = get_type_hints(words)
    files = [load_words(language, topic) for language in languages]
    if unread := {key for told in files for key in told} - hints.keys() - {"expansions"}:
        raise KeyError(*sorted(unread))
    return words(**{name: _compile(hint, _say(name, files)) for name, hint in hints.items()})


def _say(name: str, files: Sequence[Mapping[str, Any]]) -> list[_Said]:
    said = [_Said(told[name], _expansions(told)) for told in files if name in told]
    if not said:
        raise KeyError(name)
    return said


def _expansions(told: Mapping[str, Any]) -> Mapping[str, str]:
    numbers = {name: "|".join(words) for name, words in told.items() if _is_numbers(words)}
    return {**_NAMES, **numbers, **told.get("expansions", {})}


def _is_numbers(words: Any) -> bool:
    return isinstance(words, Mapping) and all(isinstance(number, int) for number in words.values())


def _compile(hint: Any, said: Sequence[_Said]) -> Any:
    if hint is str or get_origin(hint) is re.Pattern:
        written = spelt_in_pattern("|".join(f"(?:{pattern})" for one in said for pattern in _written(one)))
        return written if hint is str else re.compile(written, re.IGNORECASE)
    if get_origin(hint) is tuple:
        every = tuple(pattern for one in said for pattern in _written(one))
        if get_args(hint)[0] is str:
            return every
        return tuple(re.compile(spelt_in_pattern(each), re.IGNORECASE) for each in every)
    inner = get_args(hint)[1]
    if inner in (int, str):
        return {word: meaning for one in said for word, meaning in one.words.items()}
    keys = dict.fromkeys(key for one in said for key in one.words)
    return {key: _compile(inner, [_Said(s.words[key], s.expansions) for s in said if key in s.words]) for key in keys}


def _written(said: _Said) -> list[str]:
    """The alternatives, or the patterns, of one language."""
    patterns = [said.words] if isinstance(said.words, str) else said.words
    return [write_out(pattern, said.expansions) for pattern in patterns]
