"""What a language says, read from ``data/language/<language>/<name>.yml``: the one place that opens those files."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import yaml

from knowledge.settings import ROOT

LANGUAGES = ("en", "ja")
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@cache
def load_words(language: str, name: str) -> dict[str, Any]:
    """The words of one file. KeyError of an unknown word list is a mistake in the program, not of a person."""
    text = (ROOT / "data" / "language" / language / f"{name}.yml").read_text(encoding="utf-8")
    return dict(yaml.load(text, Loader=_LOADER))  # noqa: S506 - a safe loader


@cache
def _honorific() -> re.Pattern[str]:
    words = [word for language in LANGUAGES for word in load_words(language, "people")["honorifics"]]
    return re.compile(rf"\s*(?:{'|'.join(map(re.escape, words))})\s*$")


def remove_honorific(name: str) -> str:
    """A person's name without what politeness adds: "田辺さん" is 田辺."""
    return _honorific().sub("", name.strip())
