"""Learns the intents from their examples, once for each state of the examples."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from actions.registry import FOLDER
from bot.nlu.classifier import IntentClassifier, Weights
from bot.nlu.encoder import Encoder, UniversalSentenceEncoder, Vectors, write_whole
from bot.nlu.examples import Example, example_files, locate_entities, read_examples
from bot.nlu.features import BUCKETS, count_spelling, normalise, shape
from bot.nlu.masking import mask_names
from bot.nlu.unknown_names import vocabulary_of

INVERSE_PENALTY = 0.8  # scikit-learn's C, best of 0.3, 0.5 and 0.8 on questions in the words of strangers
MEANING_WEIGHT = 0.5  # length of the encoder's vector beside 1 of the spelling's: best of 0.35, 0.5, 0.7 and 1
AS_TYPED_WEIGHT = 0.5  # of a line whose names are left in, against 1 for the masked line
VERSION = 1  # to be counted up where what is learned from the same numbers changes: weights, penalty, lessons
SHARPNESS = 5.0  # turns margins into probabilities by softmax; sharper fits questions seen while tuning, and only those

# Where a checkout has the weights for its examples, so that a first start need not train.
TRAINED = FOLDER.parent / "data" / "trained"
# Texts that show every kind of thing that masking and features do.
_PROBES = (
    "What should I offer [Acme](account) before 3/12? It's  URGENT!!",
    "[アクメ](account)には１２月までに何を提案すべき？",
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
    name = f"intents-{fingerprint(folder, encoder)}.npz"
    path = next((place / name for place in (trained, cache_dir) if (place / name).exists()), None)
    if path is None:
        path = cache_dir / name
        write_whole(path, train(read_examples(folder), encoder).save)
    return IntentClassifier(Weights.load(path), encoder)


def load_vocabulary(cache_dir: Path, folder: Path) -> frozenset[str]:
    """The ordinary words of the examples, which are no customers' names by themselves; kept like the classifier."""
    path = cache_dir / f"words-{fingerprint(folder, UniversalSentenceEncoder(cache_dir))}.txt"
    if not path.exists():
        words = "\n".join(sorted(vocabulary_of(example.nameless for example in read_examples(folder))))
        write_whole(path, lambda file: file.write(words.encode()))
    return frozenset(path.read_text(encoding="utf-8").split("\n"))


def fingerprint(folder: Path, encoder: Encoder) -> str:
    """Changes when an example changes, the encoder, or how a text is read into numbers."""
    digest = hashlib.sha256(f"{encoder.name} {VERSION} {reading_of_probes()}".encode())
    for path in example_files(folder):
        digest.update(f"{path.parent.name}/{path.name}".encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def reading_of_probes() -> str:
    """What a few texts are read into: the same for as long as masking and features do the same, however written."""
    digest = hashlib.sha256()
    for text in _PROBES:
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


def draw_lessons(examples: Sequence[Example]) -> list[Lesson]:
    """Every question with its names masked, and also as typed.

    The latter keep a question what it is when it names a customer or a product that nobody knows.
    """
    masked = [Lesson(normalise(example.masked), example.intent) for example in examples]
    named = [example for example in examples if example.masked != example.text]
    return masked + [Lesson(normalise(example.text), example.intent, AS_TYPED_WEIGHT) for example in named]


def fit(vectors: Vectors, lessons: Sequence[Lesson]) -> Weights:
    """The weights for encoded lessons: support vectors, one intent against the rest."""
    from scipy import sparse
    from sklearn.svm import LinearSVC

    texts = [lesson.text for lesson in lessons]
    meaning = np.hstack([MEANING_WEIGHT * vectors, [shape(text) for text in texts]])
    spelling, rarity = _weigh_spelling(texts)
    model = LinearSVC(C=INVERSE_PENALTY, tol=0.1, random_state=0)  # a finer tolerance costs time and changes nothing
    model.fit(
        sparse.hstack([sparse.csr_matrix(meaning), spelling]).tocsr(),
        [lesson.intent for lesson in lessons],
        sample_weight=[lesson.weight for lesson in lessons],
    )
    coefficients = (SHARPNESS * model.coef_.T).astype(np.float32)
    coefficients[: vectors.shape[1]] *= MEANING_WEIGHT
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
    path = TRAINED / f"intents-{fingerprint(FOLDER, encoder)}.npz"
    if path.exists():
        return
    for old in TRAINED.glob("*.npz"):
        old.unlink()
    write_whole(path, train(read_examples(FOLDER), encoder).save)
    path.chmod(0o644)


if __name__ == "__main__":
    main()
