"""A look-up as data: which thing, which of its fields, under which conditions, measured, grouped, ordered and told how.

It holds no word of a language and no SQL; it travels as JSON in conversations, buttons, subscriptions and MCP.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Self

Value = str | int | float

ME = "me"
"""As the value of a person: whoever asks."""
TODAY = "today"
"""As the value of a day: the day asked about; ``today+60`` and ``today-90`` count days from it."""


class Operator(StrEnum):
    """How a field is held against values. ``HAS`` and ``HAS_NOT`` ask a link for rows that pass ``where``."""

    IS = "is"
    IS_NOT = "is_not"
    ONE_OF = "one_of"
    LESS = "less"
    AT_MOST = "at_most"
    MORE = "more"
    AT_LEAST = "at_least"
    BETWEEN = "between"
    CONTAINS = "contains"
    STARTS_WITH = "starts_with"
    EMPTY = "empty"
    KNOWN = "known"
    HAS = "has"
    HAS_NOT = "has_not"


class Shape(StrEnum):
    """How an answer is told. Left open, it follows from what is asked (``shape_of``)."""

    FACT = "fact"
    LIST = "list"
    COUNT = "count"
    SUM = "sum"
    COMPARISON = "comparison"
    TREND = "trend"
    MOVEMENT = "movement"
    CHANGES = "changes"


@dataclass(frozen=True)
class Condition:
    """``field`` is a path over links from the query's thing: ``owner``, ``contract.renews_on``, ``product.family``.

    Days are ISO text or count from ``TODAY``; a flag without values means "is so". ``where`` belongs to ``HAS`` and
    ``HAS_NOT``, its fields are those of the linked thing. ``any_of``: one of these is enough; then ``field`` is empty.
    """

    field: str = ""
    operator: Operator = Operator.IS
    values: tuple[Value, ...] = ()
    where: tuple[Condition, ...] = ()
    any_of: tuple[Condition, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """As plain values; what is empty is left out."""
        found: dict[str, Any] = {"field": self.field, "operator": str(self.operator)} if self.field else {}
        if self.values:
            found["values"] = list(self.values)
        for name in ("where", "any_of"):
            if inner := getattr(self, name):
                found[name] = [each.to_json() for each in inner]
        return found

    @classmethod
    def from_json(cls, told: dict[str, Any]) -> Self:
        """What ``to_json`` gave."""
        return cls(
            field=told.get("field", ""),
            operator=Operator(told.get("operator", Operator.IS)),
            values=tuple(told.get("values", ())),
            where=tuple(cls.from_json(each) for each in told.get("where", ())),
            any_of=tuple(cls.from_json(each) for each in told.get("any_of", ())),
        )


@dataclass(frozen=True)
class Measure:
    """``count``, or ``sum``, ``average``, ``largest``, ``smallest`` ``of`` a field; else a measure of the catalogue."""

    name: str
    of: str | None = None

    @property
    def column(self) -> str:
        """The name under which its values stand in the rows, and by which they are put in order."""
        return f"{self.name}({self.of})" if self.of else self.name


@dataclass(frozen=True)
class Order:
    """By a field or by the name of a measure."""

    field: str
    descending: bool = False


@dataclass(frozen=True)
class Period:
    """Days from ``since`` to ``until``, both included, either open. ``label``: how the asker said it.

    ``on``: the field of the thing that the period is about, where it is not the thing's usual day.
    """

    since: dt.date | None = None
    until: dt.date | None = None
    label: str = ""
    on: str | None = None

    def to_json(self) -> dict[str, Any]:
        """As plain values."""
        found: dict[str, Any] = {"label": self.label} if self.label else {}
        for name, day in (("since", self.since), ("until", self.until)):
            if day:
                found[name] = day.isoformat()
        return found | ({"on": self.on} if self.on else {})

    @classmethod
    def from_json(cls, told: dict[str, Any]) -> Self:
        """What ``to_json`` gave."""
        days = {name: dt.date.fromisoformat(told[name]) if told.get(name) else None for name in ("since", "until")}
        return cls(days["since"], days["until"], told.get("label", ""), told.get("on"))


Side = tuple[Condition, ...] | Period
"""One side of a comparison: these rows only, or this period only."""


@dataclass(frozen=True)
class Query:
    """Everything asked of one thing (``thing`` is its key in the catalogue).

    ``grain`` cuts a trend: ``day``, ``week``, ``month``, ``quarter`` or ``year``. ``select`` names fields (paths) in
    the order to be told; empty means the thing's own usual ones.
    """

    thing: str
    select: tuple[str, ...] = ()
    where: tuple[Condition, ...] = ()
    measures: tuple[Measure, ...] = ()
    group_by: tuple[str, ...] = ()
    order_by: tuple[Order, ...] = ()
    limit: int | None = None
    period: Period | None = None
    compare: tuple[Side, ...] = ()
    grain: str | None = None
    shape: Shape | None = None

    def narrowed(self, *conditions: Condition) -> Query:
        """The same of those only that pass these as well."""
        return replace(self, where=(*self.where, *conditions))

    def to_json(self) -> dict[str, Any]:
        """As plain values; what is empty is left out."""
        found: dict[str, Any] = {"thing": self.thing}
        if self.select:
            found["select"] = list(self.select)
        if self.where:
            found["where"] = [each.to_json() for each in self.where]
        if self.measures:
            found["measures"] = [{"name": each.name} | ({"of": each.of} if each.of else {}) for each in self.measures]
        if self.group_by:
            found["group_by"] = list(self.group_by)
        if self.order_by:
            found["order_by"] = [
                {"field": each.field} | ({"descending": True} if each.descending else {}) for each in self.order_by
            ]
        if self.period:
            found["period"] = self.period.to_json()
        if self.compare:
            found["compare"] = [_side_to_json(each) for each in self.compare]
        plain = {"limit": self.limit, "grain": self.grain, "shape": self.shape and str(self.shape)}
        return found | {name: value for name, value in plain.items() if value is not None}

    @classmethod
    def from_json(cls, told: dict[str, Any]) -> Self:
        """What ``to_json`` gave. KeyError or ValueError where it is something else."""
        return cls(
            thing=told["thing"],
            select=tuple(told.get("select", ())),
            where=tuple(Condition.from_json(each) for each in told.get("where", ())),
            measures=tuple(Measure(each["name"], each.get("of")) for each in told.get("measures", ())),
            group_by=tuple(told.get("group_by", ())),
            order_by=tuple(Order(each["field"], each.get("descending", False)) for each in told.get("order_by", ())),
            limit=told.get("limit"),
            period=Period.from_json(told["period"]) if told.get("period") else None,
            compare=tuple(_side_from_json(each) for each in told.get("compare", ())),
            grain=told.get("grain"),
            shape=Shape(told["shape"]) if told.get("shape") else None,
        )


def shape_of(query: Query) -> Shape:
    """How the query is told where nobody said it."""
    if query.shape:
        return query.shape
    if query.compare:
        return Shape.COMPARISON
    if query.grain:
        return Shape.TREND
    if query.measures:
        return Shape.COUNT if all(each.name == "count" for each in query.measures) else Shape.SUM
    return Shape.LIST


def _side_to_json(side: Side) -> dict[str, Any]:
    if isinstance(side, Period):
        return {"period": side.to_json()}
    return {"where": [each.to_json() for each in side]}


def _side_from_json(told: dict[str, Any]) -> Side:
    if "period" in told:
        return Period.from_json(told["period"])
    return tuple(Condition.from_json(each) for each in told["where"])
