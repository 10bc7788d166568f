"""Which rows are meant, beside whose they are: numbers, values, flags, things that are there or missing."""

from __future__ import annotations

from dataclasses import replace
from itertools import takewhile
from typing import TYPE_CHECKING

from bot.nlu.conditions import Comparing, number_condition
from bot.nlu.draft_negations import leaves_out
from bot.nlu.draft_orders import NUMERIC
from bot.nlu.parts import FIELD, THING, VALUE, Part
from bot.nlu.paths import has_one, many_part
from bot.nlu.quantities import counts_people
from bot.nlu.vocabulary import AFTER
from knowledge.semantic.catalogue import FieldType
from knowledge.semantic.loading import load_catalogue
from knowledge.semantic.query import Condition, Operator

if TYPE_CHECKING:
    from bot.nlu.draft import Draft

_CUSTOMER = "customer"
_EMPLOYEES = "employees"  # how many people a customer has, where nothing else of it is counted in people
_OPEN = "open"  # what the flag of everything that ends is called


def read_numbers(draft: Draft) -> None:
    """Numbers as conditions: "more than 50 seats", "a 9 or 10", and an amount of the rows where no field is named.

    A change of a list that leaves out speaks of the others: "drop those under 100k" keeps what is 100k and more.
    """
    turned = draft.is_fragment and leaves_out(draft.parts)
    for place, part in enumerate(draft.parts):
        if part.kind != "number" or id(part) in draft.bound:
            continue
        comparing = Comparing.at(draft.parts, place)
        comparing = comparing.turned if turned else comparing
        if comparing.operator is Operator.IS and draft.named("account"):
            continue  # "10 more seats for Acme" asks for a change, and not who has ten
        near = sorted(_numeric(draft), key=lambda each: (abs(draft.parts.index(each) - place), each.is_soft))
        found = number_condition(draft.head, comparing, near)
        if found is None and (path := _path_of_rows(draft, comparing)):
            draft.add(Condition(path, comparing.operator, (int(comparing.value),)))
            draft.bound.add(id(part))
            draft.used |= {part.atom, *(each.atom for each in comparing.words)}
        if found is None and (share := _share_used(draft, comparing)):
            draft.add(Condition(share, comparing.operator, (comparing.value,)))
            draft.bound.add(id(part))
            draft.used |= {part.atom, *(each.atom for each in comparing.words)}
        if found is None:
            continue
        condition, target = found
        others = _or_others(draft, place) if condition.operator is Operator.IS and comparing.is_bare else []
        if others:
            values = (*condition.values, *(int(each.atom.numbers[0]) for each in others))
            condition = replace(condition, operator=Operator.ONE_OF, values=values)
        draft.add(condition)
        draft.bound |= {id(part), id(target), *map(id, others)}
        draft.used |= {part.atom, target.atom, *(each.atom for each in (*comparing.words, *others))}


def _or_others(draft: Draft, place: int) -> list[Part]:
    """The numbers that an "or" joins to this one."""
    following = draft.parts[place + 1 :]
    pairs = zip(following[::2], following[1::2], strict=False)
    joined = [number for between, number in takewhile(lambda pair: pair[0].says("or", "or"), pairs)]
    return [part for part in joined if part.kind == "number" and part.key == "plain" and part.atom.numbers]


def read_values(draft: Draft) -> None:
    """The values named, each a condition of the field that has it."""
    for place, part in enumerate(draft.parts):
        if part.kind == VALUE and not part.is_soft and id(part) not in draft.bound and _is_said_of(draft, part):
            operator = Operator.IS_NOT if place in draft.negated else Operator.IS
            draft.add(Condition(part.path, operator, (part.value,)))
            draft.used.add(part.atom)
            draft.bound.add(id(part))


def read_flags(draft: Draft, *, single: bool) -> None:
    """A flag is a condition of a list, and what is asked of one customer."""
    for place, part in enumerate(draft.parts):
        if part.kind != FIELD or part.type is not FieldType.FLAG or id(part) in draft.bound or part.is_soft:
            continue
        if (single and draft.head == _CUSTOMER) or _is_asked_of_one(draft, part):
            continue
        operator = Operator.IS_NOT if place in draft.negated else Operator.IS
        draft.add(Condition(part.path, operator))
        draft.used.add(part.atom)
        draft.bound.add(id(part))


def read_things(draft: Draft) -> None:
    """A thing linked to, beside the head: it must be there, or be missing."""
    reached = {condition.field for condition in draft.where}
    for place, part in enumerate(draft.parts):
        if part.kind != THING or part.is_soft or id(part) in draft.bound:
            continue
        draft.used.add(part.atom)
        if not part.path or part.path.split(".")[0] == _CUSTOMER:
            continue
        if place in draft.negated:
            draft.where.append(Condition(part.path, Operator.HAS_NOT))
        elif not any(path.startswith(part.path) for path in reached) and part.cost == 2:
            draft.where.append(Condition(part.path, Operator.HAS))


def gather_conditions(draft: Draft) -> tuple[Condition, ...]:
    """Conditions on rows behind one link hold for one and the same row: 50 seats of SFA."""
    groups: dict[str, list[Condition]] = {}
    kept: list[Condition] = []
    for condition in draft.where:
        far = many_part(draft.head, condition.field) if condition.field else None
        if far and condition.operator not in {Operator.HAS, Operator.HAS_NOT, Operator.IS_NOT}:
            inner = Condition(far[1], condition.operator, condition.values, condition.where)
            groups.setdefault(far[0], []).append(inner)
        else:
            kept.append(condition)
    kept = [each for each in kept if not (each.operator is Operator.HAS and not each.where and each.field in groups)]
    return (
        *dict.fromkeys(_merged(draft.head, kept)),
        *(Condition(path, Operator.HAS, where=tuple(all_of)) for path, all_of in groups.items()),
    )


def read_now(draft: Draft) -> None:
    """ "Severe tickets right now": of what opens and ends only what is open, where nothing else is said of it."""
    fields = load_catalogue().thing(draft.head).fields
    ends = fields.get(_OPEN)
    said = {each.field for each in draft.where}
    if not draft.has("now") or ends is None or ends.type is not FieldType.FLAG or said & {_OPEN, "status", "outcome"}:
        return
    if not any(key in said for key, each in fields.items() if each.one_of and each.one_of == ends.one_of):
        draft.where.append(Condition(_OPEN))


def _path_of_rows(draft: Draft, comparing: Comparing) -> str | None:
    """What a number is held against where no field is named: the amount of the rows, or the one number of each.

    "Deals above 1m", "answers below 7"; of customers, who have many numbers, only an amount.
    """
    if comparing.is_amount and _lists_rows(draft):
        return draft.usual_money()
    thing = load_catalogue().thing(draft.head)
    if draft.head == _CUSTOMER and counts_people(comparing.text) and comparing.operator is not Operator.IS:
        return _EMPLOYEES
    kinds = [key for key in thing.usual if key in thing.fields and thing.fields[key].type is FieldType.NUMBER]
    named = any(part.kind in {THING, VALUE} and not part.path.count(".") and not part.is_soft for part in draft.parts)
    single = len(kinds) == 1 and named and draft.head != _CUSTOMER
    return kinds[0] if single and comparing.operator is not Operator.IS else None


def _share_used(draft: Draft, comparing: Comparing) -> str | None:
    """9割以上使ってる先: a share of what such a word is said of where no field is named, which are the seats."""
    if comparing.unit != "share" or comparing.operator is Operator.IS:
        return None
    fields = load_catalogue().thing(draft.head).fields
    said = {s.key for each in draft.parts for s in each.atom.senses if (s.kind, s.thing) == (AFTER, draft.head)}
    return next((key for key, each in fields.items() if each.type is FieldType.SHARE and said & set(each.beside)), None)


def _is_asked_of_one(draft: Draft, part: Part) -> bool:
    """ "Is Jonas still there?": so or not of somebody named, rather than a list of those of whom it is so."""
    return draft.head == "contact" and bool(draft.named("contact")) and bool(part.field and part.field.tell)


def _lists_rows(draft: Draft) -> bool:
    """Whether the rows are named, so that an amount beside them is theirs; customers also where nothing else is."""
    if draft.head != _CUSTOMER:
        return True
    things = [part for part in draft.parts if part.kind in {THING, FIELD} and not part.is_soft]
    own = any(part.kind == THING and not part.path for part in things)
    mine = any(part.says("mine") or part.says("ours") or part.says("ask", "list", "who") for part in draft.parts)
    return own or (mine and all(part.key == "owner" for part in things))


def _numeric(draft: Draft) -> list[Part]:
    return [
        part
        for part in draft.parts
        if part.kind == FIELD and (part.type in NUMERIC or part.type is FieldType.DAY) and id(part) not in draft.bound
    ]


def _is_said_of(draft: Draft, part: Part) -> bool:
    """Whether a value is meant that says something only of some rows: a price is a reason only of what was lost."""
    needs = part.field.said_with if part.field else ()
    return (
        draft.is_fragment
        or not needs
        or any(each is not part and (each.key in needs or each.says("ask", "why")) for each in draft.parts)
    )


def _merged(head: str, conditions: list[Condition]) -> list[Condition]:
    """ "In Tokyo and Osaka": either of two values of one field that has a single one."""
    thing = load_catalogue().thing(head)
    kept: dict[str, Condition] = {}
    for at, each in enumerate(conditions):
        single = each.operator is Operator.IS and each.values and has_one(thing, each.field)
        key = each.field if single else str(at)
        before = kept.get(key)
        values = tuple(dict.fromkeys((*before.values, *each.values))) if before else each.values
        operator = Operator.ONE_OF if len(values) > 1 and single else each.operator
        kept[key] = replace(each, operator=operator, values=values)
    return list(kept.values())
