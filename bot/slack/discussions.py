"""Where both sides of a handoff discuss it: a group message, one thread a handoff; what is written there is kept."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from actions.reply import Discussion, Line, Reply, Section
from bot.ports import Office
from bot.slack.channels import NotReached
from bot.slack.inbound_event import Heard
from bot.slack.posting import Poster, Target
from bot.slack.retry import is_passing
from bot.slack.views.answer import Page, pages_from
from bot.slack.views.around import call

log = logging.getLogger(__name__)

# Reaches somebody by key: team, client, user.
Find = Callable[[str], tuple[str, WebClient, str]]


@dataclass(frozen=True)
class Thread:
    """The message under which a handoff is discussed, and between whom (by key)."""

    team: str
    channel: str
    ts: str
    handoff_id: int
    members: tuple[str, ...]


@dataclass(frozen=True)
class Discussions:
    """Opens discussions and goes on with them. Which message is about which handoff is kept in the store."""

    office: Office
    poster: Poster

    def tell(self, person_key: str, reply: Reply, find: Find, *, again: bool) -> bool:
        """Tell a step where this person and the other side read it; False where there is no such place.

        A discussion that cannot go on (deleted, a scope that is missing) is given up: the step is told directly, and
        the next question opens another.
        """
        told = reply.discussion
        if told is None:
            return False
        thread = self._of_handoff(told.handoff_id)
        begins = bool(told.members) and (thread is None or set(thread.members) != set(told.members))
        if person_key not in (told.members if begins or thread is None else thread.members):
            return False
        try:
            if begins or thread is None:
                return self._begin(told, reply, find, again=again)
            return self._go_on(thread, told, reply, find, again=again)
        except SlackApiError as error:
            if is_passing(error):
                raise
            log.warning("handoff %s cannot be discussed: %s", told.handoff_id, error.response.get("error"))
            self.office.drop(_of(told.handoff_id))
            return False

    def place(self, heard: Heard) -> Heard | None:
        """What was written in a group, as words on the handoff that is discussed there; None where none is."""
        ts = heard.thread or self.office.kept(_newest(heard.team, heard.channel))
        kept = self.office.kept(_under(heard.team, heard.channel, ts)) if ts else None
        if kept is None:
            return None
        thread = _read(kept)
        slots = {
            "handoff_id": thread.handoff_id,
            "step": "discuss",
            "text": heard.text,
            "read_by": ",".join(thread.members),
            **({} if heard.thread else {"beside": 1}),
        }
        return replace(heard, intent="list_handoffs", slots=slots, text="")

    def _begin(self, told: Discussion, reply: Reply, find: Find, *, again: bool) -> bool:
        try:
            reached = [find(member) for member in told.members]
        except NotReached:  # who asked works at the terminal only
            return False
        team, client, _ = reached[0]
        if {found[0] for found in reached} != {team}:
            return False  # one discussion, one workspace
        users = [user for _, _, user in reached]
        channel = str(client.conversations_open(users=",".join(users))["channel"]["id"])
        hints = Section(key="hints", lines=tuple(Line(text=hint) for hint in told.hints))
        handed = tuple(section for section in reply.sections if section.key == "handed")
        page = call(_page(told, reply, (*handed, hints)), users)
        ts = self.poster.post(client, Target(channel), page, _key(told), again=again)
        self._keep(Thread(team, channel, ts, told.handoff_id, told.members))
        return True

    def _go_on(self, thread: Thread, told: Discussion, reply: Reply, find: Find, *, again: bool) -> bool:
        key = _key(told)
        if self.office.was_told(key):  # it was for more than one of them
            return True
        _, client, _ = find(thread.members[0])
        self.poster.post(client, Target(thread.channel, thread.ts), _page(told, reply, ()), key, again=again)
        self.office.note_told(key)
        return True

    def _of_handoff(self, handoff_id: int) -> Thread | None:
        kept = self.office.kept(_of(handoff_id))
        return _read(kept) if kept else None

    def _keep(self, thread: Thread) -> None:
        kept = json.dumps(asdict(thread))
        self.office.keep(_under(thread.team, thread.channel, thread.ts), kept)
        self.office.keep(_newest(thread.team, thread.channel), thread.ts)
        self.office.keep(_of(thread.handoff_id), kept)


def _page(told: Discussion, reply: Reply, sections: tuple[Section, ...]) -> Page:
    shown = Reply(intent=reply.intent, language=reply.language, headline=told.headline, sections=sections)
    return pages_from(shown)[0]


def _key(told: Discussion) -> str:
    return f"discussion:{told.handoff_id}:{told.step}"


def _of(handoff_id: int) -> str:
    return f"slack_talk:handoff:{handoff_id}"


def _under(team: str, channel: str, ts: str) -> str:
    return f"slack_talk:{team}:{channel}:{ts}"


def _newest(team: str, channel: str) -> str:
    return f"slack_talk:{team}:{channel}"


def _read(kept: str) -> Thread:
    found = json.loads(kept)
    return Thread(**{**found, "members": tuple(found["members"])})
