"""A module states which words it reads; each language says them in a file of its own."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.nlu.word_patterns import load_patterns
from knowledge import language


@dataclass(frozen=True)
class Words:
    greets: re.Pattern[str]
    thanks: tuple[re.Pattern[str], ...]
    steps: Mapping[str, re.Pattern[str]]
    numbers: Mapping[str, int]
    endings: str


NORDIC = {
    "nn": """
expansions: {who: 'du|alle'}
greets: ['hei(?: <who>)?', 'god dag']
thanks: ['takk(?P<much> mykje)?']
steps: {stop: 'stopp', go: 'gå'}
numbers: {ein: 1, to: 2}
endings: 'ane'
""",
    "da": """
greets: 'hej'
thanks: ['tak(?P<much> meget)?']
steps: {stop: 'stands', list: 'vis <numbers>'}
numbers: {en: 1}
""",
}


@pytest.fixture
def topic(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> str:
    """Two languages that nobody else reads, under a topic of this test's own."""
    name = re.sub(r"\W", "_", request.node.name)
    for folder, told in NORDIC.items():
        (tmp_path / "data" / "language" / folder).mkdir(parents=True)
        (tmp_path / "data" / "language" / folder / f"{name}.yml").write_text(told, encoding="utf-8")
    monkeypatch.setattr(language, "ROOT", tmp_path)
    return name


def test_what_any_language_says_fits(topic: str) -> None:
    words = load_patterns(Words, topic, ("nn", "da"))
    said = ("hei alle", "Hej", "god dag", "hello")
    assert [bool(words.greets.fullmatch(each)) for each in said] == [True, True, True, False]


def test_patterns_stay_apart_where_each_names_the_same_part(topic: str) -> None:
    words = load_patterns(Words, topic, ("nn", "da"))
    found = (pattern.search("tak meget") for pattern in words.thanks)
    assert [match["much"] for match in found if match] == [" meget"]


def test_keys_come_in_the_order_of_the_first_language(topic: str) -> None:
    words = load_patterns(Words, topic, ("nn", "da"))
    assert list(words.steps) == ["stop", "go", "list"]
    assert words.steps["stop"].search("stands")


def test_words_for_numbers_may_stand_in_a_pattern(topic: str) -> None:
    words = load_patterns(Words, topic, ("nn", "da"))
    assert words.steps["list"].search("vis en")
    assert words.numbers == {"ein": 1, "to": 2, "en": 1}


def test_one_language_may_leave_a_key_out_but_not_all(topic: str) -> None:
    assert re.fullmatch(load_patterns(Words, topic, ("nn", "da")).endings, "ane")
    with pytest.raises(KeyError, match="endings"):
        load_patterns(Words, topic, ("da",))


def test_a_key_that_nobody_reads_is_named(topic: str, tmp_path: Path) -> None:
    file = tmp_path / "data" / "language" / "da" / f"{topic}.yml"
    file.write_text(NORDIC["da"] + "thank: 'tak'\n", encoding="utf-8")
    with pytest.raises(KeyError, match="thank"):
        load_patterns(Words, topic, ("nn", "da"))


def test_an_expansion_declared_nowhere_is_named(topic: str, tmp_path: Path) -> None:
    file = tmp_path / "data" / "language" / "da" / f"{topic}.yml"
    file.write_text(NORDIC["da"].replace("'hej'", "'hej <everybody>'"), encoding="utf-8")
    with pytest.raises(KeyError, match="everybody"):
        load_patterns(Words, topic, ("nn", "da"))
