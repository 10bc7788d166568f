"""Reads the things that can be asked from ``things/*.yml``."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from knowledge.semantic.catalogue import Catalogue, Field, FieldType, MeasureOf, Thing, Words

FOLDER = Path(__file__).parent / "things"
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_TUPLES = ("title", "columns", "usual", "compared", "order", "answers_to")
_LANGUAGES = ("en", "ja")


@cache
def load_catalogue() -> Catalogue:
    """Everything that can be asked. TypeError or KeyError where a file holds what no field has: a mistake of ours."""
    things = {}
    for path in sorted(FOLDER.glob("*.yml")):
        told = yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)  # noqa: S506 - safe, in C
        things[path.stem] = _read_thing(path.stem, told)
    return Catalogue(things)


def _read_thing(key: str, told: dict[str, Any]) -> Thing:
    fields = {name: _read_field(name, each) for name, each in told.pop("fields").items()}
    measures = {name: _read_measure(name, each) for name, each in told.pop("measures", {}).items()}
    tuples: dict[str, Any] = {name: tuple(told.pop(name)) for name in _TUPLES if name in told}
    return Thing(key=key, words=_pop_words(told), fields=fields, measures=measures, **tuples, **told)


def _read_field(key: str, told: dict[str, Any]) -> Field:
    told = dict(told)
    values = {str(name): _pop_words(dict(named)) for name, named in told.pop("values", {}).items()}
    lists: dict[str, Any] = {name: tuple(told.pop(name, ())) for name in ("beside", "said_with")}
    kind = FieldType(told.pop("type", FieldType.LINK if "to" in told else FieldType.TEXT))
    after = _pop_words(dict(told.pop("after", {})))
    return Field(key=key, type=kind, words=_pop_words(told), values=values, after=after, **lists, **told)


def _read_measure(key: str, told: dict[str, Any]) -> MeasureOf:
    told = dict(told)
    return MeasureOf(key=key, type=FieldType(told.pop("type")), words=_pop_words(told), **told)


def _pop_words(told: dict[str, Any]) -> Words:
    named: Mapping[str, Any] = {language: told.pop(language, ()) for language in _LANGUAGES}
    return {language: tuple(str(word) for word in words) for language, words in named.items()}
