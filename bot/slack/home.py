"""Publishes the home tab, and keeps what is chosen there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from slack_sdk.errors import SlackApiError

from actions.reply import Reply
from bot.dialogue.message import Click, Message
from bot.jobs.queue import Steps
from bot.ports import Say
from bot.slack.answering import Answering, log
from bot.slack.inbound_event import Heard
from bot.slack.payload_parser import team_of
from bot.slack.retry import with_patience
from bot.slack.views import limits
from bot.slack.views.buttons import put_aside
from bot.slack.views.home import draw_home, draw_stranger
from bot.slack.views.settings import read_setting
from bot.slack.views.text import shorten

HOME = "home"
_PARTS: tuple[tuple[str, Click], ...] = (
    ("home_accounts", Click("rank_accounts")),
    ("home_handoffs", Click("list_handoffs")),
    ("home_targets", Click("show_metrics", {"targets": "all"})),
)
_OPS = "ops"  # has no customers, and hands none over
_PROMPTS = 4
_MOST_PROMPTS, _OWN_PROMPTS = 4, 2  # Slack shows four


@dataclass(frozen=True)
class Home:
    """The home tab of each person; a stranger's is empty but for the refusal."""

    answering: Answering

    def opened(self, body: dict[str, Any]) -> None:
        """Somebody opened the app: the home tab is made anew, the agent view gets its suggestions."""
        event = body["event"]
        heard = Heard(key=body["event_id"], team=body["team_id"], user=event["user"], channel=event["channel"])
        kind = "home" if event.get("tab", "home") == "home" else "prompts"
        self._start(heard, kind=kind)

    def chosen(self, body: dict[str, Any]) -> None:
        """A setting was changed."""
        heard = Heard(key=f"click-{body['trigger_id']}", team=team_of(body), user=body["user"]["id"], channel="D")
        changes = read_setting(body["actions"][0])
        self._start(heard, kind="home", changes=changes)

    def job(self, facts: dict[str, Any], steps: Steps) -> None:
        """Publish. Doing it again does no harm, so that it is one step."""
        heard = Heard.from_facts(facts)
        with_patience(lambda: self._make(heard, facts, steps), steps, self.answering.waits)

    def _start(self, heard: Heard, **what: Any) -> None:
        lane = f"{HOME}:{heard.lane}"
        self.answering.durable.start_once(heard.key, HOME, {**heard.to_facts(), **what}, lane=lane)

    def _make(self, heard: Heard, facts: dict[str, Any], steps: Steps) -> None:
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
            mine = [(title, click) for title, click in _PARTS if who["role"] != _OPS or title == "home_targets"]
            parts: list[tuple[str, Sequence[Reply]]] = [(say(title), self._ask(click, who)) for title, click in mine]
            parts.insert(1, (say("home_checklists"), self._open_lists(who)))
            view = draw_home(parts, own, say)
        self.answering.clients.of(heard.team).views_publish(user_id=heard.user, view=view)

    def _ask(self, click: Click, who: dict[str, Any]) -> tuple[Reply, ...]:
        message = Message(who["asker"], "slack:home", click=click, language=who["language"])
        replies = self.answering.office.conversation.reply_to(message).replies
        for reply in replies:
            self.answering.office.keep_aside(put_aside(reply))
        return replies

    def _open_lists(self, who: dict[str, Any]) -> list[Reply]:
        """The checklists that this person is in the middle of, as boxes; one that is seen to is no longer shown."""
        begun = self.answering.office.find_begun_lists(who["asker"])
        lists = [reply for slots in begun for reply in self._ask(Click("show_checklist", slots), who)]
        left = [reply for reply in lists if any(not item.done for item in reply.checklist)]
        return [reply.model_copy(update={"choices": ()}) for reply in left]

    def _of_own_book(self, who: dict[str, Any], say: Say) -> list[str]:
        """What one might ask of the first of one's own customers by what to do next; nothing for who has none."""
        if who["role"] == _OPS:
            return []
        listed = [choice for reply in self._ask(Click("rank_accounts"), who) for choice in reply.listed]
        named = [str(choice.slots["account"]) for choice in listed if "account" in choice.slots]
        return [say("offer_question", name=name) for name in named[:_OWN_PROMPTS]]

    def _suggest(self, heard: Heard) -> None:
        who = self.answering.find(heard)
        if who["asker"] is None:
            return
        say = self.answering.office.say(who["language"] or self.answering.office.language)
        names = [f"prompt_{who['role'] or 'rep'}_{place}" for place in range(1, _PROMPTS)]
        asked = [say(name) for name in names if self.answering.office.has_phrase(name)]
        asked = [*self._of_own_book(who, say), *asked][:_MOST_PROMPTS]
        prompts = [{"title": shorten(text, limits.BUTTON_TEXT), "message": text} for text in asked]
        client = self.answering.clients.of(heard.team)
        try:
            client.assistant_threads_setSuggestedPrompts(
                channel_id=heard.channel, title=say("prompts_title"), prompts=prompts
            )
        except SlackApiError:
            log.debug("no suggestions in %s", heard.channel)
