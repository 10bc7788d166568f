"""What is not done: "have they paid everything?" asks for what is unpaid, "who has won nothing" for colleagues."""

from __future__ import annotations

from dataclasses import replace

from bot.nlu.reading import Reading
from bot.nlu.request import Request
from bot.nlu.steps import asks_something
from knowledge.semantic.loading import load_catalogue
from knowledge.semantic.query import Condition, Operator, Query, Shape

# Of what colleagues do, the link of a colleague to it.
_DONE_BY = {"deal": "deals", "touch": "touches"}
_SELLS = Condition("customers", Operator.HAS)
_SAID_OF_ROWS = {"won", "lost", "open", "decided", "kind"}
_WHO = {"ask.who", "ask.list"}
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


def who_has_none(request: Request) -> Query | None:
    """ "Which rep hasn't won a deal this quarter": the sellers in sight who have none, rather than other deals."""
    query = request.query
    if query.thing == "person":
        return _without_theirs(query)
    link, day = _DONE_BY.get(query.thing), load_catalogue().thing(query.thing).day
    none = [each for each in query.where if each.operator is Operator.IS_NOT and each.field in _SAID_OF_ROWS]
    of_people = "thing.person" in request.said or "owner" in query.select
    asks = of_people or (request.said & _WHO and not request.said & {"thing.customer", "thing.deal", "ask.count"})
    if link is None or len(none) != 1 or not asks or query.measures or query.group_by:
        return None
    rows = tuple(_is_so(each) if each is none[0] else each for each in query.where)
    if query.period and day and query.period.since and query.period.until:
        span = (query.period.since.isoformat(), query.period.until.isoformat())
        rows = (*rows, Condition(day, Operator.BETWEEN, span))
    return Query("person", where=(_SELLS, Condition(link, Operator.HAS_NOT, where=rows)))


def _without_theirs(query: Query) -> Query | None:
    """The same read as one of colleagues: not so of some row of theirs is meant of each."""
    none = [each for each in query.where if each.operator is Operator.IS_NOT and "." in each.field]
    link, _, field = none[0].field.partition(".") if len(none) == 1 else ("", "", "")
    if link not in _DONE_BY.values():
        return None
    theirs = [each for each in query.where if each.field == link and each.operator is Operator.HAS]
    rows = (replace(_is_so(none[0]), field=field), *(row for each in theirs for row in each.where))
    rest = tuple(each for each in query.where if each not in {*none, *theirs})
    return replace(query, where=(*rest, _SELLS, Condition(link, Operator.HAS_NOT, where=rows)))


def _is_so(condition: Condition) -> Condition:
    return replace(condition, operator=Operator.IS)
