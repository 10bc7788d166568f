"""Publishes the home tab, and keeps what is chosen there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from slack_sdk.errors import SlackApiError

from bot.durable.durable import Steps
from bot.message import Click, Message
from bot.slack.answering import Answering, log
from bot.slack.heard import Heard
from bot.slack.views.home import draw_home, draw_stranger, read_setting

HOME = "home"
_PARTS = (("home_accounts", "rank_accounts"), ("home_handoffs", "list_handoffs"))
_PROMPTS = 4


@dataclass(frozen=True)
class Home:
    """The home tab of each person; a stranger's is empty but for the refusal."""

    answering: Answering

    def opened(self, body: dict[str, Any]) -> None:
        """Somebody opened the app: the home tab is made anew, the agent view gets its suggestions."""
        event = body["event"]
        heard = Heard(key=body["event_id"], team=body["team_id"], user=event["user"], channel=event["channel"])
        kind = "home" if event.get("tab", "home") == "home" else "prompts"
        self.answering.durable.start_once(heard.key, HOME, {**heard.to_facts(), "kind": kind})

    def chosen(self, body: dict[str, Any]) -> None:
        """A setting was changed."""
        heard = Heard(key=f"click-{body['trigger_id']}", team=body["team"]["id"], user=body["user"]["id"], channel="D")
        changes = read_setting(body["actions"][0])
        self.answering.durable.start_once(heard.key, HOME, {**heard.to_facts(), "kind": "home", "changes": changes})

    def job(self, facts: dict[str, Any], steps: Steps) -> None:
        """Publish. Doing it again does no harm, so that it is one step."""
        heard = Heard.from_facts(facts)
        if facts["kind"] == "prompts":
            steps.run("prompts", self._suggest, heard)
        else:
            steps.run("publish", self._publish, heard, facts.get("changes"))

    def _publish(self, heard: Heard, changes: dict[str, Any] | None) -> None:
        office, who = self.answering.office, self.answering.find(heard)
        say = office.say(who["language"] or office.language)
        if who["asker"] is None:
            view = draw_stranger(say("stranger"))
        else:
            own = office.change_settings(who["asker"], changes or {})
            parts = [(say(title), self._ask(stem, who)) for title, stem in _PARTS]
            view = draw_home(parts, own, say)
        self.answering.clients.of(heard.team).views_publish(user_id=heard.user, view=view)

    def _ask(self, stem: str, who: dict[str, Any]) -> Any:
        message = Message(who["asker"], "slack:home", click=Click(stem), language=who["language"])
        return self.answering.office.conversation.reply_to(message).replies

    def _suggest(self, heard: Heard) -> None:
        who = self.answering.find(heard)
        if who["asker"] is None:
            return
        say = self.answering.office.say(who["language"] or self.answering.office.language)
        names = [f"prompt_{who['role'] or 'rep'}_{place}" for place in range(1, _PROMPTS)]
        prompts = [
            {"title": say(name), "message": say(name)} for name in names if self.answering.office.has_phrase(name)
        ]
        client = self.answering.clients.of(heard.team)
        try:
            client.assistant_threads_setSuggestedPrompts(
                channel_id=heard.channel, title=say("prompts_title"), prompts=prompts
            )
        except SlackApiError:
            log.debug("no suggestions in %s", heard.channel)
