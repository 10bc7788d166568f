"""Who is not meant to see a customer learns nothing, not even that the customer exists."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlalchemy import text

from actions.registry import load_specs
from actions.reply import AccountRef, Reply
from bot.adapters.office import StoreOffice
from bot.dialogue.message import Click, Message
from bot.ports import Spot
from knowledge.kernel.rules import ChannelRule, SlackRules
from tests.bot.slack.conftest import MAYA, TOM, YUKI

SLOTS = {
    "need": "SSO",
    "reason": "unhappy",
    "until": "2026-12-01",
    "outcome": "won",
    "product": "SFA Standard",
    "remind_at": "2026-12-01T09:00:00+00:00",
    "items": "related",
    "ticked": "related",
    "step": "show",
    "urgency": "hot",
}


@pytest.fixture(scope="module")
def hidden(office: StoreOffice) -> AccountRef:
    """A customer of Maya's team, whom neither Yuki nor operations may see, and no example names."""
    query = """SELECT a.id, a.name FROM accounts a JOIN people p ON p.id = a.owner_id
               WHERE p.team = 'International' AND a.name NOT LIKE '%Acme%' AND NOT a.is_test ORDER BY a.id DESC"""
    with office.knowledge.engine.connect() as connection:
        found = connection.execute(text(query)).first()
    assert found
    return AccountRef(id=found.id, name=found.name)


def shown(replies: tuple[Reply, ...]) -> str:
    return "\n".join(reply.model_dump_json() for reply in replies)


def figures_about(told: str) -> set[int | None]:
    """Which accounts the rows behind the figures belong to."""
    figures = [figure for reply in told.splitlines() for figure in json.loads(reply)["figures"]]
    return {figure["lineage"]["account_id"] for figure in figures if figure["lineage"]}


def ask_everything(office: StoreOffice, asker: str, account_id: int, name: str) -> Iterator[tuple[str, str]]:
    """What each intent tells this person, clicked with an account's id, and asked by its name."""
    for intent in list(load_specs()):
        slots = {**SLOTS, "account_id": account_id}
        message = Message(asker, f"leak:{intent}", click=Click(intent, slots), language="en")
        yield f"{intent} clicked", shown(office.conversation.reply_to(message).replies)
    for words in (
        f"what should I offer {name}?",
        f"{name}の状況は？",
        f"hand {name} to sales",
        f"how is {name} doing?",
    ):
        message = Message(asker, f"leak:{words}", words)
        yield words, shown(office.conversation.reply_to(message).replies)


@pytest.mark.parametrize("asker", [YUKI, TOM, "nobody@elsewhere.example"])
def test_no_intent_tells_of_a_customer_out_of_sight(office: StoreOffice, hidden: AccountRef, asker: str) -> None:
    for how, told in ask_everything(office, asker, hidden.id, hidden.name):
        assert '"account":{' not in told, how
        assert hidden.id not in figures_about(told), how
        assert hidden.name not in told.replace(f"“{hidden.name}”", "").replace(f"「{hidden.name}」", ""), how


@pytest.mark.parametrize("asker", [YUKI, TOM, "nobody@elsewhere.example"])
def test_a_hidden_customer_and_one_that_never_was_get_the_same_answer(
    office: StoreOffice, hidden: AccountRef, asker: str
) -> None:
    nobody = 987_654_321
    real = dict(ask_everything(office, asker, hidden.id, hidden.name))
    made_up = dict(ask_everything(office, asker, nobody, hidden.name))
    for how, told in real.items():
        assert "incident" not in told, how
        neutral = _NUMBERED.sub("", told).replace(str(hidden.id), "#")
        assert neutral == _NUMBERED.sub("", made_up[how]).replace(str(nobody), "#").replace(str(hidden.id), "#"), how


_NUMBERED = re.compile(r'\b[0-9a-f]{8}\b|"change":\d+')
"""What is numbered anew at each asking: a key, a change of one's own that can be undone."""


def reply_on(account: AccountRef | None, intent: str = "recommend_offer") -> Reply:
    return Reply(intent=intent, language="en", headline="Offer it.", account=account)


@pytest.mark.parametrize(
    ("spot", "asked_openly", "showing"),
    [
        (Spot("D1", is_private=True), False, "openly"),
        (Spot("C-any", is_private=False), False, "to_asker"),
        (Spot("C-any", is_private=False), True, "openly"),
        (Spot("C-team", is_private=False), False, "openly"),
        (Spot("C-other", is_private=False), False, "to_asker"),
        (Spot("C-account", is_private=False), False, "openly"),
        (Spot("C-team", is_private=False, leaves_firm=True), False, "to_asker"),
        (Spot("C-team", is_private=False, leaves_firm=True), True, "refused"),
    ],
)
def test_facts_stand_only_where_they_may(
    office: StoreOffice, hidden: AccountRef, spot: Spot, asked_openly: bool, showing: str
) -> None:
    key = _key_of(office, hidden)
    channels = {
        "C-team": ChannelRule(team="International"),
        "C-other": ChannelRule(team="国内営業部"),
        "C-account": ChannelRule(account=key),
    }
    rules = office.knowledge.rules.model_copy(update={"slack": SlackRules(channels=channels)})
    mapped = replace(office, knowledge=replace(office.knowledge, rules=rules))
    assert mapped.showing(MAYA, reply_on(hidden), spot, asked_openly=asked_openly) == showing
    assert mapped.showing(MAYA, reply_on(None, "help"), spot, asked_openly=asked_openly) == "openly"


def test_a_colleague_who_may_not_see_a_customer_cannot_share_it(office: StoreOffice, hidden: AccountRef) -> None:
    spot = Spot("C-any", is_private=False)
    assert office.showing(YUKI, reply_on(hidden), spot, asked_openly=True) == "refused"


def _key_of(office: StoreOffice, account: AccountRef) -> str:
    with office.knowledge.engine.connect() as connection:
        found = connection.execute(text("SELECT key FROM accounts WHERE id = :id"), {"id": account.id}).scalar()
    return str(found)
