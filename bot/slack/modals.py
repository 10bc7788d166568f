"""Opening a form while its trigger lives, and taking in what was filled in: field errors come back into the form."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from concurrent.futures import Executor
from concurrent.futures import TimeoutError as TakesTooLong
from dataclasses import dataclass, replace
from typing import Any

from slack_sdk.errors import SlackApiError

from bot.forms import ACCOUNT, fields_of, find_field_errors, find_slips, is_about_known, with_amount
from bot.slack.answering import Answering
from bot.slack.drafts import Drafts, about
from bot.slack.inbound_event import Heard
from bot.slack.payload_parser import team_of
from bot.slack.views.form import FormSent, draw_form, draw_options, read_form

log = logging.getLogger(__name__)
_TRIED_OUT_SECONDS = 2.0  # a try-out takes about 0.03, and longer in a process just begun; Slack waits for three


@dataclass(frozen=True)
class Filling:
    """Opens and reads forms. ``quick`` runs what cannot wait for its turn: Slack gives a trigger three seconds."""

    answering: Answering
    quick: Executor

    @property
    def drafts(self) -> Drafts:
        """What was typed and could not be done."""
        return Drafts(self.answering.office)

    def open(self, heard: Heard, trigger_id: str) -> None:
        """Open the form for ``heard.intent``; a stranger is turned away, and where it fails that is told instead."""
        self.quick.submit(self._open_or_tell, heard, trigger_id)

    def suggest(self, body: dict[str, Any]) -> list[dict[str, Any]]:
        """What may be chosen for what was typed so far: customers in sight, products, colleagues."""
        sent = read_form(body["view"])
        heard = Heard(key="", team=team_of(body), user=body["user"]["id"], channel=sent.channel)
        who, office = self.answering.find(heard), self.answering.office
        if who["asker"] is None:
            return []
        said, field = str(body.get("value") or ""), str(body.get("block_id"))
        if field == ACCOUNT:
            return draw_options((str(key), name) for key, name in office.suggest_accounts(who["asker"], said))
        if field == "product":
            return draw_options((name, name) for name in office.suggest_products(who["asker"], said))
        found = office.find_takers(
            who["asker"], said, handoff_id=sent.slots.get("handoff_id"), toward=sent.slots.get("toward")
        )
        return draw_options(found)

    def send(self, body: dict[str, Any]) -> dict[str, str]:
        """Take in a form; errors by field where something in it must be mended first. Doing it comes afterwards.

        It is tried out to find them. Where that takes too long the form is taken as it is, and what is wrong with it
        is told in a message. What was typed is kept until it is done.
        """
        sent = read_form(body["view"])
        heard = Heard(
            key=f"form-{body['view']['id']}",
            team=team_of(body),
            user=body["user"]["id"],
            channel=sent.channel,
            thread=sent.thread,
            intent=sent.intent,
            slots=with_amount(
                self.answering.office,
                {**sent.slots, **({"account_id": int(sent.account)} if sent.account else {})},
            ),
            is_form=True,
            response_url=sent.response_url,
        )
        trial = self.quick.submit(self._try_out, heard, sent)
        try:
            heard, trouble = trial.result(_TRIED_OUT_SECONDS)
        except TakesTooLong:
            log.warning("form %s is taken untried: it takes too long", heard.key)
            trial.cancel()
            trouble = {}
        except Exception:
            log.exception("form %s cannot be done as it is", heard.key)
            say = self.answering.office.say(self.answering.office.language)
            trouble = {_first_shown(sent): say("form.not_taken")}
        if not trouble:
            self.answering.take(heard)
        return trouble

    def _try_out(self, heard: Heard, sent: FormSent) -> tuple[Heard, dict[str, str]]:
        who = self.answering.find(heard)
        if who["asker"] is None:
            return heard, {}
        self.drafts.keep(who["asker"], sent.intent, about(heard.slots), sent.filled)
        heard = replace(heard, language=who["language"])
        office = self.answering.office
        if trouble := find_slips(office, sent.intent, heard.slots, sent.filled, office.say(self._language(who))):
            return heard, trouble
        reply = office.conversation.try_out(heard.to_message(who["asker"])).replies[-1]
        return heard, find_field_errors(reply, _shown(sent), _first_shown(sent))

    def _language(self, who: dict[str, Any]) -> str:
        return str(who["language"] or self.answering.office.language)

    def _open_or_tell(self, heard: Heard, trigger_id: str) -> None:
        try:
            self._open(heard, trigger_id)
        except Exception as error:
            reason = error.response.get("error") if isinstance(error, SlackApiError) else type(error).__name__
            log.warning("the form of %s could not be opened (%s)", heard.key, reason, exc_info=True)
            self.answering.take(replace(heard, text="", notice="form.not_opened"))

    def _open(self, heard: Heard, trigger_id: str) -> None:
        who = self.answering.find(heard)
        if who["asker"] is None or heard.intent is None:
            self.answering.take(heard)
            return
        say = self.answering.office.say(self._language(who))
        slots, notes = self._begun(heard.intent, heard.slots, who["asker"], say)
        view = draw_form(
            heard.intent,
            slots,
            say,
            channel=heard.channel,
            thread=heard.thread,
            response_url=heard.response_url,
            notes=notes,
        )
        self.answering.clients.of(heard.team).views_open(trigger_id=trigger_id, view=view)

    def _begun(
        self, intent: str, slots: Mapping[str, Any], asker: str, say: Any
    ) -> tuple[dict[str, Any], tuple[str, ...]]:
        """What stands in the form when it opens: the customer that was named, and what was typed before."""
        notes: tuple[str, ...] = ()
        named = str(slots.get(ACCOUNT) or "")
        begun = dict(slots)
        if named and not is_about_known(slots):
            account_id = self.answering.office.find_account(asker, named)
            if account_id is None:
                notes = (say("form.choose_account", name=named),)
            else:
                begun["account_id"] = account_id
        draft = self.drafts.find(asker, intent, about(begun))
        if draft:
            notes += (say("form.draft"),)
        return {**draft, **begun}, notes


def _first_shown(sent: FormSent) -> str:
    if sent.account:
        return ACCOUNT
    shown = _shown(sent)
    return next((slot for slot in sent.filled if slot in shown), next(iter(shown), ACCOUNT))


def _shown(sent: FormSent) -> dict[str, None]:
    return dict.fromkeys(field.slot for field in fields_of(sent.intent))
