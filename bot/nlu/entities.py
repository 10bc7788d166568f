"""What a question names beside the customer: product, person, date, money, seats, medium, outcome, need."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from actions.registry import own_words, spec_of
from actions.reply import SEVERAL
from bot.nlu.dates import DateSpan, find_dates, find_unread_day
from bot.nlu.free_text import find_need, find_objection, find_reason
from bot.nlu.handing_over import find_avoid, find_direction, find_receiver, find_urgency, name_side
from bot.nlu.lexicon import Lexicon, NameSpan, longest
from bot.nlu.name_letters import mark_names, restore_names
from bot.nlu.name_spans import Span, overlaps
from bot.nlu.outcomes import find_outcome
from bot.nlu.quantities import Money, Seats, find_money, find_seats
from bot.nlu.records import find_record
from bot.nlu.reminding import find_note, find_repeat
from bot.nlu.sayings import find_medium, find_wished_language
from bot.nlu.whom_to_ask import bare_matter, find_contact, find_link
from bot.nlu.write_words import find_reminded


@dataclass(frozen=True)
class Asking:
    """When and where a question is asked. ``now`` is local; ``currency`` is meant where none is said."""

    now: dt.datetime
    fiscal_year_starts: int = 4
    currency: str = "JPY"


@dataclass(frozen=True)
class Entities:
    """The things named, as plain values, and where they stand (``spans``: start, end, kind)."""

    products: tuple[str, ...] = ()
    families: tuple[str, ...] = ()
    tiers: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    segments: tuple[tuple[str, str], ...] = ()
    dates: tuple[DateSpan, ...] = ()
    past_dates: tuple[DateSpan, ...] = ()
    money: Money | None = None
    seats: Seats | None = None
    medium: str | None = None
    language: str | None = None
    outcome: str | None = None
    reason: str | None = None
    need: str | None = None
    objection: str | None = None
    toward: str | None = None
    receiver: str | None = None
    urgency: str | None = None
    avoid: str | None = None
    unread_day: str | None = None
    contact: str | None = None
    link: str | None = None
    repeat: str | None = None
    note: str | None = None
    record: dict[str, str] = field(default_factory=dict)
    reminds: str | None = None
    spans: tuple[tuple[int, int, str], ...] = ()

    def to_slots(self, intent: str) -> dict[str, Any]:
        """What this intent's answer reads, by slot name, as plain values; only what was said.

        A segment stands under what it divides by (team, region, industry, …), several of one kind side by side.
        ``until`` ends a hold ("for two weeks", "until July"). Free text goes only where it is asked for; there, words
        that no phrase introduces count whole.
        """
        first = self.dates[0] if self.dates else None
        slots = {
            **slots_of_day(first),
            "product": next(iter(self.products + self.families), None),
            "products": list(self.products + self.families),
            "tier": next(iter(self.tiers), None),
            "person": next(iter(self.people), None),
            **_side_by_side(self.segments),
            "amount_minor": self.money.minor if self.money else None,
            "currency": self.money.currency if self.money else None,
            "seats": self.seats.number if self.seats else None,
            "medium": self.medium,
            "wished_language": self.language,
            "outcome": self.outcome,
            "reason": self.reason,
            "need": bare_matter(self.need) if self.need and spec_of(intent).bare_need else self.need,
            "objection": self.objection,
            "toward": self.toward,
            "receiver": self.receiver,
            "urgency": self.urgency,
            "avoid": self.avoid,
            **(dict.fromkeys(("date", "until"), self.unread_day) if self.unread_day else {}),
            "contact": self.contact,
            "link": self.link,
            "repeat": self.repeat,
            "note": self.note,
            "reminds": self.reminds,
        }
        ignored = {name for name, heard_by in own_words().items() if intent not in heard_by}
        return {name: value for name, value in slots.items() if value not in (None, []) and name not in ignored}

    def looking_back(self) -> dict[str, str]:
        """The period as asked of what has been: "October" is the last one, or the one that runs."""
        first = self.past_dates[0] if self.past_dates else None
        return {name: value for name, value in slots_of_day(first).items() if value is not None}


def find_entities(
    text: str, *, lexicon: Lexicon, asking: Asking, names: Iterable[Span] = (), segments: Sequence[NameSpan] = ()
) -> Entities:
    """Everything named in a cleaned text. ``names`` are the places of customers' names, which mean nothing else.

    ``segments`` are the teams, regions, industries found in it, as the store names them.

    A need, a reason and an objection are free text; only the answer that asks for one reads it.
    """
    customers = list(names)
    spans, past = (
        find_dates(text, now=asking.now, fiscal_year_starts=asking.fiscal_year_starts, looks_back=back)
        for back in (False, True)
    )
    own = [span for span in longest([*lexicon.find(text), *segments]) if not overlaps(span[:2], customers)]
    own = [span for span in own if span.kind != "tier" or not overlaps(span[:2], (date.at for date in spans))]
    named = [span for span in own if span not in segments]
    others = customers + [span[:2] for span in own]
    no_day = find_unread_day(text, [span for span in spans if not overlaps(span.at, customers)])
    named_places = list(others)
    dates = tuple(span for span in spans if not overlaps(span.at, named_places))
    others += [span.at for span in dates]
    money, seats = find_money(text, currency=asking.currency), find_seats(text)
    people = [span[:2] for span in named if span.kind == "person"]
    marked, written = mark_names(text, customers, people)
    medium, language = find_medium(marked), find_wished_language(marked)  # a customer's name is neither
    avoid = find_avoid(marked)
    spared = _without(marked, avoid[1]) if avoid else marked
    receiver = find_receiver(marked)
    spared = name_side(spared, receiver) if receiver else spared
    return Entities(
        products=_of_kind(named, "product"),
        families=_of_kind(named, "family"),
        tiers=_of_kind(named, "tier"),
        people=_of_kind(named, "person"),
        segments=tuple((span.kind, span.name) for span in own if span in segments),
        dates=dates,
        past_dates=tuple(span for span in past if not overlaps(span.at, named_places)),
        money=money if money and not overlaps(money.at, others) else None,
        seats=seats if seats and not overlaps(seats.at, others) else None,
        medium=medium[0] if medium else None,
        language=language[0] if language else None,
        outcome=find_outcome(marked),
        reason=restore_names(find_reason(marked), written),
        need=restore_names(find_need(spared), written),
        objection=restore_names(find_objection(marked), written),
        toward=find_direction(marked),
        receiver=next(
            (span.name for span in named if receiver and text[span.start : span.end] == written[receiver]), None
        ),
        urgency=find_urgency(marked),
        avoid=restore_names(avoid[0], written) if avoid else None,
        unread_day=no_day[0] if no_day else None,
        contact=find_contact(text),
        link=find_link(text),
        repeat=find_repeat(marked),
        note=find_note(text, [*(date.at for date in dates), *([no_day[1]] if no_day else [])], names=customers),
        record=_record(marked, written),
        reminds=written.get(find_reminded(marked) or ""),
        spans=_places(own, dates),
    )


def _record(marked: str, written: Mapping[str, str]) -> dict[str, str]:
    """The fact told, its parts as they were written; empty where none is."""
    found = find_record(marked)
    parts = {name: restore_names(said, written) or "" for name, said in found.said.items()} if found else {}
    return {"fact": found.fact, **parts} if found else {}


def _side_by_side(segments: Sequence[tuple[str, str]]) -> dict[str, str]:
    kinds = dict.fromkeys(kind for kind, _ in segments)
    return {kind: SEVERAL.join(dict.fromkeys(name for own, name in segments if own == kind)) for kind in kinds}


def _of_kind(named: list[NameSpan], kind: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(span.name for span in named if span.kind == kind))


def _places(named: list[NameSpan], dates: Iterable[DateSpan]) -> tuple[tuple[int, int, str], ...]:
    kinds = {"family": "product"}
    places = [(span.start, span.end, kinds.get(span.kind, span.kind)) for span in named]
    return tuple(sorted([*places, *((*span.at, "date") for span in dates)]))


def slots_of_day(first: DateSpan | None) -> dict[str, Any]:
    """A day or period as the plain values that an answer reads; each None where nothing is said."""
    return {
        "date": first.start.isoformat() if first else None,
        "date_end": first.end.isoformat() if first and first.end else None,
        "time": first.time.isoformat("minutes") if first and first.time else None,
        "grain": str(first.grain) if first else None,
        "until": _until(first),
    }


def _until(date: DateSpan | None) -> str | None:
    if date is None:
        return None
    if date.role == "before":  # "before April": up to the last of March
        return (date.start - dt.timedelta(days=1)).isoformat()
    last = date.end or date.start
    return last.isoformat()


def _without(text: str, spans: Iterable[Span]) -> str:
    """The text with these places taken out."""
    for start, end in sorted(spans, reverse=True):
        text = f"{text[:start]} {text[end:]}"
    return text.strip()
