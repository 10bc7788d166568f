"""What days and periods of a message are about: a day of what is asked, its rows, or since when something is not."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.nlu.atoms import DATE
from bot.nlu.conditions import AHEAD, before_it, day_condition, days_back, span_of
from bot.nlu.parts import FIELD, THING, VALUE, Part
from knowledge.semantic.catalogue import FieldType
from knowledge.semantic.loading import load_catalogue
from knowledge.semantic.query import Condition, Operator, Period

if TYPE_CHECKING:
    from bot.nlu.draft import Draft

_STRETCHES = {DATE, "within", "back", "ago"}
_ANYTHING = 4  # things that a word names a day of, from which it is said of any of them
_OF_ALL_TIME = "customer"
_LASTING = {_OF_ALL_TIME, "contract"}  # things whose rows last: a period says nothing of them unless a word does


def read_days(draft: Draft) -> None:
    """Gives each day or period of the draft to the nearest part that has a day, else to the rows themselves."""
    for place, part in enumerate(draft.parts):
        if part.kind in _STRETCHES and id(part) not in draft.bound:
            _read_day(draft, place, part)


def _read_day(draft: Draft, place: int, part: Part) -> None:
    days = sorted(
        (
            each
            for each in draft.parts
            if each.kind in {FIELD, VALUE} and _day_of(draft, each) and _is_near(draft, each)
        ),
        key=lambda each: (_is_any_day(each), abs(draft.parts.index(each) - place)),
    )
    day = load_catalogue().thing(draft.head).day
    if draft.has("grain") and day and part.atom.past:
        draft.period = _period(draft, part)
    elif many := _rows_behind(draft, place):
        _read_day_of_rows(draft, many, part)
    elif days:
        _read_day_of(draft, days[0], place, part)
    elif draft.head == _OF_ALL_TIME and draft.named("account") and (day_then := _end_of(part, draft.today)):
        draft.period = Period(day_then, day_then, part.atom.text)  # as it stood then
    elif part.kind == "back" and day and _come_and_go(draft):
        draft.period = days_back(part, draft.today)
    elif (day and _come_and_go(draft)) or draft.has("measure"):
        draft.period = _period(draft, part)
    else:
        return
    draft.used.add(part.atom)
    draft.bound.add(id(part))


def _period(draft: Draft, part: Part) -> Period | None:
    """The stretch as it lies behind; of what lies ahead, such as meetings, the one that is nearer, and all of it."""
    past, ahead = part.atom.past, part.atom.date
    if past is None or ahead is None or load_catalogue().thing(draft.head).day not in AHEAD:
        return span_of(past, draft.today) if past else None
    nearer = min(ahead, past, key=lambda each: abs((each.start - draft.today).days))
    return span_of(nearer, draft.today, ahead=True)


def changes_since(draft: Draft) -> Period | None:
    """ "What is different compared to the end of July": what happened from then up to today."""
    period, compares = draft.period, any(part.says("shape", "comparison") for part in draft.parts)
    if not compares or period is None or period.until is None or period.until >= draft.today:
        return period
    return replace(period, since=period.until, until=draft.today)


def is_since_a_day(draft: Draft) -> bool:
    """ "My MRR at the end of June and now": an amount of one day that is over, held against today's."""
    dates = [part.atom.past for part in draft.parts if part.kind == DATE]
    amounts = any(each.kind == FIELD and each.type is FieldType.MONEY and not each.is_soft for each in draft.parts)
    if len(dates) != 1 or dates[0] is None or not amounts or draft.period is None:
        return False
    return dates[0].end in {None, dates[0].start} and dates[0].start < draft.today


def _is_near(draft: Draft, part: Part) -> bool:
    """ "What did I log in May": the day of what was done, rather than one of its customer's."""
    return not (draft.about and part.path.count("."))


def _end_of(part: Part, today: dt.date) -> dt.date | None:
    """The last day of a period that is over."""
    span = part.atom.past
    last = (span.end or span.start) if span else today
    return last if last < today else None


def _come_and_go(draft: Draft) -> bool:
    """Whether a period is said of the rows themselves: of tickets always, of what lasts only where it is counted."""
    listed = any(each.kind == THING and not each.path and not each.is_soft for each in draft.parts)
    amounts = any(each.kind == FIELD and each.type is FieldType.MONEY and not each.is_soft for each in draft.parts)
    if draft.head not in _LASTING or (draft.head != _OF_ALL_TIME and listed and not amounts):
        return True
    return (
        any(
            each.says("ask", "count") or each.says("grain") or each.says("shape", "movement", "changes")
            for each in draft.parts
        )
        or draft.is_fragment
    )


def _read_day_of(draft: Draft, about: Part, place: int, part: Part) -> None:
    path = _day_of(draft, about)
    silent = about.type is FieldType.NUMBER
    if silent or (draft.parts.index(about) in draft.negated and about.type is FieldType.DAY):
        draft.where += before_it(path, part, draft.today)
        draft.negated.discard(draft.parts.index(about))
    elif (farther := _farther(draft, place)) and part.atom.past and part.atom.past.end in {None, part.atom.past.start}:
        draft.where.append(Condition(path, farther, (part.atom.past.start.isoformat(),)))
    else:
        draft.where += day_condition(path, part, draft.today)
    draft.dated.append(about)
    for beside in draft.parts[max(0, place - 1) : place]:
        if _is_any_day(beside):  # "not spoken to since July": the day is that of the talk, and "since" only leads to it
            draft.bound.add(id(beside))
            draft.used.add(beside.atom)
    if about.type is FieldType.DAY or silent:
        draft.bound.add(id(about))
        draft.used.add(about.atom)


def _is_any_day(part: Part) -> bool:
    """Whether its word names the day of almost anything, as "since" does."""
    return part.type is FieldType.DAY and len({sense.thing for sense in part.atom.of_catalogue}) >= _ANYTHING


def _farther(draft: Draft, place: int) -> Operator | None:
    """ "More than three months ago": before that day."""
    before = draft.parts[place - 1] if place else None
    if before is None or not before.says("is", "more", "less"):
        return None
    draft.used.add(before.atom)
    return Operator.LESS if before.says("is", "more") else Operator.MORE


def _rows_behind(draft: Draft, place: int) -> Part | None:
    """What a customer has any number of, each with a day: "no tickets this year", "bought anything since May"."""
    if draft.head != _OF_ALL_TIME:
        return None
    many = [
        each
        for each in draft.parts
        if each.field is not None
        and each.field.is_many
        and not each.is_soft
        and id(each) not in draft.bound
        and load_catalogue().thing(str(each.field.to)).day
    ]
    near = min(many, key=lambda each: abs(draft.parts.index(each) - place), default=None)
    dated = [each for each in draft.parts if each.kind == FIELD and each.type is FieldType.DAY and not each.is_soft]
    return None if near is None or dated else near


def _read_day_of_rows(draft: Draft, many: Part, part: Part) -> None:
    thing = load_catalogue().thing(str(many.field.to if many.field else ""))
    lacks = draft.parts.index(many) in draft.negated
    days = day_condition(str(thing.day), part, draft.today)
    draft.where.append(Condition(many.path, Operator.HAS_NOT if lacks else Operator.HAS, where=tuple(days)))
    draft.negated.discard(draft.parts.index(many))
    draft.bound.add(id(many))
    draft.used.add(many.atom)


def _day_of(draft: Draft, part: Part) -> str:
    """The path of the day that a part is about: its own, that of a flag, or the one that a silence is counted from."""
    if part.field is None or part.is_soft:
        return ""
    if part.type is FieldType.DAY:
        return part.path
    prefix = part.path.rpartition(".")[0]
    if part.field.day:
        return f"{prefix}.{part.field.day}".lstrip(".")
    if (
        part.type is FieldType.NUMBER
        and part.field.unit.get("en") == "days"
        and draft.head == _OF_ALL_TIME
        and not prefix
    ):
        fields = load_catalogue().thing(draft.head).fields
        return next((key for key in part.field.beside if fields[key].type is FieldType.DAY), "")
    return ""
