"""The durable job that answers what was heard: who asks, what to say, where it may stand, post it. Each step once."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from actions.reply import Reply
from bot.durable.durable import Durable, Steps
from bot.message import Message
from bot.office import Office, Spot
from bot.slack.clients import Clients
from bot.slack.colleagues import Colleagues, Someone
from bot.slack.heard import Heard
from bot.slack.posting import Poster, Target
from bot.slack.views.answer import Page, pages_from, short_pages_from
from bot.slack.views.around import only_you_note, share_button, word

log = logging.getLogger(__name__)

JOB = "answer"


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

    def job(self, facts: dict[str, Any], steps: Steps) -> None:
        """Answer one event."""
        heard = Heard.from_facts(facts)
        client = self.clients.of(heard.team)
        who = steps.run("who", self._find, heard)
        if heard.channel == "D":
            heard = replace(heard, channel=steps.run("open", _open_direct, client, heard.user))
        if who["asker"] is None:
            self._turn_away(heard, who, steps)
            return
        leaves_firm = False if heard.is_private else steps.run("place", _leaves_firm, client, heard.channel)
        answers = steps.run("think", self._think, heard, who, leaves_firm)
        for place, answer in enumerate(answers):
            reply = Reply.model_validate(answer["reply"])
            for page, (target, drawn) in enumerate(self._draw(heard, reply, answer["showing"])):
                self._post(steps, heard, f"post {place}.{page}", target, drawn)
        if heard.function:
            steps.run("complete", _complete, client, heard)

    def _find(self, heard: Heard) -> dict[str, Any]:
        someone = self.colleagues.find(self.clients.of(heard.team), heard.team, heard.user)
        asker = someone.colleague.key if someone.colleague else None
        return {"asker": asker, "language": _language(heard, someone), "email": someone.email}

    def _think(self, heard: Heard, who: dict[str, Any], leaves_firm: bool) -> list[dict[str, Any]]:
        turn = self.office.conversation.reply_to(
            Message(who["asker"], heard.conversation, heard.text, click=heard.click, language=heard.language)
        )
        spot = Spot(heard.channel, heard.is_private, leaves_firm)
        return [
            {
                "reply": reply.model_dump(mode="json"),
                "showing": self.office.showing(who["asker"], reply, spot, asked_openly=heard.asked_openly),
            }
            for reply in turn.replies
        ]

    def _draw(self, heard: Heard, reply: Reply, showing: str) -> Iterator[tuple[Target, Page]]:
        say = self.office.say(reply.language)
        alone = Target(heard.channel, None if heard.opens_thread else heard.thread, only_for=heard.user)
        if showing == "refused":
            yield alone, word(say("share_refused"))
        elif showing == "to_asker":
            extra = [only_you_note(say), *share_button(reply, say)]
            for page in short_pages_from(reply, extra=extra):
                yield alone, page
        else:
            for page in pages_from(reply):
                yield Target(heard.channel, heard.thread), page

    def _turn_away(self, heard: Heard, who: dict[str, Any], steps: Steps) -> None:
        target = Target(heard.channel, heard.thread, only_for=None if heard.is_private else heard.user)
        language = who["language"] or self.office.language
        self._post(steps, heard, "refuse", target, word(self.office.say(language)("stranger")))
        steps.run("tell ops", self._tell_ops, heard, who["email"])

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
                yield _open_direct(client, user)

    def _post(self, steps: Steps, heard: Heard, name: str, target: Target, page: Page) -> None:
        client, key = self.clients.of(heard.team), f"{heard.key}:{name}"

        def post() -> str:
            return self.poster.post(client, target, page, key, again=steps.again)

        steps.run(name, post)


def _language(heard: Heard, someone: Someone) -> str | None:
    return heard.language or someone.language


def _open_direct(client: WebClient, user: str) -> str:
    return str(client.conversations_open(users=user)["channel"]["id"])


def _leaves_firm(client: WebClient, channel: str) -> bool:
    """Whether people of another firm read a channel; where Slack does not say, we take it that they do."""
    try:
        found = client.api_call("conversations.info", params={"channel": channel})["channel"]
    except SlackApiError:
        return True
    return bool(found.get("is_ext_shared") or found.get("is_pending_ext_shared"))


def _complete(client: WebClient, heard: Heard) -> None:
    client.functions_completeSuccess(function_execution_id=heard.function or "", outputs={"user_id": heard.user})
