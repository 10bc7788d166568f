"""The durable job that answers what was heard: who asks, what to say, where it may stand, post it. All once."""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from threading import BoundedSemaphore
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from actions.reply import Choice, Reply, Sheet
from bot.dialogue.message import Turn
from bot.jobs.queue import JobQueue, Later, Steps
from bot.nlu.language import language_of_names
from bot.ports import Office, Say, Spot
from bot.slack.allowance import Allowance
from bot.slack.channels import leaves_firm, open_direct
from bot.slack.clients import Clients
from bot.slack.colleagues import Colleagues
from bot.slack.delivery import Delivery, Sending
from bot.slack.discussions import Discussions
from bot.slack.drafts import Drafts, about
from bot.slack.drawing import Drawing, alone
from bot.slack.files import send_sheet
from bot.slack.inbound_event import Heard
from bot.slack.mentioned import mentioned, name_mentioned
from bot.slack.metrics import ServiceMetrics
from bot.slack.opening import Opening
from bot.slack.posting import Poster, Target
from bot.slack.retry import WAITS_SECONDS, with_patience
from bot.slack.views.answer import Page
from bot.slack.views.around import word
from bot.slack.views.buttons import draw_choices

log = logging.getLogger(__name__)

JOB = "answer"
# Answers worked out at once, while any number wait for Slack: more only take turns, and hold up acknowledgements.
# Two, so that one long list keeps nobody else waiting.
_THINK_AT_ONCE = 2


@dataclass(frozen=True)
class Thought:
    """Who asked, and each reply with how it may be shown where it was asked."""

    who: dict[str, Any]
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
    allowance: Allowance = field(default_factory=Allowance)
    waits: Sequence[float] = WAITS_SECONDS
    _directs: dict[tuple[str, str], str] = field(default_factory=dict)
    _thinking: BoundedSemaphore = field(default_factory=lambda: BoundedSemaphore(_THINK_AT_ONCE))

    @property
    def delivery(self) -> Delivery:
        """What posts for us."""
        return Delivery(self.office, self.clients, self.poster)

    @property
    def drawing(self) -> Drawing:
        """What makes messages of answers."""
        return Drawing(self.office, self.clients)

    def take(self, heard: Heard | None) -> None:
        """Keep what was heard and answer it in the background, once, in order, however often Slack delivers it."""
        if heard is None:
            return
        self.metrics.take()
        if heard.text and not self.allowance.admits(heard.lane):
            if not self.allowance.is_first_refusal(heard.lane):
                log.warning("%s asks more than may be asked in a minute", heard.lane)
                return
            heard = replace(heard, notice="too_many")
        self.durable.start_once(heard.key, JOB, heard.to_facts(), lane=heard.lane)

    def job(self, facts: dict[str, Any], steps: Steps) -> None:
        """Answer one event. Whatever goes wrong, the person gets one line with a number, and the log the rest.

        All of it may be done again at any point: what was answered, and what was posted, is found by the event's key.
        """
        heard, sending = Heard.from_facts(facts), Sending(steps.again, steps.begun)
        try:
            with_patience(lambda: self._answer(heard, sending), steps, self.waits)
        except Later:
            raise
        except Exception:
            incident = sha256(heard.key.encode()).hexdigest()[:8]
            log.exception("incident %s answering %s", incident, heard.key)
            self.metrics.incidents.inc()
            with_patience(lambda: self._apologise(heard, incident, sending), steps, self.waits)

    def _answer(self, heard: Heard, sending: Sending) -> None:
        placed = Discussions(self.office, self.poster).place(heard) if heard.in_group else heard
        if placed is None:
            return  # people talk among themselves
        heard = placed
        heard = self._place(heard)
        if heard.notice:
            self._notify(heard, sending)
            return
        if heard.opens:
            self._open(heard, sending)
            return
        found = self._think(heard)
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
            "name": colleague.name if colleague else None,
            "role": colleague.role if colleague else None,
            "language": heard.language or someone.language,
            "email": someone.email,
            "dark": bool(colleague and colleague.pictures == "dark"),
        }

    def _think(self, heard: Heard) -> Thought:
        who = self.find(heard)
        aside = self.office.find_aside(heard.aside) if heard.aside else {}
        heard = replace(heard, slots={**aside, **heard.slots})
        if who["asker"] is None:
            return Thought(who)
        show_status(self.clients.of(heard.team), heard, self._say(who)("thinking"))
        heard = name_mentioned(self._framed(heard, who), self._names_of(heard))
        with self._thinking:
            began = time.perf_counter()
            turn = self.office.conversation.reply_to(heard.to_message(who["asker"], prefers=who["language"]))
            self.metrics.answer(turn.replies[-1].intent, outcome_of(turn), time.perf_counter() - began)
        if heard.is_form:  # what follows in the talk around it is about this answer
            self.office.conversation.note_told(who["asker"], heard.conversation, turn.replies[-1])
            if not turn.replies[-1].trouble and heard.intent:
                Drafts(self.office).drop(who["asker"], heard.intent, about(heard.slots))
        return Thought(who, self.show(heard, who["asker"], turn.replies))

    def _framed(self, heard: Heard, who: dict[str, Any]) -> Heard:
        """``/offer Acme`` as the question that it stands for, in the language in which the name is written."""
        if heard.frame is None:
            return heard
        language = language_of_names(heard.text, otherwise=who["language"] or self.office.language)
        return replace(heard, text=self.office.say(language)(heard.frame, name=heard.text))

    def _names_of(self, heard: Heard) -> dict[str, str | None]:
        """The colleagues mentioned, by their Slack user; None for somebody whom the store does not know."""
        client = self.clients.of(heard.team)
        found = {user: self.colleagues.find(client, heard.team, user).colleague for user in mentioned(heard.text)}
        return {user: colleague.name if colleague else None for user, colleague in found.items()}

    def _place(self, heard: Heard) -> Heard:
        """The same where it is answered. ``D`` alone stands for the direct message that is still to be opened."""
        if not heard.channel.startswith("D") or heard.is_foreign:
            return heard
        own = self._direct(heard)
        return replace(heard, channel=own) if heard.channel in {"D", own} else replace(heard, is_foreign=True)

    def _direct(self, heard: Heard) -> str:
        """The direct message of us and the asker; it stays the same."""
        if (heard.team, heard.user) not in self._directs:
            self._directs[heard.team, heard.user] = open_direct(self.clients.of(heard.team), heard.user)
        return self._directs[heard.team, heard.user]

    def show(self, heard: Heard, asker: str, replies: Sequence[Reply]) -> tuple[tuple[Reply, str], ...]:
        """Each reply with how it may be shown where it was asked."""
        outside = (
            False if heard.is_private or heard.is_foreign else leaves_firm(self.clients.of(heard.team), heard.channel)
        )
        spot = Spot(heard.channel, heard.is_private, outside)
        return tuple(
            (reply, self.office.showing(asker, reply, spot, asked_openly=heard.asked_openly)) for reply in replies
        )

    def _post_all(self, heard: Heard, found: Thought, sending: Sending) -> None:
        for place, (reply, showing) in enumerate(found.answers):
            for page, (target, drawn) in enumerate(self.drawing.draw(heard, found.who, reply, showing)):
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

    def _open(self, heard: Heard, sending: Sending) -> None:
        who = self.find(heard)
        if who["asker"] is None:
            self._turn_away(heard, who, sending)
        else:
            Opening(self.office, self.drawing, self.delivery).open(heard, who, self.show, sending)

    def _turn_away(self, heard: Heard, who: dict[str, Any], sending: Sending) -> None:
        self._post(heard, "refuse", alone(heard), word(self._say(who)("stranger")), sending)
        told = self.office.say(self.office.language)
        text = told("stranger_told", who=f"{heard.user}, {who['email'] or told('no_email')}")
        self.delivery.tell_ops(heard, heard.lane, text, sending)

    def _notify(self, heard: Heard, sending: Sending) -> None:
        """What is told without having been asked: with the button to do it again, where there is one."""
        say = self._say(self.find(heard))
        again = Choice(label=say("try_again"), intent=heard.intent, slots=heard.slots) if heard.intent else None
        page = word(say(heard.notice or ""))
        buttons = draw_choices([again]) if again else []
        self._post(heard, "notice", alone(heard), Page(page.text, (*page.blocks, *buttons)), sending)

    def _apologise(self, heard: Heard, incident: str, sending: Sending) -> None:
        say = self.office.say(heard.language or self.office.language)
        heard = self._place(heard)
        self._post(heard, "sorry", alone(heard), word(say("incident", incident=incident)), sending)

    def _post(self, heard: Heard, name: str, target: Target, page: Page, sending: Sending) -> None:
        self.delivery.post(heard, name, target, page, sending)


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
