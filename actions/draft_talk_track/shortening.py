"""How much of a text is kept: each step shorter gives up at least one sentence more, the weightiest last."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from actions.draft_talk_track.context import DraftContext, Part
from actions.draft_talk_track.request import Length
from knowledge.terms import Medium

# Share of the whole text, greeting and signature counted, at which a step may stop.
_STEPS = ((Length.SHORTER, 0.78), (Length.HALF, 0.5), (Length.SHORTEST, 0.33))
_CHAT_PARTS = 4
_CORE = 3  # sentences: why one writes, what it gives, what one asks for
Kept = list[list[Part]]


def shorten(d: DraftContext, paragraphs: Kept, measure: Callable[[Kept], int], *, asks: bool) -> Kept:
    """The paragraphs as short as they were asked for; that they cannot be shorter is said.

    ``measure`` counts the letters of the text with these sentences in it. ``asks``: the last sentence asks for what
    the text is about, so it outlives the others of its weight; else the first one does.
    """
    parts = [part for paragraph in paragraphs for part in paragraph]
    order = _order(parts, asks=asks)
    surplus = [part for part in order[: len(parts) - _most(d, len(parts))] if part.weight >= 0]
    kept = _without(paragraphs, surplus)
    if d.request.length is None:
        return kept
    whole = measure(paragraphs if d.request.sentences else kept)
    fewer = bool(surplus and d.request.sentences)  # so many sentences were asked for, and some are gone already
    order = order[len(surplus) :]
    for step, share in _STEPS:
        before = len(order)
        while len(order) > 1 and order[0].weight >= 0:
            is_new = fewer or len(order) < before
            is_core = order[0].weight == 0 and len(order) <= _CORE
            if is_new and (measure(kept) <= share * whole or is_core):
                break
            kept = _without(kept, order[:1])
            order = order[1:]
        if step is d.request.length:
            if len(order) == before and not fewer:
                d.notes.append(d.say("draft_frame.no_shorter"))
            break
    return kept


def _order(parts: Sequence[Part], *, asks: bool) -> list[Part]:
    """In which order sentences are given up: the heaviest first, of the same weight the later ones."""
    core = len(parts) - 1 if asks else 0
    places = sorted(range(len(parts)), key=lambda place: (-parts[place].weight, place == core, -place))
    return [parts[place] for place in places]


def _most(d: DraftContext, there: int) -> int:
    """So many sentences at most, as asked for or as the medium bears."""
    most = min(there, _CHAT_PARTS) if d.request.medium is Medium.SLACK else there
    return min(most, d.request.sentences) if d.request.sentences else most


def _without(paragraphs: Kept, dropped: Sequence[Part]) -> Kept:
    gone = {id(part) for part in dropped}
    return [[part for part in paragraph if id(part) not in gone] for paragraph in paragraphs]
