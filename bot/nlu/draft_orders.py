"""By what rows are grouped and put in order: "by industry", "top 5", "which product sells best", 一番多い業種."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.nlu.parts import FIELD, THING, Part
from bot.nlu.paths import has_one
from bot.nlu.quantities import counts, counts_people
from knowledge.semantic.catalogue import FieldType
from knowledge.semantic.loading import load_catalogue
from knowledge.semantic.query import Order

if TYPE_CHECKING:
    from bot.nlu.draft import Draft

NUMERIC = frozenset({FieldType.NUMBER, FieldType.MONEY, FieldType.SHARE})
_NAMING = frozenset({FieldType.TEXT, FieldType.WORD, FieldType.LINK})
_NEAR = 2  # parts between a group and the word that asks for it
_UNORDERED = 8.0  # letters that speak against a reading which cannot tell what leads
_LONG = "long"  # the key of "longest": the largest number, or what began first
_BY = "by"  # the key of words that ask for an order without saying which way
_MOST = "most"  # the key of a superlative whose direction another word tells (一番…少ない)


def read_groups(draft: Draft) -> list[str]:
    """The paths that are grouped by: those beside "by"; else the one of which the first in an order is asked."""
    found = []
    for place, part in enumerate(draft.parts):
        if not part.says("by"):
            continue
        for at in (place + 1, place - 1) if not part.atom.text[:1] > "\u2fff" else (place - 1, place + 1):
            if 0 <= at < len(draft.parts) and (path := _group_path(draft, draft.parts[at]) or _by_whom(draft, at)):
                if _is_order_before(draft, place):
                    break
                found.append(path)
                draft.bound.add(id(draft.parts[at]))
                draft.used |= {part.atom, draft.parts[at].atom}
                break
    return found or _first_of_groups(draft)


def _by_whom(draft: Draft, at: int) -> str | None:
    """人別, 3人それぞれ: by whoever of ours is responsible."""
    part = draft.parts[at]
    people = part.kind == "number" and counts_people(part.atom.text)
    return draft.owner_path() if people or part.says("ask", "who") or part.says("ours") else None


def _first_of_groups(draft: Draft) -> list[str]:
    """ "Which industry churns most", "who closed the most": the group that leads, rather than the largest row."""
    if not any(_is_superlative(part) for part in draft.parts) or draft.is_fragment:
        return []
    for place, part in enumerate(draft.parts):
        path = _group_path(draft, part)
        if part.kind == FIELD and part.type in _NAMING and not path and _is_asked(draft, place):
            draft.penalty += _UNORDERED
        if path and path != _own_name(draft) and _is_asked(draft, place):
            draft.bound.add(id(part))
            draft.used.add(part.atom)
            return [path]
    who = next((part for part in draft.parts if _may_say(part, "ask", "who")), None)
    owner = draft.owner_path()
    if who and owner is None and not draft.named("account"):
        draft.penalty += _UNORDERED  # it cannot tell who
    if who is None or owner is None or draft.head in {"customer", "contact", "person"} or draft.named("account"):
        return []
    draft.used.add(who.atom)
    return [owner]


def _own_name(draft: Draft) -> str:
    return "name" if draft.head != "person" else ""


def _is_asked(draft: Draft, place: int) -> bool:
    """Whether "which", どの stand before it, どこ, 何, どれ behind it, or 一番…な just before it."""
    before = draft.parts[max(0, place - 1) : place]
    after = draft.parts[place + 1 : place + 1 + _NEAR]
    japanese = draft.parts[place].atom.text[:1] > "\u2fff"
    asked = [each for each in before if each.says("ask", "list")]
    if japanese:
        asked += [each for each in after if each.says("ask")]
        last = not any(each.kind in {FIELD, THING} and not each.is_soft for each in draft.parts[place + 1 :])
        asked += [each for each in draft.parts[:place] if last and _is_superlative(each)]
    draft.used.update(each.atom for each in asked)
    return bool(asked)


def _is_superlative(part: Part) -> bool:
    return _may_say(part, "order", "desc", "asc", _MOST) or part.says("top", "desc", "asc")


def _may_say(part: Part, kind: str, *keys: str) -> bool:
    return any(each.kind == kind and each.key in keys for each in part.atom.senses)


def _is_order_before(draft: Draft, place: int) -> bool:
    return any(part.kind in {"order", "top"} for part in draft.parts[max(0, place - 4) : place])


def _group_path(draft: Draft, part: Part) -> str | None:
    if id(part) in draft.bound:
        return None
    if part.kind == FIELD and part.field and part.type not in {FieldType.FLAG, FieldType.DAY} | NUMERIC:
        return part.path if has_one(load_catalogue().thing(draft.head), part.path) else None
    if any(sense.kind in {FIELD, THING} and sense.key in {"owner", "person"} for sense in part.atom.senses):
        return draft.owner_path()
    return part.path if part.kind == THING and part.path and not part.path.startswith("customer.") else None


def read_orders(draft: Draft) -> tuple[list[Order], int | None]:
    """The order asked for, and how many rows of it."""
    limit, orders = None, []
    for place, part in enumerate(draft.parts):
        if part.kind == "top":
            if part.key == "last" and not _is_of_rows(draft, place):
                continue
            limit = int(part.atom.numbers[0]) if part.atom.numbers else 1
            draft.used.add(part.atom)
            if part.key != "first":
                orders += _ordered_by(draft, place, descending=part.key in {"desc", "last"}, days=part.key == "last")
        elif part.says("by") and not orders and place + 1 < len(draft.parts):
            orders += _by_field(draft, part, draft.parts[place + 1])
        elif part.kind == "order" and not orders:
            days = part.key in {"soon", "late"} or (part.key == _LONG and not _numbers(draft))
            orders += _ordered_by(
                draft, place, descending=_is_descending(draft, part), days=days or _by_day(draft, part)
            )
            limit = limit or _how_many(draft, place)
    if not orders and any(_is_superlative(part) for part in draft.parts):
        draft.penalty += _UNORDERED
    return orders[:1], limit


def _how_many(draft: Draft, place: int) -> int | None:
    """ "古い順に5つ": how many rows are told of an order, where a number with a counter stands behind it."""
    behind = [part for part in draft.parts[place + 1 : place + 1 + _NEAR] if part.kind != "filler"][:1]
    if not behind or behind[0].kind != "number" or not counts(behind[0].atom.text):
        return None
    draft.bound.add(id(behind[0]))
    draft.used.add(behind[0].atom)
    return int(behind[0].atom.numbers[0]) if behind[0].atom.numbers else None


def _by_field(draft: Draft, by: Part, part: Part) -> list[Order]:
    """ "By renewal date", "by revenue": days from the earliest, numbers from the largest; a group is no order."""
    ordered = part.kind == FIELD and not part.is_soft and part.type in {FieldType.DAY} | NUMERIC
    if not ordered or id(part) in draft.bound or draft.has("grain") or part.atom.text[:1] > "\u2fff":
        return []
    draft.bound.add(id(part))
    draft.used |= {by.atom, part.atom}
    return [Order(part.path, part.type is not FieldType.DAY)]


def _is_descending(draft: Draft, part: Part) -> bool:
    """Of a superlative that only says "most" another word tells the direction: 一番…少ない."""
    if part.key == _LONG:
        return bool(_numbers(draft))
    if part.key == _BY:  # amounts and counts from the largest, days from the earliest, unless it says which
        up, down = (any(each.says("order", key) for each in draft.parts) for key in ("asc", "desc"))
        return down or not (up or _by_day(draft, part))
    if part.key != _MOST:
        return part.key in {"desc", "late"}
    told = [each for each in draft.parts if each.says("order", "asc", "desc")]
    draft.used.update(each.atom for each in told)
    return not any(each.says("order", "asc") for each in told)


def _by_day(draft: Draft, part: Part) -> bool:
    """ "Sort by renewal date", 更新日順: no amount is named, and a day is."""
    days = [each for each in draft.parts if each.kind == FIELD and each.type is FieldType.DAY and not each.is_soft]
    return part.key == _BY and bool(days) and not _numbers(draft)


def _is_of_rows(draft: Draft, place: int) -> bool:
    """Whether "last" stands beside the thing asked about, of which each has a day."""
    near = draft.parts[place + 1 : place + 3]
    return any(draft.head == sense.thing and sense.kind == THING for each in near for sense in each.atom.senses)


def _numbers(draft: Draft) -> list[Part]:
    return [part for part in draft.parts if part.kind == FIELD and part.type in NUMERIC and not part.is_soft]


def _ordered_by(draft: Draft, place: int, *, descending: bool, days: bool) -> list[Order]:
    kinds = {FieldType.DAY} if days else NUMERIC
    near = sorted(
        (part for part in draft.parts if part.kind == FIELD and part.type in kinds and not part.is_soft),
        key=lambda part: abs(draft.parts.index(part) - place),
    )
    if near:
        if not days or draft.is_fragment:
            draft.bound.add(id(near[0]))
        draft.used.add(near[0].atom)
        return [Order(near[0].path, descending)]
    silent = next(filter(None, map(day_counted_from, _numbers(draft))), None) if days else None
    if silent:
        return [Order(silent, descending)]
    path = draft.usual_day() if days else _beside_flag(draft) or draft.usual_money()
    draft.penalty += _UNORDERED / 2 * (draft.head == "product")  # what sells best is not what costs most
    return [Order(path, descending)] if path else []


def day_counted_from(part: Part) -> str | None:
    """The day from which a number of days is counted: of a silence the last contact."""
    field = part.field
    if field is None or part.type is not FieldType.NUMBER or field.unit.get("en") != "days" or "." in part.path:
        return None
    fields = load_catalogue().thing("customer").fields
    return next((key for key in field.beside if key in fields and fields[key].type is FieldType.DAY), None)


def _beside_flag(draft: Draft) -> str | None:
    """ "Detractors, worst first": by the number that the flag is read from."""
    fields = load_catalogue().thing(draft.head).fields
    flags = (part.field for part in draft.parts if part.type is FieldType.FLAG and not part.is_soft)
    beside = (key for flag in flags if flag for key in flag.beside if key in fields)
    return next((key for key in beside if fields[key].type is FieldType.NUMBER), None)
