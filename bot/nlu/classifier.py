"""Which question was asked, how surely, and whether it is one for us at all."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, Self

import numpy as np
from numpy.typing import NDArray

from bot.nlu.encoder import Encoder, UniversalSentenceEncoder
from bot.nlu.features import count_spelling, normalise, shape

# Chosen on `make eval`, which prints what each of them costs.
REFUSE_AT = 0.1  # probability of out_of_scope: refuses at most 3 % of the questions that are for us
ASK_BACK_GAP = 0.35  # probability: a best guess this close to the second asks back with buttons
_GUESSES = 3


@dataclass(frozen=True)
class IntentGuess:
    """One possible reading of the question; confidence is a calibrated probability, 0..1."""

    intent: str
    confidence: float


@dataclass(frozen=True)
class IntentVerdict:
    """The best three readings, best first.

    `refused`: not a question for us. `ambiguous`: the first two are so close that asking back beats guessing.
    """

    guesses: tuple[IntentGuess, ...]
    refused: bool
    ambiguous: bool


@dataclass(frozen=True, eq=False)
class Weights:
    """What training leaves behind; columns are intents in the order of `intents`."""

    intents: tuple[str, ...]
    meaning: NDArray[np.float32]  # (512 of the encoder + shape) x intents
    spelling: NDArray[np.float32]  # buckets x intents
    rarity: NDArray[np.float32]  # buckets: inverse document frequency, for the length of the spelling vector
    bias: NDArray[np.float32]

    def save(self, file: IO[bytes]) -> None:
        arrays = {name: value.astype(np.float16) for name, value in vars(self).items() if name != "intents"}
        np.savez_compressed(file, intents=np.array(self.intents), **arrays)

    @classmethod
    def load(cls, path: Path) -> Self:
        with np.load(path, allow_pickle=False) as arrays:
            intents = tuple(str(name) for name in arrays["intents"])
            return cls(intents, **{name: arrays[name].astype(np.float32) for name in arrays.files if name != "intents"})


class IntentClassifier:
    """Reads a masked question with trained weights; about two milliseconds, no scikit-learn."""

    def __init__(self, weights: Weights, encoder: Encoder | None = None) -> None:
        self._weights = weights
        self._encoder = encoder or UniversalSentenceEncoder()

    def classify(self, masked_text: str, *, language: str) -> IntentVerdict:  # noqa: ARG002
        """The verdict on one question whose names are masked; one model reads both languages."""
        text = normalise(masked_text)
        return judge(self._weights.intents, weigh(self._weights, self._encoder.encode([text])[0], text))


def weigh(weights: Weights, vector: NDArray[np.float32], text: str) -> NDArray[np.float32]:
    """The probability of each intent, in the order of `weights.intents`, for a normalised text and its vector."""
    buckets, counts = count_spelling(text)
    spelling = counts * weights.rarity[buckets]
    length = float(np.linalg.norm(spelling)) or 1.0
    margins = np.concatenate([vector, shape(text)]) @ weights.meaning + weights.bias
    margins += (spelling / length) @ weights.spelling[buckets]
    chances = np.exp(margins - margins.max())
    likely: NDArray[np.float32] = chances / chances.sum()
    return likely


def judge(intents: tuple[str, ...], chances: NDArray[np.float32]) -> IntentVerdict:
    """The best readings, and whether to refuse or to ask back."""
    order = np.argsort(chances)[::-1][:_GUESSES]
    guesses = tuple(IntentGuess(intents[i], float(chances[i])) for i in order)
    refused = float(chances[intents.index("out_of_scope")]) >= REFUSE_AT
    close = guesses[0].confidence - guesses[1].confidence < ASK_BACK_GAP
    return IntentVerdict(guesses, refused, ambiguous=close and not refused)


def keep_ours(verdict: IntentVerdict) -> IntentVerdict:
    """For a question that names a customer, product or segment of the firm: refused only where nothing is likelier."""
    return verdict if verdict.guesses[0].intent == "out_of_scope" else replace(verdict, refused=False)
