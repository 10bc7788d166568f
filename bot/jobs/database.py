"""Where durable work is kept, and who works on it."""

from __future__ import annotations

import fcntl
import os
import sqlite3
from hashlib import sha256
from pathlib import Path

from platformdirs import user_data_path

from bot.adapters.private_files import keep_private


class ReplicaRuns(Exception):
    """A process of this name works on this machine already; the two would do each other's work twice."""


def work_url(store_url: str) -> str:
    """Beside the store: the same PostgreSQL database (own schema), or a SQLite file of its own (one writer a file).

    >>> work_url("sqlite:////data/store.db")
    'sqlite:////data/store-work.db'
    """
    scheme, separator, path = store_url.partition(":///")
    if not scheme.startswith("sqlite") or not path:
        return store_url
    file = Path(path)
    return f"{scheme}{separator}{file.with_name(f'{file.stem}-work{file.suffix}')}"


def prepare_file(url: str) -> None:
    """Let readers and the writer of a SQLite file not wait for each other; the file remembers it."""
    scheme, _, path = url.partition(":///")
    if scheme.startswith("sqlite") and path:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        keep_private(Path(path))
        connection = sqlite3.connect(path)
        connection.execute("PRAGMA journal_mode=WAL")
        connection.close()


def count_threads(url: str) -> int:
    """How many jobs at once. Most of them wait for Slack: what computes takes turns of its own.

    Fewer where SQLite has one writer, whom the others find by trying again.
    """
    return 16 if url.startswith("sqlite") else 32


class Replica:
    """The name of one of several processes that share the work: distinct, and the same after a restart."""

    def __init__(self, name: str, work: str) -> None:
        self.name = name
        self._mark = sha256(f"{work} {name}".encode()).hexdigest()[:16]
        self._lock: int | None = None

    def claim(self) -> None:
        """Hold the name until ``release`` or the end of the process. Raises ReplicaRuns."""
        folder = user_data_path("osusume", ensure_exists=True)
        lock = os.open(folder / f"replica-{self._mark}.lock", os.O_CREAT | os.O_RDWR, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            os.close(lock)
            raise ReplicaRuns(f"A process named {self.name} runs already; name this one with --replica.") from error
        self._lock = lock

    def release(self) -> None:
        """Let another process have the name."""
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None
