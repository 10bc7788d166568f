"""An answer says which of its facts a source told long ago, and a gate that opens on such facts says so."""

from __future__ import annotations

import datetime as dt

from actions.mending import find_to_mend
from actions.reply import Reply
from knowledge.demo import DEMO_DAY
from knowledge.kernel.visibility import OPERATOR
from knowledge.knowledge import Knowledge
from knowledge.playbook.phrases import Phrases
from knowledge.sync.freshness import find_failing, find_stale
from knowledge.sync.rules import SyncRules
from knowledge.sync.state import TableState, save_states
from knowledge.terms import Verdict
from tests.actions.conftest import Ask

NOW = dt.datetime.combine(DEMO_DAY, dt.time(1), tzinfo=dt.UTC)  # 10:00 in Tokyo
EVENING = NOW - dt.timedelta(hours=16)  # 18:00 there, the day before


def keep(knowledge: Knowledge, source: str, *tables: str, synced_at: dt.datetime, failure: str | None = None) -> None:
    state = TableState(source, "all", synced_at, tables, synced_at=synced_at)
    with knowledge.engine.begin() as connection:
        save_states(connection, source, [state.fails(failure, at=NOW) if failure else state])


def told(reply: Reply) -> list[str]:
    return [line.text for section in reply.sections if section.key == "freshness" for line in section.lines]


def test_an_offer_on_stale_tickets_says_as_of_when_and_that_the_gate_was_opened_on_them(
    own_demo: Knowledge, do: Ask
) -> None:
    before = do("recommend_offer", "Acme Corporation")
    keep(own_demo, "zendesk", "tickets", "surveys", synced_at=EVENING)
    reply = do("recommend_offer", "Acme Corporation")
    assert reply.verdict is Verdict.NOW
    assert told(reply) == [
        "Tickets and survey answers as of yesterday 18:00: zendesk has not been read since.",
        "Nothing of what was read speaks against an offer; make sure of the rest in zendesk before you make it.",
    ]
    assert reply.sections[:-1] == before.sections
    japanese = do("recommend_offer", "Acme Corporation", language="ja")
    assert "は昨日18:00時点のデータです（その後、zendeskから取り込めていません）" in told(japanese)[0]


def test_a_closed_gate_names_the_age_and_opens_nothing(own_demo: Knowledge, do: Ask) -> None:
    keep(own_demo, "zendesk", "tickets", synced_at=EVENING)
    reply = do("recommend_offer", "Initech")
    assert reply.verdict is Verdict.NOT_NOW
    assert len(told(reply)) == 1


def test_fresh_data_and_what_rests_on_other_data_say_nothing(own_demo: Knowledge, do: Ask) -> None:
    keep(own_demo, "zendesk", "tickets", synced_at=NOW - dt.timedelta(hours=5))
    assert told(do("recommend_offer", "Acme Corporation")) == []
    keep(own_demo, "shop", "leads", synced_at=EVENING)
    assert told(do("check_usage", "Acme Corporation")) == []
    assert told(do("help")) == []


def test_what_fails_is_named_where_things_to_mend_are_told(own_demo: Knowledge) -> None:
    keep(own_demo, "zendesk", "tickets", synced_at=EVENING, failure="tickets: has no column 'priority'")
    with own_demo.access(OPERATOR.key, as_of=DEMO_DAY) as access:
        for language, since in (("en", "cannot be synced since"), ("ja", "同期できていません")):
            (line,) = find_to_mend(access, Phrases(language))
            assert since in line.text
            assert "has no column 'priority'" in line.text


def test_a_source_is_stale_from_the_threshold_on_as_of_its_oldest_table() -> None:
    rules = SyncRules(stale_after_hours=6)
    at = NOW - dt.timedelta(hours=6)
    newer = TableState("crm", "deals", NOW, ("deals",), synced_at=at + dt.timedelta(seconds=1))
    older = TableState("crm", "people", NOW, ("people",), synced_at=at)
    oldest = TableState("crm", "clients", NOW, ("accounts",), synced_at=at - dt.timedelta(hours=1))
    assert find_stale([newer], rules, now=NOW) == []
    (stale,) = find_stale([newer, older, oldest], rules, now=NOW)
    assert (stale.synced_at, stale.tables) == (oldest.synced_at, ("people", "accounts"))


def test_since_when_it_fails_is_kept_until_it_goes_right() -> None:
    state = TableState("crm", "deals", NOW)
    failing = state.fails("away", at=NOW).fails("still away", at=NOW + dt.timedelta(hours=1))
    (found,) = find_failing([failing])
    assert (found.since, found.why) == (NOW, "still away")
    right = failing.succeeds(at=NOW + dt.timedelta(hours=2), cursor=7, is_full=True, feeds=["deals"])
    assert find_failing([right]) == []
    assert (right.cursor, right.full_at) == (7, NOW + dt.timedelta(hours=2))
