"""What people chose for themselves holds wherever they are told or answered something."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from pydantic import ValidationError
from sqlalchemy import text

from actions.notification_dispatcher import NotificationDispatcher
from actions.reply import Reply
from bot.dialogue.action_executor import ActionRunner
from knowledge.demo import DEMO_DAY
from knowledge.knowledge import Knowledge, open_knowledge
from knowledge.people.queries.colleagues import load_colleagues
from knowledge.people.settings import change_own_settings

GRACE, MAYA = "demo:grace.whitfield", "demo:maya.collins"
TOKYO = ZoneInfo("Asia/Tokyo")


@pytest.fixture
def own(demo: Knowledge, tmp_path: Path) -> Iterator[Knowledge]:
    """A demo company of one's own, to write in."""
    shutil.copy(str(demo.engine.url.database), tmp_path / "own.db")
    knowledge = open_knowledge(f"sqlite:///{tmp_path / 'own.db'}", trusts_operator=True)
    yield knowledge
    knowledge.engine.dispose()


def choose(knowledge: Knowledge, person: str, **changes: str | int | None) -> None:
    with knowledge.engine.begin() as connection:
        change_own_settings(connection, person, changes)


def bring(knowledge: Knowledge, moment: dt.datetime) -> list[tuple[str, Reply]]:
    told: list[tuple[str, Reply]] = []

    def deliver(person_key: str, reply: Reply, *, key: str, again: bool) -> None:
        told.append((person_key, reply))

    NotificationDispatcher(knowledge, lambda: moment, "one").bring(deliver)
    return told


def remind(knowledge: Knowledge, person: str, moment: str) -> Reply:
    runner = ActionRunner(lambda action: action(knowledge))  # type: ignore[call-arg]
    now = dt.datetime.combine(DEMO_DAY, dt.time(10), tzinfo=TOKYO).isoformat()
    slots = {"asker": person, "as_of": DEMO_DAY.isoformat(), "now": now, "language": "en", "note": "ring Ms Hart"}
    (reply,) = runner.run("set_reminder", sender=person, slots={**slots, "remind_at": moment}, text="")
    return reply


def test_whoever_chose_eight_o_clock_and_japanese_gets_the_digest_then_and_so(own: Knowledge) -> None:
    choose(own, GRACE, language="ja", timezone="Asia/Tokyo", digest_hour=8)
    early = dt.datetime.combine(DEMO_DAY, dt.time(7, 59), tzinfo=TOKYO)
    assert GRACE not in dict(bring(own, early))
    told = dict(bring(own, early + dt.timedelta(minutes=1)))
    assert told[GRACE].language == "ja"


def test_an_hour_one_chose_counts_even_in_the_firms_quiet_hours(own: Knowledge) -> None:
    choose(own, GRACE, timezone="Asia/Tokyo", digest_hour=6)
    assert GRACE in dict(bring(own, dt.datetime.combine(DEMO_DAY, dt.time(6), tzinfo=TOKYO)))


def test_a_reminder_set_before_comes_in_the_language_chosen_since(own: Knowledge) -> None:
    remind(own, MAYA, f"{DEMO_DAY}T11:00")
    choose(own, MAYA, language="ja")
    told = dict(bring(own, dt.datetime.combine(DEMO_DAY, dt.time(11), tzinfo=TOKYO)))
    assert told[MAYA].language == "ja"
    assert "ring Ms Hart" in told[MAYA].headline


def test_own_quiet_hours_replace_the_firms(own: Knowledge) -> None:
    assert "8:00" in remind(own, MAYA, f"{DEMO_DAY}T21:00").headline
    choose(own, MAYA, quiet_from=23, quiet_until=6)
    assert "21:00" in remind(own, MAYA, f"{DEMO_DAY}T21:00").headline
    assert "6:00" in remind(own, MAYA, f"{DEMO_DAY}T23:30").headline


def test_no_quiet_hours_at_all_can_be_chosen(own: Knowledge) -> None:
    choose(own, MAYA, quiet_from=0, quiet_until=0)
    assert "3:00" in remind(own, MAYA, f"{DEMO_DAY + dt.timedelta(days=1)}T03:00").headline


def test_times_are_those_of_the_zone_chosen(own: Knowledge) -> None:
    choose(own, MAYA, timezone="Europe/Berlin")
    remind(own, MAYA, f"{DEMO_DAY}T11:00")
    assert MAYA not in dict(bring(own, dt.datetime.combine(DEMO_DAY, dt.time(17, 59), tzinfo=TOKYO)))
    assert MAYA in dict(bring(own, dt.datetime.combine(DEMO_DAY, dt.time(18), tzinfo=TOKYO)))


def test_a_time_zone_that_is_none_is_told_and_the_choice_mends_it(own: Knowledge) -> None:
    with own.engine.begin() as connection:
        connection.execute(text("UPDATE people SET timezone = 'Mars/Base' WHERE key = :key"), {"key": MAYA})
    told = remind(own, MAYA, f"{DEMO_DAY}T11:00").model_dump_json()
    assert "Mars/Base is not a time zone, Asia/Tokyo is used" in told
    choose(own, MAYA, timezone="Europe/Berlin")
    assert "Mars/Base" not in remind(own, MAYA, f"{DEMO_DAY}T11:00").model_dump_json()


def test_colleagues_are_read_with_what_they_chose(own: Knowledge) -> None:
    choose(own, GRACE, language="ja", timezone="Asia/Seoul")
    with own.engine.connect() as connection:
        (grace,) = (who for who in load_colleagues(connection, on=DEMO_DAY).values() if who.key == GRACE)
    assert (grace.language, grace.timezone) == ("ja", "Asia/Seoul")


def test_a_zone_that_nobody_knows_cannot_be_chosen(own: Knowledge) -> None:
    with pytest.raises(ValidationError, match="not a time zone"):
        choose(own, MAYA, timezone="Mars/Base")
