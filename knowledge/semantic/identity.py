"""Which conditions of a query name a row, and how the rows that it names by id are called."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge.kernel.access import AccessContext
from knowledge.semantic.catalogue import Field, Thing
from knowledge.semantic.loading import load_catalogue
from knowledge.semantic.look_up import look_up
from knowledge.semantic.query import Condition, Operator, Period, Query
from knowledge.semantic.visibility import sees_nothing

_NAMES = {"id", "name", "customer"}


def split_identity(query: Query) -> tuple[tuple[Condition, ...], tuple[Condition, ...]]:
    """The conditions that say which row is meant, and those that say something of it."""
    identity = tuple(each for each in query.where if each.field in _NAMES and each.operator is Operator.IS)
    return identity, tuple(each for each in query.where if each not in identity)


def find_named(query: Query, access: AccessContext) -> dict[tuple[str, int], str]:
    """Things and ids that conditions name → what the rows are called, of those that the viewer may see."""
    catalogue = load_catalogue()
    wanted: dict[str, set[int]] = {}
    sides = (each for side in query.compare if not isinstance(side, Period) for each in side)
    for target, value in _ids((*query.where, *sides), catalogue.thing(query.thing)):
        wanted.setdefault(target, set()).add(value)
    named: dict[tuple[str, int], str] = {}
    for key, ids in wanted.items():
        thing = catalogue.thing(key)
        if sees_nothing(thing, access):
            continue
        found = look_up(Query(key, where=(Condition("id", Operator.ONE_OF, tuple(sorted(ids))),)), access)
        named |= {(key, int(row["id"])): str(row[thing.title[0]]) for row in found.rows}
    return named


def _ids(conditions: tuple[Condition, ...], thing: Thing) -> Iterator[tuple[str, int]]:
    catalogue = load_catalogue()
    for each in conditions:
        yield from _ids(each.any_of, thing)
        if not each.field:
            continue
        _, last = catalogue.resolve(thing, each.field)
        target = _target(last, thing)
        if each.where and last.to:
            yield from _ids(each.where, catalogue.thing(last.to))
        yield from ((target, value) for value in each.values if target and isinstance(value, int))


def _target(field: Field, thing: Thing) -> str:
    return thing.key if field.key == "id" else field.to or ""
