"""One page of several look-ups, as ``pages.yml`` declares it: what to know before a meeting, the week, the day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from knowledge.kernel.access import AccessContext
from knowledge.semantic.changes import of_customer
from knowledge.semantic.found import Found
from knowledge.semantic.look_up import look_up
from knowledge.semantic.query import ME, TODAY, Condition, Operator, Order, Query, Value
from knowledge.terms import Role

_FILE = Path(__file__).parent / "pages.yml"
_MOST = 5
Span = tuple[dt.date, dt.date]


class Page(StrEnum):
    """What the page is for."""

    PREPARE = "prepare"
    WEEK = "week"
    ATTENTION = "attention"
    SUMMARY = "summary"
    DAY = "day"
    BOOK = "book"


@dataclass(frozen=True)
class PageLine:
    """One look-up of a page. ``always``: told also where nothing is found; ``weight``: how much a row there presses."""

    key: str
    query: Query
    always: bool = False
    personal: bool = False
    weight: int = 0


@dataclass(frozen=True)
class FilledLine:
    """A line with what was found."""

    line: PageLine
    found: Found


@cache
def load_pages() -> Mapping[Page, tuple[PageLine, ...]]:
    """All pages as declared."""
    told = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return {Page(name): tuple(_read(key, each) for key, each in lines.items()) for name, lines in told.items()}


def fill_page(
    page: Page,
    access: AccessContext,
    *,
    account_id: int | None = None,
    span: Span | None = None,
    whose: tuple[Condition, ...] | None = None,
) -> list[FilledLine]:
    """Each line with its rows, of one customer or of those who are the viewer's own; empty ones are left out.

    ``whose``: conditions of the customers meant in place of the viewer's own. ``span``: the days that it is about
    instead of those that begin today, the first and the last.
    """
    where = (Condition("id", Operator.IS, (account_id,)),) if account_id else whose or of_mine(access)
    filled = []
    for line in load_pages()[page]:
        query = _within(line.query, span) if span else line.query
        if account_id or not line.personal:
            query = query.narrowed(*(of_customer(each, query.thing) for each in where))
        found = look_up(query, access, most=query.limit or _MOST)
        if found.total or line.always:
            filled.append(FilledLine(line, found))
    return filled


def _within(query: Query, span: Span) -> Query:
    """The same of these days: what is said to be today is the first, what is so many days on the last."""

    def moved(value: Value) -> Value:
        return span[value != TODAY].isoformat() if isinstance(value, str) and value.startswith(TODAY) else value

    return replace(query, where=tuple(replace(each, values=tuple(map(moved, each.values))) for each in query.where))


def of_mine(access: AccessContext) -> tuple[Condition, ...]:
    """Whose customers "mine" are: a rep's and a CSM's own, a manager's whole team's."""
    match access.viewer.role:
        case Role.REP:
            return (Condition("owner", Operator.IS, (ME,)),)
        case Role.CS:
            return (Condition("csm", Operator.IS, (ME,)),)
        case _:
            return ()


def _read(key: str, told: dict[str, Any]) -> PageLine:
    where = tuple(_condition(field, values) for field, values in told.get("where", {}).items())
    by = str(told.get("order", ""))
    order = (Order(by.removeprefix("-"), descending=by.startswith("-")),) if by else ()
    query = Query(told["thing"], select=tuple(told["tell"]), where=where, order_by=order, limit=told.get("most"))
    flags = {name: told[name] for name in ("always", "personal", "weight") if name in told}
    return PageLine(key, query, **flags)


def _condition(field: str, values: list[Any]) -> Condition:
    return Condition(field, Operator(values[0]), tuple(values[1:])) if values else Condition(field)
