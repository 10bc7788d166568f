"""A part of an answer opens in its place: for whoever asked, as long as they may see the customer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from actions.reply import Reply
from bot.ports import Office
from bot.slack.delivery import Delivery, Sending
from bot.slack.drawing import KEPT, Drawing, alone
from bot.slack.inbound_event import Heard
from bot.slack.views.around import word
from bot.slack.views.folding import draw_parts, fold, unfold

# How each of some replies may be shown to somebody where they pressed.
Show = Callable[[Heard, str, Sequence[Reply]], tuple[tuple[Reply, str], ...]]


@dataclass(frozen=True)
class Opening:
    """Opens and closes parts of answers that are kept."""

    office: Office
    drawing: Drawing
    delivery: Delivery

    def open(self, heard: Heard, who: dict[str, Any], show: Show, sending: Sending) -> None:
        """Put the answer with this part open in the place of the message that was pressed."""
        say = self.office.say(who["language"] or self.office.language)
        kept = self._find(heard)
        if kept is None:
            self.delivery.post(heard, "open", alone(heard), word(say("fold_gone")), sending)
            return
        asker, reply = str(who["asker"]), Reply.model_validate(kept["reply"])
        is_alone = heard.pressed is None  # Slack tells no message that one person sees
        heard = replace(heard, asked_openly=bool(kept["openly"]) and not is_alone, for_asker=is_alone)
        ((_, showing),) = show(heard, asker, (reply,))
        if kept["asker"] != asker or showing == "refused" or not self._sees(asker, reply):
            self.delivery.post(heard, "open", alone(heard), word(say("fold_not_yours")), sending)
            return
        say, key = self.office.say(reply.language), str(heard.slots["part"])
        first, parts = fold(self._ticked(heard, asker, reply), say)
        part = next((part for part in parts if part.key == key), None)
        below = draw_parts(parts, str(heard.opens), say, opened=key if part else None)
        for number, (target, page) in enumerate(
            self.drawing.pages(heard, who, unfold(first, part), showing, below=below)
        ):
            if number == 0 and target.only_for and self.delivery.put_in_place(heard, page):
                continue
            replaces = heard.pressed if number == 0 and not target.only_for else None
            placed = replace(target, replaces=replaces, stream_to=None)
            self.delivery.post(heard, f"open {number}", placed, page, sending)

    def _find(self, heard: Heard) -> dict[str, Any] | None:
        name = str(heard.opens)
        kept = self.office.find_aside(name) if name.startswith(KEPT) else {}
        return kept or None

    def _sees(self, asker: str, reply: Reply) -> bool:
        return reply.account is None or self.office.sees(asker, reply.account.id)

    def _ticked(self, heard: Heard, asker: str, reply: Reply) -> Reply:
        """The same with its checklist as it is ticked by now."""
        if not reply.checklist or reply.account is None:
            return reply
        slots = {"account_id": reply.account.id, "account": reply.account.name}
        asked = replace(heard, intent="show_checklist", slots=slots, is_form=True, language=reply.language)
        message = replace(asked.to_message(asker), key=None)
        now = {item.key: item for item in self.office.conversation.try_out(message).replies[-1].checklist}
        return reply.model_copy(update={"checklist": tuple(now.get(item.key, item) for item in reply.checklist)})
