"""Reminders and other notices: told once, whatever is killed, put off or cancelled in between."""

import datetime as dt
from pathlib import Path

import pytest
from sqlalchemy import Engine

from actions.notification_dispatcher import NotificationDispatcher
from actions.reply import Reply
from benchmarks.kills.reminders import run_loop
from knowledge.kernel.bulk_load import load_rows
from knowledge.kernel.unit_of_work import AuditedUnitOfWork
from knowledge.knowledge import Knowledge
from knowledge.notifications.commands.notifications import claim_due
from knowledge.notifications.commands.reminders import drop_reminder, put_off, set_reminder
from knowledge.notifications.queries.schedule import LATE, load_telling
from knowledge.notifications.rules import ReminderRules
from knowledge.playbook.rules import Rules

NINE = dt.datetime(2026, 10, 2, 0, tzinfo=dt.UTC)  # Friday, 9:00 in Tokyo
RULES = Rules(reminders=ReminderRules(lease_seconds=60))


class FarEnd:
    """Shows what arrives."""

    def __init__(self) -> None:
        self.shown: list[str] = []
        self.again: list[bool] = []

    def __call__(self, person_key: str, reply: Reply, *, key: str, again: bool) -> None:
        self.shown.append(reply.headline)
        self.again.append(again)


@pytest.fixture
def knowledge(engine: Engine) -> Knowledge:
    """One rep in Tokyo."""
    person = {"id": 1, "key": "rei", "name": "Rei", "role": "rep", "timezone": "Asia/Tokyo", "source": "test"}
    with engine.begin() as connection:
        load_rows(connection, {"people": [person]})
    return Knowledge(engine, RULES, trusts_operator=True)


def _remind(knowledge: Knowledge, due_at: dt.datetime = NINE, text: str = "call Acme") -> int:
    with knowledge.access("rei", as_of=due_at.date()) as access:
        unit_of_work = AuditedUnitOfWork(access, due_at - dt.timedelta(days=1), "test")
        return set_reminder(unit_of_work, due_at=due_at, text=text, language="en", account_id=None, facts={})


def _bring(knowledge: Knowledge, at: dt.datetime, far_end: FarEnd, name: str = "one") -> int:
    return NotificationDispatcher(knowledge, lambda: at, name).bring(far_end)


def test_a_reminder_is_told_at_its_time_and_once(knowledge: Knowledge) -> None:
    far_end = FarEnd()
    _remind(knowledge)
    assert _bring(knowledge, NINE - dt.timedelta(seconds=1), far_end) == 0
    assert _bring(knowledge, NINE, far_end) == 1
    assert _bring(knowledge, NINE + dt.timedelta(days=1), far_end) == 0
    assert far_end.shown == ["You asked me to remind you: call Acme"]


def test_what_a_killed_replica_had_taken_up_comes_with_a_warning_to_look_first(knowledge: Knowledge) -> None:
    far_end = FarEnd()
    _remind(knowledge)
    claim_due(knowledge.engine, now=NINE, worker="killed", lease=dt.timedelta(seconds=60))
    assert _bring(knowledge, NINE + dt.timedelta(seconds=30), far_end) == 0
    assert _bring(knowledge, NINE + dt.timedelta(seconds=61), far_end) == 1
    assert far_end.again == [True]


def test_what_took_longer_than_its_lease_is_told_by_whoever_took_it_up(knowledge: Knowledge) -> None:
    clock, far_end = [NINE], FarEnd()
    for text in ("call Acme", "call Globex"):
        _remind(knowledge, text=text)

    def slow(person_key: str, reply: Reply, *, key: str, again: bool) -> None:
        far_end(person_key, reply, key=key, again=again)
        clock[0] += dt.timedelta(seconds=61)
        assert _bring(knowledge, clock[0], lambda *told, **how: None) == 2  # type: ignore[arg-type]

    NotificationDispatcher(knowledge, lambda: clock[0], "one").bring(slow)
    assert far_end.shown == ["You asked me to remind you: call Acme"], "the other one was told meanwhile"


def test_a_lease_begins_anew_with_each_that_is_told(knowledge: Knowledge) -> None:
    clock, told = [NINE], []
    for text in ("call Acme", "call Globex"):
        _remind(knowledge, text=text)

    def slow(person_key: str, reply: Reply, *, key: str, again: bool) -> None:
        told.append(reply.headline)
        clock[0] += dt.timedelta(seconds=40)
        if len(told) == 2:
            assert _bring(knowledge, clock[0], slow) == 0, "80 seconds after they were taken up"

    NotificationDispatcher(knowledge, lambda: clock[0], "one").bring(slow)
    assert told == [f"You asked me to remind you: call {name}" for name in ("Acme", "Globex")]


def test_nobody_is_told_at_night_when_the_bot_was_down_at_the_time(knowledge: Knowledge) -> None:
    far_end = FarEnd()
    _remind(knowledge)
    night = dt.datetime(2026, 10, 2, 14, tzinfo=dt.UTC)  # 23:00 in Tokyo
    assert _bring(knowledge, night, far_end) == 0
    assert _bring(knowledge, dt.datetime(2026, 10, 2, 23, tzinfo=dt.UTC), far_end) == 1


def test_a_reminder_put_off_comes_again_and_a_dropped_one_never(knowledge: Knowledge) -> None:
    far_end = FarEnd()
    kept, dropped = _remind(knowledge), _remind(knowledge, text="write Globex")
    later = NINE + dt.timedelta(hours=1)
    with knowledge.access("rei", as_of=NINE.date()) as access:
        drop_reminder(AuditedUnitOfWork(access, NINE, "test"), dropped)
    assert _bring(knowledge, NINE, far_end) == 1
    with knowledge.access("rei", as_of=NINE.date()) as access:
        assert put_off(AuditedUnitOfWork(access, NINE, "test"), kept, due_at=later) is not None
    assert _bring(knowledge, NINE, far_end) == 0
    assert _bring(knowledge, later, far_end) == 1


def test_what_cannot_be_told_is_tried_again(knowledge: Knowledge, caplog: pytest.LogCaptureFixture) -> None:
    def closed(person_key: str, reply: Reply, *, key: str, again: bool) -> None:
        raise ConnectionError

    _remind(knowledge)
    assert NotificationDispatcher(knowledge, lambda: NINE, "one").bring(closed) == 0
    assert "could not be delivered" in caplog.text
    assert _bring(knowledge, NINE + dt.timedelta(minutes=5), FarEnd()) == 1


def test_operations_see_what_cannot_be_told_until_it_is(knowledge: Knowledge) -> None:
    def closed(person_key: str, reply: Reply, *, key: str, again: bool) -> None:
        raise ConnectionError("Slack is down")

    _remind(knowledge)
    for minutes in range(0, 40, 5):
        assert (
            NotificationDispatcher(knowledge, lambda at=NINE + dt.timedelta(minutes=minutes): at, "one").bring(closed)
            == 0
        )
    later = NINE + dt.timedelta(minutes=36)
    assert _telling(knowledge, later) == (1, NINE), "though it is put off every five minutes"
    assert _bring(knowledge, NINE + dt.timedelta(minutes=45), FarEnd()) == 1
    assert _telling(knowledge, NINE + dt.timedelta(hours=2)) == (0, None)


def test_operations_see_that_the_nightly_look_fails_until_it_does_not(
    knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(*_: object, **__: object) -> int:
        raise ArithmeticError("a figure too many")

    with monkeypatch.context() as patch:
        patch.setattr("knowledge.nightly.commands.night.announce_night", failing)
        for minutes in (0, 1, 20):
            _bring(knowledge, NINE + dt.timedelta(minutes=minutes), FarEnd())
    with knowledge.engine.connect() as connection:
        assert load_telling(connection, due_before=NINE).night_failed is None, "too fresh to call anybody"
        assert load_telling(connection, due_before=NINE + dt.timedelta(minutes=5)).night_failed == NINE
    _bring(knowledge, NINE + dt.timedelta(minutes=21), FarEnd())
    with knowledge.engine.connect() as connection:
        assert load_telling(connection, due_before=NINE + dt.timedelta(hours=2)).night_failed is None


def _telling(knowledge: Knowledge, now: dt.datetime) -> tuple[int, dt.datetime | None]:
    with knowledge.engine.connect() as connection:
        telling = load_telling(connection, due_before=now - LATE)
    return telling.stuck, telling.oldest


def test_killing_couriers_loses_nothing_and_doubles_nothing(store_url: str, tmp_path: Path) -> None:
    figures = run_loop(store_url, kills=4, replicas=2, folder=tmp_path)
    assert figures.acknowledged > 0
    assert (figures.lost, figures.doubled) == (0, 0)
