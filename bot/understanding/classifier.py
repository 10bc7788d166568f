"""Which question was asked, how surely, and whether it is one for us at all."""

from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from bot.understanding.encoder import Encoder, UniversalSentenceEncoder
from bot.understanding.features import count_spelling, normalise
from bot.understanding.stems import Stem

# Chosen on `make eval`, which prints what each of them costs.
REFUSE_AT = 0.5  # refusal score, 0..1: at most 3 % of questions for us are refused
ASK_BACK_GAP = 0.15  # probability: a best guess this close to the second asks back with buttons
_GUESSES = 3


@dataclass(frozen=True)
class StemGuess:
    """One possible reading of the question; confidence is a calibrated probability, 0..1."""

    stem: Stem
    confidence: float


@dataclass(frozen=True)
class StemVerdict:
    """The best three readings, best first.

    `refused`: not a question for us. `ambiguous`: the first two are so close that asking back beats guessing.
    """

    guesses: tuple[StemGuess, ...]
    refused: bool
    ambiguous: bool


@dataclass(frozen=True, eq=False)
class Weights:
    """What training leaves behind; columns are stems in the order of `stems`."""

    stems: tuple[Stem, ...]
    meaning: NDArray[np.float32]  # 512 x stems
    spelling: NDArray[np.float32]  # buckets x stems
    rarity: NDArray[np.float32]  # buckets: inverse document frequency, for the length of the spelling vector
    bias: NDArray[np.float32]
    known: NDArray[np.float32]  # one unit vector per in-scope example

    def save(self, path: Path) -> None:
        arrays = {name: value for name, value in vars(self).items() if name != "stems"}
        with path.open("wb") as file:
            np.savez(file, stems=np.array([stem.value for stem in self.stems]), **arrays)

    @classmethod
    def load(cls, path: Path) -> Self:
        with np.load(path, allow_pickle=False) as arrays:
            stems = tuple(Stem(name) for name in arrays["stems"])
            return cls(stems, **{name: arrays[name] for name in arrays.files if name != "stems"})


@dataclass(frozen=True, eq=False)
class Scores:
    """One question before any threshold: probability of each stem, and closeness to the nearest known example."""

    probabilities: NDArray[np.float32]
    closeness: float


def refusal_score(off_topic: float, closeness: float) -> float:
    """How likely a question is none of ours, 0..1: the out-of-scope probability, raised when no example is near."""
    return float(np.clip(off_topic + 0.5 * (0.6 - closeness), 0.0, 1.0))


class StemClassifier:
    """Reads a masked question with trained weights; about two milliseconds, no scikit-learn."""

    def __init__(self, weights: Weights, encoder: Encoder | None = None) -> None:
        self._weights = weights
        self._encoder = encoder or UniversalSentenceEncoder()
        self._off_topic = weights.stems.index(Stem.OUT_OF_SCOPE)

    def classify(self, masked_text: str, *, language: str) -> StemVerdict:  # noqa: ARG002
        """The verdict on one question whose names are masked; one model reads both languages."""
        scores = self.score(masked_text)
        order = np.argsort(scores.probabilities)[::-1][:_GUESSES]
        guesses = tuple(StemGuess(self._weights.stems[i], float(scores.probabilities[i])) for i in order)
        refused = refusal_score(float(scores.probabilities[self._off_topic]), scores.closeness) >= REFUSE_AT
        close = guesses[0].confidence - guesses[1].confidence < ASK_BACK_GAP
        return StemVerdict(guesses, refused, ambiguous=close and not refused)

    def score(self, masked_text: str) -> Scores:
        """Probabilities in the order of the weights' stems."""
        text, weights = normalise(masked_text), self._weights
        vector = self._encoder.encode([text])[0]
        buckets, counts = count_spelling(text)
        spelling = counts * weights.rarity[buckets]
        length = float(np.linalg.norm(spelling)) or 1.0
        logits = vector @ weights.meaning + (spelling / length) @ weights.spelling[buckets] + weights.bias
        chances = np.exp(logits - logits.max())
        return Scores(chances / chances.sum(), float((weights.known @ vector).max(initial=0.0)))
