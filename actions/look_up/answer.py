"""Anything asked of the store that is no advice: who, which, how many, how much, since when, against what, why."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from dataclasses import replace
from functools import partial

from actions.base import QuestionAction
from actions.look_up.asked import query_of
from actions.look_up.namesakes import ask_which
from actions.presenters.four_questions import name_kept
from actions.presenters.look_up.comparisons import tell_comparison
from actions.presenters.look_up.confirming import tell_confirmed
from actions.presenters.look_up.facts import tell_fact
from actions.presenters.look_up.lists import tell_list
from actions.presenters.look_up.measures import tell_measures
from actions.presenters.look_up.movements import tell_changes, tell_movement
from actions.presenters.look_up.parts import tell_reading
from actions.presenters.look_up.rates import tell_rate_moved
from actions.presenters.look_up.sights import as_sight, tell_sight
from actions.presenters.look_up.trends import tell_trend
from actions.presenters.look_up.writing import Writer
from actions.presenters.rates_lacking import tell_left_out, tell_unrated_rows
from actions.question import Question
from actions.reply import Line, Reply, Section
from knowledge.accounts.queries.aggregates.people import load_records
from knowledge.accounts.segment_words import segments_in_japanese
from knowledge.catalogue.queries.catalogue import load_catalogue as load_products
from knowledge.catalogue.queries.only_bought import load_only_bought
from knowledge.churn.queries.definition import find_definition
from knowledge.kernel.access import AccessContext
from knowledge.kernel.zones import zone_or
from knowledge.metrics.metric import COUNTED, LEDGER, Metric
from knowledge.playbook.phrases import Phrases
from knowledge.semantic.changes import find_changes, of_customer
from knowledge.semantic.evaluating import compare_sides, look_up_trend
from knowledge.semantic.figures import firm_period, metrics_of
from knowledge.semantic.found import Found, column_name
from knowledge.semantic.identity import find_named, split_identity
from knowledge.semantic.loading import load_catalogue
from knowledge.semantic.look_up import look_up
from knowledge.semantic.movement import Movement, find_movement
from knowledge.semantic.query import Measure, Order, Period, Query, Shape, shape_of
from knowledge.semantic.rate_moved import explain_rate
from knowledge.semantic.recorded import as_recorded, or_stand_in
from knowledge.semantic.unrated import find_unrated_in_all
from knowledge.semantic.visibility import sees_nothing

_WHOSE = {"id", "owner", "csm", "team", "industry", "region", "country", "products", "families"}


class LookUp(QuestionAction):
    """The slot ``query`` holds what was read, as JSON; ``unread`` the words that no part of it explains."""

    intent = "look_up"

    def answer(self, question: Question, access: AccessContext, say: Phrases) -> Reply:
        """Gather what the query asks for, say it in its shape, and how it was read."""
        asked = query_of(question)
        query = as_recorded(or_stand_in(asked, access), load_records(access), partial(load_only_bought, access))
        ask_which(question, query, access, say)
        if lacking := _tell_no_contracts(query, access, say):
            return Reply(intent=self.intent, language=say.language, headline=lacking, trouble=True)
        writer = build_writer(query, access, say)
        reply = answer_query(query, access, writer)
        hints = _tell_hint(asked, writer)
        beside = (*_tell_also(query, access, writer), *hints, *_tell_definitions(query, access, say))
        reading = (*beside, *tell_reading(query, question.words("unread"), writer))
        again = {"query": json.dumps(query.to_json(), ensure_ascii=False)}
        reply = reply.model_copy(update={"sections": (*reply.sections, *reading), "again": again})
        return _as_file(reply, say) if question.word("as_file") else reply


def _as_file(reply: Reply, say: Phrases) -> Reply:
    """The same answer, with the file that holds all its rows told first."""
    if not reply.sheets:
        return reply.model_copy(update={"headline": say("look_up.no_file", told=reply.headline)})
    sheet = reply.sheets[0]
    headline = say("look_up.as_file", file=sheet.name, count=len(sheet.rows))
    first = Section(key="told", lines=(Line(text=reply.headline),))
    return reply.model_copy(update={"headline": headline, "sections": (first, *reply.sections)})


def build_writer(query: Query, access: AccessContext, say: Phrases) -> Writer:
    """What the presenter needs to know beside the rows: how products and named rows are called, money and clocks."""
    cards = load_products(access).products.values() if say.language != "en" else ()
    segments = segments_in_japanese() if say.language == "ja" else {}
    return Writer(
        say,
        load_catalogue(),
        access.rules.firm.currency,
        zone_or(access.viewer.timezone, access.rules.firm.timezone),
        access.viewer.name,
        access.as_of,
        called={**segments, **{card.name: card.called(say.language) for card in cards}},
        named=find_named(query, access),
    )


def answer_query(query: Query, access: AccessContext, writer: Writer) -> Reply:
    """The answer in the query's shape."""
    query = as_sight(query, sees_customers=not sees_nothing(writer.catalogue.thing("customer"), access))
    if query.thing == "sight" and not query.measures:
        return tell_sight(look_up(query, access), writer)
    match shape_of(query):
        case Shape.COMPARISON:
            parts = compare_sides(query, access)
            return _told(tell_comparison(parts, writer), [part.found for part in parts], access, writer)
        case Shape.TREND:
            parts = look_up_trend(query, access)
            return _told(tell_trend(query, parts, writer), [part.found for part in parts], access, writer)
        case Shape.MOVEMENT:
            span = firm_period(query.period, access)
            if query.thing == "deal":
                return tell_rate_moved(explain_rate(query, span, access), writer)
            since, until = span.start, span.end
            if since == until < access.as_of:  # of one day: from its evening until now
                since, until = since + dt.timedelta(days=1), access.as_of
            movement = find_movement(access, since, until, query.where)
            return _told(tell_movement(movement, writer), [movement], access, writer)
        case Shape.CHANGES:
            period = query.period or Period(since=access.as_of.replace(day=1))
            return tell_changes(find_changes(access, period, query.where), period, writer)
        case Shape.FACT:
            return _answer_fact(query, access, writer)
    if query.measures:
        standing, on = _as_they_stood(query, access)
        return _measure(standing, on, writer)
    found = look_up(query, access)
    return _told(tell_list(found, writer), [found], access, writer)


def _tell_no_contracts(query: Query, access: AccessContext, say: Phrases) -> str | None:
    """That a figure is counted over contracts, where the firm records none; None where it can be told."""
    metrics = metrics_of(query, load_catalogue().thing(query.thing))
    of_contracts = [each for each in metrics if each in LEDGER - COUNTED]
    if shape_of(query) is Shape.MOVEMENT and query.thing != "deal":
        of_contracts = of_contracts or [Metric.RECURRING]
    records = load_records(access)
    if not of_contracts or records.contracts:
        return None
    from actions.presenters.metrics import Telling  # pandas: not for answers without figures

    telling = Telling(say, access.rules)
    facts = {"label": telling.label(of_contracts[0]), "period": telling.period(firm_period(query.period, access))}
    return say("metrics.no_contracts", kept=name_kept(records, say), **facts)


def _told(reply: Reply, parts: Iterable[Found | Movement], access: AccessContext, writer: Writer) -> Reply:
    """The answer, and before it what is in none of its amounts for want of a rate."""
    parts = tuple(parts)
    lacking = {currency: lacks for each in parts for currency, lacks in each.left_out.items()}
    left_out = tell_left_out(lacking, access.rules, writer.say)
    found = [each for each in parts if isinstance(each, Found)]
    if found:
        unrated = find_unrated_in_all(found, access)
        left_out = (*left_out, *tell_unrated_rows(unrated, found[0].thing, access.rules, writer))
    return reply.model_copy(update={"sections": (*left_out, *reply.sections)}) if left_out else reply


def _tell_also(query: Query, access: AccessContext, writer: Writer) -> tuple[Section, ...]:
    """What is recorded beside the customers found: losses, of those who have come back too."""
    thing = writer.catalogue.thing(query.thing)
    named = {each.field: thing.fields[each.field].also for each in query.where if each.field in thing.fields}
    lines = []
    for key, also in named.items():
        if also is None or shape_of(query) not in {Shape.LIST, Shape.COUNT} or query.group_by:
            continue
        record, day = writer.catalogue.thing(also), thing.fields[key].day
        where = tuple(
            replace(each, field=record.day) if each.field == day and record.day else of_customer(each, also)
            for each in query.where
            if each.field != key
        )
        period = replace(query.period, on=None) if query.period else None
        measures = (Measure("count"), Measure("count", "customer.id"))
        (row,) = look_up(Query(also, measures=measures, where=where, period=period), access).rows
        counts = [row[column_name(each)] for each in measures]
        if counts[0]:
            facts = {"things": writer.things(record, counts[0]), "customers": writer.things(thing, counts[1])}
            name = record.told[writer.language]["one"]
            lines.append(Line(text=writer.say("look_up.also", name=name, **facts)))
    return (Section(key="also", lines=tuple(lines)),) if lines else ()


def _tell_hint(query: Query, writer: Writer) -> tuple[Section, ...]:
    """What to do about rows of this kind, where that is no matter of customers."""
    hint = writer.catalogue.thing(query.thing).hint.get(writer.language)
    return (Section(key="hint", lines=(Line(text=hint),)),) if hint else ()


def _tell_definitions(query: Query, access: AccessContext, say: Phrases) -> tuple[Section, ...]:
    """How a figure of the firm is counted, and what counts as lost."""
    metrics = metrics_of(query, load_catalogue().thing(query.thing))
    if not metrics:
        return ()
    from actions.presenters.metrics import Telling  # pandas: not for answers without figures

    telling = Telling(say, access.rules, by_buying=find_definition(access) == "buying")
    told = [
        say("metrics.definition", label=telling.label(metric), formula=telling.formula(metric)) for metric in metrics
    ]
    lines = (*(Line(text=text) for text in told), *telling.lost_means(metrics))
    return (Section(key="definitions", lines=lines),)


def _as_they_stood(query: Query, access: AccessContext) -> tuple[Query, AccessContext]:
    """ "How many customers in June": those of its last day, rather than those that came in it."""
    period = query.period
    day = period.until if period else None
    on_a_day = period is not None and period.since in {None, day}
    standing = on_a_day or all(each.name == "count" for each in query.measures)
    plain = all(each.field.rpartition(".")[2] in _WHOSE for each in query.where if each.field)
    if query.thing != "customer" or day is None or day >= access.as_of or not (plain and standing):
        return query, access
    return replace(query, period=None), replace(access, as_of=day)


def _measure(query: Query, access: AccessContext, writer: Writer) -> Reply:
    """The value, and the rows that it was counted or added up from, the largest first."""
    found = look_up(query if query.group_by else replace(query, order_by=()), access)
    if query.group_by or metrics_of(query, found.thing):
        return _told(tell_measures(found, writer), [found], access, writer)
    added = next(
        (each.of or each.name for each in query.measures if (each.of or each.name) in found.thing.fields), None
    )
    largest = (Order(added, descending=True),) if added else ()
    rows = Query(
        query.thing, (added,) if added else (), query.where, order_by=query.order_by or largest, period=query.period
    )
    return _told(tell_measures(found, writer, behind=look_up(rows, access)), [found], access, writer)


def _answer_fact(query: Query, access: AccessContext, writer: Writer) -> Reply:
    """A field of a row; or, where none is asked for, whether what was said of the row is so."""
    if query.measures:
        return _measure(query, access, writer)
    then, at = _as_they_stood(query, access)
    if at.as_of != access.as_of:
        told = _answer_fact(then, at, writer)
        return told.model_copy(update={"headline": writer.say("look_up.as_of", day=at.as_of, text=told.headline)})
    identity, said = split_identity(query)
    if query.select or not said or not identity:
        found = look_up(query, access)
        return _told(tell_fact(found, writer), [found], access, writer)
    fields = tuple(dict.fromkeys(each.field for each in said if each.field))
    there = look_up(replace(query, where=identity, select=fields), access)
    return tell_confirmed(bool(look_up(query, access).total), there, said, writer)
