"""The week's digest: shared targets for sales and CS, unheeded rules for operations, once a week, at people's hours."""

import datetime as dt
from pathlib import Path

import pytest
from sqlalchemy import text

from actions.notification_dispatcher import NotificationDispatcher
from actions.notifications.weekly import tell_rule_records, tell_weekly
from actions.reply import Reply
from knowledge.demo import DEMO_DAY
from knowledge.kernel.access import open_access
from knowledge.kernel.bulk_load import load_rows
from knowledge.knowledge import Knowledge
from knowledge.metrics.metric import Metric
from knowledge.metrics.rules import MetricRules
from knowledge.notifications.commands.notifications import NoticeKind
from knowledge.people.settings import change_own_settings
from knowledge.playbook.phrases import Phrases
from knowledge.playbook.rules import Rules
from tests.actions.test_digest_delivery import GRACE, KONDO, TOKYO, Inbox, dispatcher, is_daily

HANNAH, TOM = "demo:hannah.reyes", "demo:tom.ellery"
MONDAY = DEMO_DAY - dt.timedelta(days=2)


@pytest.fixture
def own(own_demo: Knowledge) -> Knowledge:
    return own_demo


def weeklies(inbox: Inbox) -> dict[str, list[Reply]]:
    found: dict[str, list[Reply]] = {}
    for person, reply in inbox.told:
        if reply.intent == "show_metrics":
            found.setdefault(person, []).append(reply)
    return found


def lines(reply: Reply) -> list[str]:
    return [line.text for section in reply.sections for line in section.lines]


def test_sales_and_cs_read_the_same_targets_once_a_week(own: Knowledge) -> None:
    inbox = Inbox()
    for day in (MONDAY, MONDAY + dt.timedelta(days=1), DEMO_DAY):
        dispatcher(own, hour=18, day=day).bring(inbox)
    told = weeklies(inbox)
    assert {KONDO, GRACE, HANNAH} <= told.keys()
    assert all(len(replies) == 1 for replies in told.values())
    (grace,), (hannah,) = told[GRACE], told[HANNAH]
    assert grace.tables == hannah.tables
    assert grace.tables[0].rows[-1][0] == "NPS"  # revenue never stands without satisfaction
    assert any(line.startswith("Lost means: ") for line in lines(grace))  # nor losses without what they are


def test_a_monday_that_was_missed_is_caught_up_and_says_so(own: Knowledge) -> None:
    inbox = Inbox()
    dispatcher(own, hour=18, day=DEMO_DAY).bring(inbox)
    (reply,) = weeklies(inbox)[KONDO]
    assert reply.sections[0].key == "late"


def test_last_weeks_digest_is_not_told_this_week(own: Knowledge) -> None:
    inbox = Inbox(KONDO)
    dispatcher(own, hour=18, day=MONDAY).bring(inbox)
    inbox.away.clear()
    dispatcher(own, hour=18, day=MONDAY + dt.timedelta(days=8)).bring(inbox)  # Tuesday of the week after
    assert len(weeklies(inbox)[KONDO]) == 1


def test_the_hour_and_quiet_hours_that_somebody_chose_hold(own: Knowledge) -> None:
    with own.engine.begin() as connection:
        change_own_settings(connection, KONDO, {"digest_hour": 7})
        change_own_settings(connection, HANNAH, {"quiet_until": 11})
    inbox = Inbox()
    at_seven = dt.datetime.combine(MONDAY, dt.time(7, 1), tzinfo=TOKYO)
    NotificationDispatcher(own, lambda: at_seven, "one").bring(inbox)
    assert [person for person, reply in inbox.told if is_daily(reply)] == [KONDO]
    dispatcher(own, hour=10, day=MONDAY).bring(inbox)
    assert HANNAH not in weeklies(inbox)
    dispatcher(own, hour=11, day=MONDAY).bring(inbox)
    assert HANNAH in weeklies(inbox)


@pytest.mark.parametrize("language", ["en", "ja"])
def test_a_missing_rate_is_one_line_and_the_rest_is_told(own: Knowledge, language: str) -> None:
    with own.engine.begin() as connection:
        connection.execute(text("UPDATE subscriptions SET currency = 'USD' WHERE account_id = 2"))
    rules = Rules(metrics=MetricRules(targets={Metric.RETENTION: 0.9}))
    viewer = own.viewer(GRACE)
    with open_access(own.engine, viewer, rules, as_of=DEMO_DAY) as access:
        reply = tell_weekly(access, Phrases(language), bad_zone="Mars/Base")
    assert reply is not None
    mending = next(section for section in reply.sections if section.key == "to_mend")
    assert any("USD" in line.text for line in mending.lines)
    assert any("Mars/Base" in line.text for line in mending.lines)


def test_a_misspelt_target_file_is_one_line_in_the_digest(
    own: Knowledge, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "growing.yml").write_text("versions:\n  - version: 1\n    date: 2026-01-01\n    hypotesis: x\n")
    monkeypatch.setenv("OSUSUME_TARGETS", str(tmp_path))
    with own.access(GRACE, as_of=DEMO_DAY) as access:
        reply = tell_weekly(access, Phrases("en"))
    assert reply is not None
    assert reply.tables
    assert any("growing.yml" in line for line in lines(reply))


@pytest.mark.parametrize("language", ["en", "ja"])
def test_operations_are_told_of_a_rule_that_nobody_acts_on(own: Knowledge, language: str) -> None:
    day = DEMO_DAY - dt.timedelta(days=40)
    moment = dt.datetime.combine(day, dt.time(), tzinfo=dt.UTC)
    facts = {"day": day.isoformat(), "signal": "inquiries_silent", "since": day.isoformat(), "kind": "new"}
    common = {"person_key": GRACE, "kind": NoticeKind.ALERT, "language": "en", "state": "delivered", "facts": facts}
    common |= {"created_at": moment, "due_at": moment, "attempts": 1, "round": 0, "text": None}
    with own.engine.begin() as connection:
        quiet = [50 + n for n in range(12)]
        connection.execute(text("DELETE FROM touches WHERE account_id BETWEEN 50 AND 61"))
        load_rows(connection, {"notices": [{**common, "key": f"n{i}", "account_id": i} for i in quiet]})
    with own.access(TOM, as_of=DEMO_DAY) as access:
        reply = tell_weekly(access, Phrases(language))
        headline, told = tell_rule_records(access, Phrases(language))
    assert reply is not None
    assert reply.headline == headline
    assert "osusume rules test inquiries_silent" in told[0].text
    assert "12" in told[0].text


def test_operations_hear_nothing_where_there_is_nothing_to_see_to(own: Knowledge) -> None:
    with own.access(TOM, as_of=DEMO_DAY) as access:
        assert tell_weekly(access, Phrases("en")) is None
