"""The catalogue as bare values, for whoever writes look-ups without having read it."""

from __future__ import annotations

from typing import Any

from knowledge.semantic.catalogue import Catalogue, Field, MeasureOf, Thing


def describe(catalogue: Catalogue) -> list[dict[str, Any]]:
    """Each thing with its fields and measures, what they are called and mean."""
    return [_thing(thing) for thing in catalogue.things.values()]


def _thing(thing: Thing) -> dict[str, Any]:
    return {
        "thing": thing.key,
        "called": {language: list(words[:3]) for language, words in thing.words.items()},
        "fields": [
            {"field": each.key, "type": str(each.type), "to": each.to, **_told(each)}
            | ({"values": list(each.values)} if each.values else {})
            for each in thing.fields.values()
        ],
        "measures": [{"measure": each.key, "type": str(each.type), **_told(each)} for each in thing.measures.values()],
    }


def _told(each: Field | MeasureOf) -> dict[str, Any]:
    called = {language: words[0] for language, words in each.words.items() if words}
    return ({"called": called} if called else {}) | ({"means": dict(each.definition)} if each.definition else {})
