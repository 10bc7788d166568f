"""The office over the store: who people are, what they chose, where answers may be shown."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from actions.reply import Reply
from bot.conversation import Conversation
from bot.office import Colleague, Say, Spot
from knowledge.errors import AccountUnknown
from knowledge.knowledge import Knowledge
from knowledge.playbook.phrases import Phrases
from knowledge.store.disclosure import Place, decide_showing
from knowledge.store.facts import drop_fact, find_facts, load_fact, save_fact
from knowledge.store.queries.accounts import find_account_id
from knowledge.store.queries.people import find_by_email, load_email, load_ops_emails
from knowledge.store.settings_of_people import change_own_settings


@dataclass(frozen=True)
class StoreOffice:
    """The office of ``bot.office`` over a store. Nobody who writes from outside is taken for the operator."""

    knowledge: Knowledge
    conversation: Conversation

    @property
    def language(self) -> str:
        """The firm's own language."""
        return self.knowledge.rules.firm.language

    @property
    def ops_channel(self) -> str | None:
        """The channel that operations read."""
        return self.knowledge.rules.slack.ops_channel

    def find_colleague(self, email: str) -> Colleague | None:
        """Who has this e-mail."""
        with self.knowledge.engine.connect() as connection:
            viewer = find_by_email(connection, email)
        return Colleague(viewer.key, viewer.name, viewer.role, viewer.language) if viewer else None

    def email_of(self, person_key: str) -> str | None:
        """The e-mail under which somebody is reached."""
        with self.knowledge.engine.connect() as connection:
            return load_email(connection, person_key)

    def find_account(self, asker: str, name: str) -> int | None:
        """The one customer of this name that the asker may see."""
        try:
            with self.knowledge.book(asker, as_of=self._today()) as book:
                return find_account_id(book, name)
        except AccountUnknown:
            return None

    def ops_emails(self) -> tuple[str, ...]:
        """Those who look after the assistant."""
        with self.knowledge.engine.connect() as connection:
            return load_ops_emails(connection)

    def showing(self, asker: str, reply: Reply, spot: Spot, *, asked_openly: bool) -> str:
        """Whether a reply may stand there, by the rule in ``knowledge.store.disclosure``."""
        place = Place(spot.channel, spot.is_private, spot.leaves_firm)
        account_id = reply.account.id if reply.account else None
        with self.knowledge.book(asker, as_of=self._today()) as book:
            return decide_showing(book, place, stem=reply.stem, account_id=account_id, asked_openly=asked_openly)

    def change_settings(self, asker: str, changes: dict[str, str | int | None]) -> dict[str, Any]:
        """What this person chose for themselves, once ``changes`` are kept."""
        with self.knowledge.engine.begin() as connection:
            return change_own_settings(connection, asker, changes).model_dump()

    def has_phrase(self, name: str) -> bool:
        """Whether ``slack.yml`` has this phrase."""
        return Phrases(self.language).has(f"slack.{name}")

    def say(self, language: str) -> Say:
        """The phrases of ``slack.yml``."""
        phrases = Phrases(language)

        def say(name: str, /, **facts: object) -> str:
            return phrases(f"slack.{name}", **facts)

        return say

    def keep(self, name: str, value: str) -> None:
        """Put a small text in place of what was there, for all replicas."""
        with self.knowledge.engine.begin() as connection:
            save_fact(connection, name, value)

    def kept(self, name: str) -> str | None:
        """A text that was kept."""
        with self.knowledge.engine.connect() as connection:
            return load_fact(connection, name)

    def drop(self, name: str) -> bool:
        """Take a kept text away; whether it was there."""
        with self.knowledge.engine.begin() as connection:
            return drop_fact(connection, name)

    def names(self, beginning: str) -> list[str]:
        """The names of kept texts that begin so."""
        with self.knowledge.engine.connect() as connection:
            return find_facts(connection, beginning)

    def _today(self) -> dt.date:
        return self.conversation.clock.today()
