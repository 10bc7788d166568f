"""What agents need of the store: who a token stands for, customers by name, rows of look-ups, previews."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any

from bot.adapters.memory import NoMemory
from bot.adapters.office import StoreOffice
from bot.adapters.open_store import opened
from bot.app import open_office
from bot.clock import utc_now
from bot.dialogue.conversation import Conversation
from bot.mcp.callers import Caller
from knowledge.accounts.names.search import find_accounts, is_sure
from knowledge.agents.commands import previews
from knowledge.agents.commands.previews import Preview
from knowledge.agents.commands.tokens import create_token, note_use, revoke_token
from knowledge.agents.queries.tokens import TokenCard, find_token, list_tokens
from knowledge.errors import FieldUnknown, OsusumeError, PersonUnknown
from knowledge.kernel.idempotency import reading
from knowledge.knowledge import Knowledge
from knowledge.people.queries.people import find_viewer
from knowledge.semantic.described import describe
from knowledge.semantic.loading import load_catalogue
from knowledge.semantic.look_up import look_up
from knowledge.semantic.query import Query, Shape, shape_of

__all__ = [
    "AgentDoor",
    "OsusumeError",
    "Preview",
    "TokenCard",
    "end_token",
    "make_token",
    "open_agent_door",
    "show_tokens",
]

_NOTED_EVERY = dt.timedelta(hours=1)
_NAMES_SHOWN = 3
_NO_ROWS = {Shape.COMPARISON, Shape.TREND, Shape.MOVEMENT, Shape.CHANGES}


@dataclass(frozen=True)
class AgentDoor:
    """The store and the conversation as agents reach them. Nobody is the operator here."""

    knowledge: Knowledge
    conversation: Conversation

    @property
    def calls_a_minute(self) -> int:
        """How often one caller may call."""
        return self.knowledge.rules.agents.calls_a_minute

    @property
    def preview_minutes(self) -> int:
        """How long a preview waits."""
        return self.knowledge.rules.agents.preview_minutes

    def caller_of(self, person: str, agent: str) -> Caller:
        """The agent of a person by key, e-mail or name. PersonUnknown where nobody is called so."""
        viewer = self.knowledge.viewer(person)
        return Caller(viewer.key, viewer.name, agent)

    def find_caller(self, token: str) -> Caller | None:
        """Who a token stands for; None for any that may not be used, and where its person has left."""
        now = utc_now()
        with self.knowledge.engine.connect() as connection:
            card = find_token(connection, token, now=now)
            if card is None:
                return None
            try:
                viewer = find_viewer(connection, card.person_key)
            except PersonUnknown:
                return None
        if card.used_at is None or now - card.used_at > _NOTED_EVERY:
            with self.knowledge.engine.begin() as connection:
                note_use(connection, card.id, now=now)
        return Caller(viewer.key, viewer.name, card.agent)

    def find_customer(self, caller: Caller, said: str) -> tuple[int, str] | tuple[str, ...]:
        """Number and name of the customer meant, of those the person may see; else the names that come nearest."""
        with self.knowledge.access(caller.person, as_of=self.knowledge.today()) as access:
            if said.isdigit():
                query = Query("customer", where=Query.from_json(_by_number(int(said))).where)
                rows = look_up(query, access, most=1).rows
                return (int(rows[0]["id"]), str(rows[0]["name"])) if rows else ()
            found = find_accounts(access.connection, said, visible=access.visible)
            if is_sure(found):
                return found[0].account_id, found[0].name
            return tuple(match.name for match in found[:_NAMES_SHOWN])

    def find_rows(
        self, caller: Caller, query: dict[str, Any], as_of: dt.date | None
    ) -> tuple[tuple[dict[str, Any], ...], int | None]:
        """The rows of a look-up as bare values and how many there are. FieldUnknown, SightMissing."""
        asked = _read(query)
        if shape_of(asked) in _NO_ROWS:
            return (), None
        with self.knowledge.access(caller.person, as_of=as_of or self.knowledge.today()) as access:
            found = look_up(asked, access)
        return tuple({key: _plain(value) for key, value in row.items()} for row in found.rows), found.total

    def today(self) -> dt.date:
        """The day answered for where none is named."""
        return self.knowledge.today()

    def keep_preview(self, caller: Caller, preview: Preview) -> str:
        """A token by which the same person's agent confirms it in time."""
        minutes, whose = self.preview_minutes, {"person": caller.person, "agent": caller.agent}
        with self.knowledge.engine.begin() as connection:
            return previews.keep_preview(connection, preview, **whose, now=utc_now(), minutes=minutes)

    def find_preview(self, caller: Caller, token: str) -> Preview | None:
        """What waits under a token; None where it is another's, too old, or was never made."""
        with reading(self.knowledge.engine) as connection:
            return previews.find_preview(connection, token, person=caller.person, agent=caller.agent, now=utc_now())

    def describe(self) -> list[dict[str, Any]]:
        """The catalogue: each thing with its fields and measures, what they are called and mean."""
        return describe(load_catalogue())


def open_agent_door(store: str | None, office: StoreOffice | None = None) -> AgentDoor:
    """The door over a store, or over one that is open; each call stands for itself. StoreEmpty, StoreUnreachable."""
    office = office or open_office(store)
    return AgentDoor(office.knowledge, replace(office.conversation, memory=NoMemory()))


def make_token(store: str | None, person: str, agent: str, days: int | None) -> tuple[int, str, str]:
    """A token's number, the token, and whose it is. PersonUnknown."""
    with opened(store) as knowledge, knowledge.engine.begin() as connection:
        viewer = find_viewer(connection, person)
        lasts = days or knowledge.rules.agents.token_days
        number, token = create_token(connection, viewer, agent, now=utc_now(), days=lasts)
        return number, token, viewer.name


def show_tokens(store: str | None) -> tuple[TokenCard, ...]:
    """All tokens, without their secrets."""
    with opened(store) as knowledge, knowledge.engine.connect() as connection:
        return list_tokens(connection)


def end_token(store: str | None, number: int) -> None:
    """End a token at once. TokenUnknown."""
    with opened(store) as knowledge, knowledge.engine.begin() as connection:
        revoke_token(connection, number, now=utc_now())


def _read(query: dict[str, Any]) -> Query:
    try:
        return Query.from_json(query)
    except (KeyError, ValueError, TypeError) as error:
        raise FieldUnknown(f"The look-up cannot be read: {error}", thing=str(query.get("thing")), field="") from error


def _by_number(number: int) -> dict[str, Any]:
    return {"thing": "customer", "where": [{"field": "id", "values": [number]}]}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, (dt.date, dt.datetime)) else value
