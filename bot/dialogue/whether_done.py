"""Whether all is done at one customer: "have they paid everything?" asks for what is still unpaid."""

from __future__ import annotations

from dataclasses import replace

from bot.nlu.reading import Reading
from bot.nlu.request import Request
from bot.nlu.steps import asks_something
from knowledge.semantic.loading import load_catalogue
from knowledge.semantic.query import Operator, Query, Shape

_COUNTS = {"ask.count", "ask.when", "ask.list", "ask.who", "ask.sum"}


def left_to_do(request: Request, reading: Reading) -> Query | None:
    """The rows of which it is not so yet; None where no such yes or no is asked of one customer."""
    query = request.query
    fields = load_catalogue().thing(query.thing).fields
    done = [each for each in query.where if each.field in fields and fields[each.field].not_yet]
    single = any((each.field, each.operator) == ("customer", Operator.IS) for each in query.where)
    asks = asks_something(reading.text) or "?" in reading.text
    if len(done) != 1 or done[0].operator is not Operator.IS or not single or not asks:
        return None
    if query.measures or query.period or query.select or request.said & _COUNTS:
        return None
    left = replace(done[0], field=str(fields[done[0].field].not_yet))
    return replace(query, where=tuple(left if each is done[0] else each for each in query.where))


def how_much_is_left(request: Request) -> Query | None:
    """ "No seats free any more?" of one customer: how many there are, rather than the rows that have none."""
    query = request.query
    none = [each for each in query.where if each.operator is Operator.EMPTY]
    single = any(each.operator is Operator.IS and each.field in {"id", "customer"} for each in query.where)
    if query.shape is not Shape.FACT or len(none) != 1 or not single or "." in none[0].field:
        return None
    return replace(query, select=(none[0].field,), where=tuple(each for each in query.where if each is not none[0]))
