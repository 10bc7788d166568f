"""The examples are a product of their own: every question, both languages, none thinner than another."""

from collections import Counter

import pytest

from actions.registry import FOLDER, asked_intents
from bot.nlu.examples import Example, example_files, read_examples
from bot.nlu.features import normalise


@pytest.fixture(scope="module")
def examples() -> list[Example]:
    return read_examples(FOLDER)


def test_every_question_that_is_asked_has_examples_and_no_other_has() -> None:
    files = {(path.parent.name, path.name) for path in example_files(FOLDER)}
    wanted = {(intent, f"examples.{language}.yml") for intent in asked_intents() for language in ("en", "ja")}
    lacking, idle = (sorted("/".join(each) for each in some) for some in (wanted - files, files - wanted))
    assert not lacking, f"lacking: {lacking}; or declare asked=False"
    assert not idle, f"{idle}: of questions that are declared as never asked (asked=False)"


def test_each_question_has_at_least_45_examples_in_each_language(examples: list[Example]) -> None:
    counts = Counter((example.intent, example.language) for example in examples)
    for intent in sorted(asked_intents()):
        for language in ("en", "ja"):
            assert counts[intent, language] >= 45, (
                f"{intent}/examples.{language}.yml has {counts[intent, language]} of 45"
            )


def test_no_line_stands_under_two_questions(examples: list[Example]) -> None:
    intents: dict[str, set[str]] = {}
    for example in examples:
        intents.setdefault(normalise(example.masked), set()).add(example.intent)
    assert {text: found for text, found in intents.items() if len(found) > 1} == {}


def test_no_line_is_written_twice(examples: list[Example]) -> None:
    repeated = [text for text, times in Counter(example.text for example in examples).items() if times > 1]
    assert repeated == []
