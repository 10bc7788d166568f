"""Why customers left: of one named, of the largest of a list, of all in it."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from bot.dialogue.last_queries import last_query
from bot.dialogue.state import DialogueState
from bot.nlu.atoms import NAME, Atom
from bot.nlu.reading import Reading
from knowledge.semantic.query import Order, Query

_GONE = {("customer", "lost"), ("customer", "lost_on"), ("contact", "left"), ("contract", "ended")}
_WHY = {("ask", "why"), ("shape", "movement")}
_BETWEEN = {"filler", "ask", "them", "also", "and", "order", "top", "thing", "shape"}
_TOLD = ("lost_on", "revenue_lost", "loss_reason")


def why_left(reading: Reading, state: DialogueState) -> tuple[str, dict[str, Any]] | None:
    """The question that says it, with its slots; None where something else is asked."""
    atoms = reading.pieces.atoms if reading.pieces else ()
    said = {(sense.kind, sense.key) for atom in atoms for sense in atom.senses}
    if reading.pieces is None or reading.pieces.loose or not said & _WHY or not any(map(_is_gone, atoms)):
        return None
    if not all(_is_gone(atom) or _belongs(atom) for atom in atoms):
        return None
    slots: dict[str, Any] = {"language": reading.language}
    if reading.account:
        return "assess_churn", slots | {"account_id": reading.account.id, "account": reading.account.name}
    listed = _lost_listed(state)
    if listed is None:
        account = {"account_id": state.account_id, "account": state.account}
        return ("assess_churn", slots | account) if state.account_id is not None else None
    if way := next((key for kind, key in said if kind in {"order", "top"} and key in {"desc", "asc"}), None):
        first = replace(listed, order_by=(Order("revenue_lost", way == "desc"),), limit=1)
        return "assess_churn", slots | {"query": json.dumps(first.to_json(), ensure_ascii=False)}
    told = replace(listed, select=_TOLD, order_by=(Order("revenue_lost", descending=True),))
    return "look_up", slots | {"query": json.dumps(told.to_json(), ensure_ascii=False)}


def _is_gone(atom: Atom) -> bool:
    return any((sense.thing, sense.key) in _GONE for sense in atom.senses)


def _belongs(atom: Atom) -> bool:
    name = atom.sense(NAME)
    return name.key == "account" if name else any(sense.kind in _BETWEEN for sense in atom.senses)


def _lost_listed(state: DialogueState) -> Query | None:
    """The last look-up, where it was of customers who left, as a list of them."""
    last = last_query(state)
    if last is None or last.thing != "customer" or last.group_by or last.compare:
        return None
    dated = any(each.field in {"lost", "lost_on"} for each in last.where)
    return replace(last, measures=(), select=(), shape=None, grain=None) if dated else None
