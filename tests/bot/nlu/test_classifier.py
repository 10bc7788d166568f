"""A question is read as one intent, refused, or asked back; training happens once for each state of the examples."""

import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from actions.registry import FOLDER
from bot.nlu.classifier import IntentClassifier, judge
from bot.nlu.encoder import UniversalSentenceEncoder
from bot.nlu.examples import told_files
from bot.nlu.training import TRAINED, fingerprint, load_classifier, reading_of_probes

ROOT = Path(__file__).parents[3]
_START = (
    "import sys; from pathlib import Path; from bot.nlu.training import load_classifier;"
    "c = load_classifier(Path(sys.argv[1]), Path(sys.argv[2])); c.classify('why?', language='en');"
    "sys.exit('sklearn' in sys.modules)"
)


@pytest.fixture(scope="session")
def cache_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("understanding")


@pytest.fixture(scope="session")
def classifier(cache_dir: Path) -> IntentClassifier:
    return load_classifier(cache_dir, FOLDER)


@pytest.mark.parametrize(
    ("masked", "language", "intent"),
    [
        ("what else could we sell to Acme", "en", "recommend_offer"),
        ("Acmeって次なに提案すればいい？", "ja", "recommend_offer"),
        ("any quick wins this week", "en", "rank_accounts"),
        ("is Acme about to leave us", "en", "assess_churn"),
        ("値段が高いって言われた", "ja", "handle_objection"),
        ("they said no, too expensive", "en", "log_outcome"),
        ("why?", "en", "explain_answer"),
        ("もっと短く", "ja", "draft_talk_track"),
    ],
)
def test_a_question_is_read_as_its_intent(
    classifier: IntentClassifier, masked: str, language: str, intent: str
) -> None:
    verdict = classifier.classify(masked, language=language)
    assert verdict.guesses[0].intent == intent
    assert not verdict.refused


def test_a_customer_or_product_that_nobody_knows_does_not_turn_the_question_into_another(
    classifier: IntentClassifier,
) -> None:
    asked = {
        "what has Brambleford Dairy bought from us": "show_purchases",
        "talk track for Brambleford Dairy please": "draft_talk_track",
        "夕凪醸造の購入履歴を見せて": "show_purchases",
    }
    assert {text: classifier.classify(text, language="en").guesses[0].intent for text in asked} == asked


@pytest.mark.parametrize(
    "text", ["write a python function that sorts a list", "明日の天気は？", "有給あと何日残ってる？"]
)
def test_what_is_not_ours_is_refused(classifier: IntentClassifier, text: str) -> None:
    assert classifier.classify(text, language="en").refused


def test_two_close_intents_are_asked_back_and_a_clear_one_is_not() -> None:
    intents = ("assess_churn", "check_satisfaction", "out_of_scope")
    assert judge(intents, np.array([0.48, 0.45, 0.07], np.float32)).ambiguous
    assert not judge(intents, np.array([0.9, 0.05, 0.05], np.float32)).ambiguous


def test_a_refused_question_is_not_asked_back() -> None:
    verdict = judge(("help", "greet", "out_of_scope"), np.array([0.49, 0.01, 0.5], np.float32))
    assert verdict.refused
    assert not verdict.ambiguous


@settings(deadline=None, max_examples=50)
@given(st.text(max_size=5000))
def test_any_text_gets_three_guesses_best_first(classifier: IntentClassifier, text: str) -> None:
    guesses = classifier.classify(text, language="en").guesses
    assert [guess.confidence for guess in guesses] == sorted((guess.confidence for guess in guesses), reverse=True)
    assert len(guesses) == 3
    assert 0 <= guesses[2].confidence <= guesses[0].confidence <= 1


def test_what_is_shipped_belongs_to_these_examples() -> None:
    encoder = UniversalSentenceEncoder()
    intents, told = fingerprint(FOLDER, encoder), fingerprint(FOLDER, encoder, told_files(FOLDER))
    expected = {f"intents-{intents}.npz", f"told-{told}.npz"}
    assert {path.name for path in TRAINED.iterdir()} == expected, "the examples changed: run `make train`"


def test_other_examples_are_learned_at_the_first_start_and_read_at_the_second(tmp_path: Path) -> None:
    data, cache = tmp_path / "questions", tmp_path / "cache"
    for intent in ("greet", "help", "out_of_scope"):
        (data / intent).mkdir(parents=True)
        for path in (FOLDER / intent).glob("examples.*.yml"):
            shutil.copy(path, data / intent)
    assert load_classifier(cache, data).classify("good morning", language="en").guesses[0].intent == "greet"
    before = list(cache.iterdir())
    assert any(path.name.startswith("intents-") for path in before)
    subprocess.run([sys.executable, "-c", _START, str(cache), str(data)], check=True, cwd=ROOT)
    assert list(cache.iterdir()) == before


def test_a_start_with_what_is_shipped_neither_trains_nor_imports_scikit_learn(
    classifier: IntentClassifier, cache_dir: Path
) -> None:
    assert classifier.classify("why?", language="en").guesses
    assert not list(cache_dir.glob("intents-*"))
    subprocess.run([sys.executable, "-c", _START, str(cache_dir), str(FOLDER)], check=True, cwd=ROOT)


def test_how_texts_are_read_has_not_changed_unnoticed() -> None:
    """What is shipped was trained on this reading; where it changes on purpose, train anew and write the new sum."""
    assert reading_of_probes().startswith("e6bea020f00d")
