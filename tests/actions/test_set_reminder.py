import pytest

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
    assert "Put off to Mon 5 Oct 2026, 09:00" in do("set_reminder", step="snooze", date="2026-10-05").headline
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
