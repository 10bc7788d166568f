"""The one place where the bot meets knowledge: opens the store, makes the actions, reads the clock."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from platformdirs import user_data_path
from rasa_sdk.interfaces import Action

from bot.acting import ActionRunner
from bot.conversation import Conversation
from bot.spotting import Found, NameSpotter
from bot.understanding.understanding import AccountMention
from knowledge.errors import OsusumeError, StoreEmpty
from knowledge.importing import FileReport, ImportReport, Progress, import_files
from knowledge.knowledge import Knowledge, open_knowledge
from knowledge.settings import ROOT, cache_folder
from knowledge.store.conversations import load_conversation, save_conversation
from knowledge.store.facts import load_fixed_day, save_fixed_day
from knowledge.store.queries.accounts import count_accounts, find_known_names
from knowledge.store.sight import OPERATOR

__all__ = [
    "OPERATOR_KEY",
    "FileReport",
    "ImportReport",
    "OsusumeError",
    "import_exports",
    "open_conversation",
    "prepare_demo",
]

OPERATOR_KEY = OPERATOR.key
_DEMO = "demo"


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
        with self.knowledge.engine.connect() as connection:
            return load_conversation(connection, thread, asker, since=since)

    def save(self, thread: str, asker: str, state: dict[str, Any]) -> None:
        """Remember the state."""
        with self.knowledge.engine.begin() as connection:
            save_conversation(connection, thread, asker, state, at=_now())


def open_conversation(store: str | None = None) -> Conversation:
    """The assistant over the store at this address, ready to be asked.

    Raises StoreEmpty when nothing was imported yet, StoreUnreachable, SettingsBroken.
    """
    from bot.understanding.understander import Understander

    knowledge = open_knowledge(_address(store), trusts_operator=True)
    clock = _clock(knowledge)
    with knowledge.book(OPERATOR_KEY, as_of=clock.today()) as book:
        if not count_accounts(book):
            raise StoreEmpty(
                "The customer store is empty. Import your exports with `osusume import PATH`, "
                'or ask the demo company: `osusume ask --store demo "what should I offer Acme?"`'
            )

    def make(action: type[Action]) -> Action:
        return action(knowledge)  # type: ignore[call-arg]

    understander = Understander(
        NameSpotter(_known_names(knowledge)), data_dir=ROOT / "data" / "nlu", cache_dir=cache_folder()
    )
    return Conversation(understander, ActionRunner(make), StoreMemory(knowledge), clock)


def _known_names(knowledge: Knowledge) -> Callable[[Sequence[str], str], Found]:
    def known(groups: Sequence[str], asker: str) -> Found:
        with knowledge.book(asker, as_of=_now().date()) as book:
            found = find_known_names(book, groups)
        return {
            group: tuple(AccountMention(account_id, name) for account_id, name in accounts)
            for group, accounts in found.items()
        }

    return known


def import_exports(
    paths: Sequence[Path],
    *,
    store: str | None,
    mapping: str | None,
    dry_run: bool,
    progress: Progress | None,
) -> ImportReport:
    """Bring a person's exports into the store at this address.

    Raises ImportRefused, StoreUnreachable, SettingsBroken; nothing was written then.
    """
    today = _now().date()
    address = _address(store)
    return import_files(paths, store=address, as_of=today, mapping=mapping, dry_run=dry_run, progress=progress)


def prepare_demo() -> None:
    """Fill the demo store with the demo company, once."""
    from knowledge.demo import DEMO_DAY, build_demo

    knowledge = open_knowledge(_demo_address(), trusts_operator=True)
    with knowledge.book(OPERATOR_KEY, as_of=DEMO_DAY) as book:
        filled = count_accounts(book) > 0
    if not filled:
        build_demo(knowledge.engine)
        with knowledge.engine.begin() as connection:
            save_fixed_day(connection, DEMO_DAY)
    knowledge.engine.dispose()


def _clock(knowledge: Knowledge) -> FirmClock:
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
