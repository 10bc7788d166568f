"""Numbers and days as conditions: what "more than 90 %", 7以下, "before december", "within 60 days" ask of a field."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.nlu.dates import DateSpan
from bot.nlu.parts import Part
from bot.nlu.quantities import counts
from knowledge.semantic.catalogue import Field, FieldType
from knowledge.semantic.loading import load_catalogue
from knowledge.semantic.query import TODAY, Condition, Operator, Period

_SCALE = {"thousand": 1e3, "ten_thousand": 1e4, "million": 1e6, "hundred_million": 1e8}
_SHARES = {"half": 0.5, "third": 1 / 3, "quarter_of": 0.25}
_FIXED = {"half_million": 500_000.0, "one_million": 1e6, "one_thousand": 1e3}
_PER = {"share": 100, "tenths": 10}
_DAYS = {"days": 1, "weeks": 7, "months": 30, "years": 365, "half_year": 182}
_SMALLEST_AMOUNT = 100
_NEAR = 2  # parts between a number and the word that compares it
_TURNED = {
    Operator.MORE: Operator.LESS,
    Operator.AT_LEAST: Operator.AT_MOST,
    Operator.LESS: Operator.MORE,
    Operator.AT_MOST: Operator.AT_LEAST,
}
# Days that lie ahead: "in October" of a renewal is the next one.
AHEAD = frozenset(
    {
        "renews_on",
        "notice_by",
        "held_until",
        "budget_frozen_until",
        "due_on",
        "due_at",
        "expires_on",
        "later_until",
        "starts_at",
        "at",
    }
)


@dataclass(frozen=True)
class Comparing:
    """A number with its unit, how it is held against a value, and the words that said so.

    ``text``: as it is written, with its counter.
    """

    value: float
    unit: str
    operator: Operator
    words: tuple[Part, ...]

    @classmethod
    def at(cls, parts: Sequence[Part], place: int) -> Comparing:
        """Of the number at this place: the nearest comparing word before or after it."""
        part = parts[place]
        text_after = [each for each in parts[place + 1 : place + 1 + _NEAR] if each.says("is")][:1]
        text_before = [each for each in reversed(parts[max(0, place - _NEAR) : place]) if each.says("is")][:1]
        words = text_after if text_after and _touches(part, text_after[0]) else text_before or text_after
        said = next((sense.key for each in words for sense in each.atom.senses if sense.kind == "is"), None)
        operator = Operator(said) if said and said in set(Operator) else Operator.IS
        value = (
            part.atom.numbers[0]
            if part.atom.numbers
            else _SHARES.get(part.key, _FIXED.get(part.key, float(part.key in _DAYS)))
        )
        if part.key in _PER:
            value /= _PER[part.key]
        nots = [each for each in parts if each.atom.sense("not")]
        if not words and (fewer := falls_short(parts, place)):
            operator, words = Operator.LESS, [fewer]
        if nots and operator is Operator.IS and part.key in _SHARES:  # "not even half of the seats", 半分も使ってない
            operator, words = Operator.LESS, nots
        unit = "share" if part.key in _PER else part.key
        return cls(value * _SCALE.get(part.key, 1), unit, operator, tuple(words), part.atom.text)

    text: str = ""

    @property
    def counts(self) -> bool:
        """Whether it is written with a counter of people, firms or things, and is no amount of money."""
        return counts(self.text)

    @property
    def turned(self) -> Comparing:
        """Held the other way: under 100 is 100 and more."""
        return replace(self, operator=_OPPOSITE.get(self.operator, self.operator))

    @property
    def is_bare(self) -> bool:
        """Whether it is a small number that nothing compares: "10 more seats" is no amount of ten."""
        return self.operator is Operator.IS and self.unit == "plain" and self.value < _SMALLEST_AMOUNT

    @property
    def is_amount(self) -> bool:
        """Whether it can only be money: a large number with its scale, held against something."""
        return self.unit in {*_SCALE, *_FIXED} and self.operator is not Operator.IS


_OPPOSITE = {
    Operator.LESS: Operator.AT_LEAST,
    Operator.MORE: Operator.AT_MOST,
    Operator.AT_LEAST: Operator.LESS,
    Operator.AT_MOST: Operator.MORE,
    Operator.IS: Operator.IS_NOT,
}


def falls_short(parts: Sequence[Part], place: int) -> Part | None:
    """The word just behind a number that says it is not reached: 100人いない, 50席もない."""
    behind = parts[place + 1 : place + 1 + _NEAR]
    if parts[place].kind != "number" or parts[place].atom.text.isascii():
        return None
    while behind and behind[0].kind in {"filler", "also", "and"} and not behind[0].atom.sense("not"):
        behind = behind[1:]
    return behind[0] if behind and behind[0].atom.sense("not") else None


def _touches(part: Part, other: Part) -> bool:
    return other.atom.start - part.atom.end <= 1


def number_condition(head: str, said: Comparing, near: Sequence[Part]) -> tuple[Condition, Part] | None:
    """The condition on the nearest field that such a number can be held against, and the part that named it."""
    for part in near:
        if part.field is None:
            continue
        prefix = part.path.rpartition(".")[0]
        if (said.unit == "share" or said.unit in _SHARES) and part.type is not FieldType.SHARE:
            share = _share_beside(head, part)
            if share:
                return Condition(share, said.operator, (said.value,)), part
            continue
        if said.unit in _DAYS:
            days = round(said.value * _DAYS[said.unit])
            if part.type is FieldType.DAY:
                return Condition(part.path, _TURNED.get(said.operator, Operator.AT_MOST), (f"{TODAY}-{days}",)), part
            if part.type is FieldType.NUMBER and _counts_days(part.field):
                operator = said.operator if said.operator is not Operator.IS else Operator.AT_LEAST
                return Condition(part.path, operator, (days,)), part
            if part.type is FieldType.NUMBER and said.unit in part.field.unit.get("en", ""):
                return Condition(part.path, said.operator, (said.value,)), part
            continue
        if part.type is FieldType.MONEY and (said.counts or said.is_bare):
            continue
        if said.is_amount and part.field.sql and "count(*)" in part.field.sql:
            continue
        if part.type in {FieldType.NUMBER, FieldType.MONEY, FieldType.SHARE} and not prefix.count("."):
            value = said.value / 100 if part.type is FieldType.SHARE and said.value > 1 else said.value
            return Condition(part.path, said.operator, (int(value) if value == int(value) else value,)), part
    return None


def _counts_days(field: Field) -> bool:
    return field.unit.get("en", "") == "days"


def _share_beside(head: str, part: Part) -> str | None:
    """The share that a number stands in: of seats, the part of them that is used."""
    *prefix, key = part.path.split(".")
    catalogue = load_catalogue()
    thing = catalogue.thing(head)
    for link in prefix:
        thing = catalogue.thing(str(thing.field(link).to))
    named = next(
        (each.key for each in thing.fields.values() if each.type is FieldType.SHARE and key in each.beside), None
    )
    return ".".join((*prefix, named)) if named else None


def before_it(path: str, part: Part, today: dt.date) -> list[Condition]:
    """What "not since July", "not in the last 60 days", "not for 60 days" say of a day in the past: it lies before."""
    if part.kind in {"within", "back", "ago"}:
        days = round(part.atom.numbers[0] * _DAYS[part.key])
        return [Condition(path, Operator.LESS, (f"{TODAY}-{days}",))]
    span = part.atom.past
    if span and span.end and span.start >= today:
        return [Condition(path, Operator.AT_MOST, (f"{TODAY}-{(span.end - span.start).days}",))]
    return [Condition(path, Operator.LESS, (span.start.isoformat(),))] if span else []


def day_condition(path: str, part: Part, today: dt.date) -> list[Condition]:
    """The condition of a day or period on the day at the end of a path."""
    ahead = path.rpartition(".")[2] in AHEAD
    if part.kind in {"within", "back", "ago"}:
        days = round(part.atom.numbers[0] * _DAYS[part.key])
        comes = part.kind == "within" and ahead
        edges = (TODAY, f"{TODAY}+{days}") if comes else (f"{TODAY}-{days}", TODAY)
        return [Condition(path, Operator.BETWEEN, edges)]
    span = part.atom.date if ahead else part.atom.past
    if span is None:
        return []
    last = span.end or span.start
    if not ahead and span.start >= today and span.end:  # "not touched for 60 days": of what has been, so long ago
        return [Condition(path, Operator.AT_MOST, (f"{TODAY}-{(span.end - span.start).days}",))]
    match span.role:
        case "since" if ahead:
            return [Condition(path, Operator.AT_LEAST, (span.start.isoformat(),))]
        case "until" | "before":
            end = last if span.role == "until" else span.start - dt.timedelta(days=1)
            if ahead and end >= today:
                return [Condition(path, Operator.BETWEEN, (today.isoformat(), end.isoformat()))]
            return [Condition(path, Operator.AT_MOST, (end.isoformat(),))]
        case _:
            return [Condition(path, Operator.BETWEEN, (span.start.isoformat(), last.isoformat()))]


def days_back(part: Part, today: dt.date) -> Period:
    """ "Last 3 months": so many days up to today."""
    days = round(part.atom.numbers[0] * _DAYS[part.key])
    return Period(today - dt.timedelta(days=days), today, part.atom.text)


def span_of(span: DateSpan | None, today: dt.date, *, ahead: bool = False) -> Period:
    """A period as said; one that runs ends today, unless what it is about lies ``ahead``."""
    if span is None:
        return Period()
    last = span.end or span.start
    if span.role == "until":
        return Period(None, last, span.text)
    if span.role == "before":
        return Period(None, span.start - dt.timedelta(days=1), span.text)
    runs = span.start <= today and not ahead
    return Period(span.start, min(last, today) if runs else last, span.text)
