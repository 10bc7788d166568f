"""Why deals were lost or proposals declined, after a list or a count of them: how often each reason was given."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from bot.dialogue.last_queries import last_query
from bot.dialogue.state import DialogueState
from bot.nlu.atoms import NAME
from bot.nlu.reading import Reading
from bot.nlu.request import Request
from knowledge.semantic.query import Condition, Measure, Operator, Order, Query

_REASONS = {"deal": "lost_reason", "proposal": "reason"}
_WHY, _WIN_RATE = "ask.why", "win_rate"
_WHY_SO_MANY = ("them", "which")
_BETWEEN = {"filler", "ask", "them", "also", "and", "order", "top", "is"}


def why_lost(reading: Reading, state: DialogueState) -> tuple[str, dict[str, Any]] | None:
    """The reasons by how often they were given; None after anything else than losses, or where no reason is named.

    A bare "why?" asks what the last figure rests on, and is no question of reasons.
    """
    last, pieces = last_query(state), reading.pieces
    if last is None or pieces is None or last.thing not in _REASONS or reading.mention or pieces.loose:
        return None
    said = {(sense.kind, sense.key) for atom in pieces.atoms for sense in atom.senses}
    names = [sense for atom in pieces.atoms if (sense := atom.sense(NAME))]
    asks = any((kind, key) == ("field", _REASONS[last.thing]) for kind, key in said) or (_WHY_SO_MANY in said and names)
    is_lost = any(each.field == "lost" or "lost" in each.values for each in last.where)
    others = (atom for atom in pieces.atoms if not any(sense.key == _REASONS[last.thing] for sense in atom.senses))
    belongs = all(atom.sense(NAME) or any(sense.kind in _BETWEEN for sense in atom.senses) for atom in others)
    if not (asks and is_lost and belongs) or any(sense.key != "person" for sense in names):
        return None
    who = tuple(Condition("owner", Operator.IS, (sense.value,)) for sense in names) if last.thing == "deal" else ()
    kept = tuple(each for each in last.where if not (who and each.field == "owner"))
    query = _by_reason(replace(last, where=(*kept, *who)))
    return "look_up", {"query": json.dumps(query.to_json(), ensure_ascii=False), "language": reading.language}


def behind_win_rate(request: Request | None) -> Request | None:
    """ "What's behind Priya's win rate since July?": why what was not won was lost; None where its move is asked."""
    if request is None or request.unread or _WHY not in request.said or request.query.shape is not None:
        return None
    query = request.query
    if query.thing != "deal" or [each.name for each in query.measures] != [_WIN_RATE] or query.compare or query.grain:
        return None
    return replace(request, query=_by_reason(replace(query, where=(*query.where, Condition("lost")))))


def _by_reason(query: Query) -> Query:
    """The rows counted by the reason given, the most frequent first."""
    count = Measure("count")
    return replace(
        query,
        select=(),
        measures=(count,),
        group_by=(_REASONS[query.thing],),
        order_by=(Order(count.column, descending=True),),
        shape=None,
        grain=None,
        limit=None,
        compare=(),
    )
