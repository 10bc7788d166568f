"""Which signals' alerts are acted on, and which are proposed for less weight."""

import datetime as dt

import pytest
from sqlalchemy import Engine

from knowledge.churn.queries.alert_record import SignalRecord, load_signal_records
from knowledge.churn.signals import SILENCE
from knowledge.kernel.access import open_access
from knowledge.kernel.bulk_load import load_rows
from knowledge.kernel.visibility import OPERATOR
from knowledge.notifications.commands.notifications import NewNotice, NoticeKind, add_notice, claim_due, mark_delivered
from knowledge.notifications.rules import DigestRules
from knowledge.playbook.rules import Rules

TODAY = dt.date(2026, 9, 30)
NOW = dt.datetime(2026, 9, 10, 1, tzinfo=dt.UTC)
MINE = {"source": "test"}


@pytest.fixture
def alerted(engine: Engine) -> Engine:
    """Three customers alerted on 10 September for silence; the first was called two days later, the next too late."""
    names = [{"id": n, "key": f"a{n}", "name": f"A{n}", "normal_name": f"a{n}", **MINE} for n in (1, 2, 3)]
    touched = [
        {"key": f"t{n}", "account_id": n, "happened_on": dt.date(2026, 9, day), "kind": "call", **MINE}
        for n, day in ((1, 12), (2, 25))
    ]
    with engine.begin() as connection:
        load_rows(connection, {"accounts": [{**row, "is_test": False} for row in names], "touches": touched})
        for n in (1, 2, 3):
            facts = {"day": "2026-09-10", "since": "2026-09-09", "kind": "new", "signal": "silence"}
            add_notice(connection, NewNotice(f"alert:{n}", "rei", NoticeKind.ALERT, "en", NOW, n, facts=facts), at=NOW)
    for card in claim_due(engine, now=NOW, worker="one", lease=dt.timedelta(minutes=2)):
        mark_delivered(engine, card, now=NOW)
    return engine


def test_an_alert_counts_as_acted_on_when_a_touch_follows_in_time(alerted: Engine) -> None:
    with open_access(alerted, OPERATOR, Rules(), as_of=TODAY) as access:
        assert load_signal_records(access) == [SignalRecord(SILENCE.key, alerts=3, acted=1)]


def test_an_alert_whose_time_to_act_is_not_over_does_not_count_yet(alerted: Engine) -> None:
    with open_access(alerted, OPERATOR, Rules(), as_of=dt.date(2026, 9, 15)) as access:
        assert load_signal_records(access) == []


def test_less_weight_is_proposed_only_on_enough_alerts() -> None:
    rules = DigestRules(fewest_alerts=10, least_acted_share=0.5)
    assert SignalRecord(SILENCE.key, alerts=10, acted=4).is_to_demote(rules)
    assert not SignalRecord(SILENCE.key, alerts=10, acted=5).is_to_demote(rules)
    assert not SignalRecord(SILENCE.key, alerts=9, acted=0).is_to_demote(rules)
