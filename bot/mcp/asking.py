"""One call of an agent: counted, asked through the one door as its person, told in both languages."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any

from mcp.server.mcpserver.exceptions import ToolError

from bot.adapters.agents import AgentDoor, OsusumeError, Preview
from bot.dialogue.message import Click, Message
from bot.mcp import answers
from bot.mcp.callers import Caller, RateLimit
from bot.mcp.inputs import Language

_OTHER: dict[str, Language] = {"en": "ja", "ja": "en"}


@dataclass(frozen=True)
class Ask:
    """One question: its intent, whom it is about, what else it says, the words it is said in."""

    intent: str
    customer: str | None = None
    slots: dict[str, Any] | None = None
    text: str = ""
    as_of: dt.date | None = None
    language: Language = "en"


@dataclass(frozen=True)
class Asking:
    """The door, and how often a caller may knock."""

    door: AgentDoor
    limit: RateLimit

    def count(self, caller: Caller) -> None:
        """Count a call. ToolError where it is one too many."""
        if wait := self.limit.wait_seconds(caller):
            raise ToolError(f"Too many calls: at most {self.limit.most} a minute. Wait {math.ceil(wait)} seconds.")

    def answer(self, caller: Caller, ask: Ask) -> answers.Answer:
        """The answer, as chat gives it to this person, and noted in the audit trail as by this agent for them."""
        self.count(caller)
        return self._told(self._message(caller, ask), is_try=False)

    def look_up(self, caller: Caller, query: dict[str, Any], ask: Ask) -> answers.Answer:
        """The answer to a look-up, with its rows as bare values."""
        self.count(caller)
        try:
            rows, total = self.door.find_rows(caller, query, ask.as_of)
        except OsusumeError as error:
            raise ToolError(f"{error} The resource osusume://catalogue lists things and fields.") from error
        told = self._told(self._message(caller, ask), is_try=False)
        return told.model_copy(update={"found": rows, "total": total})

    def preview(self, caller: Caller, ask: Ask) -> answers.Preview:
        """What a change would be answered; nothing of it stays but what the token stands for."""
        self.count(caller)
        message = self._message(caller, ask)
        would = self._told(message, is_try=True)
        is_whole = not (would.asks_back or would.failed)
        slots = message.click.slots if message.click else {}
        token = self.door.keep_preview(caller, Preview(ask.intent, slots, ask.as_of)) if is_whole else None
        return answers.Preview(token=token, minutes=self.door.preview_minutes, would=would)

    def confirm(self, caller: Caller, token: str, language: Language) -> answers.Answer:
        """Make the change that was previewed; a second time changes nothing and is answered the same."""
        self.count(caller)
        preview = self.door.find_preview(caller, token)
        if preview is None:
            raise ToolError("No change waits under this token. Preview it anew: a preview holds for a few minutes.")
        key = f"agent:{sha256(token.encode()).hexdigest()[:40]}"
        click = Click(preview.intent, preview.slots)
        message = Message(caller.person, caller.place, click=click, as_of=preview.as_of, language=language, key=key)
        return self._told(message, is_try=False)

    def _message(self, caller: Caller, ask: Ask) -> Message:
        slots = dict(ask.slots or {})
        if ask.customer is not None:
            slots |= self._customer(caller, ask.customer)
        click = Click(ask.intent, slots)
        return Message(caller.person, caller.place, ask.text, click, as_of=ask.as_of, language=ask.language)

    def _customer(self, caller: Caller, said: str) -> dict[str, Any]:
        found = self.door.find_customer(caller, said.strip())
        match found:
            case (int() as number, str() as name):
                return {"account_id": number, "account": name}
            case ():
                raise ToolError(f"No customer that {caller.name} may see is called {said!r}.")
        raise ToolError(f"{said!r} is not one customer. Nearest: {', '.join(map(str, found))}.")

    def _told(self, message: Message, *, is_try: bool) -> answers.Answer:
        conversation = self.door.conversation
        other = conversation.try_out(replace(message, language=_OTHER[message.language or "en"]))
        turn = conversation.try_out(message) if is_try else conversation.reply_to(message)
        return answers.build_answer(turn.replies, other.replies[0], as_of=message.as_of or self.door.today())
