"""What a question about best customers and targets asks for, and what winners' words are about: words as data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from knowledge.accounts.traits import BestBy
from knowledge.metrics.metric_names import find_words

_FILE = Path(__file__).with_name("best_words.yml")


def read_measure(text: str) -> BestBy:
    """By what "best" is meant; revenue where nothing says so.

    >>> str(read_measure("our three fastest growing customers"))
    'growth'
    """
    found = find_words(text, _words()["measures"])
    return BestBy(found[0]) if found else BestBy.REVENUE


def read_wish(text: str) -> str | None:
    """review, list or show, where the question is about target definitions."""
    found = find_words(text, _words()["wishes"])
    return next((wish for wish in ("review", "list", "show") if wish in found and _is_about_targets(text)), None)


def asks_for_pace(text: str) -> bool:
    """Whether progress against the shared targets is meant, not the definition of a target customer."""
    return bool(find_words(text, {"pace": _words()["pace"]}))


def find_target(text: str, names: Sequence[str]) -> str | None:
    """The definition that the text names, its hyphens as they are or as blanks."""
    spellings: Mapping[str, Sequence[str]] = {
        name: (name, name.replace("-", " "), name.replace("_", " ")) for name in names
    }
    return next(iter(find_words(text, spellings)), None)


def read_themes(text: str) -> tuple[str, ...]:
    """What a winner's words are about."""
    return tuple(find_words(text, _words()["themes"]))


def _is_about_targets(text: str) -> bool:
    return bool(find_words(text, {"show": [*_words()["wishes"]["show"], "target definitions", "target"]}))


@cache
def _words() -> Any:
    return yaml.safe_load(_FILE.read_text(encoding="utf-8"))
