"""What a question names beside the customer: product, person, date, money, seats, medium, outcome, need."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from bot.understanding.dates import DateSpan, find_dates
from bot.understanding.lexicon import Lexicon, NameSpan
from bot.understanding.name_spans import Span, overlaps
from bot.understanding.quantities import Money, Seats, find_money, find_seats
from bot.understanding.sayings import (
    LANGUAGES,
    MEDIA,
    OUTCOMES,
    find_need,
    find_objection,
    find_reason,
    first_saying,
    left_over,
)

_READ_BY = {
    "need": {"record_need", "hand_off_account"},
    "objection": {"handle_objection"},
    "outcome": {"log_outcome"},
    "reason": {"log_outcome", "hold_account", "hand_off_account"},
}


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
    dates: tuple[DateSpan, ...] = ()
    money: Money | None = None
    seats: Seats | None = None
    medium: str | None = None
    language: str | None = None
    outcome: str | None = None
    reason: str | None = None
    need: str | None = None
    objection: str | None = None
    left_over: str | None = None
    spans: tuple[tuple[int, int, str], ...] = ()

    def to_slots(self, stem: str) -> dict[str, Any]:
        """What this stem's answer reads, by slot name, as plain values; only what was said.

        ``until`` ends a hold ("for two weeks", "until July"). Free text goes only where it is asked for; there, words
        that no phrase introduces count whole.
        """
        first = self.dates[0] if self.dates else None
        slots = {
            "product": next(iter(self.products + self.families), None),
            "products": list(self.products + self.families),
            "tier": next(iter(self.tiers), None),
            "person": next(iter(self.people), None),
            "date": first.start.isoformat() if first else None,
            "date_end": first.end.isoformat() if first and first.end else None,
            "time": first.time.isoformat("minutes") if first and first.time else None,
            "grain": str(first.grain) if first else None,
            "until": _until(first),
            "amount_minor": self.money.minor if self.money else None,
            "currency": self.money.currency if self.money else None,
            "seats": self.seats.number if self.seats else None,
            "medium": self.medium,
            "wished_language": self.language,
            "outcome": self.outcome,
            "reason": self.reason,
            "need": self.need or self.left_over,
            "objection": self.objection or self.left_over,
        }
        unread = {name for name, stems in _READ_BY.items() if stem not in stems}
        return {name: value for name, value in slots.items() if value not in (None, []) and name not in unread}


def find_entities(text: str, *, lexicon: Lexicon, asking: Asking, names: Iterable[Span] = ()) -> Entities:
    """Everything named in a cleaned text. ``names`` are the places of customers' names, which mean nothing else.

    A need, a reason and an objection are free text; only the answer that asks for one reads it.
    """
    customers = list(names)
    named = [span for span in lexicon.find(text) if not overlaps(span[:2], customers)]
    others = customers + [(span.start, span.end) for span in named]
    spans = find_dates(text, now=asking.now, fiscal_year_starts=asking.fiscal_year_starts)
    dates = tuple(span for span in spans if not overlaps(span.at, others))
    others += [span.at for span in dates]
    money, seats = find_money(text, currency=asking.currency), find_seats(text)
    medium, language, outcome = (first_saying(text, sayings) for sayings in (MEDIA, LANGUAGES, OUTCOMES))
    bare = _without(text, customers)
    return Entities(
        products=_of_kind(named, "product"),
        families=_of_kind(named, "family"),
        tiers=_of_kind(named, "tier"),
        people=_of_kind(named, "person"),
        dates=dates,
        money=money if money and not overlaps(money.at, others) else None,
        seats=seats if seats and not overlaps(seats.at, others) else None,
        medium=medium[0] if medium else None,
        language=language[0] if language else None,
        outcome=outcome[0] if outcome else None,
        reason=find_reason(bare),
        need=find_need(bare),
        objection=find_objection(bare),
        left_over=left_over(bare),
        spans=_places(named, dates),
    )


def _of_kind(named: list[NameSpan], kind: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(span.name for span in named if span.kind == kind))


def _places(named: list[NameSpan], dates: Iterable[DateSpan]) -> tuple[tuple[int, int, str], ...]:
    kinds = {"family": "product"}
    places = [(span.start, span.end, kinds.get(span.kind, span.kind)) for span in named]
    return tuple(sorted([*places, *((*span.at, "date") for span in dates)]))


def _until(date: DateSpan | None) -> str | None:
    if date is None:
        return None
    last = date.end or date.start
    return last.isoformat()


def _without(text: str, customers: Iterable[Span]) -> str:
    """The text with customers' names and what clings to them taken out, so that they are no part of a need."""
    for start, end in sorted(customers, reverse=True):
        rest = text[end:].removeprefix("様").removeprefix("さん").removeprefix("さま")
        text = f"{text[:start].rstrip()} {rest[1:] if rest[:1] in 'はがにをのも' else rest}"
    return text.strip()
