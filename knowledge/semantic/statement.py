"""Rows of one thing as a statement: which columns, under which conditions, joined over which links."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Float,
    FromClause,
    Select,
    and_,
    cast,
    column,
    exists,
    func,
    not_,
    or_,
    select,
    text,
    true,
)

from knowledge.errors import FieldUnknown
from knowledge.semantic.catalogue import Catalogue, Field, FieldType, Thing
from knowledge.semantic.comparing import compare, compare_link
from knowledge.semantic.expressions import Setting
from knowledge.semantic.query import Condition, Operator
from knowledge.semantic.visibility import may_see
from knowledge.tables import Base

_PICKS: Final[Mapping[str, Any]] = {"smallest": func.min, "largest": func.max, "sum": func.sum, "count": func.count}
_RATIO = "ratio"  # of the sums of the two fields beside it
_OF_ALL = {"sum", "count"}  # what is told of all rows behind a link together, and so is held against a value


@dataclass
class Rows:
    """The rows of a thing under one alias. ``conditions`` are those of the query, which fields over links follow.

    ``is_seen``: they belong to a row that the viewer sees already. ``source`` is whole once ``where`` was called.
    """

    catalogue: Catalogue
    setting: Setting
    thing: Thing
    conditions: tuple[Condition, ...] = ()
    numbers: Iterator[int] = field(default_factory=count)
    is_seen: bool = False

    def __post_init__(self) -> None:
        self.row: FromClause = self._rows_of(self.thing)
        self.source: FromClause = self.row
        self._joined: dict[str, FromClause] = {}

    def where(self) -> ColumnElement[bool]:
        """Seen by the viewer, of the thing's usual kind, and passing all conditions."""
        conditions = [self.passes(each) for each in self.conditions]
        parts = [true() if self.is_seen else self._seen()]
        if self.thing.where:
            parts.append(self._written(self.thing.where))
        if scope := scope_of(self.thing, self.conditions):
            parts.append(self.column(scope))
        return and_(*parts, *conditions)

    def _rows_of(self, thing: Thing) -> FromClause:
        name = f"t{next(self.numbers)}"
        if thing.rows is None:
            return Base.metadata.tables[thing.table].alias(name)
        written = self.setting.write(thing.rows, thing, name)
        return text(written).columns(*(column(each) for each in thing.columns)).subquery(name)

    def _seen(self) -> ColumnElement[bool]:
        """By the customer that is joined already, where one is; that finds rows from the customers' own index."""
        access, joined = self.setting.access, self._joined.get("customer")
        if joined is not None and self.thing.sees == "customers_rows":
            return may_see(self.catalogue.thing("customer"), joined, access)
        return may_see(self.thing, self.row, access, one_by_one=bool(self.setting.among))

    def column(self, path: str) -> ColumnElement[Any]:
        """The value at the end of a path: the row's own, over links to one by joins, over links to many picked."""
        links, last = self.catalogue.resolve(self.thing, path)
        many = next((place for place, link in enumerate(links) if link.is_many), None)
        if many is not None:
            rest = ".".join(path.split(".")[many + 1 :])
            return self._picked(".".join(path.split(".")[: many + 1]), rest, _pick_of(last), None)
        prefix, thing, row = self._walk(path.split(".")[:-1])
        if last.is_many:
            return self._picked(path, None, "count", None)
        if last.via:
            link, _, rest = last.via.partition(".")
            over = last.beside[:2] if last.pick == _RATIO else ()
            return self._picked(".".join((*prefix, link)), rest, last.pick, path, over)
        if last.to:
            target = self.catalogue.thing(last.to)
            return self.column(f"{path}.{target.title[0]}")
        if last.sql is None:
            raise FieldUnknown(f"{thing.key}.{last.key} has no source.", thing=thing.key, field=last.key)
        return self.setting.column(thing, last, _name(row))

    def passes(self, condition: Condition) -> ColumnElement[bool]:
        """The condition on this row."""
        if condition.any_of:
            parts = [self.passes(each) for each in condition.any_of]
            return func.coalesce(or_(*parts), False)
        links, last = self.catalogue.resolve(self.thing, condition.field)
        keys = condition.field.split(".")
        many = next((place for place, link in enumerate(links) if link.is_many), None)
        if many is not None:
            inner = Condition(".".join(keys[many + 1 :]), condition.operator, condition.values, condition.where)
            return self._has(".".join(keys[: many + 1]), (inner,))
        if last.via and last.pick in _OF_ALL and condition.operator not in {Operator.HAS, Operator.HAS_NOT}:
            return compare(self.column(condition.field), last, condition, self.setting)
        if last.via:
            return self._has_via(".".join(keys[:-1]), last, condition)
        if condition.operator in {Operator.HAS, Operator.HAS_NOT} or last.is_many:
            return self._has_link(condition, last)
        if last.to:
            return self._is_link(keys, last, condition)
        return compare(self.column(condition.field), last, condition, self.setting)

    def _has_via(self, prefix: str, last: Field, condition: Condition) -> ColumnElement[bool]:
        """Any row behind the link answers; "is not", "knows none" and "lacks" mean that none does."""
        link, _, rest = (last.via or "").partition(".")
        path = f"{prefix}.{link}" if prefix else link
        kept = (Condition(last.keeps),) if last.keeps else ()
        if condition.operator is Operator.IS_NOT:
            return not_(self._has(path, (*kept, Condition(rest, Operator.IS, condition.values))))
        if condition.operator is Operator.HAS_NOT:
            return not_(self._has(path, (*kept, Condition(rest, Operator.ONE_OF, condition.values))))
        if condition.operator is Operator.EMPTY:
            return not_(self._has(path, (*kept, Condition(rest, Operator.KNOWN))))
        operator = Operator.ONE_OF if condition.operator is Operator.HAS else condition.operator
        return self._has(path, (*kept, Condition(rest, operator, condition.values)))

    def _has_link(self, condition: Condition, link: Field) -> ColumnElement[bool]:
        """Rows behind a link that pass ``where``, or that answer to one of the values."""
        if not link.is_many:
            inner = tuple(
                Condition(f"{condition.field}.{each.field}", each.operator, each.values, each.where)
                for each in condition.where
            )
            found = and_(true(), *(self.passes(each) for each in inner))
            return not_(func.coalesce(found, False)) if condition.operator is Operator.HAS_NOT else found
        where = condition.where
        if condition.values:
            target = self.catalogue.thing(link.to or "")
            where = (
                *where,
                Condition(any_of=tuple(Condition(key, Operator.ONE_OF, condition.values) for key in target.answers_to)),
            )
        found = self._has(condition.field, tuple(_relative(each, link.key) for each in where))
        return not_(found) if condition.operator in {Operator.HAS_NOT, Operator.EMPTY, Operator.IS_NOT} else found

    def _is_link(self, keys: list[str], link: Field, condition: Condition) -> ColumnElement[bool]:
        target = self.catalogue.thing(link.to or "")
        _, _, row = self._walk(keys[:-1])
        key: ColumnElement[Any] = row.c[link.by or ""]
        path = ".".join(keys)
        names = [self.column(f"{path}.{name}") for name in target.answers_to]
        return compare_link(key, names, condition, self.setting)

    def _has(self, path: str, where: tuple[Condition, ...]) -> ColumnElement[bool]:
        """Whether there is a row behind a link to many."""
        inner, joined = self._behind(path, where)
        condition = inner.where()  # joins what it needs
        return exists(select(1).select_from(inner.source).where(joined, condition).correlate(self._holder(path)))

    def _picked(
        self, path: str, rest: str | None, pick: str, own: str | None, over: tuple[str, ...] = ()
    ) -> ColumnElement[Any]:
        """One value of the rows behind a link to many; of those only that the query itself asks about."""
        where = self._asked_over(own) if own else ()
        inner, joined = self._behind(path, where)
        condition = inner.where()  # joins what it needs
        if rest is None:
            query: Select[Any] = select(func.count()).select_from(inner.source)
        else:
            value = inner.column(rest)
            if pick == "list":
                distinct = select(value.label("v")).select_from(inner.source).where(joined, condition).distinct()
                return self._joined_text(distinct.order_by(value).correlate(self._holder(path)))
            if over:
                part, whole = (func.sum(inner.column(each)) for each in over)
                value = cast(part, Float) / func.nullif(whole, 0)
            query = select(value if over else _PICKS[pick](value)).select_from(inner.source)
        return query.where(joined, condition).correlate(self._holder(path)).scalar_subquery()

    def _joined_text(self, values: Select[Any]) -> ColumnElement[Any]:
        rows = values.subquery(f"v{next(self.numbers)}")
        together = func.string_agg if self.setting.is_postgresql else func.group_concat
        return select(together(rows.c.v, ", ")).select_from(rows).scalar_subquery()

    def _asked_over(self, own: str) -> tuple[Condition, ...]:
        """What the query asks of the same field, so that the contract told is the one asked about."""
        _, last = self.catalogue.resolve(self.thing, own)
        rest = (last.via or "").partition(".")[2]
        kept = (Condition(last.keeps),) if last.keeps else ()
        turned = (Operator.IS_NOT, Operator.HAS_NOT, Operator.EMPTY)
        mine = (each for each in self.conditions if each.field == own and each.operator not in turned)
        if last.pick in _OF_ALL:  # a sum of over a million is no sum of what is over a million each
            return kept
        return (*kept, *(Condition(rest, each.operator, each.values, each.where) for each in mine))

    def _behind(self, path: str, where: tuple[Condition, ...]) -> tuple[Rows, ColumnElement[bool]]:
        _, link = self.catalogue.resolve(self.thing, path)
        target = self.catalogue.thing(link.to or "")
        is_seen = link.many_by == "account_id" and target.sees == "customers_rows"  # as the customer they belong to
        inner = Rows(self.catalogue, self.setting, target, where, self.numbers, is_seen)
        return inner, inner.row.c[link.many_by or ""] == self._holder(path).c.id

    def _holder(self, path: str) -> FromClause:
        return self._walk(path.split(".")[:-1])[2]

    def _walk(self, keys: Iterable[str]) -> tuple[list[str], Thing, FromClause]:
        """Join over links to one; each path is joined once."""
        thing, row, walked = self.thing, self.row, []
        for key in keys:
            walked.append(key)
            link = thing.field(key)
            target = self.catalogue.thing(link.to or "")
            path = ".".join(walked)
            if path not in self._joined:
                joined = self._rows_of(target)
                seen = self._seen_over(thing, target, joined)
                self.source = self.source.outerjoin(joined, and_(joined.c.id == row.c[link.by or ""], seen))
                self._joined[path] = joined
            thing, row = target, self._joined[path]
        return walked, thing, row

    def _seen_over(self, thing: Thing, target: Thing, row: FromClause) -> ColumnElement[bool]:
        """A row that is itself seen by its customer needs no second look at that customer."""
        if target.sees == "colleagues" or (target.sees == "customers" and thing.sees == "customers_rows"):
            return true()
        return may_see(target, row, self.setting.access)

    def _written(self, sql: str) -> ColumnElement[bool]:
        return self.setting.column(self.thing, Field("", FieldType.FLAG, {}, sql=sql), _name(self.row))


def scope_of(thing: Thing, conditions: Iterable[Condition]) -> str | None:
    """The flag of the rows that are meant: the thing's own, or that of what is asked by; None where all are."""
    conditions = tuple(conditions)
    if lifts_scope(thing, conditions):
        return None
    inner = [each for condition in conditions for each in (condition.any_of or (condition,))]
    named = (thing.field(each.field.split(".")[0]).scope for each in inner if each.field)
    return next((scope for scope in named if scope), thing.scope)


def lifts_scope(thing: Thing, conditions: Iterable[Condition]) -> bool:
    """Whether somebody asks for rows that are not meant as a rule: a lost customer, or one by name."""
    return any(
        lifts_scope(thing, each.any_of)
        if each.any_of
        else thing.field(each.field.split(".")[0]).lifts_scope and each.operator not in {Operator.KNOWN, Operator.EMPTY}
        for each in conditions
    )


def _relative(condition: Condition, link: str) -> Condition:
    """A path from the linked thing, also where it was written from the query's own."""
    field = condition.field.removeprefix(f"{link}.")
    any_of = tuple(_relative(each, link) for each in condition.any_of)
    return Condition(field, condition.operator, condition.values, condition.where, any_of)


def _pick_of(field: Field) -> str:
    if field.type in {FieldType.TEXT, FieldType.WORD, FieldType.LINK}:
        return "list"
    return "sum" if field.type in {FieldType.MONEY, FieldType.NUMBER} and field.adds_up else "largest"


def _name(row: FromClause) -> str:
    return str(getattr(row, "name", ""))
