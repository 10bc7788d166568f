"""Asks the one door for a browser, and keeps what it answered where the page shows it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from hashlib import sha256

from actions.registry import load_specs
from actions.reply import Choice, Figure, Line, Reply, Section, Tone
from bot.adapters.memory import NoMemory
from bot.adapters.web import WebDoor, phrases
from bot.dialogue.conversation import Conversation
from bot.dialogue.message import Click, Message
from bot.ports import Office
from bot.web.pages import Page
from bot.web.sessions import Said, Session, Shown


class NotAsked(ValueError):
    """What came in is nothing that a page of ours says."""


@dataclass(frozen=True)
class Asked:
    """What somebody typed or pressed: ``words`` as the page shows it, ``key`` the same however often it comes in.

    ``about``: the answer that it was pressed under.
    """

    words: str
    key: str
    click: Click | None = None
    about: Reply | None = None


@dataclass(frozen=True)
class Talking:
    """The door for all browsers."""

    office: Office

    @property
    def conversation(self) -> Conversation:
        """The one door."""
        return self.office.conversation

    def open(self, session: Session, page: Page) -> tuple[Shown, ...]:
        """What a page shows before anybody says something on it. A talk that goes on there is not disturbed."""
        glance, thread = replace(self.conversation, memory=NoMemory()), session.thread(page.path)

        def answer(asks: tuple[Click, ...]) -> list[Reply]:
            who, told_in = session.person.key, session.language
            messages = [Message(who, thread, click=click, as_of=page.as_of, language=told_in) for click in asks]
            return [reply for message in messages for reply in glance.reply_to(message).replies]

        replies = answer(page.asks)
        if page.if_quiet and not any(reply.sections for reply in replies):
            replies += answer(page.if_quiet)
        return tuple(session.show(reply) for reply in replies)

    def ask(self, session: Session, page: Page, asked: Asked) -> None:
        """Answer on this page, once."""
        with session.lock:
            if asked.about and asked.about != _last(session, page):
                self.conversation.note_told(session.person.key, session.thread(page.path), asked.about)
            turn = self.conversation.reply_to(self._message(session, page, asked))
            answers = tuple(session.show(reply) for reply in turn.replies)
            session.note(page.path, asked.key, Said(asked.words, answers))

    def try_out(self, session: Session, page: Page, asked: Asked) -> Reply:
        """What would be answered; nothing of it stays."""
        return self.conversation.try_out(self._message(session, page, asked)).replies[-1]

    def _message(self, session: Session, page: Page, asked: Asked) -> Message:
        return Message(
            session.person.key,
            session.thread(page.path),
            "" if asked.click else asked.words,
            click=asked.click,
            as_of=page.as_of,
            prefers=session.language,
            key=asked.key,
        )


def tell_checks(door: WebDoor, language: str) -> Reply:
    """What is right with the store, and what to mend."""
    say = phrases(language)
    lines = tuple(
        Line(text=f"{say(f'doctor.name_{name}')}: {told}", tone=Tone.GOOD if is_right else Tone.CAUTION)
        for name, is_right, told in door.examine(language)
    )
    section = Section(key="checks", lines=lines)
    return Reply(intent="doctor", language=language, headline=say("web.checks"), sections=(section,))


def key_of(session: Session, nonce: str, said: str) -> str:
    """The same for the same button of the same rendering of a page."""
    return f"web:{session.name}:{sha256(f'{nonce}:{said}'.encode()).hexdigest()[:32]}"


def read_choice(pressed: str) -> Choice:
    """What a button says. ValueError where it is none of ours; NotAsked where no question is called so."""
    choice = Choice.model_validate_json(pressed)
    if choice.intent is not None and choice.intent not in load_specs():
        raise NotAsked(f"there is no question {choice.intent!r}")
    return choice


def only(reply: Reply, figure: Figure) -> Reply:
    """The answer as if it rested on this figure alone, so that "why?" opens it."""
    return reply.model_copy(update={"figures": (figure,), "listed": (), "offers": ()})


def _last(session: Session, page: Page) -> Reply | None:
    turns = session.turns(page.path)
    return turns[-1].answers[-1].reply if turns else None
