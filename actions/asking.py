"""Questions back: what is missing or cannot be read is asked for with choices, and what was said is kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from zoneinfo import ZoneInfo

from actions.presenters.products import find_product, nearest_products
from actions.question import Question
from actions.reply import AccountRef, Choice, PendingSlot, Reply
from knowledge.catalogue.catalogue import Catalogue, ProductCard
from knowledge.errors import DateUnclear
from knowledge.playbook.phrases import Phrases

Option = tuple[str, Mapping[str, str | int]]


class Asked(Exception):
    """Raised where an answer needs one more thing; carries the question back."""

    def __init__(self, reply: Reply) -> None:
        super().__init__(reply.headline)
        self.reply = reply


def ask_for(  # noqa: PLR0913 - what is asked, for which slot, with which choices; all but four by name
    question: Question,
    intent: str,
    slot: str,
    headline: str,
    *,
    say: Phrases,
    options: Iterable[Option] = (),
    account: AccountRef | None = None,
    free: bool = False,
) -> Asked:
    """The question back for ``slot``. Each option is a label and the slots it fills; what was said is kept in each."""
    kept = question.kept(slot, "step") | ({"step": step} if (step := question.word("step")) else {})
    if account:
        kept |= {"account_id": account.id, "account": account.name}
    choices = tuple(Choice(label=label, intent=intent, slots={**kept, **slots}) for label, slots in options)
    pending_slot = PendingSlot(intent=intent, slot=slot, slots=kept, free=free)
    return Asked(
        Reply(
            intent=intent,
            language=say.language,
            headline=headline,
            account=account,
            choices=choices,
            pending_slot=pending_slot,
        )
    )


def read_day(question: Question, *slots: str) -> dt.date | None:
    """The first of these slots that was said, as a day. DateUnclear with the words where it is none."""
    said = next((word for slot in slots if (word := question.word(slot))), None)
    if said is None:
        return None
    try:
        return dt.date.fromisoformat(said[:10])
    except ValueError as error:
        raise DateUnclear(f"{said!r} is not a date.", text=said) from error


def day_options(as_of: dt.date, slot: str, say: Phrases) -> list[Option]:
    """In two weeks, at the end of the month, in three months: the days people name most, as choices."""
    days = {
        "in_two_weeks": as_of + dt.timedelta(days=14),
        "in_a_month": as_of + dt.timedelta(days=30),
        "in_three_months": as_of + dt.timedelta(days=91),
    }
    return [(say(f"asking.{key}", day=day), {slot: day.isoformat()}) for key, day in days.items()]


def ask_day(
    question: Question, intent: str, slot: str, headline: str, *, say: Phrases, account: AccountRef | None = None
) -> Asked:
    """Asks for a day with the usual ones as choices."""
    bare = Question(**{**question.__dict__, "slots": {k: v for k, v in question.slots.items() if k not in _DAYS}})
    options = day_options(question.as_of, slot, say)
    return ask_for(bare, intent, slot, headline, say=say, options=options, account=account)


def read_future_day(
    question: Question,
    intent: str,
    slot: str,
    headline: str,
    *,
    say: Phrases,
    account: AccountRef | None = None,
    today_too: bool = False,
) -> dt.date:
    """A day after the one asked about (or that day, with ``today_too``); else the question back that says why."""
    try:
        day = read_day(question, slot, "date")
    except DateUnclear as unclear:
        raise ask_day(
            question, intent, slot, say("errors.date_unclear", **unclear.facts), say=say, account=account
        ) from None
    if day is None:
        raise ask_day(question, intent, slot, headline, say=say, account=account)
    if day < question.as_of or (day == question.as_of and not today_too):
        raise ask_day(question, intent, slot, say("asking.day_past", day=day), say=say, account=account)
    return day


def read_product(
    question: Question, intent: str, catalogue: Catalogue, *, say: Phrases, account: AccountRef | None = None
) -> ProductCard | None:
    """The product named, None where none is; one that is not on the list is asked about with the nearest names."""
    said = question.word("product")
    if said is None:
        return None
    product = find_product(catalogue, said)
    if product is not None and product.is_sold_on(question.as_of):
        return product
    near = nearest_products(catalogue, said, language=say.language)
    options = [(card.called(say.language), {"product": card.name}) for card in near]
    headline = say("asking.product_unknown", product=said)
    raise ask_for(question, intent, "product", headline, say=say, options=options, account=account)


def local(moment: dt.datetime, timezone: str | None, otherwise: str) -> dt.datetime:
    """The moment on this person's wall."""
    return moment.astimezone(ZoneInfo(timezone or otherwise))


_DAYS = {"date", "date_end", "time", "grain", "until", "remind_at"}
