"""Turns the cells of one line into values of our columns, or says in a sentence why it cannot."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from functools import partial
from operator import itemgetter

from knowledge.imports.canonical import Column, Kind
from knowledge.imports.cells import amounts, days, words, written
from knowledge.imports.cells.amount_names import AmountName, read_amount_name
from knowledge.imports.cells.currencies import read_currency, settle_currency
from knowledge.imports.cells.moments import unclear_zone
from knowledge.imports.cells.unclear import CellUnclear
from knowledge.imports.conditions import compile_any, compile_condition
from knowledge.imports.files.lines import header_key
from knowledge.imports.formulas import compile_formula
from knowledge.imports.getting import Cells, build_getter, composed_names
from knowledge.imports.mapping import Rows, named_columns
from knowledge.imports.no_rows import refuse_totals
from knowledge.imports.noticed import Noticed, Origin
from knowledge.imports.shapes import SHAPES, Values
from knowledge.imports.telling import tell

_LARGEST = {Kind.WHOLE: 2**31 - 1, Kind.AMOUNT: 2**63 - 1}
_THOUSANDS = 3  # digits between two separators, and the decimals of dinars
_ALL_DIFFERENT = frozenset((Kind.ID, Kind.AMOUNT))
_HAS_TIME = re.compile(r"\d:\d\d")
_ZONE_IN_NAME = re.compile(r"\((?:in )?(UTC|GMT)\)\s*$", re.IGNORECASE)
_MOST_REMEMBERED = 20_000  # distinct cells of a column, or lines' words for a table that comes along


def _is_no_day(text: str) -> bool:
    return words.is_empty(text) or days.is_no_day(text)


_EMPTY: dict[Kind, Callable[[str], bool]] = {Kind.TEXT: written.is_nothing, Kind.DAY: _is_no_day}


class _Cells(dict[str, object]):
    """What the cells of a column mean, remembered while they are few: orders name the same customer over and over."""

    def __init__(self, read: Callable[[str], object], *, most: int) -> None:
        super().__init__()
        self._read = read
        self._most = most

    def __missing__(self, text: str) -> object:
        value = self._read(text)
        if len(self) < self._most and "&" not in text:  # an entity is counted each time
            self[text] = value
        return value


Step = tuple[str, Callable[[Cells], str], _Cells]
_NO_NAME = AmountName()


@dataclass(frozen=True)
class Manner:
    """How a file writes its cells. ``currency``: as the mapping says; ``firm_currency`` holds where nobody says.

    ``not_firms``: why it cannot hold for this file.
    """

    currency: str | None = None
    firm_currency: str | None = None
    not_firms: str | None = None
    timezone: str | None = None
    times_in: str | None = None
    date_formats: tuple[str, ...] = ()
    decimal_mark: str = "."
    fiscal_year_starts: int = 4
    amounts_are_minor: bool = False
    points_in_doubt: bool = False
    null_words: frozenset[str] = frozenset()
    read_id: Callable[[str], str] = words.read_id
    noticed: Noticed = field(default_factory=Noticed)


class LineReader:
    """Reads the lines of one file into one of our tables, as one ``Rows`` of a mapping says."""

    def __init__(self, rows: Rows, header: Mapping[str, int], manner: Manner, *, comes_along: bool = False) -> None:
        """``comes_along``: the lines are another table's, and say the same of this one over and over."""
        self.rows = rows
        self._manner = manner
        self._when = compile_condition(rows.when, header)
        self._unless = compile_any(rows.unless, header)
        self._steps: list[Step] = []
        self._amounts: list[tuple[Column, Step]] = []
        self._named = {name: _amount_name(theirs, header) for name, theirs in rows.columns.items()}
        self._scale = {name: Decimal(str(times)) for name, times in rows.scale.items()}
        computed = {name: compile_formula(text, header, manner.decimal_mark) for name, text in rows.computed.items()}
        self._computed = [
            (column, computed[column.name]) for column in rows.canonical.columns if column.name in computed
        ]
        for column in rows.canonical.columns:
            if (get := build_getter(rows, column, header, manner.noticed)) is not None:
                most = 0 if column.kind in _ALL_DIFFERENT else _MOST_REMEMBERED
                step = (column.name, get, _Cells(partial(self._cell, column, _parser(column, rows, manner)), most=most))
                if column.kind is Kind.AMOUNT:
                    self._amounts.append((column, step))
                    if column.name not in rows.scale and (times := self._named.get(column.name, _NO_NAME).times) > 1:
                        manner.noticed.units[rows.columns[column.name][0]] = times
                else:
                    self._steps.append(step)
        self._shape = SHAPES.get(rows.table)
        self._words_of = _words_of(rows, header) if comes_along else None
        self._lines: dict[object, Values | None] = {}

    def read(self, cells: Sequence[str]) -> Values | None:
        """The values by our column names; None where the mapping says the line is not for this table.

        Raises CellUnclear naming the column.
        """
        if self._words_of is None:
            return self._read(cells)
        words = self._words_of(cells)
        if words not in self._lines:
            if len(self._lines) == _MOST_REMEMBERED:
                self._lines.clear()
            self._lines[words] = self._read(cells)
        known = self._lines[words]
        return None if known is None else known.copy()

    def _read(self, cells: Sequence[str]) -> Values | None:
        if not self._when(cells) or (self._unless and self._unless(cells)):
            return None
        values: Values = {name: meanings[get(cells)] for name, get, meanings in self._steps}
        for column, (_, get, meanings) in self._amounts:
            text = get(cells)
            self._take_amount(values, column, meanings[text], text)
        for column, formula in self._computed:
            self._compute(values, column, formula(cells))
        refuse_totals(values)
        return self._shape(values) if self._shape else values

    def _cell(self, column: Column, parse: Callable[[str], object], text: str) -> object:
        if text and text[0] in "='":
            text = written.bare_cell(text)
            if written.is_formula(text):
                raise CellUnclear(tell("import_cells.formula", column=column.name, cell=text[:60]))
        null_words = self._manner.null_words
        is_empty = _EMPTY.get(column.kind, words.is_empty)
        if not text or is_empty(text) or (null_words and header_key(text) in null_words):
            if column.required and column.default is None:
                raise CellUnclear(tell("import_cells.is_empty", column=column.name, cell=text.strip()))
            return column.default
        try:
            return parse(text)
        except CellUnclear as error:
            raise CellUnclear(f"{column.name}: {error}") from error

    def _take_amount(self, values: Values, column: Column, read: object, text: str) -> None:
        values.setdefault("currency", None)
        if not isinstance(read, tuple):
            values[column.name] = None
            return
        amount, sign = read
        manner, told, named = self._manner, values["currency"], self._named.get(column.name, _NO_NAME)
        by_name = named.sign if not (told or manner.currency or sign) else None
        sign = sign or by_name
        try:
            currency = settle_currency(
                sign, told=str(told) if told else manner.currency, firm=manner.firm_currency, cell=text
            )
        except CellUnclear as error:
            raise CellUnclear(f"{column.name}: {error}") from error
        if currency is None:
            why = manner.not_firms or ""
            raise CellUnclear(tell("import_cells.which_currency", column=column.name, cell=text, why=why))
        if manner.points_in_doubt and amounts.minor_digits(currency) < _THOUSANDS and amounts.may_be_grouped(text):
            raise CellUnclear(tell("import_cells.thousands_or_decimals", column=column.name, cell=text))
        origin = Origin.COLUMN if told else Origin.TOLD if manner.currency else Origin.SIGN if sign else Origin.FIRM
        origin = Origin.NAME if by_name else origin
        amount *= self._scale.get(column.name, named.times)
        if not manner.amounts_are_minor and not _holds(amount, currency):
            if column.is_helper and origin is not Origin.FIRM:
                pass  # the price of a piece may well be finer than the whole
            elif origin is Origin.FIRM:
                raise CellUnclear(tell("import_cells.no_decimals", column=column.name, cell=text, currency=currency))
            else:
                manner.noticed.rounded += 1
        exact = amount if manner.amounts_are_minor else amount.scaleb(amounts.minor_digits(currency))
        minor = exact if column.is_helper else int(exact.quantize(Decimal(1), ROUND_HALF_UP))
        if abs(minor) > _LARGEST[Kind.AMOUNT]:
            raise CellUnclear(tell("import_cells.too_large", column=column.name, cell=text))
        manner.noticed.currencies[currency, origin] += 1
        values |= {"currency": currency, column.name: minor}

    def _compute(self, values: Values, column: Column, found: tuple[Decimal | None, str | None]) -> None:
        value, sign = found
        if value is None:
            values.setdefault(column.name, column.default)
        elif column.kind is Kind.AMOUNT:
            told = values.get("currency") or self._manner.currency
            if not told and not sign and self._manner.firm_currency:  # worked out: its decimals say nothing of it
                value = value if _holds(value, self._manner.firm_currency) else value.quantize(Decimal("0.01"))
            self._take_amount(values, column, (value, sign), str(value))
        elif column.kind is Kind.WHOLE:
            if value != int(value):
                raise CellUnclear(f"{column.name}: {tell('import_cells.not_whole', cell=str(value), is_grouped=False)}")
            values[column.name] = int(value)
        else:
            values[column.name] = value


def _amount_name(names: Sequence[str], header: Mapping[str, int]) -> AmountName:
    """What the first column that is there says of its amounts by its name."""
    return next((read_amount_name(name) for name in names if header_key(name) in header), _NO_NAME)


def _words_of(rows: Rows, header: Mapping[str, int]) -> Callable[[Cells], object] | None:
    """The cells that a table's values come from; None where each line counts, for amounts and words of closed sets."""
    if any(column.kind is Kind.AMOUNT and column.name in named_columns(rows) for column in rows.canonical.columns):
        return None
    names = [*rows.when, *rows.unless, *(name for theirs in rows.columns.values() for name in theirs)]
    names += [name for text in rows.compose.values() for name in composed_names(text)]
    places = sorted({header[key] for name in names if (key := header_key(name)) in header})
    return itemgetter(*places) if places and not (rows.computed or rows.values) else None


def _holds(amount: Decimal, currency: str) -> bool:
    """Whether a currency without decimals can hold the amount; others round to their smallest unit."""
    return amounts.minor_digits(currency) > 0 or amount == amount.to_integral_value()


def _parser(column: Column, rows: Rows, manner: Manner) -> Callable[[str], object]:
    parsers: dict[Kind, Callable[[str], object]] = {
        Kind.DAY: _day_parser(column, rows.columns.get(column.name, ()), manner),
        Kind.AMOUNT: partial(amounts.read_amount, decimal_mark=manner.decimal_mark),
        Kind.CURRENCY: read_currency,
        Kind.ID: manner.read_id,
        Kind.REFERENCE: partial(words.read_reference, read=manner.read_id),
        Kind.WHOLE: partial(_whole, decimal_mark=manner.decimal_mark),
        Kind.SCORE: partial(words.read_score, decimal_mark=manner.decimal_mark),
        Kind.SHARE: partial(words.read_share, decimal_mark=manner.decimal_mark),
        Kind.FLAG: words.read_flag,
        Kind.PERIOD: words.read_period,
        Kind.CHOICE: partial(_choice, choices={str(choice) for choice in column.choices or ()}),
    }
    return parsers.get(column.kind, partial(_text, noticed=manner.noticed))


def _day_parser(column: Column, names: Sequence[str], manner: Manner) -> Callable[[str], object]:
    """A column named ``Created (UTC)`` says itself where its times are."""
    in_name = next((found[1].upper() for name in names if (found := _ZONE_IN_NAME.search(name))), None)
    times_in = ("UTC" if in_name else None) or manner.times_in
    noticed = manner.noticed

    def parse(text: str) -> object:
        day = days.read_day(text, manner.date_formats, manner.timezone, manner.fiscal_year_starts, times_in)
        if _HAS_TIME.search(text):
            noticed.bare_times += not times_in
            noticed.zoned_times += bool(times_in)
            if zone := unclear_zone(text):
                noticed.unclear_zones[zone] += 1
        if not days.is_endless(day) or column.may_be_endless:
            return day
        if column.required:
            raise CellUnclear(tell("import_cells.too_far", cell=text))
        return None

    return parse


def _whole(text: str, *, decimal_mark: str) -> int:
    number = words.read_whole(text, decimal_mark)
    if abs(number) > _LARGEST[Kind.WHOLE]:
        raise CellUnclear(tell("import_cells.number_too_large", cell=text))
    return number


def _choice(text: str, *, choices: set[str]) -> str:
    plain = header_key(text).replace(" ", "_").replace("-", "_")
    if plain not in choices:
        raise CellUnclear(tell("import_cells.none_of", cell=text, choices=", ".join(sorted(choices))))
    return plain


def _text(text: str, *, noticed: Noticed) -> str:
    if written.holds_entities(text):
        noticed.entities += 1
    if not text.isascii() and written.looks_misread(text):
        noticed.mojibake.append(text[:60])
    return written.read_words(text)
