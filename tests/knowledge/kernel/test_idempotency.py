"""A turn is one transaction: all of it stays, or nothing; what is joined to it and fails is taken back alone."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import Engine, text

from knowledge.kernel.idempotency import (
    AnsweredMeanwhile,
    find_answers,
    joined,
    keep_answers,
    once_a_turn,
    open_turn,
    reading,
)
from knowledge.kernel.key_value import find_facts, load_fact, save_fact

NOW = dt.datetime(2026, 10, 1, 9, tzinfo=dt.UTC)


def test_a_turn_that_fails_leaves_nothing_of_what_was_joined_to_it(engine: Engine) -> None:
    def turn() -> None:
        with open_turn(engine):
            with joined(engine) as first:
                save_fact(first, "a", "1")
            with reading(engine) as second:
                assert load_fact(second, "a") == "1"
            raise KeyError

    with pytest.raises(KeyError):
        turn()
    assert names(engine) == []


def test_what_is_joined_and_fails_is_taken_back_and_what_went_before_stays(engine: Engine) -> None:
    def save(name: str, *, fails: bool) -> None:
        with joined(engine) as connection:
            save_fact(connection, name, "1")
            if fails:
                raise KeyError

    with open_turn(engine):
        with pytest.raises(KeyError):
            save("lost", fails=True)
        save("kept", fails=False)
        with pytest.raises(KeyError):
            save("also lost", fails=True)
    assert names(engine) == ["kept"]


def test_what_a_turn_found_out_holds_for_that_turn_only(engine: Engine) -> None:
    found: list[str] = []

    def ask() -> int:
        with reading(engine) as connection:
            return once_a_turn(connection, "who", lambda: len(found) if not found.append("asked") else 0)

    for times in (1, 2):
        with open_turn(engine):
            assert [ask(), ask()] == [times, times]
    assert [ask(), ask()] == [3, 4]


def test_a_statement_that_fails_does_not_spoil_the_turn(engine: Engine) -> None:
    with open_turn(engine):
        with pytest.raises(Exception, match="no_such_table"), joined(engine) as connection:
            connection.execute(text("SELECT 1 FROM no_such_table"))
        with joined(engine) as connection:
            save_fact(connection, "kept", "1")
    assert names(engine) == ["kept"]


def test_of_two_that_answer_the_same_event_at_once_the_second_leaves_nothing(engine: Engine) -> None:
    def answer_slowly() -> None:
        with open_turn(engine) as slow:
            assert find_answers(slow, "Ev1") is None
            with engine.begin() as fast:
                keep_answers(fast, "Ev1", [{"headline": "fast"}], at=NOW)
            save_fact(slow, "changed", "by the slow one")
            keep_answers(slow, "Ev1", [{"headline": "slow"}], at=NOW)

    with pytest.raises(AnsweredMeanwhile):
        answer_slowly()
    with engine.connect() as connection:
        assert find_answers(connection, "Ev1") == [{"headline": "fast"}]
    assert names(engine) == []


def names(engine: Engine) -> list[str]:
    with engine.connect() as connection:
        return find_facts(connection, "")
