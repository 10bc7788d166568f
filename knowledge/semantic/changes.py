"""What changed since a day: what began, ended, was won, lost, said, asked and left, of the customers asked about."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from knowledge.kernel.access import AccessContext
from knowledge.semantic.found import Found
from knowledge.semantic.loading import load_catalogue
from knowledge.semantic.look_up import look_up
from knowledge.semantic.query import Condition, Operator, Period, Query

# What counts as news: the thing, its conditions, the day it happened on.
_NEWS = (
    ("new", "customer", (Condition("ever"),), "created_on"),
    ("lost", "customer", (Condition("lost"),), "lost_on"),
    ("started", "contract", (), "started_on"),
    ("ended", "contract", (Condition("ended"),), "ended_on"),
    ("cancel_requested", "contract", (Condition("cancel_requested"),), "cancel_requested_on"),
    ("contract_changes", "contract_change", (), "changed_on"),
    ("won", "deal", (Condition("won"),), "closed_on"),
    ("lost_deals", "deal", (Condition("lost"),), "closed_on"),
    ("answers", "survey", (), "answered_on"),
    ("tickets", "ticket", (), "opened_on"),
    ("left", "contact", (Condition("left"),), "left_on"),
    ("holds", "hold", (), "placed_on"),
    ("needs", "need", (), "said_on"),
)
CONTACT = ("touches", "touch", (), "happened_on")


@dataclass(frozen=True)
class News:
    """One kind of news, with its rows."""

    key: str
    found: Found


def find_changes(
    access: AccessContext, period: Period, where: tuple[Condition, ...] = (), *, touches: bool = False
) -> list[News]:
    """The kinds of news that have rows, in a fixed order; contacts of ours too where they are asked for."""
    return list(_find(access, period, where, touches=touches))


def _find(access: AccessContext, period: Period, where: tuple[Condition, ...], *, touches: bool) -> Iterator[News]:
    for key, thing, conditions, day in (*_NEWS, *((CONTACT,) if touches else ())):
        scoped = tuple(of_customer(each, thing) for each in where)
        dated = Period(period.since, period.until, period.label, on=day)
        found = look_up(Query(thing, where=(*conditions, *scoped), period=dated), access)
        if found.total:
            yield News(key, found)


def of_customer(condition: Condition, thing: str) -> Condition:
    """A condition on customers, from a thing that belongs to one."""
    if thing == "customer":
        return condition
    if condition.any_of:
        return Condition(any_of=tuple(of_customer(each, thing) for each in condition.any_of))
    if condition.field == "id":
        return Condition("customer", Operator.ONE_OF, condition.values)
    load_catalogue().thing(thing).field("customer")
    return Condition(f"customer.{condition.field}", condition.operator, condition.values, condition.where)
