import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from sqlalchemy import Engine

from knowledge.notifications.commands.notifications import (
    NewNotice,
    NoticeKind,
    add_notice,
    claim_due,
    mark_delivered,
    put_back,
)
from tests.knowledge.small_firm import NOW

LEASE = dt.timedelta(seconds=60)


def _note(engine: Engine, key: str = "one", due_at: dt.datetime = NOW) -> int | None:
    with engine.begin() as connection:
        return add_notice(connection, NewNotice(key, "rei", NoticeKind.REMINDER, "en", due_at, text="call"), at=NOW)


def _claim(engine: Engine, now: dt.datetime = NOW, worker: str = "a") -> list[Any]:
    return claim_due(engine, now=now, worker=worker, lease=LEASE)


def test_the_same_thing_is_noted_once(engine: Engine) -> None:
    assert _note(engine) is not None
    assert _note(engine) is None
    assert len(_claim(engine)) == 1


def test_nothing_is_told_before_its_time(engine: Engine) -> None:
    _note(engine, due_at=NOW + dt.timedelta(minutes=1))
    assert _claim(engine) == []
    assert len(_claim(engine, NOW + dt.timedelta(minutes=1))) == 1


def test_what_a_killed_replica_took_up_is_taken_up_again_and_told_as_the_same(engine: Engine) -> None:
    _note(engine)
    first = _claim(engine)[0]
    assert _claim(engine, worker="b") == []
    again = _claim(engine, NOW + LEASE, worker="b")[0]
    assert (again.attempts, again.delivery_key) == (2, first.delivery_key)
    assert not mark_delivered(engine, first, now=NOW), "the slow one lost it"
    assert mark_delivered(engine, again, now=NOW)
    assert _claim(engine, NOW + 10 * LEASE) == []


def test_many_replicas_take_up_each_notice_once(engine: Engine) -> None:
    for number in range(20):
        _note(engine, f"n{number}")
    with ThreadPoolExecutor(4) as pool:
        taken = [card.id for cards in pool.map(lambda w: _claim(engine, worker=str(w)), range(4)) for card in cards]
    assert sorted(taken) == sorted(set(taken))
    assert len(taken) == 20


def test_what_was_put_back_comes_again_at_its_new_time(engine: Engine) -> None:
    _note(engine)
    later = NOW + dt.timedelta(hours=10)
    assert put_back(engine, _claim(engine)[0], due_at=later)
    assert _claim(engine, later - dt.timedelta(minutes=1)) == []
    assert len(_claim(engine, later)) == 1
