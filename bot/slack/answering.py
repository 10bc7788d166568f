"""The durable job that answers what was heard: who asks, what to say, where it may stand, post it. All once."""

from __future__ import annotations

import datetime as dt
import logging
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from threading import BoundedSemaphore
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from actions.reply import Reply, Sheet
from bot.dialogue.message import Turn
from bot.jobs.queue import JobQueue, Steps
from bot.ports import Office, Say, Spot
from bot.slack.channels import find_ops, leaves_firm, open_direct
from bot.slack.clients import Clients
from bot.slack.colleagues import Colleagues
from bot.slack.discussions import Discussions
from bot.slack.files import send_sheet
from bot.slack.inbound_event import Heard
from bot.slack.mentioned import mentioned, name_mentioned
from bot.slack.metrics import ServiceMetrics
from bot.slack.pictures import upload_pictures
from bot.slack.posting import Poster, Target
from bot.slack.retry import with_patience
from bot.slack.views.answer import Page, pages_from, short_pages_from
from bot.slack.views.around import draw_feedback, only_you_note, share_button, word
from bot.slack.views.buttons import put_aside

log = logging.getLogger(__name__)

JOB = "answer"
# Answers worked out at once, while any number wait for Slack: more only take turns, and hold up acknowledgements.
# Two, so that one long list keeps nobody else waiting.
_THINK_AT_ONCE = 2


@dataclass(frozen=True)
class Sending:
    """``again``: it was tried before, not before ``since``, so that what is sent may stand there already."""

    again: bool
    since: dt.datetime | None


@dataclass(frozen=True)
class Thought:
    """Who asked, where the answer goes, and each reply with how it may be shown there."""

    who: dict[str, Any]
    channel: str
    answers: tuple[tuple[Reply, str], ...] = ()


@dataclass(frozen=True)
class Answering:
    """Answers. ``take`` is what listeners call: it returns once the event is safely kept."""

    office: Office
    clients: Clients
    colleagues: Colleagues
    poster: Poster
    durable: JobQueue
    metrics: ServiceMetrics = field(default_factory=ServiceMetrics)
    _thinking: BoundedSemaphore = field(default_factory=lambda: BoundedSemaphore(_THINK_AT_ONCE))

    def take(self, heard: Heard | None) -> None:
        """Keep what was heard and answer it in the background, once, however often Slack delivers it."""
        if heard is not None:
            self.metrics.take()
            self.durable.start_once(heard.key, JOB, heard.to_facts())

    def job(self, facts: dict[str, Any], steps: Steps) -> None:
        """Answer one event. Whatever goes wrong, the person gets one line with a number, and the log the rest.

        All of it may be done again at any point: what was answered, and what was posted, is found by the event's key.
        """
        heard = Heard.from_facts(facts)
        try:
            self._patiently(steps, lambda sending: self._answer(heard, sending))
        except Exception:
            incident = sha256(heard.key.encode()).hexdigest()[:8]
            log.exception("incident %s answering %s", incident, heard.key)
            self.metrics.incidents.inc()
            self._patiently(steps, lambda sending: self._apologise(heard, incident, sending))

    def _patiently(self, steps: Steps, work: Callable[[Sending], None]) -> None:
        def attempt(again: bool) -> None:
            work(Sending(again, steps.begun))

        with_patience(attempt, self.poster.sleep, again=steps.again)

    def _answer(self, heard: Heard, sending: Sending) -> None:
        placed = Discussions(self.office, self.poster).place(heard) if heard.in_group else heard
        if placed is None:
            return  # people talk among themselves
        heard = placed
        found = self._think(heard)
        heard = replace(heard, channel=found.channel)
        if found.who["asker"] is None:
            self._turn_away(heard, found.who, sending)
        elif not heard.is_silent or any(reply.trouble for reply, _ in found.answers):
            self._post_all(heard, found, sending)
        if heard.function:
            _complete(self.clients.of(heard.team), heard)

    def find(self, heard: Heard) -> dict[str, Any]:
        """Who this is: ``asker`` (their key; None for a stranger), ``language``, ``email``."""
        someone = self.colleagues.find(self.clients.of(heard.team), heard.team, heard.user)
        colleague = someone.colleague
        return {
            "asker": colleague.key if colleague else None,
            "role": colleague.role if colleague else None,
            "language": heard.language or someone.language,
            "email": someone.email,
            "dark": bool(colleague and colleague.pictures == "dark"),
        }

    def _think(self, heard: Heard) -> Thought:
        who = self.find(heard)
        aside = self.office.find_aside(heard.aside) if heard.aside else {}
        heard = replace(heard, channel=self._place(heard), slots={**aside, **heard.slots})
        if who["asker"] is None:
            return Thought(who, heard.channel)
        show_status(self.clients.of(heard.team), heard, self._say(who)("thinking"))
        heard = name_mentioned(heard, self._names_of(heard))
        with self._thinking:
            began = time.perf_counter()
            turn = self.office.conversation.reply_to(heard.to_message(who["asker"], prefers=who["language"]))
            self.metrics.answer(turn.replies[-1].intent, outcome_of(turn), time.perf_counter() - began)
        if heard.is_form:  # what follows in the talk around it is about this answer
            self.office.conversation.note_told(who["asker"], heard.conversation, turn.replies[-1])
        return Thought(who, heard.channel, self._show(heard, who["asker"], turn.replies))

    def _names_of(self, heard: Heard) -> dict[str, str | None]:
        """The colleagues mentioned, by their Slack user; None for somebody whom the store does not know."""
        client = self.clients.of(heard.team)
        found = {user: self.colleagues.find(client, heard.team, user).colleague for user in mentioned(heard.text)}
        return {user: colleague.name if colleague else None for user, colleague in found.items()}

    def _place(self, heard: Heard) -> str:
        """Where the answer goes; ``D`` alone stands for the direct message that is still to be opened."""
        return heard.channel if heard.channel != "D" else open_direct(self.clients.of(heard.team), heard.user)

    def _show(self, heard: Heard, asker: str, replies: Sequence[Reply]) -> tuple[tuple[Reply, str], ...]:
        outside = False if heard.is_private else leaves_firm(self.clients.of(heard.team), heard.channel)
        spot = Spot(heard.channel, heard.is_private, outside)
        return tuple(
            (reply, self.office.showing(asker, reply, spot, asked_openly=heard.asked_openly)) for reply in replies
        )

    def _post_all(self, heard: Heard, found: Thought, sending: Sending) -> None:
        for place, (reply, showing) in enumerate(found.answers):
            for page, (target, drawn) in enumerate(self._draw(heard, found.who, reply, showing)):
                self._post(heard, f"post {place}.{page}", target, drawn, sending)
            for number, sheet in enumerate(reply.sheets if showing == "openly" else ()):
                self._send_sheet(heard, f"sheet {place}.{number}", sheet, reply.language, sending)

    def _send_sheet(self, heard: Heard, name: str, sheet: Sheet, language: str, sending: Sending) -> None:
        """A table as a file, noted once sent: a file carries no key by which it could be found again."""
        key = f"{heard.key}:{name}"
        if sending.again and self.office.was_told(key):
            return
        if not send_sheet(self.clients.of(heard.team), sheet, channel=heard.channel, thread=heard.thread):
            told = word(self.office.say(language)("no_file", name=sheet.name))
            self._post(heard, name, Target(heard.channel, heard.thread), told, sending)
        self.office.note_told(key)

    def _say(self, who: dict[str, Any]) -> Say:
        return self.office.say(who["language"] or self.office.language)

    def _draw(self, heard: Heard, who: dict[str, Any], reply: Reply, showing: str) -> Iterator[tuple[Target, Page]]:
        say = self.office.say(reply.language)
        alone = self._alone(heard)
        self.office.keep_aside(put_aside(reply))
        if showing == "refused":
            yield alone, word(say("share_refused"))
        elif showing == "to_asker":
            extra = [only_you_note(say), *share_button(reply, say)]
            for page in short_pages_from(reply, extra=extra):
                yield alone, page
        else:
            pictures = upload_pictures(self.clients.of(heard.team), reply, dark=heard.is_private and who["dark"])
            for page in pages_from(reply, extra=draw_feedback(reply, say), pictures=pictures):
                watcher = (heard.team, heard.user) if heard.is_private and heard.thread else None
                yield Target(heard.channel, heard.thread, stream_to=watcher), page

    def _alone(self, heard: Heard) -> Target:
        """Where only the asker reads it; under a message only where others answered under it already."""
        if heard.is_private:
            return Target(heard.channel, heard.thread)
        return Target(heard.channel, None if heard.opens_thread else heard.thread, only_for=heard.user)

    def _turn_away(self, heard: Heard, who: dict[str, Any], sending: Sending) -> None:
        self._post(heard, "refuse", self._alone(heard), word(self._say(who)("stranger")), sending)
        self._tell_ops(heard, who["email"], sending)

    def _apologise(self, heard: Heard, incident: str, sending: Sending) -> None:
        say = self.office.say(heard.language or self.office.language)
        target = self._alone(replace(heard, channel=self._place(heard)))
        self._post(heard, "sorry", target, word(say("incident", incident=incident)), sending)

    def _tell_ops(self, heard: Heard, email: str | None, sending: Sending) -> None:
        client, say = self.clients.of(heard.team), self.office.say(self.office.language)
        page = word(say("stranger_told", who=f"{heard.user}, {email or say('no_email')}"))
        for channel in find_ops(client, self.office):
            self._post(heard, f"ops:{channel}", Target(channel), page, sending)

    def _post(self, heard: Heard, name: str, target: Target, page: Page, sending: Sending) -> None:
        """Post once. A direct message is found again in Slack; elsewhere we may not be able to look, and note it."""
        client, key = self.clients.of(heard.team), f"{heard.key}:{name}"
        to_note = target.only_for is not None or not target.channel.startswith("D")
        if to_note and sending.again and self.office.was_told(key):
            return
        self.poster.post(client, target, page, key, again=sending.again, since=sending.since)
        if to_note:
            self.office.note_told(key)


def outcome_of(turn: Turn) -> str:
    """How a message fared: answered, asked_back, unread (nothing was understood) or trouble (to be mended)."""
    last = turn.replies[-1]
    if last.intent == "ask_back":
        return "asked_back" if last.pending_slot or last.choices else "unread"
    return "trouble" if last.trouble else "answered"


def show_status(client: WebClient, heard: Heard, status: str) -> None:
    """“is looking into it…” in the agent view. A courtesy: where Slack has none, nothing is lost."""
    if not (heard.is_private and heard.thread):
        return
    try:
        client.assistant_threads_setStatus(channel_id=heard.channel, thread_ts=heard.thread, status=status)
    except SlackApiError:
        log.debug("no status in %s", heard.channel)


def _complete(client: WebClient, heard: Heard) -> None:
    """The answer is sent; a workflow that is gone meanwhile changes nothing about that."""
    try:
        client.functions_completeSuccess(function_execution_id=heard.function or "", outputs={"user_id": heard.user})
    except SlackApiError:
        log.warning("the workflow of %s took no completion", heard.key)
