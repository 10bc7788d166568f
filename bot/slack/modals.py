"""Opening a form while its trigger lives, and taking in what was filled in: field errors come back into the form."""

from __future__ import annotations

import logging
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from typing import Any

from actions.reply import Reply
from bot.slack.answering import Answering
from bot.slack.forms import fields_of
from bot.slack.inbound_event import Heard
from bot.slack.payload_parser import team_of
from bot.slack.views.form import ACCOUNT, FormSent, draw_form, draw_people, read_form

log = logging.getLogger(__name__)
AMOUNT = "amount"
_TRIED_OUT_SECONDS = 0.15  # a try-out takes about 0.03; the acknowledgement is to leave within 0.2


@dataclass(frozen=True)
class Filling:
    """Opens and reads forms. ``quick`` runs what cannot wait for its turn: Slack gives a trigger three seconds."""

    answering: Answering
    quick: Executor

    def open(self, heard: Heard, trigger_id: str) -> None:
        """Open the form for ``heard.intent``; a stranger is turned away instead."""
        self.quick.submit(self._open, heard, trigger_id)

    def suggest(self, body: dict[str, Any]) -> list[dict[str, Any]]:
        """The colleagues who may be chosen for what was typed so far; nobody for a stranger."""
        sent = read_form(body["view"])
        heard = Heard(key="", team=team_of(body), user=body["user"]["id"], channel=sent.channel)
        who = self.answering.find(heard)
        if who["asker"] is None:
            return []
        found = self.answering.office.find_takers(
            who["asker"],
            str(body.get("value") or ""),
            handoff_id=sent.slots.get("handoff_id"),
            toward=sent.slots.get("toward"),
        )
        return draw_people(found)

    def send(self, body: dict[str, Any]) -> dict[str, str]:
        """Take in a form; errors by field where something in it must be mended first. Doing it comes afterwards.

        It is tried out to find them. Where that takes too long the form is taken as it is, and what is wrong with it
        is told in a message.
        """
        sent = read_form(body["view"])
        heard = Heard(
            key=f"form-{body['view']['id']}",
            team=team_of(body),
            user=body["user"]["id"],
            channel=sent.channel,
            thread=sent.thread,
            intent=sent.intent,
            slots={**self._with_amount(sent.slots), **({ACCOUNT: sent.account} if sent.account else {})},
            is_form=True,
        )
        trial = self.quick.submit(self._try_out, heard, sent)
        try:
            heard, trouble = trial.result(_TRIED_OUT_SECONDS)
        except Exception as error:  # noqa: BLE001 - whatever it is, the form is kept and its answer tells
            log.warning("form %s is taken untried: %s", heard.key, type(error).__name__)
            trial.cancel()
            trouble = {}
        if not trouble:
            self.answering.take(heard)
        return trouble

    def _try_out(self, heard: Heard, sent: FormSent) -> tuple[Heard, dict[str, str]]:
        who = self.answering.find(heard)
        if who["asker"] is None:
            return heard, {}
        heard = replace(heard, language=who["language"])
        slots, trouble = self._whom(sent, who)
        if AMOUNT in heard.slots:
            trouble |= {AMOUNT: self.answering.office.say(self._language(who))("form.no_amount")}
        if trouble:
            return heard, trouble
        heard = replace(heard, slots=self._with_amount(slots))
        reply = self.answering.office.conversation.try_out(heard.to_message(who["asker"])).replies[-1]
        return heard, _field_errors(reply, sent)

    def _with_amount(self, slots: dict[str, Any]) -> dict[str, Any]:
        """The amount in minor units of the firm's currency; as it was written where it cannot be read."""
        minor = self.answering.office.read_amount(str(slots[AMOUNT])) if AMOUNT in slots else None
        if minor is None:
            return slots
        return {**{slot: value for slot, value in slots.items() if slot != AMOUNT}, "amount_minor": minor}

    def _language(self, who: dict[str, Any]) -> str:
        return str(who["language"] or self.answering.office.language)

    def _open(self, heard: Heard, trigger_id: str) -> None:
        who = self.answering.find(heard)
        if who["asker"] is None or heard.intent is None:
            self.answering.take(heard)
            return
        say = self.answering.office.say(self._language(who))
        view = draw_form(heard.intent, heard.slots, say, channel=heard.channel, thread=heard.thread)
        self.answering.clients.of(heard.team).views_open(trigger_id=trigger_id, view=view)

    def _whom(self, sent: FormSent, who: dict[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
        if sent.account is None:
            return sent.slots, {}
        account_id = self.answering.office.find_account(who["asker"], sent.account)
        if account_id is None:
            say = self.answering.office.say(self._language(who))
            return sent.slots, {ACCOUNT: say("form.no_such_account")}
        return {**sent.slots, "account_id": account_id}, {}


def _field_errors(reply: Reply, sent: FormSent) -> dict[str, str]:
    """A question back, or trouble, as the error of the field that it is about; of the first one where it is none."""
    if not reply.trouble and (reply.pending_slot is None or reply.pending_slot.is_done):
        return {}
    about = reply.pending_slot.slot if reply.pending_slot else ""
    field = about if about in _shown(sent) else next(iter(sent.filled), ACCOUNT)
    return {field: reply.headline}


def _shown(sent: FormSent) -> set[str]:
    return {field.slot for field in fields_of(sent.intent)}
