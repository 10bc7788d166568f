"""Several writers of one thing at once: one of them stays, and none fails."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import Engine

from knowledge.kernel.conversations import load_conversation, save_conversation
from knowledge.kernel.key_value import load_fact, save_fact

_WRITERS = 6
NOW = dt.datetime(2026, 9, 30, 9, tzinfo=dt.UTC)


def test_a_fact_and_a_conversation_written_by_many_at_once_stay_whole(engine: Engine) -> None:
    def write(number: int) -> None:
        with engine.begin() as connection:
            save_fact(connection, "met", str(number))
            save_conversation(connection, "D1", "rei", {"n": number}, at=NOW)

    with ThreadPoolExecutor(_WRITERS) as writers:
        list(writers.map(write, range(_WRITERS)))
    with engine.connect() as connection:
        kept = load_fact(connection, "met")
        state = load_conversation(connection, "D1", "rei", since=NOW - dt.timedelta(hours=1))
    assert kept in {str(number) for number in range(_WRITERS)}
    assert state == {"n": int(kept or "")}
