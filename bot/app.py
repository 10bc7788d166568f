"""The one place where the bot meets knowledge: opens the store, makes the actions, reads the clock."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from platformdirs import user_data_path
from rasa_sdk.interfaces import Action

from actions.registry import FOLDER
from bot.adapters.audit import StoreAudit
from bot.adapters.idempotency import StoreTurns
from bot.adapters.names import StoreNames
from bot.adapters.office import StoreOffice
from bot.dialogue.action_executor import ActionRunner
from bot.dialogue.conversation import Conversation
from knowledge.accounts.queries.accounts import count_accounts, find_account_id
from knowledge.catalogue.queries.house_products import check_house_style
from knowledge.errors import OsusumeError, StoreEmpty
from knowledge.kernel.audit_trail import AuditLine, load_audit
from knowledge.kernel.conversations import load_conversation, save_conversation
from knowledge.kernel.idempotency import joined, reading
from knowledge.kernel.key_value import load_fixed_day, save_fixed_day
from knowledge.kernel.visibility import OPERATOR
from knowledge.knowledge import Knowledge, open_knowledge
from knowledge.settings import ROOT, cache_folder, default_store_url

__all__ = [
    "OPERATOR_KEY",
    "AuditLine",
    "FileReport",
    "ImportReport",
    "OsusumeError",
    "StoreOffice",
    "import_exports",
    "open_conversation",
    "open_dispatcher",
    "open_office",
    "prepare_demo",
    "read_audit",
    "store_address",
]

OPERATOR_KEY = OPERATOR.key
_DEMO = "demo"


if TYPE_CHECKING:
    from actions.notification_dispatcher import NotificationDispatcher
    from knowledge.imports.by_rules import Answers, FileReport, ImportReport, Progress


@dataclass(frozen=True)
class FirmClock:
    """The firm's business day: that of its time zone, or the fixed day of a demo store."""

    timezone: str
    fixed_day: dt.date | None

    def today(self) -> dt.date:
        """The day asked about when nobody names one."""
        return self.fixed_day or dt.datetime.now(tz=ZoneInfo(self.timezone)).date()

    def now(self, day: dt.date | None = None) -> dt.datetime:
        """The moment in the firm's zone; on another day, at the real time of day."""
        real = dt.datetime.now(tz=ZoneInfo(self.timezone))
        meant = day or self.fixed_day
        return real.replace(year=meant.year, month=meant.month, day=meant.day) if meant else real


@dataclass(frozen=True)
class StoreMemory:
    """Conversations in the store; they expire as ``config.yml`` says."""

    knowledge: Knowledge

    def load(self, thread: str, asker: str) -> dict[str, Any]:
        """The state of a thread; empty when it is new or has expired."""
        since = _now() - dt.timedelta(minutes=self.knowledge.rules.conversation.expires_minutes)
        with reading(self.knowledge.engine) as connection:
            return load_conversation(connection, thread, asker, since=since)

    def save(self, thread: str, asker: str, state: dict[str, Any]) -> None:
        """Remember the state."""
        with joined(self.knowledge.engine) as connection:
            save_conversation(connection, thread, asker, state, at=_now())


class NoMemory:
    """Forgets at once."""

    def load(self, thread: str, asker: str) -> dict[str, Any]:
        """Nothing."""
        del thread, asker
        return {}

    def save(self, thread: str, asker: str, state: dict[str, Any]) -> None:
        """Let it go."""


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

    knowledge = open_knowledge(_address(store), trusts_operator=True)
    clock = firm_clock(knowledge)
    return NotificationDispatcher(knowledge, lambda: clock.now(as_of), name)


def read_audit(
    store: str | None, *, person: str | None, account: str | None, since: dt.datetime | None, limit: int
) -> tuple[AuditLine, ...]:
    """The newest entries of the audit trail. PersonUnknown or AccountUnknown for a name that nobody has."""
    knowledge = open_knowledge(_address(store), trusts_operator=True)
    key = knowledge.viewer(person).key if person else None
    with knowledge.access(OPERATOR_KEY, as_of=_now().date()) as access:
        account_id = find_account_id(access, account) if account else None
        return load_audit(access.connection, person_key=key, account_id=account_id, since=since, limit=limit)


def store_address(store: str | None) -> str:
    """The URL of a store as a person names it; durable work is kept beside it."""
    return _address(store) or default_store_url()


def open_filled(store: str | None) -> Knowledge:
    """The store at this address, opened by whoever holds it. StoreEmpty when nothing was imported yet."""
    knowledge = open_knowledge(_address(store), trusts_operator=True)
    clock = firm_clock(knowledge)
    with knowledge.access(OPERATOR_KEY, as_of=clock.today()) as access:
        if not count_accounts(access):
            raise StoreEmpty(
                "The customer store is empty. Import your exports with `osusume import PATH`, "
                'or ask the demo company: `osusume ask --store demo "what should I offer Acme?"`'
            )
        check_house_style(access)
    return knowledge


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
    )
    message_reader = MessageReader(
        firm, questions=FOLDER, trained=ROOT / "data" / "trained", cache_dir=cache_folder(), encoder=encoder
    )
    memory, audit, turns = StoreMemory(knowledge), StoreAudit(knowledge), StoreTurns(knowledge)
    return Conversation(message_reader, ActionRunner(make), memory, clock, audit, turns, rules.language)


def import_exports(
    paths: Sequence[Path],
    *,
    store: str | None,
    mapping: str | None,
    dry_run: bool,
    progress: Progress | None,
    answers: Answers | None = None,
) -> ImportReport:
    """Bring a person's exports into the store at this address.

    Raises ImportRefused, StoreUnreachable, SettingsBroken; nothing was written then.
    """
    from knowledge.imports.by_rules import import_files

    today = _now().date()
    address = _address(store)
    return import_files(
        paths,
        store=address,
        as_of=today,
        mapping=mapping,
        dry_run=dry_run,
        progress=progress,
        answers=answers,
    )


def prepare_demo() -> None:
    """Fill the demo store with the demo company, once."""
    _fill_demo(_demo_address())


@cache
def _fill_demo(address: str) -> None:
    knowledge = open_knowledge(address, trusts_operator=True)
    with knowledge.access(OPERATOR_KEY, as_of=_now().date()) as access:
        filled = count_accounts(access) > 0
    if not filled:
        from knowledge.demo import DEMO_DAY, build_demo

        build_demo(knowledge.engine)
        with knowledge.engine.begin() as connection:
            save_fixed_day(connection, DEMO_DAY)
    knowledge.engine.dispose()


def firm_clock(knowledge: Knowledge) -> FirmClock:
    """The firm's clock; a demo store's stands still."""
    with knowledge.engine.connect() as connection:
        return FirmClock(knowledge.rules.firm.timezone, load_fixed_day(connection))


def _address(store: str | None) -> str | None:
    """The store's URL; ``demo`` names the demo company, which is filled when it is first asked for."""
    if store != _DEMO:
        return store
    prepare_demo()
    return _demo_address()


def _demo_address() -> str:
    return f"sqlite:///{Path(user_data_path('osusume')) / 'demo.db'}"


def _now() -> dt.datetime:
    return dt.datetime.now(tz=dt.UTC)
