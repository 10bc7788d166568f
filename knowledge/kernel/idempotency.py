"""One turn of a conversation is one transaction: what it changes, remembers and writes down holds together.

A turn with a key leaves its answers behind in the same transaction. Whoever takes it up again, because the process was
killed before the answer was posted or because a second one took the work over, finds them and changes nothing again.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar, cast

from sqlalchemy import Connection, Engine, bindparam, delete, insert, select
from sqlalchemy.exc import IntegrityError

from knowledge.kernel.moments import as_utc
from knowledge.tables import AnsweredTurn

_FIND = select(AnsweredTurn.replies).where(AnsweredTurn.key == bindparam("wanted"))
_KEEP = insert(AnsweredTurn)
_around: ContextVar[Connection | None] = ContextVar("around", default=None)
_found: ContextVar[dict[str, Any]] = ContextVar("found")
Result = TypeVar("Result")


class AnsweredMeanwhile(Exception):
    """Another process answered under this key while we were at it; ours is taken back."""


@contextmanager
def open_turn(engine: Engine) -> Iterator[Connection]:
    """The transaction of a turn; whatever ``joined`` opens in it is part of it."""
    with engine.begin() as connection:
        around, found = _around.set(connection), _found.set({})
        try:
            yield connection
        finally:
            _around.reset(around)
            _found.reset(found)


def once_a_turn(connection: Connection, name: str, find: Callable[[], Result]) -> Result:
    """What ``find`` found before in this turn, of which it is one whole; outside of a turn it is found each time."""
    if connection is not _around.get():
        return find()
    found = _found.get()
    if name not in found:
        found[name] = find()
    return cast("Result", found[name])


@contextmanager
def joined(engine: Engine) -> Iterator[Connection]:
    """The turn that is under way, or a transaction of one's own. An error takes back what was done inside, no more."""
    around = _turn_on(engine)
    if around is None:
        with engine.begin() as own:
            yield own
        return
    with _set_apart(around):
        yield around


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A connection to read with: that of the turn, so that it sees what the turn changed, or one of one's own."""
    around = _turn_on(engine)
    if around is None:
        with engine.connect() as own:
            yield own
        return
    yield around


def find_answers(connection: Connection, key: str) -> list[dict[str, Any]] | None:
    """What was answered under this key; None where nothing was."""
    found = connection.execute(_FIND, {"wanted": key}).first()
    return list(found.replies) if found else None


def keep_answers(connection: Connection, key: str, replies: list[dict[str, Any]], *, at: dt.datetime) -> None:
    """Keep them in the turn's transaction. AnsweredMeanwhile where another process was faster; nothing stays then."""
    try:
        connection.execute(_KEEP, {"key": key, "replies": replies, "at": as_utc(at)})
    except IntegrityError as error:
        raise AnsweredMeanwhile(key) from error


def drop_answers(connection: Connection, key: str) -> None:
    """Forget what was kept under this key."""
    connection.execute(delete(AnsweredTurn).where(AnsweredTurn.key == key))


def _turn_on(engine: Engine) -> Connection | None:
    around = _around.get()
    return around if around is not None and around.engine is engine else None


@contextmanager
def _set_apart(around: Connection) -> Iterator[None]:
    """A savepoint. On SQLite a transaction begins with the first change, so before that there is none to guard."""
    driver: Any = around.connection.dbapi_connection
    if getattr(driver, "in_transaction", True):
        with around.begin_nested():
            yield
        return
    try:
        yield
    except BaseException:
        driver.rollback()
        raise
