"""Learns the stems from their examples, once for each state of the examples."""

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.understanding import features, masking
from bot.understanding.classifier import StemClassifier, Weights
from bot.understanding.encoder import Encoder, UniversalSentenceEncoder, Vectors, write_whole
from bot.understanding.examples import Example, read_examples
from bot.understanding.features import BUCKETS, count_spelling, normalise, shape
from bot.understanding.stems import Stem
from bot.understanding.unknown_names import vocabulary_of

INVERSE_PENALTY = 0.8  # scikit-learn's C, best of 0.15, 0.3, 0.8 and 1.5 on grouped cross-validation
SHARPNESS = 5.0  # turns margins into probabilities by softmax; the value with the least calibration error


def load_classifier(cache_dir: Path, data_dir: Path) -> StemClassifier:
    """The classifier for these examples: read from `cache_dir`, or trained (a few seconds) and kept there."""
    encoder = UniversalSentenceEncoder(cache_dir)
    path = cache_dir / f"stems-{fingerprint(data_dir, encoder)}.npz"
    if not path.exists():
        write_whole(path, train(read_examples(data_dir), encoder).save)
    return StemClassifier(Weights.load(path), encoder)


def load_vocabulary(cache_dir: Path, data_dir: Path) -> frozenset[str]:
    """The ordinary words of the examples, which are no customers' names by themselves; kept like the classifier."""
    path = cache_dir / f"words-{fingerprint(data_dir, UniversalSentenceEncoder(cache_dir))}.txt"
    if not path.exists():
        words = "\n".join(sorted(vocabulary_of(example.nameless for example in read_examples(data_dir))))
        write_whole(path, lambda file: file.write(words.encode()))
    return frozenset(path.read_text(encoding="utf-8").split("\n"))


def fingerprint(data_dir: Path, encoder: Encoder) -> str:
    """Changes when an example, the encoder or the code that turns text into numbers changes."""
    digest = hashlib.sha256(encoder.name.encode())
    code = [Path(str(module)) for module in (__file__, features.__file__, masking.__file__)]
    for path in [*code, *sorted(data_dir.glob("*.yml"))]:
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def train(examples: Sequence[Example], encoder: Encoder) -> Weights:
    """One linear model for both languages, on meaning, spelling and the kinds of names in a question."""
    texts = [normalise(example.masked) for example in examples]
    return fit(encoder.encode(texts), texts, [example.stem for example in examples])


def fit(vectors: Vectors, texts: Sequence[str], stems: Sequence[Stem]) -> Weights:
    """The weights for encoded, normalised texts with their stems: support vectors, one stem against the rest."""
    from scipy import sparse
    from sklearn.svm import LinearSVC

    meaning = np.hstack([vectors, [shape(text) for text in texts]])
    spelling, rarity = _weigh_spelling(texts)
    model = LinearSVC(C=INVERSE_PENALTY, random_state=0)
    model.fit(sparse.hstack([sparse.csr_matrix(meaning), spelling]).tocsr(), [stem.value for stem in stems])
    coefficients = (SHARPNESS * model.coef_.T).astype(np.float32)
    return Weights(
        stems=tuple(Stem(name) for name in model.classes_),
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
