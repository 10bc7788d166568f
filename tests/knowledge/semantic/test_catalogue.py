"""Every field and measure of every thing is whole: words in both languages, a source, and an answer on real rows."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from sqlalchemy.exc import DBAPIError

from knowledge.semantic.catalogue import FieldType, TermKind
from knowledge.semantic.loading import load_catalogue
from knowledge.semantic.look_up import MOST_ROWS, look_up
from knowledge.semantic.query import Condition, Measure, Operator, Query
from knowledge.settings import ROOT
from tests.knowledge.semantic.conftest import Open

CATALOGUE = load_catalogue()
THINGS = ROOT / "knowledge" / "semantic" / "things"
# What the values of a type are; a link is told by its title or its id.
TYPES: dict[FieldType, type | tuple[type, ...]] = {
    FieldType.TEXT: str,
    FieldType.WORD: str,
    FieldType.DAY: dt.date,
    FieldType.MONEY: int,
    FieldType.NUMBER: (int, float),
    FieldType.SHARE: (int, float),
    FieldType.FLAG: bool,
}
FIELDS = [(thing.key, field.key) for thing in CATALOGUE.things.values() for field in thing.fields.values()]
RATIOS = [(thing.key, measure.key) for thing in CATALOGUE.things.values() for measure in thing.measures.values()]


@pytest.mark.parametrize(("thing", "key"), FIELDS)
def test_a_field_is_declared_whole(thing: str, key: str) -> None:
    field = CATALOGUE.thing(thing).field(key)
    sources = [field.sql, field.by or field.many_by, field.via]
    assert sum(source is not None for source in sources) == 1, f"{thing}.{key}: one of sql, by, many_by, via"
    assert bool(field.words["en"]) == bool(field.words["ja"]), f"{thing}.{key}: words in one language only"
    assert field.tell.keys() in (set(), {"en", "ja"}), f"{thing}.{key}: told in one language only"
    assert field.type is not FieldType.WORD or field.values, f"{thing}.{key}: a closed set without its values"
    for value, words in field.values.items():
        assert words["en"], f"{thing}.{key}: no English for {value}"
        assert words["ja"], f"{thing}.{key}: no Japanese for {value}"
    for other in (*field.beside, *([field.day] if field.day else [])):
        assert CATALOGUE.resolve(CATALOGUE.thing(thing), other), f"{thing}.{key}: names {other}"


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("thing", CATALOGUE.things)
def test_each_field_of_a_thing_is_told_under_a_name_of_its_own(thing: str, language: str) -> None:
    """The first word is the name. A flag may share that of its day: it is told in a sentence."""
    told: dict[str, str] = {}
    for field in CATALOGUE.thing(thing).fields.values():
        if not field.words[language] or field.type is FieldType.FLAG:
            continue
        other = told.setdefault(field.words[language][0], field.key)
        assert other == field.key, f"{thing}.{field.key} is told as “{field.words[language][0]}”, which {other} is"


def test_a_field_without_words_serves_another() -> None:
    """Nobody can ask for it: it is a key, or some field, measure or module reads it."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(THINGS.glob("*.yml"))]
    modules = [path for room in ("bot", "actions", "knowledge") for path in sorted((ROOT / room).rglob("*.py"))]
    code = "\n".join(path.read_text(encoding="utf-8") for path in modules)
    for thing, key in FIELDS:
        if CATALOGUE.thing(thing).field(key).words["en"] or key == "id":
            continue
        read = sum(len(re.findall(rf"\b{key}\b", text)) for text in texts) > 1 or f'"{key}"' in code
        assert read, f"{thing}.{key} has neither en: nor ja:, and nothing reads it"


@pytest.mark.parametrize("thing", CATALOGUE.things)
def test_a_thing_is_declared_whole(thing: str) -> None:
    found = CATALOGUE.thing(thing)
    for path in (*found.title, *found.usual, *found.order, *found.answers_to):
        CATALOGUE.resolve(found, path.removeprefix("-"))
    for language in ("en", "ja"):
        assert found.words[language], f"{thing}: no words in {language}"
        assert found.told[language]["one"], f"{thing}: not told in {language}"
        terms = CATALOGUE.terms(language)
        assert any(term.kind is TermKind.THING and term.thing == thing for term in terms)
    assert found.told["ja"]["counter"], f"{thing}: no counter in Japanese"


@pytest.mark.parametrize(("thing", "key"), FIELDS)
def test_a_field_is_looked_up_filtered_and_counted_on_real_rows(thing: str, key: str, opened: Open) -> None:
    known = (
        Condition(key) if CATALOGUE.thing(thing).field(key).type is FieldType.FLAG else Condition(key, Operator.KNOWN)
    )
    with opened("operator") as access:
        try:
            told = look_up(Query(thing, select=(key,), where=(known,), limit=3), access)
        except (DBAPIError, TypeError, ValueError) as error:
            why = getattr(error, "orig", error)
            pytest.fail(f"knowledge/semantic/things/{thing}.yml: sql or type of {key} is wrong: {why}")
        counted = look_up(Query(thing, where=(known,), measures=(Measure("count"),)), access)
        by_it = look_up(Query(thing, where=(known,), measures=(Measure("count"),), group_by=(key,)), access)
    for row in told.rows:
        found, wanted = row[key], TYPES.get(CATALOGUE.thing(thing).field(key).type, object)
        assert isinstance(found, wanted), (
            f"{thing}.{key}: its sql gives {found!r}, which is no {wanted}: mend its type:"
        )
    assert counted.rows[0]["count"] == told.total
    assert sum(row["count"] for row in by_it.rows) == told.total or len(by_it.rows) == MOST_ROWS
    assert all(row[key] is not None for row in told.rows)
