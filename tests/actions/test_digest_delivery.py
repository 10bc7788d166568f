"""Digests reach each manager once, late ones say so, and one who cannot be reached never blocks the others."""

import datetime as dt
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import text

from actions.answer_alert.answer import AnswerAlert
from actions.notification_dispatcher import NotificationDispatcher
from actions.reply import Reply
from bot.dialogue.action_executor import ActionRunner
from knowledge.demo import DEMO_DAY
from knowledge.knowledge import Knowledge, open_knowledge
from knowledge.metrics.metric import Metric
from knowledge.metrics.rules import MetricRules
from knowledge.people.settings import change_own_settings
from knowledge.playbook.rules import Rules

GRACE, KONDO = "demo:grace.whitfield", "demo:makoto.kondo"
TOKYO = ZoneInfo("Asia/Tokyo")


def is_daily(reply: Reply) -> bool:
    return reply.intent == "list_churn_risks" and reply.account is None


class Inbox:
    """Where replies arrive; those in ``away`` cannot be reached."""

    def __init__(self, *away: str) -> None:
        self.away = set(away)
        self.told: list[tuple[str, Reply]] = []

    def __call__(self, person_key: str, reply: Reply, *, key: str, again: bool) -> None:
        if person_key in self.away:
            raise ConnectionError(person_key)
        self.told.append((person_key, reply))

    def digests(self) -> dict[str, str]:
        return {person: reply.headline for person, reply in self.told if is_daily(reply)}


@pytest.fixture
def own(demo: Knowledge, tmp_path: Path) -> Iterator[Knowledge]:
    """A demo company of one's own, to write in."""
    shutil.copy(str(demo.engine.url.database), tmp_path / "own.db")
    knowledge = open_knowledge(f"sqlite:///{tmp_path / 'own.db'}", trusts_operator=True)
    yield knowledge
    knowledge.engine.dispose()


def dispatcher(knowledge: Knowledge, *, hour: int, day: dt.date = DEMO_DAY) -> NotificationDispatcher:
    now = dt.datetime.combine(day, dt.time(hour), tzinfo=TOKYO)
    return NotificationDispatcher(knowledge, lambda: now, "one")


def test_each_manager_is_told_once_at_their_own_hour(own: Knowledge) -> None:
    inbox = Inbox()
    for hour in (8, 9, 10):
        dispatcher(own, hour=hour).bring(inbox)
        replace(dispatcher(own, hour=hour), name="two").bring(inbox)
    assert list(inbox.digests()) == [KONDO]  # it is night in London
    dispatcher(own, hour=17).bring(inbox)
    assert inbox.digests().keys() == {KONDO, GRACE}
    assert len([person for person, reply in inbox.told if person == KONDO and is_daily(reply)]) == 1


def test_a_missed_morning_is_caught_up_once_and_marked_late(own: Knowledge) -> None:
    inbox = Inbox()
    dispatcher(own, hour=13).bring(inbox)
    dispatcher(own, hour=14).bring(inbox)
    (reply,) = [reply for person, reply in inbox.told if person == KONDO and is_daily(reply)]
    assert reply.sections[0].key == "late"
    assert "8:30" in reply.sections[0].lines[0].text


def test_whoever_cannot_be_reached_never_blocks_the_others_and_is_tried_again(own: Knowledge) -> None:
    inbox = Inbox(KONDO)
    dispatcher(own, hour=18).bring(inbox)
    assert list(inbox.digests()) == [GRACE]
    inbox.away.clear()
    dispatcher(own, hour=19).bring(inbox)
    assert KONDO in inbox.digests()


def test_a_time_zone_that_nobody_knows_does_not_stop_the_digest(own: Knowledge) -> None:
    with own.engine.begin() as connection:
        connection.execute(text("UPDATE people SET timezone = 'Mars/Base' WHERE key = :key"), {"key": KONDO})
    inbox = Inbox()
    dispatcher(own, hour=9).bring(inbox)
    assert KONDO in inbox.digests()


def test_a_day_that_is_over_is_not_told_any_more(own: Knowledge) -> None:
    inbox = Inbox(KONDO, GRACE)
    dispatcher(own, hour=18).bring(inbox)
    inbox.away.clear()
    tomorrow = DEMO_DAY + dt.timedelta(days=1)
    dispatcher(own, hour=18, day=tomorrow).bring(inbox)
    assert [person for person, reply in inbox.told if is_daily(reply)].count(KONDO) == 1


@pytest.mark.parametrize("step", ["snooze", "task", "to_cs", "not_useful"])
@pytest.mark.parametrize("language", ["en", "ja"])
def test_each_button_says_what_it_did(own: Knowledge, step: str, language: str) -> None:
    runner = ActionRunner(lambda action: action(own))  # type: ignore[call-arg]
    with own.engine.connect() as connection:
        found = connection.execute(text("SELECT id FROM accounts WHERE name = 'Saltmarsh Textiles'")).scalar()
    now = dt.datetime.combine(DEMO_DAY, dt.time(10), tzinfo=TOKYO).isoformat()
    slots = {"asker": GRACE, "as_of": DEMO_DAY.isoformat(), "now": now, "language": language}
    told = {**slots, "account_id": found, "step": step}
    (reply,) = runner.run(AnswerAlert.intent, sender=GRACE, slots=told, text="")
    assert "Saltmarsh Textiles" in reply.headline
    asked = {"task": "Maya Collins", "to_cs": "Hannah Reyes"}
    assert asked.get(step, "") in reply.headline
    told = {**slots, "date": "2026-06-01"}
    (digest,) = runner.run("list_churn_risks", sender=GRACE, slots=told, text="")
    assert any("Saltmarsh" in section.title for section in digest.sections) == (step != "snooze")


@pytest.mark.parametrize(
    ("language", "says"),
    [
        (
            "en",
            ["rates.csv, is not there", "2026-09,USD", "rates.csv, line 3", "retention is probably meant", "sad.yml"],
        ),
        ("ja", ["rates.csv が見つかりません", "2026-09,USD", "3行目", "「retention」の誤り", "sad.yml"]),
    ],
)
def test_what_is_to_be_mended_is_said_and_the_digest_is_sent_all_the_same(
    own: Knowledge, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: str, says: list[str]
) -> None:
    """No rate file, one without the month, one with an unreadable line; a misspelt figure; a broken target file."""
    (tmp_path / "targets").mkdir()
    (tmp_path / "targets" / "sad.yml").write_text("versions:\n  - {version: 1, hypotesis: x}\n")
    monkeypatch.setenv("OSUSUME_TARGETS", str(tmp_path / "targets"))
    rates = tmp_path / "rates.csv"
    metrics = MetricRules.model_validate({"rates_file": str(rates), "targets": {"retentoin": 0.9, "ltv": 5}})
    assert list(metrics.targets) == [Metric.LTV]
    with own.engine.begin() as connection:
        connection.execute(text("UPDATE subscriptions SET currency = 'USD' WHERE account_id = 27"))
        change_own_settings(connection, KONDO, {"language": language})
    told = ""
    for day, lines in enumerate([None, "2026-08,USD,146\n", "2026-08,USD,146\n2026-09,USD,dear\n"]):
        if lines:
            rates.write_text(f"month,currency,rate\n{lines}")
        knowledge = replace(own, rules=Rules(metrics=metrics))
        inbox = Inbox()
        dispatcher(knowledge, hour=10, day=DEMO_DAY - dt.timedelta(days=2 - day)).bring(inbox)
        (reply,) = [reply for person, reply in inbox.told if person == KONDO and is_daily(reply)]
        assert reply.figures
        mending = next(section for section in reply.sections if section.key == "to_mend")
        told += "\n".join(line.text for line in mending.lines)
    for words in says:
        assert words in told, told
