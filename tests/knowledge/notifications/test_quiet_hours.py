import datetime as dt
from zoneinfo import ZoneInfo

from knowledge.notifications.quiet_hours import after_quiet
from knowledge.notifications.rules import ReminderRules

RULES = ReminderRules()
BERLIN = ZoneInfo("Europe/Berlin")


def _at(day: int, hour: int, minute: int = 0, month: int = 10) -> dt.datetime:
    return dt.datetime(2026, month, day, hour, minute, tzinfo=BERLIN)


def test_in_the_day_nothing_moves() -> None:
    assert after_quiet(_at(7, 9), RULES, BERLIN) == _at(7, 9)


def test_an_evening_reminder_waits_for_the_morning() -> None:
    assert after_quiet(_at(7, 22), RULES, BERLIN) == _at(8, 8)
    assert after_quiet(_at(8, 3), RULES, BERLIN) == _at(8, 8)


def test_the_night_on_which_clocks_change_ends_at_eight_by_the_wall() -> None:
    moved = after_quiet(_at(24, 23), RULES, BERLIN)  # 25 October 2026: clocks go back
    assert moved.astimezone(BERLIN).strftime("%d %H:%M") == "25 08:00"
