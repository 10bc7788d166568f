"""Opening a form while its trigger lives, and taking in what was filled in: field errors come back into the form."""

from __future__ import annotations

from concurrent.futures import Executor
from dataclasses import dataclass
from typing import Any

from actions.reply import Reply
from bot.message import Click, Message
from bot.slack.answering import Answering
from bot.slack.forms import FORMS
from bot.slack.heard import Heard
from bot.slack.views.form import ACCOUNT, FormSent, draw_form, read_form


@dataclass(frozen=True)
class Filling:
    """Opens and reads forms. ``quick`` runs what cannot wait for its turn: Slack gives a trigger three seconds."""

    answering: Answering
    quick: Executor

    def open(self, heard: Heard, trigger_id: str) -> None:
        """Open the form for ``heard.stem``; a stranger is turned away instead."""
        self.quick.submit(self._open, heard, trigger_id)

    def send(self, body: dict[str, Any]) -> dict[str, str]:
        """Do what a form says; errors by field where something in it must be mended, and nothing was done."""
        sent = read_form(body["view"])
        heard = Heard(
            key=f"form-{body['view']['id']}",
            team=body["team"]["id"],
            user=body["user"]["id"],
            channel=sent.channel,
            thread=sent.thread,
        )
        who = self.answering.find(heard)
        if who["asker"] is None:
            self.answering.take(heard)
            return {}
        slots, trouble = self._whom(sent, who)
        if trouble:
            return trouble
        turn = self.answering.office.conversation.reply_to(
            Message(who["asker"], f"{heard.conversation}#form", click=Click(sent.stem, slots), language=who["language"])
        )
        if trouble := _field_errors(turn.replies[-1], sent):
            return trouble
        self.answering.tell(heard, who, turn.replies)
        return {}

    def _open(self, heard: Heard, trigger_id: str) -> None:
        who = self.answering.find(heard)
        if who["asker"] is None or heard.stem is None:
            self.answering.take(heard)
            return
        say = self.answering.office.say(who["language"] or self.answering.office.language)
        view = draw_form(heard.stem, heard.slots, say, channel=heard.channel, thread=heard.thread)
        self.answering.clients.of(heard.team).views_open(trigger_id=trigger_id, view=view)

    def _whom(self, sent: FormSent, who: dict[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
        if sent.account is None:
            return sent.slots, {}
        account_id = self.answering.office.find_account(who["asker"], sent.account)
        if account_id is None:
            say = self.answering.office.say(who["language"] or self.answering.office.language)
            return sent.slots, {ACCOUNT: say("form.no_such_account")}
        return {**sent.slots, "account_id": account_id}, {}


def _field_errors(reply: Reply, sent: FormSent) -> dict[str, str]:
    """A question back, or trouble, as the error of the field that it is about; of the first one where it is none."""
    if reply.awaits is None and not reply.trouble:
        return {}
    about = reply.awaits.slot if reply.awaits else ""
    field = about if about in _shown(sent) else next(iter(sent.filled), ACCOUNT)
    return {field: reply.headline}


def _shown(sent: FormSent) -> set[str]:
    return {field.slot for field in FORMS[sent.stem]}
