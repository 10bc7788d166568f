"""What is asked of rows that the firm does not record, asked of those that it does: a ledger's sales are its orders."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace

from knowledge.accounts.records import Records
from knowledge.kernel.access import AccessContext
from knowledge.semantic.loading import load_catalogue
from knowledge.semantic.look_up import look_up
from knowledge.semantic.query import Condition, Measure, Operator, Order, Query

_AMOUNT = "amount"
_SOLD = {"won", "outcome", "decided"}
# Fields of a deal and of its lines → of a purchase.
_AS_PURCHASE = {
    "amount": "amount",
    "quantity": "quantity",
    "closed_on": "purchased_on",
    "opened_on": "purchased_on",
    "customer": "customer",
    "product": "product",
    "products": "product",
    "lines.product": "product",
    "owner": "customer.owner",
    "team": "customer.team",
}
_HAD = {"products": "bought_products", "families": "bought_families"}
_AS_BUYER = {"monthly_revenue": "bought_amount", "yearly_revenue": "bought_amount", **_HAD}


def as_recorded(query: Query, records: Records, only_bought: Callable[[], Collection[str]]) -> Query:
    """The query itself, or the same of purchases where the firm records orders, and neither deals nor contracts.

    Deals that are open or lost have no like among orders, nor has a field that only deals have: then it stays.
    only_bought: the names of products that nobody ever had under a contract, where some are had so.
    """
    if not records.orders:
        return query
    if records.contracts:
        asked = query.thing == "customer" and any(each.field in _HAD for each in _flat(query.where))
        return replace(query, where=_bought(query.where, only_bought())) if asked else query
    if query.thing in {"deal", "deal_line"} and not records.deals:
        return _of_purchases(query) or query
    if query.thing == "customer":
        return _renamed(query, _AS_BUYER, keeps=True) or query
    return query


def or_stand_in(query: Query, access: AccessContext) -> Query:
    """The query itself, or all of what its thing declares to be told where the store holds no row of it at all."""
    instead = load_catalogue().thing(query.thing).stand_in
    if instead is None or query.measures or look_up(Query(query.thing, measures=(Measure("count"),)), access).total:
        return query
    return Query(instead)


def _bought(conditions: tuple[Condition, ...], names: Collection[str]) -> tuple[Condition, ...]:
    """What is sold once and never under a contract is asked of purchases."""
    return tuple(
        replace(each, field=_HAD[each.field])
        if each.field == "products" and each.values and all(value in names for value in each.values)
        else replace(each, any_of=_bought(each.any_of, names))
        for each in conditions
    )


def _of_purchases(query: Query) -> Query | None:
    """None where some part has no like among purchases."""
    if query.compare:
        return None
    sold = tuple(each for each in query.where if not _is_sold(each))
    mapped = _renamed(replace(query, thing="purchase", where=sold), _AS_PURCHASE, keeps=False)
    if mapped is None:
        return None
    amount = Measure("sum", _AMOUNT)
    if mapped.select == (_AMOUNT,) and not (mapped.measures or mapped.order_by or mapped.limit):
        return replace(mapped, select=(), measures=(amount,))
    if mapped.measures == (Measure("count"),) and (mapped.grain or mapped.group_by):
        return replace(mapped, measures=(amount,) if mapped.grain else (amount, Measure("count")))
    if query.thing == "deal_line" and [each.field for each in mapped.order_by] == [_AMOUNT] and not mapped.measures:
        grouped = replace(mapped, group_by=("product",), measures=(amount, Measure("count")), select=())
        return replace(grouped, order_by=(Order(amount.column, mapped.order_by[0].descending),))
    return mapped


def _is_sold(condition: Condition) -> bool:
    if condition.field not in _SOLD or condition.operator is not Operator.IS:
        return False
    return condition.field != "outcome" or condition.values == ("won",)


def _renamed(query: Query, names: Mapping[str, str], *, keeps: bool) -> Query | None:
    """Every field by its other name; those without one stay (``keeps``), or there is no such query."""
    said = {
        *query.select,
        *query.group_by,
        *(each.field for each in _flat(query.where)),
        *(each.of for each in query.measures if each.of),
        *(each.field for each in query.order_by if "(" not in each.field and each.field != "count"),
        *([query.period.on] if query.period and query.period.on else []),
    }
    known = {field: _name(field, names) for field in said}
    if not keeps and any(name is None for name in known.values()):
        return None
    called = {field: name or field for field, name in known.items()}
    measures = tuple(replace(each, of=called[each.of]) if each.of else each for each in query.measures)
    columns = {old.column: new.column for old, new in zip(query.measures, measures, strict=True)}
    period = query.period
    return replace(
        query,
        select=tuple(called[each] for each in query.select),
        group_by=tuple(called[each] for each in query.group_by),
        where=tuple(_condition(each, called) for each in query.where),
        measures=measures,
        order_by=tuple(
            replace(each, field=columns.get(each.field, called.get(each.field, each.field))) for each in query.order_by
        ),
        period=replace(period, on=called[period.on]) if period and period.on else period,
    )


def _name(field: str, names: Mapping[str, str]) -> str | None:
    if field in names:
        return names[field]
    first, dot, rest = field.partition(".")
    return f"{names[first]}.{rest}" if dot and first in {"customer", "product", "products"} and first in names else None


def _flat(conditions: Iterable[Condition]) -> Iterable[Condition]:
    for each in conditions:
        if each.field:
            yield each
        yield from _flat(each.any_of)


def _condition(condition: Condition, called: Mapping[str, str]) -> Condition:
    inner = tuple(_condition(each, called) for each in condition.any_of)
    return replace(condition, field=called.get(condition.field, condition.field), any_of=inner)
