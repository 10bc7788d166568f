"""Sentences as data: ``(a|b)`` alternatives, ``[optional]`` parts, ``<named>`` rules become the phrases they stand for.

The notation is that of hassil, which matches whole sentences from their first word and reports nothing of what is left
over; here parts of a sentence are looked for in any order, and what nobody explains must be named.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

_MOST = 400  # phrases of one template; more is a mistake in the data
_TOKEN = re.compile(r"<(?P<rule>\w+)>|(?P<mark>[()\[\]|])|(?P<text>[^<>()\[\]|]+)")


def expand(template: str, rules: Mapping[str, str] | None = None) -> tuple[str, ...]:
    """Every phrase of a template, each once. ValueError where its brackets do not match or it stands for too many.

    >>> expand("(top|best) [the] <n>", {"n": "three"})
    ('top the three', 'top three', 'best the three', 'best three')
    """
    written = _with_rules(template, rules or {})
    tokens = [(match.lastgroup or "", match[0]) for match in _TOKEN.finditer(written)]
    phrases, place = _alternatives(tokens, 0)
    if place != len(tokens):
        raise ValueError(f"brackets do not match: {template}")
    if len(phrases) > _MOST:
        raise ValueError(f"{len(phrases)} phrases, {_MOST} at most: {template}")
    return tuple(dict.fromkeys(" ".join(phrase.split()) for phrase in phrases))


def _with_rules(template: str, rules: Mapping[str, str]) -> str:
    while (found := re.search(r"<(\w+)>", template)) is not None:
        template = f"{template[: found.start()]}({rules[found[1]]}){template[found.end() :]}"
    return template


def _alternatives(tokens: list[tuple[str, str]], place: int) -> tuple[list[str], int]:
    """The phrases up to a closing bracket or the end, and where that stands."""
    found: list[str] = []
    line = [""]
    while place < len(tokens):
        kind, text = tokens[place]
        if kind == "text":
            line = [each + text for each in line]
        elif text == "|":
            found += line
            line = [""]
        elif text in "([":
            inner, place = _alternatives(tokens, place + 1)
            if place >= len(tokens):
                raise ValueError("a bracket is open")
            line = [each + part for each in line for part in [*inner, *([""] if text == "[" else [])]]
        else:
            break
        place += 1
    return found + line, place
