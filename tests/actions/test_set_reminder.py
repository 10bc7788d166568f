import datetime as dt

import pytest

from actions.notification_dispatcher import NotificationDispatcher
from actions.reply import Reply
from knowledge.knowledge import Knowledge
from tests.actions.conftest import Ask
from tests.actions.test_recommend_offer import said


def test_a_moment_on_the_wall_of_whoever_asks(do: Ask) -> None:
    done = do("set_reminder", remind_at="2026-10-02T09:00", note="call Acme", asker="Daniel Osei")  # in Singapore
    assert "Fri 2 Oct 2026, 09:00" in done.headline
    assert (
        "2026年10月2日(金) 9:00"
        in do("set_reminder", step="list", language="ja", asker="Daniel Osei").tables[0].rows[0]
    )


@pytest.mark.parametrize(
    ("said_time", "told"),
    [
        ("2026-09-29T09:00", "has passed already"),
        ("whenever", "I cannot read “whenever”"),
        (None, "When shall I remind"),
    ],
)
def test_a_time_that_does_not_do_is_asked_back_and_the_note_kept(do: Ask, said_time: str | None, told: str) -> None:
    asked = do("set_reminder", remind_at=said_time, note="send the quote")
    assert told in asked.headline
    assert asked.choices
    assert all(choice.slots["note"] == "send the quote" for choice in asked.choices)
    assert "remind you on" in do("set_reminder", **asked.choices[0].slots).headline


def test_what_falls_into_the_quiet_hours_waits_for_the_morning(do: Ask) -> None:
    done = do("set_reminder", remind_at="2026-10-02T22:30", note="call")
    assert "Sat 3 Oct 2026, 08:00" in done.headline
    assert "quiet hours" in said(done)


def test_the_hour_that_clocks_skip_is_the_hour_after(do: Ask) -> None:
    done = do("set_reminder", remind_at="2027-03-28T01:30", note="call", asker="Grace Whitfield")  # in London
    assert "28 Mar 2027, 08:00" in done.headline, "02:30 by the wall lies in the quiet hours"


def test_the_one_reminder_there_is_is_dropped_or_put_off(do: Ask) -> None:
    do("set_reminder", remind_at="2026-10-02T09:00", note="call")
    assert "Moved to Mon 5 Oct 2026, 09:00" in do("set_reminder", step="snooze", date="2026-10-05").headline
    assert "Dropped: call" in do("set_reminder", step="cancel").headline
    assert "no reminder" in do("set_reminder", step="list").headline


def test_several_are_asked_about(do: Ask) -> None:
    for note in ("one", "two"):
        do("set_reminder", remind_at="2026-10-02T09:00", note=note)
    asked = do("set_reminder", step="cancel")
    assert len(asked.choices) == 2
    assert "Dropped: two" in do("set_reminder", **asked.choices[1].slots).headline


def test_a_checklist_is_reminded_of_once_a_day(do: Ask) -> None:
    for hour in ("09:00", "15:00"):
        do("set_reminder", "Acme Corporation", remind_at=f"2026-10-02T{hour}", talk="seats")
    assert "Your reminders: 1" in do("set_reminder", step="list").headline


MAYA = "Maya Collins"


def test_every_monday_is_set_listed_and_ended(do: Ask) -> None:
    told = do("set_reminder", "Acme Corporation", repeat="week 0", time="09:00", note="check Acme", asker=MAYA)
    assert told.headline == "I will remind you every Monday at 09:00."
    assert "First on Mon 5 Oct 2026, 09:00." in said(told)
    (row,) = do("set_reminder", step="list", asker=MAYA).tables[0].rows
    assert row == ("Mon 5 Oct 2026, 09:00, every Monday at 09:00", "check Acme")
    assert "The series has ended" in do("set_reminder", step="cancel", asker=MAYA).headline
    assert not do("set_reminder", step="list", asker=MAYA).tables
    assert "it is set again" in do("undo", asker=MAYA).headline
    assert do("set_reminder", step="list", asker=MAYA).tables


def test_in_japanese_a_series_reads_as_japanese(do: Ask) -> None:
    told = do("set_reminder", repeat="month 31", time="09:00", note="請求を確認", language="ja", asker=MAYA)
    assert told.headline == "毎月末日9:00にお知らせします。"


def test_a_series_in_the_quiet_hours_says_that_it_waits(do: Ask) -> None:
    told = do("set_reminder", repeat="day", time="06:00", note="look at the news", asker=MAYA)
    assert "06:00 falls in your quiet hours" in said(told)


def _bring(knowledge: Knowledge, day: int, hour: int) -> list[Reply]:
    told: list[Reply] = []
    at = dt.datetime(2026, 9, 30, hour, tzinfo=dt.UTC) + dt.timedelta(days=day)

    def deliver(person_key: str, reply: Reply, *, key: str, again: bool) -> None:
        if person_key == "demo:maya.collins" and reply.intent in {"show_checklist", "set_reminder"}:
            told.append(reply)

    NotificationDispatcher(knowledge, lambda: at, "test").bring(deliver)
    return told


def test_a_meeting_told_of_brings_up_the_open_items_the_working_day_before(do: Ask, own_demo: Knowledge) -> None:
    kept = do("set_reminder", "Acme Corporation", step="meeting", date="2026-10-05", time="10:00", asker=MAYA)
    assert kept.headline == "Noted: you are meeting Acme Corporation on Mon 5 Oct 2026, 10:00."
    assert "On Fri 2 Oct 2026, 09:00" in said(kept)
    assert "Next meeting: Mon 5 Oct 2026, 10:00." in said(do("show_checklist", "Acme Corporation", asker=MAYA))
    assert _bring(own_demo, 1, 3) == []
    (told,) = _bring(own_demo, 2, 1)
    assert told.headline.startswith("You are meeting Acme Corporation soon. Still open:")
    assert all(not item.done for item in told.checklist)


def test_a_checklist_is_never_brought_up_twice_in_a_day(do: Ask, own_demo: Knowledge) -> None:
    for talk in ("seats", "cross_sell"):
        do("set_reminder", "Acme Corporation", talk=talk, remind_at="2026-10-01T10:00", asker=MAYA)
    assert len(_bring(own_demo, 1, 2)) == 1
    assert _bring(own_demo, 1, 5) == []


def test_a_meeting_called_off_brings_up_nothing(do: Ask, own_demo: Knowledge) -> None:
    do("set_reminder", "Acme Corporation", step="meeting", date="2026-10-05", time="10:00", asker=MAYA)
    off = do("set_reminder", "Acme Corporation", step="no_meeting", asker=MAYA)
    assert "is off" in off.headline
    assert _bring(own_demo, 2, 1) == []
    assert (
        "You have no meeting with Acme"
        in do("set_reminder", "Acme Corporation", step="no_meeting", asker=MAYA).headline
    )


def test_a_meeting_in_the_past_is_asked_for_again_with_what_was_said_kept(do: Ask) -> None:
    asked = do("set_reminder", "Acme Corporation", step="meeting", date="2026-09-01", time="10:00", asker=MAYA)
    assert "has passed already" in asked.headline
    assert asked.pending_slot is not None
    assert asked.pending_slot.slots["step"] == "meeting"
    assert all(choice.slots["step"] == "meeting" for choice in asked.choices)


def test_the_checklist_offers_to_remind_before_the_meeting(do: Ask) -> None:
    do("set_reminder", "Acme Corporation", step="meeting", date="2026-10-09", time="10:00", asker=MAYA)
    asked = do("set_reminder", "Acme Corporation", talk="seats", asker=MAYA)
    assert asked.choices[0].label == "Before the meeting (Thu 8 Oct 2026, 09:00)"
