"""CS asks that nobody pitches a customer for a while: placed, shown, lifted."""

from __future__ import annotations

import datetime as dt

from actions.asking import ask_day, ask_for, read_future_day
from actions.base import QuestionAction
from actions.changes import next_choice, ref, undo_choice, unit_of_work_for
from actions.question import Question
from actions.reply import AccountRef, Choice, Line, Reply, Section, Tone
from knowledge.accounts.history import AccountCard, HoldPlaced
from knowledge.accounts.queries.accounts import load_account
from knowledge.accounts.queries.history import load_hold
from knowledge.kernel.access import AccessContext
from knowledge.notifications.commands.enqueue_notifications import announce_hold_end
from knowledge.offers.commands.holds import lift_hold, place_hold
from knowledge.playbook.phrases import Phrases

_REASONS = ("unhappy", "incident", "onboarding", "renewal")


class HoldAccount(QuestionAction):
    """A hold closes the gate from the next answer on, and ends by itself; its end is announced."""

    intent = "hold_account"

    def answer(self, question: Question, access: AccessContext, say: Phrases) -> Reply:
        """Place a hold, or show or lift the one in force."""
        card = load_account(access, question.account_id or 0)
        hold = load_hold(access, card.id)
        match question.word("step"):
            case "lift":
                return _lift(question, access, card, hold, say)
            case "show":
                return _show(card, hold, say)
            case _:
                return _place(question, access, card, hold, say)


def _place(
    question: Question, access: AccessContext, card: AccountCard, hold: HoldPlaced | None, say: Phrases
) -> Reply:
    account = ref(card)
    until = _read_until(question, access, account, say)
    reason = question.free("reason") or (hold.reason if hold else None)  # a hold that only lasts longer keeps its own
    if not reason:
        options = [
            (say(f"hold_account.reason_{key}"), {"reason": say(f"hold_account.reason_{key}")}) for key in _REASONS
        ]
        headline = say("hold_account.which_reason", account=card.name)
        raise ask_for(
            question, HoldAccount.intent, "reason", headline, say=say, options=options, account=account, free=True
        )
    free_on = until + dt.timedelta(days=1)
    unit_of_work = unit_of_work_for(question, access)
    hold_id, change = place_hold(unit_of_work, card.id, reason, until=free_on)
    announce_hold_end(unit_of_work, card, hold_id, free_on=free_on)
    told = say("hold_account.told", owner=card.owner) if card.owner else say("hold_account.told_nobody")
    lines = [Line(text=reason, tone=Tone.QUOTE), Line(text=say("hold_account.ends", day=free_on)), Line(text=told)]
    if hold:
        lines.append(Line(text=say("hold_account.replaces", reason=hold.reason), tone=Tone.CAUTION))
    return Reply(
        intent=HoldAccount.intent,
        language=say.language,
        headline=say("hold_account.placed", account=card.name, day=until),
        account=account,
        sections=(Section(key="hold", lines=tuple(lines)),),
        choices=(next_choice("recommend_offer", account, say), undo_choice(change, say)),
    )


def _read_until(question: Question, access: AccessContext, account: AccountRef, say: Phrases) -> dt.date:
    """The last day of the hold, not beyond what the rules allow."""
    headline = say("hold_account.which_day", account=account.name)
    until = read_future_day(question, HoldAccount.intent, "until", headline, say=say, account=account, today_too=True)
    longest = access.as_of + dt.timedelta(days=access.rules.holds.longest_days)
    if until > longest:
        headline = say("hold_account.too_long", day=longest, days=access.rules.holds.longest_days)
        raise ask_day(question, HoldAccount.intent, "until", headline, say=say, account=account)
    return until


def _lift(question: Question, access: AccessContext, card: AccountCard, hold: HoldPlaced | None, say: Phrases) -> Reply:
    account = ref(card)
    if hold is None:
        return _show(card, hold, say)
    change = lift_hold(unit_of_work_for(question, access), card.id)
    return Reply(
        intent=HoldAccount.intent,
        language=say.language,
        headline=say("hold_account.lifted", account=card.name),
        account=account,
        sections=(Section(key="hold", lines=(Line(text=hold.reason, tone=Tone.QUOTE),)),),
        choices=(next_choice("recommend_offer", account, say), undo_choice(change, say)),
    )


def _show(card: AccountCard, hold: HoldPlaced | None, say: Phrases) -> Reply:
    account = ref(card)
    if hold is None:
        choices = (Choice(label=say("hold_account.name"), intent="hold_account", slots=_slots(account)),)
        headline = say("hold_account.none", account=card.name)
        return Reply(
            intent=HoldAccount.intent, language=say.language, headline=headline, account=account, choices=choices
        )
    who = say("hold_account.by", who=hold.placed_by or say("hold_account.somebody"), day=hold.placed_on)
    lines = (Line(text=hold.reason, tone=Tone.QUOTE), Line(text=who))
    lift = Choice(
        label=say("hold_account.choice_lift"), intent="hold_account", slots={**_slots(account), "step": "lift"}
    )
    return Reply(
        intent=HoldAccount.intent,
        language=say.language,
        headline=say("hold_account.held", account=card.name, day=hold.expires_on),
        account=account,
        sections=(Section(key="hold", lines=lines),),
        choices=(lift,),
    )


def _slots(account: AccountRef) -> dict[str, str | int]:
    return {"account_id": account.id, "account": account.name}
