"""Who may see whom: of one customer everybody who may, of one colleague which customers, of both yes or no."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from actions.presenters.look_up.parts import account_of, build_figure, listed, name_rows, tell_rows, write_sheet
from actions.presenters.look_up.writing import Writer
from actions.reply import AccountRef, Reply
from knowledge.semantic.found import Found
from knowledge.semantic.query import ME, Condition, Measure, Operator, Order, Query, Value

_COLLEAGUE, _CUSTOMER, _OF_WHOM = "person", "customer", "seen_by"


def as_sight(query: Query, *, sees_customers: bool) -> Query:
    """The query that answers: a colleague's customers; by colleague, where no customer is named or may be told."""
    if query.thing != "sight" or _named(query, _CUSTOMER):
        return query
    if _named(query, _COLLEAGUE) and sees_customers:
        whose = Condition(_OF_WHOM, Operator.HAS, where=query.where)
        return Query("customer", where=(whose,), period=query.period, measures=query.measures)
    count = Measure("count")
    return replace(
        query,
        select=(),
        group_by=(_COLLEAGUE, "role"),
        measures=(count,),
        order_by=(Order(count.column, descending=True),),
    )


def tell_sight(found: Found, writer: Writer) -> Reply:
    """Rows of one customer, or of one customer and one colleague."""
    customer = _told(_named(found.query, _CUSTOMER), "customer", writer)
    colleague = _named(found.query, _COLLEAGUE)
    if colleague:
        person = _told(colleague, "person", writer)
        key = "sight_yes" if found.rows else "sight_no"
        headline = writer.say(f"look_up.{key}", person=person, customer=customer)
    else:
        names = name_rows(found, writer) if found.rows else ""
        headline = writer.say("look_up.sight_of", customer=customer, count=found.total, names=names)
    account_id, name = account_of(found.rows[0], found) if found.rows else (None, "")
    return Reply(
        intent="look_up",
        language=writer.language,
        headline=headline,
        account=AccountRef(id=account_id, name=name) if account_id else None,
        sections=(tell_rows(found, writer),) if found.rows else (),
        figures=(build_figure(found, str(found.total), found.total, writer),),
        listed=listed(found),
        sheets=(write_sheet(found, writer),) if found.rows else (),
    )


def _named(query: Query, field: str) -> tuple[Condition, ...]:
    return tuple(each for each in query.where if each.field == field and each.operator is Operator.IS)


def _told(conditions: Iterable[Condition], thing: str, writer: Writer) -> str:
    values = (value for each in conditions for value in each.values)
    return writer.say.join([_name(value, thing, writer) for value in values])


def _name(value: Value, thing: str, writer: Writer) -> str:
    if value == ME:
        return writer.me
    return writer.named.get((thing, value), str(value)) if isinstance(value, int) else str(value)
