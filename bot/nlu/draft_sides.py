"""What is held against each other: customers, colleagues, segments, products, values of a closed set, periods."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from bot.nlu.atoms import DATE, NAME
from bot.nlu.conditions import span_of
from bot.nlu.parts import FIELD, THING, VALUE, Part
from bot.nlu.paths import ways_from
from bot.nlu.periods import Grain, add_months
from bot.nlu.word_patterns import load_patterns
from knowledge.semantic.catalogue import FieldType
from knowledge.semantic.loading import load_catalogue
from knowledge.semantic.query import Condition, Measure, Operator, Period, Side

if TYPE_CHECKING:
    from bot.nlu.dates import DateSpan
    from bot.nlu.draft import Draft

SEGMENTS = frozenset({"team", "industry", "region", "country"})
ABOUT_CUSTOMER = {"product": "products", "family": "families"}
PRODUCTS = {"product": "product", "family": "product.family"}
OF_CONTRACT = 14.0  # letters that speak against a customer's whole where one product of theirs is named
_CUSTOMER, _LOST = "customer", "lost"
_MONTHS = {Grain.MONTH: 1, Grain.QUARTER: 3, Grain.HALF: 6, Grain.YEAR: 12}


@dataclass(frozen=True)
class _Words:
    than: re.Pattern[str]


def read_sides(draft: Draft) -> tuple[Side, ...]:
    """The sides, in the order of what was said; none where nothing is compared."""
    comparing = any(part.says("shape", "comparison") for part in draft.parts)
    return (
        _customers(draft, comparing=comparing)
        or _people_or_segments(draft, comparing=comparing)
        or _products(draft, comparing=comparing)
        or _values(draft, comparing=comparing)
        or _periods(draft, comparing=comparing)
    )


def on_last_days(head: str, sides: tuple[Side, ...], measures: Sequence[Measure]) -> tuple[Side, ...]:
    """What is paid under contracts in March is what is paid on its last day: one that was replaced counts once."""
    if load_catalogue().thing(head).last_day is None or not any(each.of for each in measures):
        return sides
    return tuple(replace(side, since=side.until) if isinstance(side, Period) else side for side in sides)


def compares_groups(compared: tuple[Side, ...]) -> bool:
    """Whether many rows stand on each side."""
    return not any(isinstance(side, tuple) and side and side[0].field == "id" for side in compared)


def _customers(draft: Draft, *, comparing: bool) -> tuple[Side, ...]:
    named = draft.named("account")
    if len({part.id for part in named}) < 2:
        return ()
    path = "id" if draft.head == _CUSTOMER else draft.identity_path()
    if draft.head == _CUSTOMER and _asks_for_more(draft) and any(_is_many(part) for part in draft.parts):
        draft.penalty += OF_CONTRACT  # "who has more tickets": of each the rows are counted
    if draft.head == "contract" and comparing:
        draft.penalty += OF_CONTRACT  # two customers are held against each other, not each contract of theirs
    sums = draft.head != _CUSTOMER and draft.usual_money() == "amount"
    counted = sums or any(part.kind == THING and not part.path and not part.is_soft for part in draft.parts)
    if path is None or not (draft.head == _CUSTOMER or (counted and (comparing or _asks_for_more(draft)))):
        return ()
    draft.used.update(part.atom for part in named)
    draft.bound.update(id(part) for part in named)
    return tuple((Condition(path, Operator.IS, (part.id or 0,)),) for part in named)


def _is_many(part: Part) -> bool:
    return part.field is not None and part.field.is_many and not part.is_soft and "." not in part.path


def _people_or_segments(draft: Draft, *, comparing: bool) -> tuple[Side, ...]:
    counts = any(part.says("ask", "count") for part in draft.parts)
    paths = [("person", draft.owner_path()), *((by, draft.customer_path(by)) for by in sorted(SEGMENTS))]
    for kind, path in paths:
        named = draft.named(kind)
        if path is None or len({part.value for part in named}) < 2:
            continue
        if comparing or counts or any(part.says("or") for part in draft.parts) or _asks_for_more(draft):
            if kind == "person" and draft.head == _CUSTOMER and _loses(draft):
                draft.penalty += OF_CONTRACT  # "who lost more": two colleagues, by their deals
            draft.used.update(part.atom for part in named)
            draft.bound.update(id(part) for part in named)
            return tuple((_whose(draft, path, part.value),) for part in named)
    return ()


def _loses(draft: Draft) -> bool:
    """Whether something was lost, and no customers are named as what."""
    named = any(part.atom.sense(THING) for part in draft.parts)
    return not named and any(part.kind == FIELD and part.key == _LOST for part in draft.parts)


def _whose(draft: Draft, path: str, value: str) -> Condition:
    """A colleague's customers are those they own or look after."""
    own = Condition(path, Operator.IS, (value,))
    if draft.head != _CUSTOMER or path != "owner":
        return own
    return Condition(any_of=(own, Condition("csm", Operator.IS, (value,))))


def _products(draft: Draft, *, comparing: bool) -> tuple[Side, ...]:
    """ "Cloud Workspace against SFA": by product, where what is asked about has one."""
    named = [part for part in draft.parts if part.kind == NAME and part.key in PRODUCTS]
    if len({part.value for part in named}) < 2 or not (comparing or _asks_for_more(draft)):
        return ()
    if draft.head == _CUSTOMER and any(part.type is FieldType.MONEY for part in draft.parts):
        draft.penalty += OF_CONTRACT  # what a customer pays is not what one product of theirs brings
        return ()
    if draft.head == _CUSTOMER:
        return _held(draft, named, [ABOUT_CUSTOMER[part.key] for part in named])
    way = ways_from(draft.head).get("product")
    if way is None or draft.head == "product":
        return ()
    return _held(draft, named, [f"{way.path}{'.family' if part.key == 'family' else ''}" for part in named])


def _values(draft: Draft, *, comparing: bool) -> tuple[Side, ...]:
    """ "New business or cross-sell, which is more": by a closed set."""
    if not comparing and not _asks_for_more(draft):
        return ()
    values = [part for part in draft.parts if part.kind == VALUE and not part.is_soft and not part.cost]
    values = [part for part in values if part.path == values[0].path]
    return _held(draft, values, [part.path for part in values]) if len({part.value for part in values}) > 1 else ()


def _held(draft: Draft, parts: list[Part], paths: list[str]) -> tuple[Side, ...]:
    draft.used.update(part.atom for part in parts)
    draft.bound.update(id(part) for part in parts)
    return tuple((Condition(path, Operator.IS, (part.value,)),) for part, path in zip(parts, paths, strict=True))


def _asks_for_more(draft: Draft) -> bool:
    return any(part.says("is", "more") or part.says("order", "desc") for part in draft.parts)


def _periods(draft: Draft, *, comparing: bool) -> tuple[Side, ...]:
    """Two periods; or one, held against the one that runs or the one before it: "more tickets than last month?"."""
    dates = [part for part in draft.parts if part.kind == DATE]
    if len(dates) > 1:
        held = comparing or _are_two(draft, dates) or _either(draft) or any(_than(draft, date) for date in dates)
        told = _within_year([_of_itself(date) for date in dates], same=_says(draft, "them", "both")) if held else []
    elif dates and not draft.has("measure") and (comparing or _either(draft) or _than(draft, dates[0])):
        told = _with_other(draft, dates[0])
    else:
        told = []
    if not told:
        return ()
    said = [each for each in draft.parts if each.kind == DATE or _moves(each)]
    draft.used.update(part.atom for part in said)
    draft.bound.update(id(part) for part in said)
    return tuple(span_of(part.atom.past or part.atom.date, draft.today) for part in told if part.atom.date)


def _are_two(draft: Draft, dates: list[Part]) -> bool:
    """ "Deals won in Q1 and Q2": two stretches that do not touch are counted each, not as one."""
    spans = [part.atom.past or part.atom.date for part in dates]
    counts = _says(draft, "ask", "count", "sum") or draft.has("measure")
    joined = any(part.says("and") or part.atom.sense("and") for part in draft.parts)
    whole = all(span is not None and span.end is not None and span.role == "at" for span in spans)
    return counts and joined and whole and len({(span.start, span.end) for span in spans if span}) == len(spans)


def _either(draft: Draft) -> bool:
    """ "More this quarter or last?": one of two is asked for."""
    return any(map(_moves, draft.parts)) and any(part.says("or") or part.atom.sense("or") for part in draft.parts)


def _says(draft: Draft, kind: str, *keys: str) -> bool:
    return any(part.says(kind, *keys) for part in draft.parts)


def _moves(part: Part) -> bool:
    return part.says("shape", "movement") or part.says("is", "more") or part.says("order", "desc")


def _than(draft: Draft, date: Part) -> bool:
    """Whether more of something is asked for than in a period: 先月より増えてる, "more tickets than last month"."""
    place = draft.parts.index(date)
    around = draft.parts[max(0, place - 1) : place + 2]
    than = any(_words().than.search(each.atom.text) for each in around)
    return than and any(map(_moves, draft.parts))


def _with_other(draft: Draft, date: Part) -> list[Part]:
    """The period named, and what it is held against: the running one, or the one before it."""
    date = _of_itself(date)
    span = date.atom.past
    months = _MONTHS.get(span.grain) if span else None
    if span is None or months is None or span.start > draft.today or span.end is None:
        return []
    last = [part for part in draft.parts if part.says("top", "last") or part.says("ordinal", "-1")]
    if span.end >= draft.today:
        draft.used.update(part.atom for part in last)
        return [date, _at(date, moved_by(span, -months))] if last else []
    ahead = span
    while ahead.end and ahead.end < draft.today:
        ahead = moved_by(ahead, months)
    return [_at(date, ahead), _at(date, span)]


def _of_itself(date: Part) -> Part:
    """先月より増えた: more than in last month, and not since it began."""
    span = date.atom.past
    months = _MONTHS.get(span.grain) if span else None
    if span is None or months is None or span.role != "since":
        return date
    return _at(date, replace(span, end=add_months(span.start, months) - dt.timedelta(days=1), role="at"))


def _at(part: Part, span: DateSpan) -> Part:
    return replace(part, atom=replace(part.atom, past=span, date=span))


def _within_year(dates: list[Part], *, same: bool) -> list[Part]:
    """ "First and second half (last fiscal year)": the year said beside halves and quarters is theirs."""
    spans = [part.atom.past or part.atom.date for part in dates]
    years = [span for span in spans if span and span.grain is Grain.YEAR]
    parts = [
        part for part, span in zip(dates, spans, strict=True) if span and span.grain in {Grain.HALF, Grain.QUARTER}
    ]
    if same and len(years) == 1 and len(parts) == 1:  # "this quarter against the same one last year"
        past = parts[0].atom.past
        return [*parts, replace(parts[0], atom=replace(parts[0].atom, past=moved_by(past, -12) if past else None))]
    if len(years) != 1 or len(parts) < 2:
        return dates
    begins = years[0].start
    return [replace(part, atom=replace(part.atom, past=_in_year(part.atom.past, begins))) for part in parts]


def _in_year(span: DateSpan | None, begins: dt.date) -> DateSpan | None:
    """The same part of the year that begins on a day."""
    if span is None:
        return None
    own = span.start.year - ((span.start.month, span.start.day) < (begins.month, begins.day))
    return moved_by(span, 12 * (begins.year - own))


def moved_by(span: DateSpan, months: int) -> DateSpan:
    """The same period so many months later (earlier where it is below zero)."""
    if span.end is None:
        return span
    end = add_months(span.end + dt.timedelta(days=1), months) - dt.timedelta(days=1)
    return replace(span, start=add_months(span.start, months), end=end, text="")


@cache
def _words() -> _Words:
    return load_patterns(_Words, "sides")
