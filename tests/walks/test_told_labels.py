"""Every kind of fact that is told is learned in both languages, written down and named."""

from collections import defaultdict

import pytest

from actions.record_fact.answer import WRITERS
from actions.registry import FOLDER, spec_of
from bot.nlu.examples import read_told_examples
from bot.nlu.telling import NOTHING
from knowledge.language import LANGUAGES
from knowledge.playbook.phrases import Phrases
from knowledge.terms import ProposalOutcome

_FEWEST = 50  # sentences of a label in a language, from which it is told from the others
_BY_WORDS = {"minutes", "complaint_settled"}  # whose words at the beginning say it; nothing is learned of them


def _labels() -> dict[str, dict[str, int]]:
    counted: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for example in read_told_examples(FOLDER):
        counted[example.intent][example.language] += 1
    return counted


@pytest.mark.parametrize(("label", "counted"), _labels().items())
def test_a_label_is_kept_by_a_question_and_learned_in_every_language(label: str, counted: dict[str, int]) -> None:
    lacking = [language for language in LANGUAGES if counted[language] < _FEWEST]
    assert not lacking, f"{label}: fewer than {_FEWEST} sentences in {lacking}"
    intent, _, what = label.partition(".")
    if intent == NOTHING:
        return
    assert spec_of(intent).writes, f"{label}: {intent} keeps nothing"
    if intent == "log_outcome":
        assert what in list(ProposalOutcome), f"{label}: no outcome is called {what}"


@pytest.mark.parametrize("fact", sorted(WRITERS.keys() - _BY_WORDS))
def test_a_fact_that_is_written_down_is_learned_and_named(fact: str) -> None:
    assert f"record_fact.{fact}" in _labels(), f"{fact}: no sentences in told.<language>.yml"
    for language in LANGUAGES:
        assert Phrases(language)(f"record_fact.as_{fact}")
