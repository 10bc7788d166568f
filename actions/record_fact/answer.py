"""Keeps what a colleague tells about a customer: a note, a visit, a complaint, a contact, a budget, a new owner."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

from actions.asking import ask_day, read_future_day
from actions.base import QuestionAction
from actions.changes import next_choice, ref, undo_choice
from actions.presenters.products import find_family, find_product
from actions.question import Question
from actions.record_fact import numbers, people, tickets
from actions.record_fact.kept import Kept, Telling
from actions.reply import Choice, Line, Reply, Section, Tone
from actions.writing_back import tell_destinations
from knowledge.accounts.commands import records
from knowledge.accounts.queries.accounts import load_account
from knowledge.catalogue.queries.catalogue import load_catalogue
from knowledge.errors import DateUnclear
from knowledge.kernel.access import AccessContext
from knowledge.playbook.phrases import Phrases
from knowledge.terms import NoteKind

_NEXT = {
    "complaint": "assess_churn",
    "cancellation": "assess_churn",
    "budget": "check_timing",
    "survey": "check_satisfaction",
}


class RecordFact(QuestionAction):
    """Not a question of its own: what is told in a sentence is kept as what it is; the next answer counts it."""

    intent = "record_fact"

    def answer(self, question: Question, access: AccessContext, say: Phrases) -> Reply:
        """Write down the fact, say what it changes, offer to take it back."""
        card = load_account(access, question.account_id or 0)
        fact = question.word("fact") or "note"
        telling = Telling(question, access, card, say)
        kept = WRITERS[fact](telling)
        account = ref(card)
        lines = (*kept.lines, *tell_destinations(access, kept.change, say))
        onward = (*kept.onward, next_choice(_NEXT.get(fact, "brief_account"), account, say))
        return Reply(
            intent=self.intent,
            language=say.language,
            headline=kept.headline,
            account=account,
            sections=(Section(key="record", lines=lines),) if lines else (),
            choices=(*onward, undo_choice(kept.change, say)) if kept.change else onward,
        )


def _note(telling: Telling) -> Kept:
    return _keep_note(telling, NoteKind.NOTE)


def _minutes(telling: Telling) -> Kept:
    return _keep_note(telling, NoteKind.MINUTES)


def _keep_note(telling: Telling, kind: NoteKind) -> Kept:
    change = records.keep_note(telling.unit_of_work, telling.card.id, telling.text, kind=kind)
    return Kept(telling.say(f"record_fact.{kind}", account=telling.card.name), (telling.quote,), change)


def _promise(telling: Telling) -> Kept:
    """A promise is due on the day said, of which it speaks itself."""
    say, due = telling.say, _day_ahead(telling)
    change = records.keep_note(telling.unit_of_work, telling.card.id, telling.text, kind=NoteKind.PROMISE, due_on=due)
    headline = (
        say("record_fact.promise_due", account=telling.card.name, day=due)
        if due
        else say("record_fact.promise", account=telling.card.name)
    )
    return Kept(headline, (telling.quote,), change)


def _visit(telling: Telling) -> Kept:
    """A call, mail or meeting of ours, today unless an earlier day was said."""
    say, kind = telling.say, telling.question.word("touch_kind") or "meeting"
    day = _day_behind(telling)
    change = records.keep_touch(telling.unit_of_work, telling.card.id, telling.text, kind=kind, on=day)
    headline = say(f"record_fact.touch_{kind}", account=telling.card.name, day=day)
    lines = (telling.quote, Line(text=say("record_fact.last_contact", day=day)))
    return Kept(headline, lines, change, _again(telling))


def _again(telling: Telling) -> tuple[Choice, ...]:
    """The button that reminds of what was said to follow: "called Acme, will talk again next month"."""
    again, day = telling.question.word("again"), _said_day(telling)
    if not again or day is None or day <= telling.access.as_of:
        return ()
    slots: dict[str, str | int] = {"date": day.isoformat(), "grain": "day", "note": f"{telling.card.name}: {again}"}
    account = ref(telling.card)
    label = telling.say("record_fact.remind", day=day)
    whose: dict[str, str | int] = {"account_id": account.id, "account": account.name}
    return (Choice(label=label, intent="set_reminder", slots={**slots, **whose}),)


def _budget(telling: Telling) -> Kept:
    """No new money up to the day said, however far it lies; without one it is asked for."""
    question, say, card = telling.question, telling.say, telling.card
    headline = say("record_fact.budget_until", account=card.name)
    until = read_future_day(question, RecordFact.intent, "until", headline, say=say, account=ref(card), today_too=True)
    free_on = until + dt.timedelta(days=1)
    change = records.freeze_budget(telling.unit_of_work, card.id, telling.text, until=until, free_on=free_on)
    lines = (telling.quote, Line(text=say("record_fact.budget_effect", day=free_on)))
    return Kept(say("record_fact.budget", account=card.name, day=until), lines, change)


def _budget_free(telling: Telling) -> Kept:
    card, say = telling.card, telling.say
    if card.budget_frozen_until is None or card.budget_frozen_until <= telling.access.as_of:
        kept = _note(telling)
        return replace(kept, lines=(*kept.lines, Line(text=say("record_fact.budget_not_frozen", account=card.name))))
    change = records.free_budget(telling.unit_of_work, card.id)
    return Kept(say("record_fact.budget_free", account=card.name), (), change)


def _cancellation(telling: Telling) -> Kept:
    say, card = telling.say, telling.card
    products = _products(telling)
    count, change = records.record_cancellation(
        telling.unit_of_work, card.id, telling.text, product_ids=tuple(products)
    )
    effect = say("record_fact.cancellation_effect", count=count) if count else say("record_fact.cancellation_nothing")
    lines = (telling.quote, Line(text=effect, tone=Tone.STOP))
    return Kept(say("record_fact.cancellation", account=card.name), lines, change)


def _products(telling: Telling) -> list[int]:
    """The products named, of a family all its plans; none where the whole contract is meant."""
    said = telling.question.word("product")
    if said is None:
        return []
    catalogue = load_catalogue(telling.access)
    family = find_family(catalogue, said)
    product = None if family else find_product(catalogue, said)
    return [card.id for card in family] if family else [product.id] if product else []


def _contact(telling: Telling) -> Kept:
    return people.new_contact(telling.question, telling.access, telling.card, telling.say)


def _contact_changed(telling: Telling) -> Kept:
    return people.changed_contact(telling.question, telling.access, telling.card, telling.say)


def _contact_left(telling: Telling) -> Kept:
    return people.contact_left(telling.question, telling.access, telling.card, telling.say)


def _owner(telling: Telling) -> Kept:
    return people.change_owner(telling.question, telling.access, telling.card, telling.say)


def _day_behind(telling: Telling) -> dt.date:
    day = _said_day(telling)
    return day if day and day <= telling.access.as_of else telling.access.as_of


def _day_ahead(telling: Telling) -> dt.date | None:
    day = _said_day(telling, last=True)
    return day if day and day >= telling.access.as_of else None


def _said_day(telling: Telling, *, last: bool = False) -> dt.date | None:
    """The day said, the last one of a period where ``last``. What is no day is asked about."""
    said = telling.question.word("until" if last else "date") or telling.question.word("date")
    if said is None:
        return None
    try:
        return dt.date.fromisoformat(said[:10])
    except ValueError:
        unclear = telling.say("errors.date_unclear", **DateUnclear("", text=said).facts)
        account = ref(telling.card)
        raise ask_day(telling.question, RecordFact.intent, "date", unclear, say=telling.say, account=account) from None


WRITERS: dict[str, Callable[[Telling], Kept]] = {
    "note": _note,
    "minutes": _minutes,
    "promise": _promise,
    "visit": _visit,
    "complaint": tickets.complaint,
    "complaint_settled": tickets.settled,
    "problem": tickets.problem,
    "settled": tickets.settled,
    "survey": numbers.survey,
    "account_changed": numbers.employees,
    "budget": _budget,
    "budget_free": _budget_free,
    "cancellation": _cancellation,
    "contact_new": _contact,
    "contact_changed": _contact_changed,
    "contact_left": _contact_left,
    "owner": _owner,
}
