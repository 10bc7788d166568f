"""Reminders that come again, and meetings: kept through crashes, told once, ended and undone."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import Engine, func, insert, select, update

from knowledge.kernel.business_time import BusinessTime
from knowledge.kernel.undo import find_change, undo_change
from knowledge.notifications.commands.meetings import announce_meetings, drop_meeting, remind_before, set_meeting
from knowledge.notifications.commands.notifications import NoticeCard, NoticeState, claim_due, mark_delivered
from knowledge.notifications.commands.reminders import drop_reminder, find_reminders, put_off, set_series
from knowledge.notifications.queries.meetings import load_next_meeting
from knowledge.notifications.recurrence import Every, Repeat
from knowledge.playbook.commands.checklists import tick_item
from knowledge.playbook.rules import Rules
from knowledge.tables import Notice, Touch
from tests.knowledge.small_firm import NOW, TODAY

TOKYO = BusinessTime("JP", "Asia/Tokyo", dt.time(9), dt.time(18))
MONDAYS = Repeat(Every.WEEK, 0, dt.time(9))
MONDAY = dt.datetime(2026, 10, 5, 0, tzinfo=dt.UTC)  # 9:00 in Tokyo
WEEK = dt.timedelta(days=7)
LEASE = dt.timedelta(seconds=120)


def _start(unit_of_work_of: Any) -> int:
    with unit_of_work_of("rei") as unit_of_work:
        return set_series(unit_of_work, MONDAYS, TOKYO, text="check Globex", language="en", account_id=1)


def _claim(firm: Engine, now: dt.datetime, worker: str = "one") -> list[NoticeCard]:
    return claim_due(firm, now=now, worker=worker, lease=LEASE)


def _waiting(unit_of_work_of: Any) -> list[dt.datetime]:
    with unit_of_work_of("rei") as unit_of_work:
        return [card.due_at for card in find_reminders(unit_of_work.access)]


def test_once_told_the_next_one_is_there(firm: Engine, unit_of_work_of: Any) -> None:
    _start(unit_of_work_of)
    for week in range(3):
        (card,) = _claim(firm, MONDAY + week * WEEK)
        assert mark_delivered(firm, card, now=MONDAY + week * WEEK)
        assert _waiting(unit_of_work_of) == [MONDAY + (week + 1) * WEEK]


def test_weeks_in_which_nobody_ran_are_told_once(firm: Engine, unit_of_work_of: Any) -> None:
    _start(unit_of_work_of)
    late = MONDAY + 3 * WEEK + dt.timedelta(hours=5)
    (card,) = _claim(firm, late)
    mark_delivered(firm, card, now=late)
    assert _waiting(unit_of_work_of) == [MONDAY + 4 * WEEK]


def test_killed_after_telling_it_goes_on_and_is_noted_once(firm: Engine, unit_of_work_of: Any) -> None:
    _start(unit_of_work_of)
    (killed,) = _claim(firm, MONDAY)
    again = MONDAY + LEASE
    (taken_up,) = _claim(firm, again, "two")
    assert taken_up.attempts == 2
    assert mark_delivered(firm, taken_up, now=again)
    assert not mark_delivered(firm, killed, now=again), "the one believed dead comes back"
    with firm.connect() as connection:
        assert connection.execute(select(func.count()).select_from(Notice)).scalar() == 2


def test_one_time_put_off_leaves_the_others_as_they_are(firm: Engine, unit_of_work_of: Any) -> None:
    _start(unit_of_work_of)
    (card,) = _claim(firm, MONDAY)
    mark_delivered(firm, card, now=MONDAY)
    tomorrow = MONDAY + dt.timedelta(days=1)
    with unit_of_work_of("rei", now=MONDAY) as unit_of_work:
        put_off(unit_of_work, card.id, due_at=tomorrow)
    assert _waiting(unit_of_work_of) == [tomorrow, MONDAY + WEEK]
    (again,) = _claim(firm, tomorrow)
    mark_delivered(firm, again, now=tomorrow)
    assert _waiting(unit_of_work_of) == [MONDAY + WEEK]
    with unit_of_work_of("rei", now=MONDAY) as unit_of_work:  # the next one, before it is told
        put_off(unit_of_work, find_reminders(unit_of_work.access)[0].id, due_at=MONDAY + WEEK + dt.timedelta(days=1))
    assert _waiting(unit_of_work_of) == [MONDAY + WEEK + dt.timedelta(days=1), MONDAY + 2 * WEEK]


def test_a_series_ended_while_one_is_on_its_way_does_not_go_on(firm: Engine, unit_of_work_of: Any) -> None:
    first = _start(unit_of_work_of)
    (card,) = _claim(firm, MONDAY)
    with unit_of_work_of("rei", now=MONDAY) as unit_of_work:
        assert drop_reminder(unit_of_work, first) is not None
    assert not mark_delivered(firm, card, now=MONDAY)
    assert _waiting(unit_of_work_of) == []


def test_a_series_is_ended_by_the_button_of_one_told_long_ago_and_undone(firm: Engine, unit_of_work_of: Any) -> None:
    first = _start(unit_of_work_of)
    (card,) = _claim(firm, MONDAY)
    mark_delivered(firm, card, now=MONDAY)
    with unit_of_work_of("ron") as unit_of_work:
        assert drop_reminder(unit_of_work, first) is None, "it is not his"
    with unit_of_work_of("rei") as unit_of_work:
        assert drop_reminder(unit_of_work, first) is not None
    assert _waiting(unit_of_work_of) == []
    with unit_of_work_of("rei") as unit_of_work:
        undo_change(unit_of_work, find_change(unit_of_work, None))
    assert _waiting(unit_of_work_of) == [MONDAY + WEEK]


def test_undo_twice_takes_two_changes_back_rather_than_one_to_and_fro(firm: Engine, unit_of_work_of: Any) -> None:
    _start(unit_of_work_of)
    with unit_of_work_of("rei") as unit_of_work:
        put_off(unit_of_work, find_reminders(unit_of_work.access)[0].id, due_at=MONDAY + dt.timedelta(hours=1))
        undo_change(unit_of_work, find_change(unit_of_work, None))
        assert MONDAY in [card.due_at for card in find_reminders(unit_of_work.access)]
        undo_change(unit_of_work, find_change(unit_of_work, None))
        assert find_reminders(unit_of_work.access) == []


def test_open_items_are_told_as_the_working_day_before_a_meeting_begins() -> None:
    friday_ten = dt.datetime(2026, 10, 2, 1, tzinfo=dt.UTC)
    assert remind_before(friday_ten, now=NOW, time=TOKYO, minutes=60) == dt.datetime(2026, 10, 1, 0, tzinfo=dt.UTC)
    monday = dt.datetime(2026, 10, 5, 1, tzinfo=dt.UTC)
    assert remind_before(monday, now=NOW, time=TOKYO, minutes=60) == dt.datetime(2026, 10, 2, 0, tzinfo=dt.UTC)
    today = NOW + dt.timedelta(hours=4)
    assert remind_before(today, now=NOW, time=TOKYO, minutes=60) == today - dt.timedelta(hours=1)
    assert remind_before(NOW + dt.timedelta(minutes=30), now=NOW, time=TOKYO, minutes=60) is None


def test_the_next_meeting_is_the_earlier_of_what_was_told_and_what_was_imported(
    firm: Engine, unit_of_work_of: Any
) -> None:
    mine = {"account_id": 1, "person_id": 2, "kind": "meeting", "source": "crm", "subject": "Quarterly review"}
    days = [TODAY - dt.timedelta(days=3), TODAY + dt.timedelta(days=5), TODAY + dt.timedelta(days=9)]
    with firm.begin() as connection:
        for day in days:
            connection.execute(insert(Touch).values(key=f"touch {day}", happened_on=day, **mine))
    with unit_of_work_of("rei") as unit_of_work:
        imported = load_next_meeting(unit_of_work.access, 1, now=NOW)
        assert imported is not None
        assert (imported.day, imported.at, imported.subject) == (days[1], None, "Quarterly review")
        at = NOW + dt.timedelta(days=2)
        set_meeting(unit_of_work, 1, at, subject=None)
        told = load_next_meeting(unit_of_work.access, 1, now=NOW)
        assert told is not None
        assert told.at == at
        set_meeting(unit_of_work, 1, at + dt.timedelta(days=1), subject=None)
        moved = load_next_meeting(unit_of_work.access, 1, now=NOW)
        assert moved is not None
        assert moved.at == at + dt.timedelta(days=1), "a meeting told of again is moved"
        undo_change(unit_of_work, find_change(unit_of_work, None))
        assert load_next_meeting(unit_of_work.access, 1, now=NOW) == told
        assert drop_meeting(unit_of_work, 1) is not None
        assert load_next_meeting(unit_of_work.access, 1, now=NOW) == imported


def test_an_imported_meeting_reminds_the_owner_only_where_a_checklist_was_begun(
    firm: Engine, unit_of_work_of: Any
) -> None:
    row = {"account_id": 1, "person_id": 2, "kind": "meeting", "source": "crm", "key": "touch"}
    with firm.begin() as connection:
        connection.execute(insert(Touch).values(happened_on=TODAY + dt.timedelta(days=2), **row))
    assert announce_meetings(firm, Rules(), TODAY, now=NOW) == 0
    with unit_of_work_of("rei") as unit_of_work:
        tick_item(unit_of_work, 1, "cross_sell:sso", "goal")
    tomorrow = TODAY + dt.timedelta(days=1)
    with firm.begin() as connection:
        connection.execute(update(Touch).values(happened_on=TODAY + dt.timedelta(days=5)))
    now = NOW + dt.timedelta(days=1)
    assert announce_meetings(firm, Rules(), tomorrow, now=now) == 1
    assert announce_meetings(firm, Rules(), tomorrow, now=now) == 0, "once a day, however many replicas run"
    with firm.connect() as connection:
        key, state, facts = connection.execute(select(Notice.person_key, Notice.state, Notice.facts)).one()
    assert (key, state, facts["talk"]) == ("rei", NoticeState.WAITING, "cross_sell")
