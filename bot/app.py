"""The composition root: puts the assistant together over a store, and nothing else."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

from rasa_sdk.interfaces import Action

from actions.registry import FOLDER
from bot.adapters.articles import StoreArticles
from bot.adapters.audit import StoreAudit
from bot.adapters.clock import firm_clock
from bot.adapters.idempotency import StoreTurns
from bot.adapters.memory import NoMemory, StoreMemory
from bot.adapters.names import StoreNames
from bot.adapters.office import StoreOffice
from bot.adapters.open_store import open_filled, open_named
from bot.dialogue.action_executor import ActionRunner
from bot.dialogue.conversation import Conversation
from knowledge.knowledge import Knowledge
from knowledge.settings import ROOT, cache_folder

if TYPE_CHECKING:
    from actions.notification_dispatcher import NotificationDispatcher


def open_conversation(store: str | None = None, *, remembers: bool = True) -> Conversation:
    """The assistant over the store at this address, ready to be asked by whoever holds the store.

    Without ``remembers`` each question stands for itself.

    Raises StoreEmpty when nothing was imported yet, StoreUnreachable, SettingsBroken.
    """
    conversation = _converse(open_filled(store))
    return conversation if remembers else replace(conversation, memory=NoMemory())


def open_office(store: str | None = None) -> StoreOffice:
    """The same for people who write from outside: each must be known, nobody is the operator."""
    knowledge = replace(open_filled(store), trusts_operator=False)
    return StoreOffice(knowledge, _converse(knowledge))


def open_dispatcher(
    store: str | None = None, *, as_of: dt.date | None = None, name: str = "one"
) -> NotificationDispatcher:
    """Brings people what is due for them; ``name`` tells this replica from others."""
    from actions.notification_dispatcher import NotificationDispatcher

    knowledge = open_named(store)
    clock = firm_clock(knowledge)
    return NotificationDispatcher(knowledge, lambda: clock.now(as_of), name)


def _converse(knowledge: Knowledge) -> Conversation:
    from bot.nlu.encoder import load_encoder
    from bot.nlu.message_reader import Firm, MessageReader

    encoder = load_encoder(cache_folder())  # one for intents and playbook
    knowledge = replace(knowledge, encode=encoder.encode)

    def make(action: type[Action]) -> Action:
        return action(knowledge)  # type: ignore[call-arg]

    clock, rules = firm_clock(knowledge), knowledge.rules.firm
    names = StoreNames(knowledge)
    firm = Firm(
        names,
        names.lexicon,
        names.segments,
        clock.now,
        rules.fiscal_year_starts,
        rules.currency,
        rules.language,
        names.role_of,
        names.contacts,
        StoreArticles(knowledge).nearest,
    )
    message_reader = MessageReader(
        firm, questions=FOLDER, trained=ROOT / "data" / "trained", cache_dir=cache_folder(), encoder=encoder
    )
    memory, audit, turns = StoreMemory(knowledge), StoreAudit(knowledge), StoreTurns(knowledge)
    return Conversation(message_reader, ActionRunner(make), memory, clock, audit, turns, rules.language)
