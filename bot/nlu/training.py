"""Learns the intents from their examples, once for each state of the examples."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from actions.registry import FOLDER
from bot.nlu.classifier import IntentClassifier, Weights
from bot.nlu.encoder import Encoder, UniversalSentenceEncoder, Vectors, write_whole
from bot.nlu.examples import (
    Example,
    example_files,
    locate_entities,
    read_examples,
    read_told_examples,
    told_files,
)
from bot.nlu.features import BUCKETS, count_spelling, normalise, shape
from bot.nlu.masking import mask_names
from bot.nlu.telling import NOTHING, Teller
from bot.nlu.unknown_names import vocabulary_of
from knowledge.language import LANGUAGES, load_words

INVERSE_PENALTY = 0.8  # scikit-learn's C, best of 0.3, 0.5 and 0.8 on questions in the words of strangers
MEANING_WEIGHT = 0.5  # length of the encoder's vector beside 1 of the spelling's: best of 0.35, 0.5, 0.7 and 1
AS_TYPED_WEIGHT = 0.5  # of a line whose names are left in, against 1 for the masked line
VERSION = 1  # to be counted up where what is learned from the same numbers changes: weights, penalty, lessons
SHARPNESS = 5.0  # turns margins into probabilities by softmax; sharper fits questions seen while tuning, and only those

# What is told, on sentences kept apart: one question in so many is enough to tell them from it (.64 right with one in
# three, .68 with one in twelve), one example in so many of a question that keeps something; meaning counts more (.71).
_ONE_QUESTION_IN, _ONE_ORDER_IN = 12, 3
_TOLD_MEANING_WEIGHT = 1.0
_TOLD_BY_LABEL = {"log_outcome"}  # its own examples do not say which outcome is told

# Where a checkout has the weights for its examples, so that a first start need not train.
TRAINED = FOLDER.parent / "data" / "trained"
# Texts that show what masking and features do beside a question of each language.
_PROBES = (
    "[Maya](person) says ¥1,200,000 for 40 seats of [Marketing Automation](product)…",
    "",
)


def load_classifier(
    cache_dir: Path, folder: Path, encoder: Encoder | None = None, trained: Path = TRAINED
) -> IntentClassifier:
    """The classifier for the questions in `folder`: as shipped in `trained`, or from `cache_dir`, or trained now.

    `encoder` is the one that the process has already; it is 85 MB once its words are read.
    """
    encoder = encoder or UniversalSentenceEncoder(cache_dir)
    path = _trained(cache_dir, trained, _intents(folder, encoder), lambda: train(read_examples(folder), encoder))
    return IntentClassifier(_weights(path), encoder)


def load_teller(cache_dir: Path, folder: Path, encoder: Encoder | None = None, trained: Path = TRAINED) -> Teller:
    """The reader of what a statement tells, kept and trained like the classifier."""
    encoder = encoder or UniversalSentenceEncoder(cache_dir)
    path = _trained(cache_dir, trained, _told(folder, encoder), lambda: train_teller(folder, encoder))
    return Teller(_weights(path), encoder)


@lru_cache(maxsize=4)
def _weights(path: Path) -> Weights:
    """Read once a process: a file's name tells what was learned from, so that it never changes under its name."""
    return Weights.load(path)


def _trained(cache_dir: Path, trained: Path, name: str, learn: Callable[[], Weights]) -> Path:
    path = next((place / name for place in (trained, cache_dir) if (place / name).exists()), None)
    if path is None:
        path = cache_dir / name
        write_whole(path, learn().save)
    return path


def _intents(folder: Path, encoder: Encoder) -> str:
    return f"intents-{fingerprint(folder, encoder)}.npz"


def _told(folder: Path, encoder: Encoder) -> str:
    return f"told-{fingerprint(folder, encoder, told_files(folder))}.npz"


def load_vocabulary(cache_dir: Path, folder: Path) -> frozenset[str]:
    """The ordinary words of the examples, which are no customers' names by themselves; kept like the classifier."""
    path = cache_dir / f"words-{fingerprint(folder, UniversalSentenceEncoder(cache_dir))}.txt"
    if not path.exists():
        words = "\n".join(sorted(vocabulary_of(example.nameless for example in read_examples(folder))))
        write_whole(path, lambda file: file.write(words.encode()))
    return frozenset(path.read_text(encoding="utf-8").split("\n"))


def fingerprint(folder: Path, encoder: Encoder, beside: Sequence[Path] = ()) -> str:
    """Changes when an example changes, one of the files ``beside``, the encoder, or how a text is read into numbers."""
    digest = hashlib.sha256(f"{encoder.name} {VERSION} {reading_of_probes()}".encode())
    for path in (*example_files(folder), *beside):
        digest.update(f"{path.parent.name}/{path.name}".encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def reading_of_probes() -> str:
    """What a few texts are read into: the same for as long as masking and features do the same, however written."""
    digest = hashlib.sha256()
    for text in (*(load_words(language, "probes")["question"] for language in LANGUAGES), *_PROBES):
        plain, spans = locate_entities(text)
        line = normalise(mask_names(plain, spans))
        buckets, counts = count_spelling(line)
        for part in (line.encode(), buckets.tobytes(), counts.tobytes(), np.asarray(shape(line)).tobytes()):
            digest.update(part)
    return digest.hexdigest()


@dataclass(frozen=True)
class Lesson:
    """One normalised text with its intent, and how much it counts."""

    text: str
    intent: str
    weight: float = 1.0


def train(examples: Sequence[Example], encoder: Encoder) -> Weights:
    """One linear model for both languages, on meaning, spelling and the kinds of names in a question."""
    lessons = draw_lessons(examples)
    return fit(encoder.encode([lesson.text for lesson in lessons]), lessons)


def train_teller(folder: Path, encoder: Encoder, told: Sequence[Example] = ()) -> Weights:
    """The same model on what is ``told``, by default all; a question, or an order that keeps nothing, tells nothing."""
    told = told or list(read_told_examples(folder))
    labels = {example.intent for example in told}
    beside = [
        replace(example, intent=example.intent if example.intent in labels else NOTHING)
        for number, example in enumerate(read_examples(folder))
        if example.intent not in _TOLD_BY_LABEL
        and number % (_ONE_ORDER_IN if example.intent in labels else _ONE_QUESTION_IN) == 0
    ]
    lessons = draw_lessons([*told, *beside])
    return fit(encoder.encode([lesson.text for lesson in lessons]), lessons, _TOLD_MEANING_WEIGHT)


def draw_lessons(examples: Sequence[Example]) -> list[Lesson]:
    """Every question with its names masked, and also as typed.

    The latter keep a question what it is when it names a customer or a product that nobody knows.
    """
    masked = [Lesson(normalise(example.masked), example.intent) for example in examples]
    named = [example for example in examples if example.masked != example.text]
    return masked + [Lesson(normalise(example.text), example.intent, AS_TYPED_WEIGHT) for example in named]


def fit(vectors: Vectors, lessons: Sequence[Lesson], meaning_weight: float = MEANING_WEIGHT) -> Weights:
    """The weights for encoded lessons: support vectors, one intent against the rest."""
    from scipy import sparse
    from sklearn.svm import LinearSVC

    texts = [lesson.text for lesson in lessons]
    meaning = np.hstack([meaning_weight * vectors, [shape(text) for text in texts]])
    spelling, rarity = _weigh_spelling(texts)
    model = LinearSVC(C=INVERSE_PENALTY, tol=0.1, random_state=0)  # a finer tolerance costs time and changes nothing
    model.fit(
        sparse.hstack([sparse.csr_matrix(meaning), spelling]).tocsr(),
        [lesson.intent for lesson in lessons],
        sample_weight=[lesson.weight for lesson in lessons],
    )
    coefficients = (SHARPNESS * model.coef_.T).astype(np.float32)
    coefficients[: vectors.shape[1]] *= meaning_weight
    return Weights(
        intents=tuple(str(name) for name in model.classes_),
        meaning=np.ascontiguousarray(coefficients[: meaning.shape[1]]),
        spelling=np.ascontiguousarray(coefficients[meaning.shape[1] :]),
        rarity=rarity,
        bias=(SHARPNESS * model.intercept_).astype(np.float32),
    )


def _weigh_spelling(texts: Sequence[str]) -> tuple[Any, NDArray[np.float32]]:
    """Rows of length 1 (tf-idf) and the inverse document frequency of each bucket."""
    from scipy import sparse

    rows = [count_spelling(text) for text in texts]
    seen = np.bincount(np.concatenate([buckets for buckets, _ in rows]), minlength=BUCKETS)
    rarity = (np.log((1 + len(texts)) / (1 + seen)) + 1).astype(np.float32)
    values = [counts * rarity[buckets] for buckets, counts in rows]
    scaled = [value / (np.linalg.norm(value) or 1.0) for value in values]
    ends = np.cumsum([0, *(len(buckets) for buckets, _ in rows)])
    columns = np.concatenate([buckets for buckets, _ in rows])
    return sparse.csr_matrix((np.concatenate(scaled), columns, ends), shape=(len(texts), BUCKETS)), rarity


def main() -> None:
    """Trains anew what is shipped with the examples: `make train`."""
    encoder = UniversalSentenceEncoder()
    learned: dict[str, Callable[[], Weights]] = {
        _intents(FOLDER, encoder): lambda: train(read_examples(FOLDER), encoder),
        _told(FOLDER, encoder): lambda: train_teller(FOLDER, encoder),
    }
    for old in TRAINED.glob("*.npz"):
        if old.name not in learned:
            old.unlink()
    for name, learn in learned.items():
        path = TRAINED / name
        if not path.exists():
            write_whole(path, learn().save)
            path.chmod(0o644)


if __name__ == "__main__":
    main()
