"""A walk over the catalogue: every field and measure that can be asked for is told in both languages on a real row."""

from __future__ import annotations

import json

import pytest

from actions.reply import Reply
from knowledge.semantic.catalogue import FieldType
from knowledge.semantic.loading import load_catalogue
from knowledge.semantic.query import Condition, Measure, Operator, Query, Shape
from tests.actions.conftest import Ask

CATALOGUE = load_catalogue()
ASKED = [
    (thing.key, field.key)
    for thing in CATALOGUE.things.values()
    for field in thing.fields.values()
    if field.words["en"]
]
MEASURED = [(thing.key, key) for thing in CATALOGUE.things.values() for key in thing.measures]
ADDED = [
    (thing.key, field.key)
    for thing in CATALOGUE.things.values()
    for field in thing.fields.values()
    if field.words["en"] and field.adds_up and field.type in {FieldType.MONEY, FieldType.NUMBER}
]


def _told(ask: Ask, query: Query) -> list[Reply]:
    return [ask("look_up", query=json.dumps(query.to_json()), language=language) for language in ("en", "ja")]


@pytest.mark.parametrize(("thing", "key"), ASKED)
def test_a_field_is_told_as_a_fact_in_both_languages(thing: str, key: str, ask: Ask) -> None:
    field = CATALOGUE.thing(thing).field(key)
    known = Condition(key) if field.type is FieldType.FLAG else Condition(key, Operator.KNOWN)
    query = Query(thing, select=(key,), where=(known,), limit=1, shape=Shape.FACT)
    for reply in _told(ask, query):
        assert reply.headline, f"{thing}.{key}: nothing is said"
        assert "{{" not in reply.headline
        assert f" {key} " not in reply.headline or "_" not in key, f"{thing}.{key}: told by its key"
        assert reply.figures[0].lineage, f"{thing}.{key}: no rows behind it"


@pytest.mark.parametrize(("thing", "key"), ASKED)
def test_a_field_is_told_in_a_list_and_split_by_in_both_languages(thing: str, key: str, ask: Ask) -> None:
    listed = Query(thing, select=(key,), limit=2)
    split = Query(thing, measures=(Measure("count"),), group_by=(key,), limit=3)
    for query in (listed, split):
        for reply in _told(ask, query):
            assert reply.headline
            assert not reply.trouble


@pytest.mark.parametrize(("thing", "key"), MEASURED)
def test_a_measure_is_told_in_both_languages(thing: str, key: str, ask: Ask) -> None:
    measure = CATALOGUE.thing(thing).measures[key]
    assert measure.words["en"], f"{thing}.{key}: no English words"
    assert measure.words["ja"], f"{thing}.{key}: no Japanese words"
    for reply, language in zip(_told(ask, Query(thing, measures=(Measure(key),))), ("en", "ja"), strict=True):
        assert measure.words[language][0].casefold() in reply.headline.casefold()


@pytest.mark.parametrize(("thing", "key"), ADDED)
def test_what_adds_up_is_summed_in_both_languages(thing: str, key: str, ask: Ask) -> None:
    label = CATALOGUE.thing(thing).field(key).words
    query = Query(thing, measures=(Measure("sum", key), Measure("average", key)))
    for reply, language in zip(_told(ask, query), ("en", "ja"), strict=True):
        assert label[language][0].casefold() in reply.headline.casefold()
