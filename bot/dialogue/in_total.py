"""An amount of all customers together: a bare "MRR", 5月末の月額はいくら, rather than what each of them pays."""

from __future__ import annotations

from dataclasses import replace

from bot.nlu.atoms import DATE
from bot.nlu.figures_named import asks_for_figure
from bot.nlu.reading import Reading
from bot.nlu.request import Request
from knowledge.semantic.catalogue import FieldType
from knowledge.semantic.loading import load_catalogue
from knowledge.semantic.query import Measure, Period

_CUSTOMER, _FIGURES = "customer", "show_metrics"
_OF_EACH = {"ask.list", "ask.who", "ask.where", "thing.customer", "mine.mine", "all.all", "by.by"}


def of_all(request: Request | None, reading: Reading) -> Request | None:
    """The request, as a sum where nothing but an amount is named; as it is where the firm's own figures tell it."""
    if request is None:
        return None
    figure = bool(request.unread) and asks_for_figure(reading.text, reading.narrowing, of_nobody=True)
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
