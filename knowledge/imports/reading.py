"""Turns the cells of one line into values of our columns, or says in a sentence why it cannot."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial

from knowledge.imports.canonical import Column, Kind
from knowledge.imports.cells import amounts, days, words
from knowledge.imports.cells.unclear import CellUnclear
from knowledge.imports.files.lines import header_key
from knowledge.imports.mapping import Condition, Rows
from knowledge.imports.shapes import SHAPES, Values

_COLUMN = re.compile(r"\{([^{}]+)\}")
_LARGEST = {Kind.WHOLE: 2**31 - 1, Kind.AMOUNT: 2**63 - 1}
Places = list[tuple[int | None, set[str]]]
Step = tuple[Column, Callable[[Sequence[str]], str], Callable[[str], object]]


@dataclass(frozen=True)
class Manner:
    """How a file writes its cells."""

    currency: str | None = None
    timezone: str | None = None
    date_formats: tuple[str, ...] = ()
    decimal_mark: str = "."
    fiscal_year_starts: int = 4
    amounts_are_minor: bool = False


class LineReader:
    """Reads the lines of one file into one of our tables, as one ``Rows`` of a mapping says."""

    def __init__(self, rows: Rows, header: Mapping[str, int], manner: Manner) -> None:
        self.rows = rows
        self._manner = manner
        self._fits = partial(_fits, when=_indexed(rows.when, header), unless=_indexed(rows.unless, header))
        self._steps: list[Step] = []
        self._amounts: list[Step] = []
        for column in rows.canonical.columns:
            if (get := _getter(rows, column, header)) is not None:
                steps = self._amounts if column.kind is Kind.AMOUNT else self._steps
                steps.append((column, _mapped(get, rows.values.get(column.name)), _parser(column, manner)))
        self._shape = SHAPES.get(rows.table)

    def read(self, cells: Sequence[str]) -> Values | None:
        """The values by our column names; None where the mapping says the line is not for this table.

        Raises CellUnclear naming the column.
        """
        if not self._fits(cells):
            return None
        values: Values = {}
        for column, get, parse in self._steps:
            values[column.name] = self._cell(column, get(cells), parse)
        for column, get, parse in self._amounts:
            self._take_amount(values, column, self._cell(column, get(cells), parse))
        return self._shape(values) if self._shape else values

    def _cell(self, column: Column, text: str, parse: Callable[[str], object]) -> object:
        if not text or (text.isspace() if column.kind is Kind.TEXT else words.is_empty(text)):
            if column.required and column.default is None:
                raise CellUnclear(f"{column.name} is empty")
            return column.default
        try:
            return parse(text)
        except CellUnclear as error:
            raise CellUnclear(f"{column.name}: {error}") from error

    def _take_amount(self, values: Values, column: Column, read: object) -> None:
        values.setdefault("currency", None)
        if not isinstance(read, tuple):
            values[column.name] = None
            return
        amount, sign = read
        currency = values["currency"] or sign or self._manner.currency
        if currency is None:
            raise CellUnclear(f"{column.name}: in which currency? Name it in the mapping as currency: JPY")
        amount *= Decimal(str(self.rows.scale.get(column.name, 1)))
        minor = int(amount) if self._manner.amounts_are_minor else amounts.to_minor(amount, str(currency))
        if abs(minor) > _LARGEST[Kind.AMOUNT]:
            raise CellUnclear(f"{column.name}: is too large to be true")
        values |= {"currency": currency, column.name: minor}


def _fits(cells: Sequence[str], *, when: Places, unless: Places) -> bool:
    if when and not all(_holds(cells, place, wanted) for place, wanted in when):
        return False
    return not (unless and any(_holds(cells, place, wanted) for place, wanted in unless))


def _holds(cells: Sequence[str], place: int | None, wanted: set[str]) -> bool:
    """A column that the file lacks counts as empty."""
    return ("" if place is None else header_key(cells[place])) in wanted


def _indexed(condition: Condition, header: Mapping[str, int]) -> Places:
    return [
        (header.get(header_key(name)), {header_key("" if value is None else str(value)) for value in wanted})
        for name, wanted in condition.items()
    ]


def condition_holds(condition: Condition, header: Mapping[str, int]) -> Callable[[Sequence[str]], bool]:
    """A test of a line for a condition of the mapping."""
    return partial(_fits, when=_indexed(condition, header), unless=[])


def _getter(rows: Rows, column: Column, header: Mapping[str, int]) -> Callable[[Sequence[str]], str] | None:
    if template := rows.compose.get(column.name):
        return partial(_composed, template=template, header=header)
    places = [header[key] for name in rows.columns.get(column.name, ()) if (key := header_key(name)) in header]
    constant, separator = _as_text(rows.constants.get(column.name)), rows.first_of.get(column.name)
    if not places:
        return (lambda _cells: constant) if constant else None
    if constant:
        return lambda cells: _first_filled(cells, places=places, separator=separator) or constant
    if separator is None and len(places) == 1:
        only = places[0]
        return lambda cells: cells[only]
    return partial(_first_filled, places=places, separator=separator)


def _mapped(get: Callable[[Sequence[str]], str], values: Mapping[str, object] | None) -> Callable[[Sequence[str]], str]:
    """Cells as the mapping's value map renames them; ``*`` stands for every other filled cell."""
    if not values:
        return get
    renamed = {header_key(theirs): _as_text(ours) for theirs, ours in values.items()}
    others = renamed.pop("*", None)

    def mapped(cells: Sequence[str]) -> str:
        text = get(cells)
        return renamed.get(header_key(text), text if others is None or not text.strip() else others)

    return mapped


def _composed(cells: Sequence[str], *, template: str, header: Mapping[str, int]) -> str:
    """The template with ``{Column}`` replaced; empty where every column it names is."""
    filled = [cells[header[key]] for name in _COLUMN.findall(template) if (key := header_key(name)) in header]
    if not any(text.strip() for text in filled):
        return ""
    return _COLUMN.sub(lambda name: cells[header[key]] if (key := header_key(name[1])) in header else "", template)


def _as_text(constant: object) -> str:
    """A constant as a cell would have it."""
    return "" if constant is None else str(constant).lower() if isinstance(constant, bool) else str(constant)


def _first_filled(cells: Sequence[str], *, places: list[int], separator: str | None) -> str:
    for place in places:
        parts = cells[place].split(separator) if separator else [cells[place]]
        if found := next((part for part in parts if part.strip()), None):
            return found
    return ""


def _parser(column: Column, manner: Manner) -> Callable[[str], object]:
    parsers: dict[Kind, Callable[[str], object]] = {
        Kind.DAY: partial(_day, manner=manner),
        Kind.AMOUNT: partial(amounts.read_amount, decimal_mark=manner.decimal_mark),
        Kind.CURRENCY: amounts.read_currency,
        Kind.ID: words.read_id,
        Kind.REFERENCE: words.read_id,
        Kind.WHOLE: _whole,
        Kind.SCORE: words.read_number,
        Kind.FLAG: words.read_flag,
        Kind.PERIOD: words.read_period,
        Kind.CHOICE: partial(_choice, choices={str(choice) for choice in column.choices or ()}),
    }
    return parsers.get(column.kind, _text)


def _day(text: str, *, manner: Manner) -> object:
    return days.read_day(text, manner.date_formats, manner.timezone, manner.fiscal_year_starts)


def _whole(text: str) -> int:
    number = words.read_whole(text)
    if abs(number) > _LARGEST[Kind.WHOLE]:
        raise CellUnclear(f"{text!r} is too large to be true")
    return number


def _choice(text: str, *, choices: set[str]) -> str:
    plain = header_key(text).replace(" ", "_").replace("-", "_")
    if plain not in choices:
        raise CellUnclear(f"{text!r} is none of {', '.join(sorted(choices))}; map it under values: in the mapping")
    return plain


def _text(text: str) -> str:
    plain = text if text.isascii() else unicodedata.normalize("NFKC", text)
    return plain.replace("\0", "").strip()
