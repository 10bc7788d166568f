"""How a change that a message asks for goes into the query before it."""

from __future__ import annotations

from dataclasses import replace

from bot.dialogue.variations import adds_up, turned_round
from bot.nlu.compose import Composed
from bot.nlu.request import Request
from knowledge.semantic.catalogue import FieldType
from knowledge.semantic.loading import load_catalogue
from knowledge.semantic.query import Condition, Measure, Operator, Order, Query, Shape

_OF_US = {"owner", "csm"}
NARROWING = {"owner", "csm", "industry", "region", "country", "team"}


def change_query(last: Query, said: Query, part: Composed, *, without: bool = False, ours: bool = False) -> Request:
    """The last query as this message changes it. ``without``: what it names goes; ``ours``: of the whole firm."""
    if last.order_by and said.order_by and said.limit and not _names_order(part):  # "the top 3" of a list in order
        least = not said.order_by[0].descending
        said = replace(said, order_by=turned_round(last.order_by) if least else last.order_by)
    if last.shape is Shape.FACT and all(each.of for each in said.measures):  # of one row: the field itself
        said = replace(said, select=(*said.select, *(each.of for each in said.measures if each.of)), measures=())
    if amount := amount_of_flags(last, part):
        measures = (replace(each, of=amount) if each.of else each for each in said.measures)
        said = replace(said, measures=tuple(measures))
    return Request(_merge(last, said, without=without, ours=ours), (), part.score, part.explained)


def _names_order(part: Composed) -> bool:
    """Whether it is said by what to put in order."""
    by = {each.field for each in part.query.order_by}
    return any(each.kind == "field" and each.path in by for each in part.parts) or any(
        each.says("order") for each in part.parts
    )


def amount_of_flags(last: Query, part: Composed) -> str | None:
    """The amount beside what the last list asked for, where "total" names none: of overdue customers what they owe."""
    fields = load_catalogue().thing(last.thing).fields
    named = any(each.kind == "field" and each.type is FieldType.MONEY and not each.is_soft for each in part.parts)
    if named or not any(each.of and fields[each.of].type is FieldType.MONEY for each in part.query.measures):
        return None
    beside = [key for each in last.where if each.field in fields for key in fields[each.field].beside]
    return next((key for key in beside if fields[key].type is FieldType.MONEY), None)


def _merge(last: Query, said: Query, *, without: bool, ours: bool) -> Query:
    where = _merge_conditions(last, said, without=without)
    measures, select, shape = said.measures, said.select, last.shape
    if not measures and select and last.measures and not last.group_by and all(adds_up(last, each) for each in select):
        measures = tuple(Measure("sum", each) for each in select)  # a total of something else
    if not measures and not select:
        measures, select = last.measures, last.select
    if ours and not any(each.any_of or each.field.rpartition(".")[2] in NARROWING for each in said.where):
        where = tuple(each for each in where if each.field.rpartition(".")[2] not in NARROWING and not each.any_of)
    if _leaves_groups(last, said) or (said.order_by and not said.measures and not last.group_by):
        last, measures = replace(last, measures=(), group_by=()), ()  # of a number put in order its rows are listed
    one_group = _is_of_one_group(last, said)  # "by industry", then "wholesale a year ago?": that figure of the one
    if said.group_by and not measures:
        measures = (Measure("count"),)
    if not said.measures and (said.group_by or said.compare or said.grain):  # an amount asked for stays what is told
        measures = (*(each for each in measures if each.of), *(each for each in measures if not each.of))
    if measures != last.measures or said.group_by:
        shape = None if shape is Shape.FACT else shape
    return replace(
        last,
        select=() if measures else select or last.select,
        where=where,
        measures=measures,
        group_by=said.group_by or (last.group_by if measures == last.measures and not one_group else ()),
        order_by=_in_groups(said.order_by, measures) if last.group_by and measures else said.order_by or last.order_by,
        limit=said.limit or (None if said.where or measures else last.limit),
        period=said.period or last.period,
        compare=said.compare or last.compare,
        grain=said.grain or last.grain,
        shape=shape,
    )


def _in_groups(orders: tuple[Order, ...], measures: tuple[Measure, ...]) -> tuple[Order, ...]:
    """An order of rows as one of their groups: by the sum of the amount, the largest first where nothing is said."""
    columns = {each.of or each.name: each.column for each in measures}
    return tuple(replace(each, field=columns.get(each.field, measures[0].column)) for each in orders)


def _leaves_groups(last: Query, said: Query) -> bool:
    """ "Customers by industry", then "wholesale only, by revenue": those of one group are listed."""
    return _is_of_one_group(last, said) and (not said.period or all(each.of is None for each in last.measures))


def _is_of_one_group(last: Query, said: Query) -> bool:
    one = any(each.field in last.group_by and each.operator is Operator.IS for each in said.where)
    return bool(last.group_by) and one and not (said.measures or said.group_by)


def _merge_conditions(last: Query, changes: Query, *, without: bool) -> tuple[Condition, ...]:
    """What is said anew of a field takes the place of what was said of it, and a flag that of one that excludes it."""
    said = changes.where
    fields = {each.field for each in said if each.field and not (without and each.operator is Operator.IS_NOT)} | (
        {"owner", "csm"} if any(each.any_of for each in said) else set()
    )
    measures = load_catalogue().thing(last.thing).measures
    parts = [measures[each.name].part for each in changes.measures if each.name in measures]  # of a win rate: won
    groups = {one_of(last.thing, path) for path in (*(each.field for each in said), *parts) if path} - {None}
    kept = tuple(
        each
        for each in last.where
        if each.field not in fields
        and not (_of_colleague(each) and any(map(_of_colleague, said)))
        and not (each.field and one_of(last.thing, each.field) in groups)
    )
    return (*kept, *said)


def _of_colleague(condition: Condition) -> bool:
    """Whether it says whose the customer is among us, the seller's or that of customer success."""
    if condition.any_of:
        return all(map(_of_colleague, condition.any_of))
    return condition.field.rpartition(".")[2] in _OF_US


def one_of(thing: str, path: str) -> str | None:
    """What a flag is one of: of won, lost and open only one is so."""
    return load_catalogue().resolve(load_catalogue().thing(thing), path)[1].one_of
