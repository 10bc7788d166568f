"""What kind of thing a statement tells: a complaint, a new contact, a visit, a need; learned from sentences.

A label is an intent, or an intent and what is told to it: ``record_fact.complaint``, ``log_outcome.won``.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from bot.nlu.classifier import Weights, weigh
from bot.nlu.encoder import Encoder
from bot.nlu.features import normalise

NOTHING = "nothing"
_MOST = 3  # tales that are worth a button


@dataclass(frozen=True)
class Tale:
    """``intent`` keeps what is told, as ``what`` ("complaint", "won"; empty where the intent says it all).

    ``confidence`` is a probability, 0..1.
    """

    intent: str
    what: str
    confidence: float


@dataclass(frozen=True)
class Tales:
    """The likeliest tales, best first; ``tells``: the probability, 0..1, that something is told to be kept at all."""

    likely: tuple[Tale, ...] = ()
    tells: float = 0.0

    @property
    def best(self) -> Tale | None:
        """What is most likely told, where more likely something is told than nothing."""
        return self.likely[0] if self.likely and self.likely[0].confidence > 1 - self.tells else None


class Teller:
    """Reads what a masked statement tells, with trained weights."""

    def __init__(self, weights: Weights, encoder: Encoder) -> None:
        self._weights, self._encoder = weights, encoder

    def read(self, masked_text: str) -> Tales:
        """What is most likely told, and how likely anything is."""
        text = normalise(masked_text)
        chances = weigh(self._weights, self._encoder.encode([text])[0], text)
        ranked = [(self._weights.intents[i], float(chances[i])) for i in np.argsort(chances)[::-1]]
        nothing = next(chance for label, chance in ranked if label == NOTHING)
        likely = [_tale(label, chance) for label, chance in ranked if label != NOTHING]
        return Tales(tuple(likely[:_MOST]), 1 - nothing)


def _tale(label: str, confidence: float) -> Tale:
    intent, _, what = label.partition(".")
    return Tale(intent, what, confidence)
