"""The query that the last answer told, and the rows behind a figure of the firm."""

from __future__ import annotations

import datetime as dt
import json
from functools import cache
from typing import Any

import yaml

from actions.reply import SEVERAL
from bot.dialogue.state import DialogueState
from knowledge.semantic.loading import load_catalogue
from knowledge.semantic.query import Condition, Measure, Operator, Period, Query
from knowledge.settings import ROOT

_CUSTOMER = "customer"
_SEGMENTS = ("team", "industry", "region", "country")


def last_query(state: DialogueState) -> Query | None:
    """The look-up that the thread last answered; a figure of the firm is one, too."""
    if state.intent == "show_metrics":
        return _query_of_figure(state.slots)
    told: Any = state.slots.get("query") if state.intent == "look_up" else None
    return Query.from_json(json.loads(told)) if told else None


def _query_of_figure(slots: dict[str, Any]) -> Query | None:
    """The figures that were told as measures of the thing that has them."""
    names = str(slots.get("metric") or "").split(",")
    for thing in load_catalogue().things.values():
        named = [key for key, each in thing.measures.items() if each.metric in names or key in names]
        if named and len(named) == len(names):
            path = "" if thing.key == _CUSTOMER else f"{_CUSTOMER}."
            where = [
                Condition(f"{path}{by}", Operator.ONE_OF, tuple(str(slots[said]).split(SEVERAL)))
                for by, said in (*zip(_SEGMENTS, _SEGMENTS, strict=True), ("owner", "person"))
                if slots.get(said)
            ]
            return Query(thing.key, where=tuple(where), measures=tuple(map(Measure, named)), period=_period(slots))
    return None


def rows_behind(last: Query) -> Query | None:
    """The rows that the last figure is made of; None where it was no figure."""
    if not last.measures or last.compare:
        return None
    rows = rows_of_metrics().get(last.measures[0].name)
    if rows is None:
        return Query(last.thing, where=last.where, period=last.period)
    flag = (Condition(rows["flag"]),) if "flag" in rows else ()
    where = last.where if rows["thing"] == last.thing else ()
    return Query(rows["thing"], where=(*where, *flag), period=last.period)


def is_same_rows(own: Query, behind: Query) -> bool:
    """ "Who left?" after a figure of churn: those of its period."""
    plain = not (own.period or own.measures or own.compare or own.group_by)
    return (
        own.thing == behind.thing
        and plain
        and {each.field for each in behind.where} & {each.field for each in own.where} != set()
    )


def _period(slots: dict[str, Any]) -> Period | None:
    if not slots.get("date"):
        return None
    since = dt.date.fromisoformat(slots["date"])
    return Period(since, dt.date.fromisoformat(slots.get("date_end") or slots["date"]))


@cache
def rows_of_metrics() -> dict[str, dict[str, str]]:
    """For each figure the thing whose rows it is made of, and the flag that they have."""
    path = ROOT / "data" / "rows_behind.yml"
    return dict(yaml.safe_load(path.read_text(encoding="utf-8")))
