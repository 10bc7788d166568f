"""The examples are a product of their own: every intent, both languages, no intent thinner than another."""

from collections import Counter
from pathlib import Path

import pytest

from actions.registry import asked_intents
from bot.nlu.examples import Example, read_examples
from bot.nlu.features import normalise

DATA = Path(__file__).parents[3] / "data" / "nlu"


@pytest.fixture(scope="module")
def examples() -> list[Example]:
    return read_examples(DATA)


def test_every_intent_has_its_file_and_no_file_is_left_over() -> None:
    assert {path.stem for path in DATA.glob("*.yml")} == {intent for intent in asked_intents()}


def test_a_file_holds_only_its_own_intent(examples: list[Example]) -> None:
    for intent in asked_intents():
        own = [example for example in examples if example.intent == intent]
        assert len(own) == (DATA / f"{intent}.yml").read_text(encoding="utf-8").count("\n      - ")


def test_each_intent_has_at_least_45_examples_in_each_language(examples: list[Example]) -> None:
    counts = Counter((example.intent, example.language) for example in examples)
    assert min(counts[intent, language] for intent in asked_intents() for language in ("en", "ja")) >= 45


def test_no_question_stands_under_two_intents(examples: list[Example]) -> None:
    intents: dict[str, set[str]] = {}
    for example in examples:
        intents.setdefault(normalise(example.masked), set()).add(example.intent)
    assert {text: found for text, found in intents.items() if len(found) > 1} == {}


def test_no_line_is_written_twice(examples: list[Example]) -> None:
    repeated = [text for text, times in Counter(example.text for example in examples).items() if times > 1]
    assert repeated == []
