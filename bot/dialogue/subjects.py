"""Of which customers a question is that names none: those of the last list, or the last two that were spoken of."""

from __future__ import annotations

from dataclasses import replace

from bot.dialogue.patches import MOST_LISTED, listed_last
from bot.dialogue.state import DialogueState
from bot.nlu.compose import compose_under
from bot.nlu.paths import ways_from
from bot.nlu.reading import Reading
from bot.nlu.request import Request
from knowledge.semantic.query import ME, Condition, Operator, Query

_CUSTOMER = "customer"
_TWO = 2


def of_those(reading: Reading, state: DialogueState) -> Request | None:
    """ "What do those two pay", 両方のNPS: the request of the customers meant; None where no such are meant."""
    meant, said = _meant(reading, state), _says(reading)
    if not meant or reading.account or reading.pieces is None or reading.asked is None:
        return None
    if ("them", "two") in said:
        part = compose_under(_CUSTOMER, reading.pieces, reading.asked)
        if part and part.is_whole and (part.query.select or part.query.order_by):
            theirs = Condition("id", Operator.ONE_OF, meant)
            return Request(replace(part.query, where=(*part.query.where, theirs)), (), part.score, part.explained)
        if ("shape", "comparison") in said and part and part.is_whole:
            return Request(Query(_CUSTOMER, compare=tuple((Condition("id", Operator.IS, (one,)),) for one in meant)))
    request = reading.request
    if request and not request.unread and (narrowed := _of_the_rows(request.query, state)):
        return replace(request, query=narrowed)
    way = ways_from(request.query.thing).get(_CUSTOMER) if request and not request.unread else None
    if request is None or way is None:
        return None
    path = way.path or "id"
    where = tuple(each for each in request.query.where if each.values != (ME,) and each.field != path)
    query = replace(request.query, where=(*where, Condition(path, Operator.ONE_OF, meant)), shape=None)
    return replace(request, query=query)


def _of_the_rows(query: Query, state: DialogueState) -> Query | None:
    """ "How many of those are severe?" after tickets: of these tickets, and not of all that their customers have."""
    last = listed_last(state)
    if last is None or last.thing != query.thing or last.thing == _CUSTOMER or last.measures or last.compare:
        return None
    where = tuple(each for each in query.where if each.values != (ME,))
    return replace(query, where=(*last.where, *where), period=query.period or last.period, shape=None)


def _says(reading: Reading) -> set[tuple[str, str]]:
    atoms = reading.pieces.atoms if reading.pieces else ()
    return {(sense.kind, sense.key) for atom in atoms for sense in atom.senses}


def _meant(reading: Reading, state: DialogueState) -> tuple[int, ...]:
    """The customers by id: of the list told last, or, where two are meant, of whom the talk was."""
    said = {key for kind, key in _says(reading) if kind == "them"}
    if not said & {"two", "both", "those"}:
        return ()
    listed = tuple(
        dict.fromkeys(int(each["slots"]["account_id"]) for each in state.listed if "account_id" in each["slots"])
    )
    if "two" in said and len(listed) != _TWO:
        spoken = (state.before or {}).get("account_id"), state.account_id
        return tuple(int(each) for each in spoken if each) if all(spoken) else ()
    if state.account_id is None and len(listed) > 1 and len(state.listed) < MOST_LISTED:
        return listed
    return listed if "two" in said else ()
