"""The durable job that answers what was heard: who asks, what to say, where it may stand, post it. Each step once."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from actions.reply import Reply
from bot.durable.durable import Durable, Steps
from bot.message import Message
from bot.office import Office, Say, Spot
from bot.slack.clients import Clients
from bot.slack.colleagues import Colleagues
from bot.slack.heard import Heard
from bot.slack.posting import Poster, Target
from bot.slack.views.answer import Page, pages_from, short_pages_from
from bot.slack.views.around import draw_feedback, only_you_note, share_button, word

log = logging.getLogger(__name__)

JOB = "answer"
TELL = "tell"


@dataclass(frozen=True)
class Answering:
    """Answers. ``take`` is what listeners call: it returns once the event is safely kept."""

    office: Office
    clients: Clients
    colleagues: Colleagues
    poster: Poster
    durable: Durable

    def take(self, heard: Heard | None) -> None:
        """Keep what was heard and answer it in the background, once, however often Slack delivers it."""
        if heard is not None:
            self.durable.start_once(heard.key, JOB, heard.to_facts())

    def tell(self, heard: Heard, who: dict[str, Any], replies: tuple[Reply, ...]) -> None:
        """Post answers that were found already, such as those to a form."""
        facts = {"heard": heard.to_facts(), "who": who, "replies": [reply.model_dump(mode="json") for reply in replies]}
        self.durable.start_once(heard.key, TELL, facts)

    def job(self, facts: dict[str, Any], steps: Steps) -> None:
        """Answer one event. Whatever goes wrong, the person gets one line with a number, and the log the rest."""
        heard = Heard.from_facts(facts)
        try:
            self._answer(heard, steps)
        except Exception:
            incident = sha256(heard.key.encode()).hexdigest()[:8]
            log.exception("incident %s answering %s", incident, heard.key)
            steps.run("sorry", self._apologise, heard, incident)

    def _answer(self, heard: Heard, steps: Steps) -> None:
        found = steps.run("think", self._think, heard)
        heard = replace(heard, channel=found["channel"])
        if found["who"]["asker"] is None:
            self._turn_away(heard, found["who"], steps)
        elif not heard.is_silent or any(answer["reply"]["trouble"] for answer in found["answers"]):
            self._post_all(heard, found["answers"], steps)
        if heard.function:
            steps.run("complete", _complete, self.clients.of(heard.team), heard)

    def tell_job(self, facts: dict[str, Any], steps: Steps) -> None:
        """Post answers."""
        heard = Heard.from_facts(facts["heard"])
        replies = [Reply.model_validate(reply) for reply in facts["replies"]]
        heard = replace(heard, channel=steps.run("open", self._place, heard))
        answers = steps.run("show", self._show, heard, facts["who"]["asker"], replies)
        self._post_all(heard, answers, steps)

    def find(self, heard: Heard) -> dict[str, Any]:
        """Who this is: ``asker`` (their key; None for a stranger), ``language``, ``email``."""
        someone = self.colleagues.find(self.clients.of(heard.team), heard.team, heard.user)
        colleague = someone.colleague
        return {
            "asker": colleague.key if colleague else None,
            "role": colleague.role if colleague else None,
            "language": heard.language or someone.language,
            "email": someone.email,
        }

    def _think(self, heard: Heard) -> dict[str, Any]:
        who = self.find(heard)
        heard = replace(heard, channel=self._place(heard))
        if who["asker"] is None:
            return {"who": who, "channel": heard.channel, "answers": []}
        show_status(self.clients.of(heard.team), heard, self._say(who)("thinking"))
        turn = self.office.conversation.reply_to(
            Message(who["asker"], heard.conversation, heard.text, click=heard.click, language=heard.language)
        )
        answers = self._show(heard, who["asker"], turn.replies)
        return {"who": who, "channel": heard.channel, "answers": answers}

    def _place(self, heard: Heard) -> str:
        """Where the answer goes; ``D`` alone stands for the direct message that is still to be opened."""
        return heard.channel if heard.channel != "D" else open_direct(self.clients.of(heard.team), heard.user)

    def _show(self, heard: Heard, asker: str, replies: Sequence[Reply]) -> list[dict[str, Any]]:
        leaves_firm = False if heard.is_private else _leaves_firm(self.clients.of(heard.team), heard.channel)
        spot = Spot(heard.channel, heard.is_private, leaves_firm)
        return [
            {
                "reply": reply.model_dump(mode="json"),
                "showing": self.office.showing(asker, reply, spot, asked_openly=heard.asked_openly),
            }
            for reply in replies
        ]

    def _post_all(self, heard: Heard, answers: list[dict[str, Any]], steps: Steps) -> None:
        for place, answer in enumerate(answers):
            reply = Reply.model_validate(answer["reply"])
            for page, (target, drawn) in enumerate(self._draw(heard, reply, answer["showing"])):
                self._post(steps, heard, f"post {place}.{page}", target, drawn)

    def _say(self, who: dict[str, Any]) -> Say:
        return self.office.say(who["language"] or self.office.language)

    def _draw(self, heard: Heard, reply: Reply, showing: str) -> Iterator[tuple[Target, Page]]:
        say = self.office.say(reply.language)
        alone = self._alone(heard)
        if showing == "refused":
            yield alone, word(say("share_refused"))
        elif showing == "to_asker":
            extra = [only_you_note(say), *share_button(reply, say)]
            for page in short_pages_from(reply, extra=extra):
                yield alone, page
        else:
            for page in pages_from(reply, extra=draw_feedback(reply, say)):
                yield Target(heard.channel, heard.thread), page

    def _alone(self, heard: Heard) -> Target:
        """Where only the asker reads it; under a message only where others answered under it already."""
        if heard.is_private:
            return Target(heard.channel, heard.thread)
        return Target(heard.channel, None if heard.opens_thread else heard.thread, only_for=heard.user)

    def _turn_away(self, heard: Heard, who: dict[str, Any], steps: Steps) -> None:
        target = self._alone(heard)
        self._post(steps, heard, "refuse", target, word(self._say(who)("stranger")))
        steps.run("tell ops", self._tell_ops, heard, who["email"])

    def _apologise(self, heard: Heard, incident: str) -> None:
        client, say = self.clients.of(heard.team), self.office.say(heard.language or self.office.language)
        target = self._alone(replace(heard, channel=self._place(heard)))
        self.poster.post(client, target, word(say("incident", incident=incident)), f"{heard.key}:sorry")

    def _tell_ops(self, heard: Heard, email: str | None) -> None:
        client, say = self.clients.of(heard.team), self.office.say(self.office.language)
        page = word(say("stranger_told", who=f"{heard.user}, {email or say('no_email')}"))
        for channel in self._ops_channels(client):
            self.poster.post(client, Target(channel), page, f"{heard.key}:ops:{channel}")

    def _ops_channels(self, client: WebClient) -> Iterator[str]:
        if self.office.ops_channel:
            yield self.office.ops_channel
            return
        for email in self.office.ops_emails():
            try:
                user = client.api_call("users.lookupByEmail", params={"email": email})["user"]["id"]
            except SlackApiError:
                log.warning("operations cannot be reached in Slack under an e-mail of the store")
            else:
                yield open_direct(client, user)

    def _post(self, steps: Steps, heard: Heard, name: str, target: Target, page: Page) -> None:
        client, key = self.clients.of(heard.team), f"{heard.key}:{name}"

        def post() -> str:
            return self.poster.post(client, target, page, key, again=steps.again)

        steps.run(name, post)


def open_direct(client: WebClient, user: str) -> str:
    return str(client.conversations_open(users=user)["channel"]["id"])


def show_status(client: WebClient, heard: Heard, status: str) -> None:
    """“is looking into it…” in the agent view. A courtesy: where Slack has none, nothing is lost."""
    if not (heard.is_private and heard.thread):
        return
    try:
        client.assistant_threads_setStatus(channel_id=heard.channel, thread_ts=heard.thread, status=status)
    except SlackApiError:
        log.debug("no status in %s", heard.channel)


def _leaves_firm(client: WebClient, channel: str) -> bool:
    """Whether people of another firm read a channel; where Slack does not say, we take it that they do."""
    try:
        found = client.api_call("conversations.info", params={"channel": channel})["channel"]
    except SlackApiError:
        return True
    return bool(found.get("is_ext_shared") or found.get("is_pending_ext_shared"))


def _complete(client: WebClient, heard: Heard) -> None:
    """The answer is sent; a workflow that is gone meanwhile changes nothing about that."""
    try:
        client.functions_completeSuccess(function_execution_id=heard.function or "", outputs={"user_id": heard.user})
    except SlackApiError:
        log.warning("the workflow of %s took no completion", heard.key)
