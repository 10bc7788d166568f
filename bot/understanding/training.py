"""Learns the stems from their examples, once for each state of the examples."""

import hashlib
import os
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.understanding import features, masking
from bot.understanding.classifier import StemClassifier, Weights
from bot.understanding.encoder import Encoder, UniversalSentenceEncoder, Vectors
from bot.understanding.examples import Example, read_examples
from bot.understanding.features import BUCKETS, count_spelling, normalise
from bot.understanding.stems import Stem

INVERSE_PENALTY = 10.0  # scikit-learn's C, best of 3, 10, 30 and 40 on grouped cross-validation
_MOST_STEPS = 200


def load_classifier(cache_dir: Path, data_dir: Path) -> StemClassifier:
    """The classifier for these examples: read from `cache_dir`, or trained (a few seconds) and kept there."""
    encoder = UniversalSentenceEncoder()
    path = cache_dir / f"stems-{fingerprint(data_dir, encoder)}.npz"
    if not path.exists():
        save_whole(train(read_examples(data_dir), encoder), path)
    return StemClassifier(Weights.load(path), encoder)


def fingerprint(data_dir: Path, encoder: Encoder) -> str:
    """Changes when an example, the encoder or the code that turns text into numbers changes."""
    digest = hashlib.sha256(encoder.name.encode())
    code = [Path(str(module)) for module in (__file__, features.__file__, masking.__file__)]
    for path in [*code, *sorted(data_dir.glob("*.yml"))]:
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def save_whole(weights: Weights, path: Path) -> None:
    """Writes beside the target and renames, so that a second process never reads half a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, suffix=".part")
    os.close(handle)
    weights.save(Path(name))
    Path(name).replace(path)


def train(examples: Sequence[Example], encoder: Encoder) -> Weights:
    """Multinomial logistic regression on meaning and spelling, one model for both languages."""
    texts = [normalise(example.masked) for example in examples]
    return fit(encoder.encode(texts), texts, [example.stem for example in examples])


def fit(vectors: Vectors, texts: Sequence[str], stems: Sequence[Stem]) -> Weights:
    """The weights for encoded, normalised texts with their stems."""
    from scipy import sparse
    from sklearn.linear_model import LogisticRegression

    spelling, rarity = _weigh_spelling(texts)
    model = LogisticRegression(C=INVERSE_PENALTY, max_iter=_MOST_STEPS)
    model.fit(sparse.hstack([sparse.csr_matrix(vectors), spelling]).tocsr(), [stem.value for stem in stems])
    coefficients = model.coef_.T.astype(np.float32)
    ours = np.array([stem is not Stem.OUT_OF_SCOPE for stem in stems])
    return Weights(
        stems=tuple(Stem(name) for name in model.classes_),
        meaning=np.ascontiguousarray(coefficients[: vectors.shape[1]]),
        spelling=np.ascontiguousarray(coefficients[vectors.shape[1] :]),
        rarity=rarity,
        bias=model.intercept_.astype(np.float32),
        known=vectors[ours],
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
