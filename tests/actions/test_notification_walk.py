"""Each kind of notification: one module tells it, somebody notes it, and it is told of real rows in both languages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select, text

from actions.list_churn_risks.digest import find_turns
from actions.notifications import registry
from actions.notifications.notification import Notification
from bot.dialogue.action_executor import ActionRunner
from knowledge.accounts.queries.aggregates.parts import account_parts
from knowledge.demo import DEMO_DAY
from knowledge.kernel.unit_of_work import AuditedUnitOfWork
from knowledge.kernel.visibility import OPERATOR
from knowledge.knowledge import Knowledge, open_knowledge
from knowledge.nightly.queries.snapshots import assess_part, keep_standings, to_stored
from knowledge.notifications.commands.notifications import NoticeCard, NoticeKind
from knowledge.offers.commands.offer_feedback import decide_rule
from knowledge.offers.rule_state import Decision
from knowledge.tables import Account, Handoff, Hold
from knowledge.targets.review_notes import Trigger

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "actions" / "notifications"
NOT_KINDS = {"__init__", "notification", "registry"}
LANGUAGES = ("en", "ja")
READER = "Grace Whitfield"  # manages those who look after the customers of the examples
SINCE = DEMO_DAY - dt.timedelta(days=30)
NOW = dt.datetime.combine(DEMO_DAY, dt.time(1), tzinfo=dt.UTC)
TODAY = {"day": DEMO_DAY.isoformat(), "due": NOW.isoformat(), "bad_zone": None}
COUNT = {"thing": "customer", "measures": [{"name": "count"}]}


@pytest.fixture(scope="module")
def store(demo: Knowledge, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Knowledge]:
    """The demo company in a store of this module's own."""
    copy = tmp_path_factory.mktemp("notifications") / "own.db"
    with demo.engine.connect() as connection:
        connection.execute(text("VACUUM INTO :copy"), {"copy": str(copy)})
    knowledge = open_knowledge(f"sqlite:///{copy}", trusts_operator=True)
    yield knowledge
    knowledge.engine.dispose()


@pytest.fixture(scope="module")
def known(store: Knowledge) -> dict[str, int]:
    """The rows that the examples are about: a customer, its hold, its handoff, and a rule that was set aside."""
    with store.engine.connect() as connection:
        acme = connection.execute(select(Account.id).where(Account.name == "Acme Corporation")).scalar_one()
    runner = ActionRunner(lambda action: action(store))  # type: ignore[call-arg]
    slots = {"as_of": DEMO_DAY.isoformat(), "now": NOW.isoformat(), "language": "en", "asker": "Hannah Reyes"}
    slots |= {"account_id": acme, "account": "Acme Corporation"}  # type: ignore[dict-item]
    for intent, said in (
        ("hand_off_account", {"need": "single sign-on", "urgency": "normal"}),
        ("hold_account", {"reason": "an outage", "until": "2026-12-24"}),
    ):
        (reply,) = runner.run(intent, sender="operator", slots={**slots, **said}, text="")
        assert not reply.trouble, reply.headline
    with store.access(OPERATOR.key, as_of=DEMO_DAY) as access:
        decide_rule(AuditedUnitOfWork(access, NOW, "test"), "need:1", Decision.SET_ASIDE)
    with store.engine.connect() as connection:
        newest = {
            name: connection.execute(select(func.max(table.id))).scalar_one()
            for name, table in (("hold", Hold), ("handoff", Handoff))
        }
    return {"account": acme, **newest}


@pytest.fixture(scope="module")
def turned(store: Knowledge) -> int:
    """A customer of the reader who turned within the month, of which both ends are kept."""
    with store.access(OPERATOR.key, as_of=SINCE) as access:  # the demo company's own day is kept already
        for part in account_parts(access):
            keep_standings(access, to_stored(assess_part(access, part)))
    with store.access(READER, as_of=DEMO_DAY) as access:
        return next(each.now.account_id for each in find_turns(access, SINCE))


def examples(known: dict[str, int]) -> dict[NoticeKind, dict[str, Any]]:
    """What a card of each kind holds beside what all cards hold."""
    acme = {"account_id": known["account"]}
    return {
        NoticeKind.REMINDER: {**acme, "text": "call them"},
        NoticeKind.CHECKLIST: acme,
        NoticeKind.WATCH: {"text": "how many customers", "facts": {"query": COUNT}},
        NoticeKind.HOLD_ENDED: {**acme, "facts": {"hold_id": known["hold"]}},
        NoticeKind.HANDOFF: {**acme, "facts": {"handoff_id": known["handoff"], "version": 1, "part": "send"}},
        NoticeKind.DIGEST: {"facts": TODAY},
        NoticeKind.WEEKLY: {"facts": TODAY},
        NoticeKind.ALERT: {
            "account_id": known["turned"],
            "facts": {"day": DEMO_DAY.isoformat(), "since": SINCE.isoformat()},
        },
        NoticeKind.FEEDBACK: {"facts": {"month": "2026-08"}},
        NoticeKind.TARGET_REVIEW: {
            "facts": {
                "target": "growing makers",
                "version": 1,
                "trigger": Trigger.WIN_RATE,
                "facts": {"rate": 0.1, "won": 2, "decided": 20, "plan": 0.3},
            }
        },
        NoticeKind.RULE_SET_ASIDE: {"facts": {"rule": "need:1"}},
        NoticeKind.PRIVACY_REQUEST: {"text": "forget me", "facts": {"who": "Rei Rep"}},
    }


def test_each_module_is_a_kind_and_each_kind_has_a_module() -> None:
    modules = {path.stem for path in FOLDER.glob("*.py")} - NOT_KINDS
    kinds = {str(kind) for kind in NoticeKind}
    assert not kinds - modules, f"nobody tells {sorted(kinds - modules)}: add actions/notifications/<kind>.py"
    assert not modules - kinds, f"{sorted(modules - kinds)}: no such kind in NoticeKind"


@pytest.mark.parametrize("kind", list(NoticeKind))
def test_a_kind_is_declared_under_its_name_and_noted_by_somebody(kind: NoticeKind) -> None:
    declared = getattr(registry.notification_of(kind), "kind", None)
    assert declared is kind, f"actions/notifications/{kind}.py: NOTIFICATION is of kind {declared}"
    code = [path.read_text(encoding="utf-8") for path in (ROOT / "knowledge").rglob("*.py")]
    assert any(f"NoticeKind.{kind.name}" in each for each in code), f"nobody in knowledge notes NoticeKind.{kind.name}"


@pytest.mark.parametrize("kind", list(NoticeKind))
def test_a_kind_is_told_of_real_rows_in_both_languages(
    kind: NoticeKind, store: Knowledge, known: dict[str, int], turned: int
) -> None:
    given = examples({**known, "turned": turned})
    assert kind in given, f"tests/actions/test_notification_walk.py: examples() lacks a card of {kind}"
    told = {}
    for language in LANGUAGES:
        card = {"account_id": None, "text": None, "facts": {}, **given[kind], "kind": kind, "language": language}
        moments = {"created_at": NOW, "due_at": NOW, "round": 0, "attempts": 1}
        with store.access(READER, as_of=DEMO_DAY) as access:
            unit_of_work = AuditedUnitOfWork(access, NOW, "notice")
            reply = registry.tell_notice(
                NoticeCard(id=1, key="k", person_key=access.viewer.key, **moments, **card), unit_of_work
            )
        assert reply is not None, f"{kind}: the example of examples() has nothing to tell"
        assert reply.headline
        assert (reply.language, reply.trouble) == (language, False)
        told[language] = reply.headline
    assert told["en"] != told["ja"], f"{kind} has one wording for both languages"


def test_a_half_done_kind_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    planted = Notification(NoticeKind.REMINDER, lambda card, unit_of_work, say: None)
    monkeypatch.setattr(registry, "notification_of", lambda kind: planted)
    with pytest.raises(AssertionError, match="NOTIFICATION is of kind reminder"):
        test_a_kind_is_declared_under_its_name_and_noted_by_somebody(NoticeKind.ALERT)
