"""How one thing is reached from another over the catalogue's links."""

from __future__ import annotations

from collections import deque
from functools import cache
from typing import NamedTuple

from knowledge.semantic.catalogue import Catalogue, Thing
from knowledge.semantic.loading import load_catalogue

_FARTHEST = 2  # links between what is asked about and what a word names


class Way(NamedTuple):
    """``path`` leads to the thing; ``cost``: links on it, those to many rows count double."""

    path: str
    cost: int


@cache
def ways_from(key: str) -> dict[str, Way]:
    """For each thing within reach the shortest way to it; the thing itself has an empty one."""
    catalogue = load_catalogue()
    found = {key: Way("", 0)}
    waiting = deque([key])
    while waiting:
        here = waiting.popleft()
        way = found[here]
        if way.path.count(".") + bool(way.path) >= _FARTHEST:
            continue
        for link in _links(catalogue, here):
            path = f"{way.path}.{link[0]}" if way.path else link[0]
            cost = way.cost + link[2]
            if link[1] not in found or cost < found[link[1]].cost:
                found[link[1]] = Way(path, cost)
                waiting.append(link[1])
    return found


def many_part(head: str, path: str) -> tuple[str, str] | None:
    """The part of a path up to its first link to many rows, and the rest; None where there is no such link."""
    catalogue = load_catalogue()
    thing, keys = catalogue.thing(head), path.split(".")
    for place, key in enumerate(keys[:-1]):
        link = thing.field(key)
        if link.is_many:
            return ".".join(keys[: place + 1]), ".".join(keys[place + 1 :])
        thing = catalogue.thing(str(link.to))
    return None


def _links(catalogue: Catalogue, key: str) -> list[tuple[str, str, int]]:
    """Links to one row first: a contract's customer is nearer than a customer's contracts."""
    thing: Thing = catalogue.thing(key)
    links = [(name, field.to, 2 if field.is_many else 1) for name, field in thing.fields.items() if field.to]
    return sorted(links, key=lambda link: link[2])


def has_one(thing: Thing, path: str) -> bool:
    """Whether a row has one value of a field at most."""
    links, found = load_catalogue().resolve(thing, path)
    return not found.via and not found.is_many and not any(link.is_many for link in links)
