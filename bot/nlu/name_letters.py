"""Names stand as one letter each while a message is read, so that no pattern meets a word inside a name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, TypeAlias

Span: TypeAlias = tuple[int, int]

CUSTOMER: Final = "[\ue000-\ue03f]"
PERSON: Final = "[\ue040-\ue07f]"
_FIRST_CUSTOMER, _FIRST_PERSON, _MOST = 0xE000, 0xE040, 64


def mark_names(text: str, customers: Iterable[Span], people: Iterable[Span]) -> tuple[str, dict[str, str]]:
    """The text with each customer and colleague as one letter, and what each letter stands for."""
    places = [(span, _FIRST_CUSTOMER + at % _MOST) for at, span in enumerate(sorted(customers))]
    places += [(span, _FIRST_PERSON + at % _MOST) for at, span in enumerate(sorted(people))]
    names = {}
    for (start, end), letter in sorted(places, reverse=True):
        names[chr(letter)] = text[start:end]
        text = f"{text[:start]}{chr(letter)}{text[end:]}"
    return text.strip(), names


def restore_names(said: str | None, names: Mapping[str, str]) -> str | None:
    """The words with the names in them as they were written."""
    return said and "".join(names.get(letter, letter) for letter in said)
