"""Values, fields and whole queries in words, from the catalogue."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from knowledge.playbook.formats import Money, Rate, write_points, write_value
from knowledge.playbook.phrases import Phrases, write_text
from knowledge.semantic.catalogue import Catalogue, Field, FieldType, MeasureOf, Thing
from knowledge.semantic.found import Column
from knowledge.semantic.query import ME, Condition, Measure, Operator, Period, Query, Value

MISSING = "–"
_POINTS = {"nps"}
_MOST_NAMED = 2  # customers named one by one in what was looked for
_TWO_STOPS = re.compile(r"(?<!\.)\.\.$")


@dataclass(frozen=True)
class Writer:
    """Writes for one reader. ``today``: the day asked about, before which a date is past.

    ``called``: products, industries and regions by the name in the store, as this language calls them; ``named``: rows
    by thing and id, as a condition may name them.
    """

    say: Phrases
    catalogue: Catalogue
    currency: str
    zone: ZoneInfo
    me: str
    today: dt.date
    called: Mapping[str, str] = field(default_factory=dict)
    named: Mapping[tuple[str, int], str] = field(default_factory=dict)

    @property
    def language(self) -> str:
        return self.say.language

    def join_cells(self, cells: Iterable[str]) -> str:
        """Parts of one line."""
        return (self.say("look_up.separator") + self._space).join(cells)

    def join_names(self, names: Iterable[str]) -> str:
        """Names of which more follow."""
        return ("、" if self.language == "ja" else ", ").join(names)

    def join_against(self, sides: Iterable[str]) -> str:
        """Sides of a comparison."""
        return self._spaced("look_up.versus").join(sides)

    def sentence(self, name: str, /, **facts: object) -> str:
        """A phrase as a headline: begun with a capital, and ended once where a name ends with a stop itself."""
        told = self.say(name, **facts)
        return told[:1].upper() + _TWO_STOPS.sub(".", told[1:])

    @property
    def _space(self) -> str:
        return " " if self.language == "en" else ""

    def _spaced(self, name: str) -> str:
        return f"{self._space}{self.say(name)}{self._space}"

    def value(self, value: Any, field: Field | None, measure: MeasureOf | None = None) -> str:
        """A value as a reader expects it; what is missing is a dash."""
        if value is None or value == "":
            return MISSING
        kind = field.type if field else measure.type if measure else FieldType.NUMBER
        match kind:
            case FieldType.FLAG:
                return self.say("look_up.yes" if value else "look_up.no")
            case FieldType.MONEY:
                return str(write_value(Money(round(value), self.currency), self.language))
            case FieldType.SHARE:
                return str(write_value(Rate(float(value)), self.language)).replace(".0%", "%")
            case FieldType.WORD if field:
                words = field.values.get(str(value), {}).get(self.language, ())
                return words[0] if words else str(value)
            case FieldType.LINK | FieldType.TEXT if isinstance(value, str):
                return self.called.get(value) or self._listed(value)
            case FieldType.MOMENT if isinstance(value, dt.datetime):
                return str(write_value(value.astimezone(self.zone), self.language))
        if measure and measure.metric in _POINTS:
            return write_points(value)
        return str(write_value(value, self.language))

    def _listed(self, text: str) -> str:
        parts = text.split(", ")
        if len(parts) > 1 and all(part in self.called for part in parts):
            return self.say.join([self.called[part] for part in parts])
        return text

    def with_unit(self, value: Any, field: Field) -> str:
        """A number with what it counts, where it does not stand in its name."""
        unit = field.unit.get(self.language) if field.unit else None
        written = self.value(value, field)
        if not unit or value is None:
            return written
        return f"{written}{unit}" if self.language == "ja" else f"{written} {unit}"

    def label(self, field: Field) -> str:
        """What a field is called."""
        words = field.words.get(self.language, ())
        return words[0] if words else field.key

    def column(self, column: Column, thing: Thing) -> str:
        """What a column is called; over a link, by the link where it is the link's own name that is told."""
        if column.measure:
            return self.measure(column.measure, thing)
        links, last = self.catalogue.resolve(thing, column.path)
        if links and not last.words.get(self.language):
            last = links[-1]
        return self.label(last)

    def measure(self, measure: Measure, thing: Thing) -> str:
        """What a measure is called."""
        if named := thing.measures.get(measure.name):
            return named.words[self.language][0]
        if measure.name == "count" and not measure.of:
            return self.things(thing)
        path = measure.of or measure.name
        label = self.label(self.catalogue.resolve(thing, path)[1])
        if measure.name in {"average", "largest", "smallest"}:
            return self.say(f"look_up.measure_{measure.name}", label=label)
        return label

    def count(self, thing: Thing, count: int) -> str:
        """A number of rows, with the counter that a language writes behind it: 12社."""
        return f"{write_value(count, self.language)}{thing.told[self.language].get('counter', '')}"

    def things(self, thing: Thing, count: int | None = None) -> str:
        """What rows of the kind are called; with a number, as many of them."""
        told = thing.told[self.language]
        if self.language == "ja":
            return told["one"] if count is None else f"{write_value(count, 'ja')}{told['counter']}"
        if count is None:
            return told["many"]
        return f"{write_value(count, 'en')} {told['one'] if count == 1 else told['many']}"

    def title(self, row: Mapping[str, Any], thing: Thing) -> str:
        """What one row is called."""
        parts = [self.value(row.get(path), thing.fields.get(path)) for path in thing.title]
        known = [part for part in parts if part != MISSING]
        return " – ".join(known) or MISSING

    def tell(self, row: Mapping[str, Any], column: Column, thing: Thing) -> str:
        """One field of one row as a sentence."""
        value, last = row.get(column.path), column.field
        name = self.title(row, thing)
        if last is None:
            return name
        if value is None:
            return self.say("look_up.unknown", name=name, label=self.label(last))
        prefix = column.path.rpartition(".")[0]
        templates = last.tell_not if last.type is FieldType.FLAG and not value and last.tell_not else last.tell
        if template := templates.get(self.language):
            facts: dict[str, object] = {key: self._beside(row, key, prefix, thing) for key in last.beside}
            facts["is_past"] = isinstance(value, dt.date) and value < self.today
            return write_text(template, self.language, {"name": name, "value": self.value(value, last), **facts})
        if last.type is FieldType.FLAG:
            return self.say("look_up.is_so" if value else "look_up.is_not_so", name=name, label=self.label(last))
        return self.say("look_up.fact", name=name, label=self.label(last), value=self.with_unit(value, last))

    def _beside(self, row: Mapping[str, Any], key: str, prefix: str, thing: Thing) -> str:
        path = f"{prefix}.{key}" if prefix else key
        return self.value(row.get(path), self.catalogue.resolve(thing, path)[1])

    def read_as(self, query: Query, *, with_thing: bool = True) -> str:
        """How the query was understood, in the words of the catalogue."""
        thing = self.catalogue.thing(query.thing)
        parts = [self.things(thing)] if with_thing else []
        parts += [self.condition(each, thing) for each in query.where]
        if query.period:
            parts.append(self._dated(query, thing))
        if query.group_by:
            names = [self.label(self.catalogue.resolve(thing, path)[1]) for path in query.group_by]
            parts.append(self.say("look_up.by", names=self.say.join(names)))
        return " · ".join(part for part in parts if part)

    def _dated(self, query: Query, thing: Thing) -> str:
        """The period with the day that it is about."""
        period = query.period or Period()
        days = (thing.fields[each.field].day for each in query.where if each.field in thing.fields)
        on = period.on or next((day for day in days if day), None)
        label = self.label(thing.fields[on]) if on and on in thing.fields else ""
        return self.say("look_up.dated", label=label, period=self.period(period))

    def condition(self, condition: Condition, thing: Thing) -> str:
        """One condition in words."""
        if condition.any_of:
            either = [self.condition(each, thing) for each in condition.any_of]
            return self._spaced("look_up.either").join(either)
        links, last = self.catalogue.resolve(thing, condition.field)
        label = self.label(last) if last.words.get(self.language) else self._by_link(links, thing)
        operator = condition.operator
        if last.type is FieldType.FLAG:
            return label if operator is not Operator.IS_NOT else self.say("look_up.op_flag_not", label=label)
        if condition.where:
            target = self.catalogue.thing(last.to or "")
            inner = self.say.join([self.condition(each, target) for each in condition.where])
            return self.say(f"look_up.op_{operator}_where", label=label, inner=inner)
        values = [self._said(value, last) for value in condition.values]
        if last.key == "id" and len(values) > _MOST_NAMED:  # those of a list, of which not all need be in the answer
            return self.say("look_up.of_listed", count=len(values))
        if last.key == "id" and operator in {Operator.IS, Operator.ONE_OF}:
            return self.say.join(values)
        if operator in {Operator.IS, Operator.ONE_OF, Operator.IS_NOT, Operator.HAS, Operator.HAS_NOT}:
            return self.say(f"look_up.op_{operator}", label=label, value=self.say.join(values))
        facts = {"label": label, "value": values[0] if values else "", "other": values[1] if len(values) > 1 else ""}
        if operator is Operator.BETWEEN and values[0] == values[1]:
            return self.say("look_up.op_is", label=label, value=values[0])
        return self.say(f"look_up.op_{operator}", **facts)

    def _by_link(self, links: tuple[Field, ...], thing: Thing) -> str:
        return self.label(links[-1]) if links else self.things(thing)

    def _said(self, value: Value, field: Field) -> str:
        if value == ME:
            return self.me
        if field.type in {FieldType.DAY, FieldType.MOMENT}:
            return self._day(str(value))
        if isinstance(value, int) and (field.to or field.key == "id"):
            return self.named.get((field.to or "customer", value), str(value))
        return self.value(value, field)

    def _day(self, value: str) -> str:
        if not value.startswith("today"):
            return str(write_value(dt.date.fromisoformat(value[:10]), self.language))
        days = int(value.removeprefix("today") or 0)
        key = "today" if not days else "days_ahead" if days > 0 else "days_ago"
        return self.say(f"look_up.{key}", count=abs(days))

    def period(self, period: Period) -> str:
        """A period by its days."""
        since, until = period.since, period.until
        if since and until:
            return self.say("look_up.between", since=since, until=until) if since != until else self._day(str(since))
        return self.say("look_up.since", day=since) if since else self.say("look_up.until", day=until)
