"""Statements are compiled once a process, as in a service, though each test opens engines of its own."""

from __future__ import annotations

from typing import Any

from sqlalchemy.util import LRUCache

_MOST = 5_000


class SharedStatements:
    """A cache of compiled statements for the engines of all tests: by the name of the database, not by the engine."""

    def __init__(self) -> None:
        self._kept: LRUCache[tuple[Any, ...], Any] = LRUCache(_MOST)

    def get(self, key: tuple[Any, ...]) -> Any:
        """What was compiled for a statement; None where nothing was."""
        return self._kept.get(_without_engine(key))

    def __setitem__(self, key: tuple[Any, ...], compiled: Any) -> None:
        self._kept[_without_engine(key)] = compiled


def _without_engine(key: tuple[Any, ...]) -> tuple[Any, ...]:
    """SQLAlchemy's keys begin with the dialect, of which each engine has its own."""
    return (key[0].name, *key[1:])
