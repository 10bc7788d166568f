"""An answer as messages, each with where it may stand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any

from actions.reply import Reply
from bot.ports import Office
from bot.slack.clients import Clients
from bot.slack.inbound_event import Heard
from bot.slack.pictures import upload_pictures
from bot.slack.posting import Target
from bot.slack.views.answer import Page, pages_from
from bot.slack.views.around import draw_feedback, only_you_note, share_button, shared_note, word
from bot.slack.views.buttons import put_aside
from bot.slack.views.checklist import unticked
from bot.slack.views.folding import draw_parts, fold
from bot.slack.views.text import Block

KEPT = "fold:"


@dataclass(frozen=True)
class Drawing:
    """Draws answers. Of one that folds, the whole is kept, so that its parts can be opened."""

    office: Office
    clients: Clients

    def draw(self, heard: Heard, who: dict[str, Any], reply: Reply, showing: str) -> Iterator[tuple[Target, Page]]:
        """The messages of an answer, with their targets."""
        say = self.office.say(reply.language)
        self.office.keep_aside(put_aside(reply))
        if showing == "refused":
            yield alone(heard), word(say("share_refused"))
        elif self.office.folds(reply.intent):
            first, parts = fold(reply, say)
            name = self._keep(heard, who, reply) if parts else ""
            yield from self.pages(heard, who, first, showing, below=draw_parts(parts, name, say, opened=None))
        else:
            yield from self.pages(heard, who, reply, showing)

    def pages(
        self, heard: Heard, who: dict[str, Any], reply: Reply, showing: str, *, below: Sequence[Block] = ()
    ) -> Iterator[tuple[Target, Page]]:
        """The messages of what is shown; ``below``: what opens its parts."""
        say, target = self.office.say(reply.language), _target(heard, showing)
        if target.only_for:
            note = [only_you_note(say), *share_button(reply, say)] if showing == "to_asker" else []
            for page in pages_from(unticked(reply), extra=[*below, *note], talk=heard.thread):
                yield target, page
            return
        pictures = upload_pictures(self.clients.of(heard.team), reply, dark=heard.is_private and who["dark"])
        shared = shared_note(who["name"], say) if heard.asked_openly else ()
        replaces = heard.pressed if self._takes_place(heard, reply) else None
        for page in pages_from(reply, extra=[*below, *shared, *draw_feedback(reply, say)], pictures=pictures):
            yield replace(target, replaces=replaces), page
            replaces = None

    def _takes_place(self, heard: Heard, reply: Reply) -> bool:
        """Whether this answers a step of what the message pressed shows, and no trouble: then it shows it as it is."""
        is_step = heard.intent == reply.intent and "step" in heard.slots and heard.is_private
        return is_step and not reply.trouble and self.office.is_in_place(reply.intent)

    def _keep(self, heard: Heard, who: dict[str, Any], reply: Reply) -> str:
        """Keep an answer for as long as its parts may be opened, by whoever asked; under which name."""
        name = f"{KEPT}{sha256(f'{heard.key}:{reply.intent}:{reply.headline}'.encode()).hexdigest()[:32]}"
        told = reply.model_dump(mode="json", exclude_defaults=True)
        self.office.replace_aside(name, {"asker": who["asker"], "openly": heard.asked_openly, "reply": told})
        return name


def alone(heard: Heard) -> Target:
    """Where only the asker reads it; under a message only where others answered under it already."""
    if heard.is_private:
        return Target(heard.channel, heard.thread)
    return Target(heard.channel, None if heard.opens_thread else heard.thread, only_for=heard.user)


def _target(heard: Heard, showing: str) -> Target:
    """Where an answer may stand; what a command asks is for the asker alone."""
    if showing == "to_asker" or (heard.for_asker and not heard.is_private):
        return alone(heard)
    watcher = (heard.team, heard.user) if heard.is_private and heard.thread else None
    openly = None if heard.asked_openly and heard.opens_thread else heard.thread
    return Target(heard.channel, openly, stream_to=watcher)
