"""The one door: who, where and what was said or clicked comes in, replies go out."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Protocol
from uuid import uuid4

from actions.reply import Line, Reply, Section
from bot.dialogue.action_executor import ActionRunner
from bot.dialogue.articles import title_told
from bot.dialogue.choice_matcher import pick_choice
from bot.dialogue.message import Click, Message, Turn
from bot.dialogue.router import choose_action, choose_click
from bot.dialogue.state import DialogueState
from bot.dialogue.step import Step
from bot.nlu.called_alike import named_alike, other_called
from bot.nlu.corrections import read_correction
from bot.nlu.followups import read_follow_up
from bot.nlu.list_lines import read_line_of_list, read_the_one
from bot.nlu.message_reader import Hearing, MessageReader
from bot.nlu.reading import Reading
from bot.nlu.restating import find_restated
from bot.nlu.text import readable

log = logging.getLogger(__name__)


class Memory(Protocol):
    """Keeps what each thread is about."""

    def load(self, thread: str, asker: str) -> dict[str, Any]:
        """The state of a thread; empty when it is new or has expired."""

    def save(self, thread: str, asker: str, state: dict[str, Any]) -> None:
        """Remember the state."""


class Clock(Protocol):
    """Tells the day asked about when nobody names one."""

    def today(self) -> dt.date:
        """The firm's business day."""

    def now(self, day: dt.date | None = None) -> dt.datetime:
        """The moment, with its zone; on ``day`` where one is asked about."""


class Audit(Protocol):
    """Writes down what was said and shown; what an action changes, it writes down itself."""

    def note(self, message: Message, turn: Turn) -> None:
        """One message and the answers to it."""


class Turns(Protocol):
    """Makes one turn one whole: what it changed, remembered and wrote down."""

    def once(self, key: str | None, answer: Callable[[], Turn]) -> Turn:
        """The answers; those given before under this key, if it was answered."""

    def try_out(self, answer: Callable[[], Turn]) -> Turn:
        """What would be answered; nothing of it stays."""


_FEWEST_LETTERS = 3  # after "never mind": a question of its own has more


@dataclass(frozen=True)
class Conversation:
    """Understands, chooses, acts, remembers, writes down. Everything that speaks comes through ``reply_to``.

    ``language`` is the firm's own, for where neither message nor thread tells which.
    """

    message_reader: MessageReader
    runner: ActionRunner
    memory: Memory
    clock: Clock
    audit: Audit
    turns: Turns
    language: str = "en"

    def reply_to(self, message: Message) -> Turn:
        """The answers to one message. Whatever goes wrong, a person gets a sentence, and the log the rest."""
        message = replace(message, text=readable(message.text))
        try:
            return self.turns.once(message.key, partial(self._turn, message))
        except Exception:
            incident = uuid4().hex[:8]
            log.exception("incident %s in thread %s", incident, message.thread)
            slots = {
                "kind": "incident",
                "incident": incident,
                "language": message.language or message.prefers or self.language,
            }
            return Turn((), self._run(Step("ask_back", slots), message))

    def try_out(self, message: Message) -> Turn:
        """What a click would be answered, without doing it: for a form that must say at once what to mend in it."""
        return self.turns.try_out(partial(self._reply_to, message))

    def note_told(self, asker: str, thread: str, reply: Reply) -> None:
        """Remember what was told unasked, so that "accept" or "again tomorrow" is understood as its answer."""
        topic = DialogueState.from_state(self.memory.load(thread, asker)).following(
            reply.intent, {}, (reply,), waits_for=None
        )
        self.memory.save(thread, asker, topic.to_state())

    def _turn(self, message: Message) -> Turn:
        turn = self._reply_to(message)
        self.audit.note(message, turn)
        return turn

    def _reply_to(self, message: Message) -> Turn:
        topic = DialogueState.from_state(self.memory.load(message.thread, message.asker))
        message, topic = self._as_meant(_pressed(message, topic), topic)
        aside = bool(topic.pending) and not message.click and self.message_reader.sets_aside(message.text)
        asked_back = topic if aside else None
        topic = topic.asking_nothing() if asked_back else topic
        heard = () if message.click else self._understand(message, topic)
        replies: tuple[Reply, ...] = ()
        for understood in heard or (None,):
            step = self._choose(message, understood, topic)
            said = understood.text if understood and len(heard) > 1 else message.text
            answers = self._do(step, replace(message, text=said))
            topic = topic.following(step.intent, step.slots, answers, waits_for=step.waits_for)
            replies += answers
            if len(heard) > 1 and topic.pending:  # the next question is no answer to it
                asked_back, topic = topic, replace(topic, pending=None)
        topic = topic.still_asking(asked_back) if asked_back and not topic.pending else topic
        self.memory.save(message.thread, message.asker, topic.to_state())
        return Turn(heard, replies)

    def _as_meant(self, message: Message, topic: DialogueState) -> tuple[Message, DialogueState]:
        """What was asked back is dropped where somebody says so and goes on; a line of the list is its customer."""
        if message.click or (topic.wrote and read_correction(message.text, ()).drops):
            return message, topic
        rest = self.message_reader.after_drop(message.text)
        if rest is not None and len(rest) <= _FEWEST_LETTERS:
            dropped = Click("ask_back", {"kind": "dropped", "language": topic.language or self.language})
            return replace(message, click=dropped), topic
        if rest and len(rest) > _FEWEST_LETTERS:
            message, topic = replace(message, text=rest), replace(topic, pending=None)
        return replace(message, text=self._with_names(self._with_the_one(message, topic), topic)), topic

    def _with_the_one(self, message: Message, topic: DialogueState) -> str:
        """ "And the Japan one?" after Globex Corporation or a list, with the customer's name."""
        found = read_the_one(message.text)
        if found is None:
            return message.text
        start, end, which, is_other = found
        names = self.message_reader.names
        if is_other:
            other = other_called(names, which, topic.account, message.asker)
            return f"{message.text[:start]}{other}{message.text[end:]}" if other else message.text
        listed = {str(each["slots"].get("account") or "") for each in topic.listed}
        listed |= {str(each["account"]) for each in topic.rivals if each["account_id"] != topic.account_id}
        listed |= {str(topic.before["account"])} if topic.before else set()
        named = [name for name in listed if which.casefold() in name.casefold()]
        alike = named_alike(names, topic.account, which, message.asker) if topic.account else None
        meant = alike or (named[0] if len(named) == 1 else None)
        return f"{message.text[:start]}{meant}{message.text[end:]}" if meant else message.text

    def _with_names(self, text: str, topic: DialogueState) -> str:
        """ "How happy is the second one?" after a list, with the customer's name in place of the line."""
        named = self.message_reader.with_one_before(text, str(topic.before["account"])) if topic.before else None
        if named:
            return named
        if not topic.listed or topic.offers or read_line_of_list(text) is not None:
            return text
        listed = topic.listed if len(topic.listed) > 1 else topic.longer or topic.listed
        for start, end, place in sorted(self.message_reader.places_in_list(text), reverse=True):
            at = place - 1 if place > 0 else place
            named = listed[at]["slots"].get("account") if -len(listed) <= at < len(listed) else None
            if named:
                text = f"{text[:start]}{named}{text[end:]}"
        return text

    def _understand(self, message: Message, topic: DialogueState) -> tuple[Reading, ...]:
        free = bool(topic.pending and topic.pending.get("free"))
        today = message.as_of or self.clock.today()
        hearing = Hearing(
            message.asker,
            today,
            language=message.language,
            thread=topic.language or message.prefers,
            account_id=topic.account_id,
            article=title_told(topic),
        )
        if topic.pending and (other := self._of_another(message.text, hearing, topic)):
            return other
        meant = find_restated(message.text) if topic.answered else None
        heard = self.message_reader.understand(meant or message.text, hearing, split=not free)
        return tuple(replace(one, restates=True) for one in heard) if meant else heard

    def _of_another(self, text: str, hearing: Hearing, topic: DialogueState) -> tuple[Reading, ...]:
        """ "Sorry, I meant Globex. Until November" to a question back about Acme; empty where nobody else is named."""
        asked = (topic.pending or {}).get("slots", {}).get("account_id")
        meant = find_restated(text) if asked else None
        heard = self.message_reader.understand(meant, hearing, split=False) if meant else ()
        is_other = bool(heard) and heard[0].account is not None and heard[0].account.id != asked
        return tuple(replace(one, restates=True) for one in heard) if is_other else ()

    def _choose(self, message: Message, understood: Reading | None, topic: DialogueState) -> Step:
        if understood is not None:
            return choose_action(
                understood, read_follow_up(understood.text, understood.spans, understood.narrowing), topic
            )
        language = topic.language or message.prefers or self.language
        if message.click is None:
            return Step("ask_back", {"kind": "empty", "language": language})
        return choose_click(message.click, topic, language=language)

    def _do(self, step: Step, message: Message) -> tuple[Reply, ...]:
        """The step's answers, below them what was done first; where that fails, nothing follows it."""
        before = self._do(step.first, message) if step.first else ()
        if any(reply.trouble for reply in before):
            return before
        answers = self._run(step, message)
        return (*answers[:-1], _below(answers[-1], before)) if before else answers

    def _run(self, step: Step, message: Message) -> tuple[Reply, ...]:
        as_of = message.as_of or self.clock.today()
        now = self.clock.now(message.as_of).isoformat()
        given = {"asker": message.asker, "as_of": as_of.isoformat(), "now": now, "place": message.thread}
        slots = {**step.slots, **given}
        if message.language:
            slots["language"] = message.language
        return self.runner.run(step.intent, sender=message.asker, slots=slots, text=message.text)


def _below(reply: Reply, before: tuple[Reply, ...]) -> Reply:
    """The reply with what was done before it in a line each."""
    lines = tuple(Line(text=earlier.headline) for earlier in before)
    return reply.model_copy(update={"sections": (*reply.sections, Section(key="before", lines=lines))})


def _pressed(message: Message, topic: DialogueState) -> Message:
    """A message whose words are those of a button is that button pressed."""
    if message.click or not (choice := pick_choice(message.text, topic)):
        return message
    return replace(message, click=Click(str(choice["intent"]), dict(choice["slots"])))
