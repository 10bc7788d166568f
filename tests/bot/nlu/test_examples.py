"""The examples are a product of their own: every stem, both languages, no stem thinner than another."""

from collections import Counter
from pathlib import Path

import pytest

from bot.nlu.examples import Example, read_examples
from bot.nlu.features import normalise
from bot.nlu.stems import Stem

DATA = Path(__file__).parents[3] / "data" / "nlu"


@pytest.fixture(scope="module")
def examples() -> list[Example]:
    return read_examples(DATA)


def test_every_stem_has_its_file_and_no_file_is_left_over() -> None:
    assert {path.stem for path in DATA.glob("*.yml")} == {stem.value for stem in Stem}


def test_a_file_holds_only_its_own_stem(examples: list[Example]) -> None:
    for stem in Stem:
        own = [example for example in examples if example.stem is stem]
        assert len(own) == (DATA / f"{stem}.yml").read_text(encoding="utf-8").count("\n      - ")


def test_each_stem_has_at_least_45_examples_in_each_language(examples: list[Example]) -> None:
    counts = Counter((example.stem, example.language) for example in examples)
    assert min(counts[stem, language] for stem in Stem for language in ("en", "ja")) >= 45


def test_no_question_stands_under_two_stems(examples: list[Example]) -> None:
    stems: dict[str, set[Stem]] = {}
    for example in examples:
        stems.setdefault(normalise(example.masked), set()).add(example.stem)
    assert {text: found for text, found in stems.items() if len(found) > 1} == {}


def test_no_line_is_written_twice(examples: list[Example]) -> None:
    repeated = [text for text, times in Counter(example.text for example in examples).items() if times > 1]
    assert repeated == []
