"""An amount of all customers together: a bare "MRR", 5月末の月額はいくら, rather than what each of them pays."""

from __future__ import annotations

from dataclasses import replace

from bot.nlu.atoms import DATE
from bot.nlu.figures_named import asks_for_figure
from bot.nlu.reading import Reading
from bot.nlu.request import Request
from knowledge.semantic.catalogue import FieldType
from knowledge.semantic.loading import load_catalogue
from knowledge.semantic.query import Condition, Measure, Operator, Period

_CUSTOMER, _FIGURES = "customer", "show_metrics"
_CONTRACT = "contract"
_SOLD = {"families": "product.family", "products": "product"}  # what customers have, and the same of a contract
_HOLDERS = {"thing.customer", "ask.list", "ask.who", "ask.where"}
_OF_EACH = {"ask.list", "ask.who", "ask.where", "thing.customer", "mine.mine", "all.all", "by.by"}


def of_all(request: Request | None, reading: Reading) -> Request | None:
    """The request, as a sum where nothing but an amount is named; as it is where the firm's own figures tell it."""
    if request is None:
        return None
    figure = bool(request.unread) and asks_for_figure(reading.text, reading.narrowing, of_nobody=True)
    if sold := _of_what_is_sold(request):
        return sold
    is_of_firm = figure or reading.intent == _FIGURES  # whose own question tells the trend as well
    return request if is_of_firm else in_total(request, reading) or request


def in_total(request: Request, reading: Reading) -> Request | None:
    """The sum, on the last day that is named; None where rows are asked for, or of whom it is."""
    query = request.query
    plain = query.thing == _CUSTOMER and not (query.where or query.measures or query.group_by or query.order_by)
    if not plain or query.limit or query.shape or reading.mention or request.said & _OF_EACH or len(query.select) != 1:
        return None
    field = load_catalogue().thing(_CUSTOMER).fields[query.select[0]]
    dates = [atom for atom in (reading.pieces.atoms if reading.pieces else ()) if atom.sense(DATE) and atom.past]
    unread = tuple(each for each in request.unread if each not in {atom.text for atom in dates})
    if field.type is not FieldType.MONEY or not field.adds_up or unread or len(dates) > 1:
        return None
    day = (dates[0].past.end or dates[0].past.start) if dates and dates[0].past else None
    period = Period(day, day) if day else query.period
    total = replace(query, select=(), measures=(Measure("sum", query.select[0]),), period=period)
    return replace(request, query=total, unread=())


def _of_what_is_sold(request: Request) -> Request | None:
    """ "Support Desk altogether a month" is what its contracts bring, and not all that those who have it pay."""
    query, sold = request.query, [each for each in request.query.where if each.field in _SOLD]
    is_sum = bool(query.measures) and all(each.name == "sum" and each.of in _amounts() for each in query.measures)
    others = [each for each in query.where if each not in sold]
    if query.thing != _CUSTOMER or not is_sum or len(sold) != 1 or sold[0].operator is not Operator.IS:
        return None
    if (
        query.group_by
        or query.compare
        or query.shape
        or query.period
        or request.said & _HOLDERS
        or any(not each.field for each in others)
    ):
        return None
    where = (*(_at_customer(each) for each in others), replace(sold[0], field=_SOLD[sold[0].field]))
    return replace(request, query=replace(query, thing=_CONTRACT, where=where, order_by=()))


def _amounts() -> set[str]:
    return {key for key, field in load_catalogue().thing(_CONTRACT).fields.items() if field.type is FieldType.MONEY}


def _at_customer(condition: Condition) -> Condition:
    return replace(condition, field="customer" if condition.field == "id" else f"customer.{condition.field}")
