"""What can be asked: things with their fields and measures, as ``things/<key>.yml`` declare them.

A new field is one entry there. It holds words of both languages; nothing in Python does.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from knowledge.errors import FieldUnknown

Words = Mapping[str, tuple[str, ...]]
"""By language, how people say it; the first is how it is told."""


class FieldType(StrEnum):
    """What a value is, which decides how it is compared and written."""

    TEXT = "text"
    WORD = "word"
    DAY = "day"
    MOMENT = "moment"
    MONEY = "money"
    NUMBER = "number"
    SHARE = "share"
    FLAG = "flag"
    LINK = "link"


class TermKind(StrEnum):
    """What a span of words may name."""

    THING = "thing"
    FIELD = "field"
    MEASURE = "measure"
    VALUE = "value"


@dataclass(frozen=True)
class Term:
    """Words of one language that name a thing, a field, a measure, or a value of a field's closed set (``value``)."""

    words: str
    kind: TermKind
    thing: str
    key: str
    value: str | None = None


@dataclass(frozen=True)
class Field:
    """One field of a thing. Where its value comes from, one of:

    ``sql``: an expression over the row; ``to`` with ``by``: a link to one row of another thing, with ``many_by``: to
    many; ``via``: a path over a link to many, of which ``pick`` (smallest, largest, list, sum, count, ratio: of the
    sums of the two fields beside it) is told and any row answers a condition.
    ``day``: when a flag came true; with ``is_of_period`` a period asks for those days alone, whatever holds today.
    ``also``: a thing whose rows are counted beside those that the flag finds.
    ``instead``: of rows with the flag another field is told in place of one: of who left, what they paid.
    ``not_yet``: the flag of rows of which it is not so yet; asked of one customer whether all is, those are told.
    ``scope``: the flag of the rows that are meant where one asks by this field, in place of the thing's own.
    ``after``: words that mean the field only where one was told that it belongs beside: "and used?" after seats.
    """

    key: str
    type: FieldType
    words: Words
    sql: str | None = None
    to: str | None = None
    by: str | None = None
    many_by: str | None = None
    via: str | None = None
    pick: str = "list"
    keeps: str | None = None
    unit: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Words] = field(default_factory=dict)
    day: str | None = None
    one_of: str | None = None
    beside: tuple[str, ...] = ()
    lifts_scope: bool = False
    scope: str | None = None
    adds_up: bool = True
    of_many: str | None = None
    said_with: tuple[str, ...] = ()
    tell: Mapping[str, str] = field(default_factory=dict)
    tell_not: Mapping[str, str] = field(default_factory=dict)
    confirm: Mapping[str, str] = field(default_factory=dict)
    deny: Mapping[str, str] = field(default_factory=dict)
    definition: Mapping[str, str] = field(default_factory=dict)
    is_of_period: bool = False
    also: str | None = None
    after: Words = field(default_factory=dict)
    instead: Mapping[str, str] = field(default_factory=dict)
    not_yet: str | None = None

    @property
    def is_many(self) -> bool:
        """Whether it is a link to any number of rows."""
        return self.many_by is not None


@dataclass(frozen=True)
class MeasureOf:
    """A named measure: a figure of the firm (``metric``), or the share with ``part`` of the rows with ``whole``."""

    key: str
    type: FieldType
    words: Words
    metric: str | None = None
    part: str | None = None
    whole: str | None = None
    day: str | None = None
    definition: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Thing:
    """One kind of row. ``sees`` says whose rows a viewer may see, ``scope`` which are meant where nobody says so.

    Its rows are those of ``table``, or what the statement ``rows`` gives, with ``columns``. ``day`` is the one that a
    period is about; with ``last_day`` a row lasts from the one to the other, and each day of it counts. ``searched``:
    the field in which words are looked for. ``stand_in``: the thing that is told where the store holds no row of this
    one. ``of_running_us``: it is no fact about customers, but about how the assistant is run. ``hint``: by language,
    what to do about them, told below.
    """

    key: str
    sees: str
    words: Words
    told: Mapping[str, Mapping[str, str]]
    title: tuple[str, ...]
    fields: Mapping[str, Field]
    measures: Mapping[str, MeasureOf]
    table: str = ""
    rows: str | None = None
    columns: tuple[str, ...] = ()
    usual: tuple[str, ...] = ()
    compared: tuple[str, ...] = ()
    order: tuple[str, ...] = ()
    where: str | None = None
    scope: str | None = None
    day: str | None = None
    last_day: str | None = None
    answers_to: tuple[str, ...] = ()
    opens: str | None = None
    stand_in: str | None = None
    searched: str | None = None
    of_running_us: bool = False
    hint: Mapping[str, str] = field(default_factory=dict)

    def field(self, key: str) -> Field:
        """FieldUnknown where it has none of this key."""
        found = self.fields.get(key)
        if found is None:
            raise FieldUnknown(f"{self.key} has no field {key}.", thing=self.key, field=key)
        return found


@dataclass(frozen=True)
class Catalogue:
    """All things by key."""

    things: Mapping[str, Thing]

    def thing(self, key: str) -> Thing:
        """FieldUnknown where there is no such thing."""
        found = self.things.get(key)
        if found is None:
            raise FieldUnknown(f"Nothing is called {key} here.", thing=key, field="")
        return found

    def resolve(self, thing: Thing, path: str) -> tuple[tuple[Field, ...], Field]:
        """The links on the way from a thing along a path, and the field at its end."""
        *way, last = path.split(".")
        links = []
        for key in way:
            link = thing.field(key)
            if link.to is None:
                raise FieldUnknown(f"{thing.key}.{key} leads to nothing else.", thing=thing.key, field=path)
            links.append(link)
            thing = self.thing(link.to)
        return tuple(links), thing.field(last)

    def terms(self, language: str) -> tuple[Term, ...]:
        """All that words of one language may name, the longest words first."""
        return self._terms[language]

    @cached_property
    def _terms(self) -> Mapping[str, tuple[Term, ...]]:
        return {
            language: tuple(sorted(self._find_terms(language), key=lambda term: -len(term.words)))
            for language in ("en", "ja")
        }

    def _find_terms(self, language: str) -> Iterator[Term]:
        for thing in self.things.values():
            for words in thing.words.get(language, ()):
                yield Term(words, TermKind.THING, thing.key, thing.key)
            for each in thing.fields.values():
                for words in each.words.get(language, ()):
                    yield Term(words, TermKind.FIELD, thing.key, each.key)
                for value, named in each.values.items():
                    for words in named.get(language, ()):
                        yield Term(words, TermKind.VALUE, thing.key, each.key, value)
            for measure in thing.measures.values():
                for words in measure.words.get(language, ()):
                    yield Term(words, TermKind.MEASURE, thing.key, measure.key)
