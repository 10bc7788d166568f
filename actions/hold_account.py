"""CS asks that nobody pitches a customer for a while: placed, shown, lifted."""

from __future__ import annotations

import datetime as dt

from actions.asking import ask_day, ask_for, read_future_day
from actions.base import QuestionAction
from actions.question import Question
from actions.reply import AccountRef, Choice, Line, Mood, Reply, Section
from actions.telling.changes import next_choice, pen_for, ref, undo_choice
from knowledge.history import AccountCard, HoldPlaced
from knowledge.playbook.phrases import Phrases
from knowledge.store.book import Book
from knowledge.store.changes.announcing import announce_hold_end
from knowledge.store.changes.holds import lift_hold, place_hold
from knowledge.store.queries.accounts import load_account
from knowledge.store.queries.history import load_hold

_REASONS = ("unhappy", "incident", "onboarding", "renewal")


class HoldAccount(QuestionAction):
    """A hold closes the gate from the next answer on, and ends by itself; its end is announced."""

    stem = "hold_account"

    def answer(self, question: Question, book: Book, say: Phrases) -> Reply:
        """Place a hold, or show or lift the one in force."""
        card = load_account(book, question.account_id or 0)
        hold = load_hold(book, card.id)
        match question.word("step"):
            case "lift":
                return _lift(question, book, card, hold, say)
            case "show":
                return _show(card, hold, say)
            case _:
                return _place(question, book, card, hold, say)


def _place(question: Question, book: Book, card: AccountCard, hold: HoldPlaced | None, say: Phrases) -> Reply:
    account = ref(card)
    until = _read_until(question, book, account, say)
    reason = question.free("reason")
    if not reason:
        options = [
            (say(f"hold_account.reason_{key}"), {"reason": say(f"hold_account.reason_{key}")}) for key in _REASONS
        ]
        headline = say("hold_account.which_reason", account=card.name)
        raise ask_for(
            question, HoldAccount.stem, "reason", headline, say=say, options=options, account=account, free=True
        )
    free_on = until + dt.timedelta(days=1)
    pen = pen_for(question, book)
    hold_id, change = place_hold(pen, card.id, reason, until=free_on)
    announce_hold_end(pen, card, hold_id, free_on=free_on)
    told = say("hold_account.told", owner=card.owner) if card.owner else say("hold_account.told_nobody")
    lines = [Line(text=reason, mood=Mood.QUOTE), Line(text=say("hold_account.ends", day=free_on)), Line(text=told)]
    if hold:
        lines.append(Line(text=say("hold_account.replaces", reason=hold.reason), mood=Mood.CAUTION))
    return Reply(
        stem=HoldAccount.stem,
        language=say.language,
        headline=say("hold_account.placed", account=card.name, day=until),
        account=account,
        sections=(Section(key="hold", lines=tuple(lines)),),
        choices=(next_choice("recommend_offer", account, say), undo_choice(change, say)),
    )


def _read_until(question: Question, book: Book, account: AccountRef, say: Phrases) -> dt.date:
    """The last day of the hold, not beyond what the rules allow."""
    headline = say("hold_account.which_day", account=account.name)
    until = read_future_day(question, HoldAccount.stem, "until", headline, say=say, account=account, today_too=True)
    longest = book.as_of + dt.timedelta(days=book.rules.holds.longest_days)
    if until > longest:
        headline = say("hold_account.too_long", day=longest, days=book.rules.holds.longest_days)
        raise ask_day(question, HoldAccount.stem, "until", headline, say=say, account=account)
    return until


def _lift(question: Question, book: Book, card: AccountCard, hold: HoldPlaced | None, say: Phrases) -> Reply:
    account = ref(card)
    if hold is None:
        return _show(card, hold, say)
    change = lift_hold(pen_for(question, book), card.id)
    return Reply(
        stem=HoldAccount.stem,
        language=say.language,
        headline=say("hold_account.lifted", account=card.name),
        account=account,
        sections=(Section(key="hold", lines=(Line(text=hold.reason, mood=Mood.QUOTE),)),),
        choices=(next_choice("recommend_offer", account, say), undo_choice(change, say)),
    )


def _show(card: AccountCard, hold: HoldPlaced | None, say: Phrases) -> Reply:
    account = ref(card)
    if hold is None:
        choices = (Choice(label=say("stems.hold_account"), stem="hold_account", slots=_slots(account)),)
        headline = say("hold_account.none", account=card.name)
        return Reply(stem=HoldAccount.stem, language=say.language, headline=headline, account=account, choices=choices)
    who = say("hold_account.by", who=hold.placed_by or say("hold_account.somebody"), day=hold.placed_on)
    lines = (Line(text=hold.reason, mood=Mood.QUOTE), Line(text=who))
    lift = Choice(label=say("hold_account.choice_lift"), stem="hold_account", slots={**_slots(account), "step": "lift"})
    return Reply(
        stem=HoldAccount.stem,
        language=say.language,
        headline=say("hold_account.held", account=card.name, day=hold.expires_on),
        account=account,
        sections=(Section(key="hold", lines=lines),),
        choices=(lift,),
    )


def _slots(account: AccountRef) -> dict[str, str | int]:
    return {"account_id": account.id, "account": account.name}
