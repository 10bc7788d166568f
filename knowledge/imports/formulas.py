"""Amounts that a file leaves to be worked out: ``unitPrice * quantity * (1 - discount)``, × ÷ + − and brackets."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal, DivisionByZero, InvalidOperation

from knowledge.imports.cells import amounts
from knowledge.imports.cells.unclear import CellUnclear
from knowledge.imports.cells.words import is_empty
from knowledge.imports.cells.written import bare_cell
from knowledge.imports.files.lines import header_key
from knowledge.imports.telling import tell

_TOKEN = re.compile(r"\s*(?:(\{[^{}]+\}|\[[^\[\]]+\]|`[^`]+`)|([-+*/()×÷−])|([^-+*/()×÷−{}\[\]`]+))")
_NUMBER = re.compile(r"\d+(?:\.\d+)?%?$")
_UNKNOWN = Decimal("NaN")  # a product that lacks a factor, and every sum that it stands in
_SIGNS = {"×": "*", "÷": "/", "−": "-"}
Number = tuple[Decimal | None, str | None]  # a value, and the currency sign beside it; None: an empty cell
Cells = Sequence[str]
Formula = Callable[[Cells], Number]


def column_names(expression: str) -> list[str]:
    """The columns that an expression names. Raises ValueError where it is no expression."""
    names: list[str] = []
    _Parser(expression, lambda name: names.append(name) or (lambda _cells: (None, None))).parse()  # type: ignore[func-returns-value]
    return names


def compile_formula(expression: str, header: Mapping[str, int], decimal_mark: str = ".") -> Formula:
    """What an expression says of a line's cells. An empty cell is 0 in a sum; a product that lacks a factor is unknown.

    Raises CellUnclear, when used, for a cell that is no number.
    """

    def column(name: str) -> Formula:
        place = header.get(header_key(name))
        return lambda cells: (None, None) if place is None else _number(name, cells[place], decimal_mark)

    formula = _Parser(expression, column).parse()

    def known(cells: Cells) -> Number:
        value, sign = formula(cells)
        return (None if value is None or value.is_nan() else value), sign

    return known


def _number(name: str, text: str, decimal_mark: str) -> Number:
    if is_empty(text):
        return None, None
    plain = bare_cell(text).strip()
    is_percent = plain.endswith(("%", "％"))
    try:
        value, sign = amounts.read_amount(plain[:-1] if is_percent else plain, decimal_mark)
    except CellUnclear as error:
        raise CellUnclear(f"{name}: {error}") from error
    return (value / 100 if is_percent else value), sign


class _Parser:
    def __init__(self, expression: str, column: Callable[[str], Formula]) -> None:
        self._expression = expression
        self._column = column
        self._tokens = [token for token in self._split(expression) if token]
        self._at = 0

    def parse(self) -> Formula:
        found = self._sum()
        if self._at < len(self._tokens):
            told = {"formula": self._expression, "part": self._tokens[self._at]}
            raise ValueError(tell("import_mapping.formula_sign_lacks", **told))
        return found

    @staticmethod
    def _split(expression: str) -> list[str]:
        found, at = [], 0
        while at < len(expression.rstrip()):
            token = _TOKEN.match(expression, at)
            if token is None:
                raise ValueError(tell("import_mapping.no_formula", formula=expression))
            found.append((token[1] or token[2] or token[3]).strip())
            at = token.end()
        return [_SIGNS.get(token, token) for token in found]

    def _sum(self) -> Formula:
        left = self._product()
        while self._next_is("+-"):
            sign, right = self._take(), self._product()
            left = _added(left, right, 1 if sign == "+" else -1)
        return left

    def _product(self) -> Formula:
        left = self._operand()
        while self._next_is("*/"):
            sign, right = self._take(), self._operand()
            left = _multiplied(left, right) if sign == "*" else _divided(left, right)
        return left

    def _operand(self) -> Formula:
        if self._at >= len(self._tokens):
            raise ValueError(tell("import_mapping.formula_ends", formula=self._expression))
        sign = self._take()
        if sign == "(":
            inner = self._sum()
            if not self._next_is(")"):
                raise ValueError(tell("import_mapping.formula_bracket", formula=self._expression))
            self._take()
            return inner
        if sign == "-":
            return _added(lambda _cells: (Decimal(0), None), self._operand(), -1)
        if sign in "+*/)":
            raise ValueError(tell("import_mapping.formula_number_lacks", formula=self._expression, part=sign))
        if _NUMBER.match(sign):
            value = Decimal(sign.rstrip("%")) / (100 if sign.endswith("%") else 1)
            return lambda _cells: (value, None)
        return self._column(sign[1:-1] if sign[0] in "{[`" else sign)

    def _next_is(self, signs: str) -> bool:
        return self._at < len(self._tokens) and self._tokens[self._at] in signs

    def _take(self) -> str:
        self._at += 1
        return self._tokens[self._at - 1]


def _added(left: Formula, right: Formula, times: int) -> Formula:
    def formula(cells: Cells) -> Number:
        (one, sign), (other, other_sign) = left(cells), right(cells)
        if one is None and other is None:
            return None, None
        return (one or Decimal(0)) + times * (other or Decimal(0)), sign or other_sign

    return formula


def _multiplied(left: Formula, right: Formula) -> Formula:
    def formula(cells: Cells) -> Number:
        (one, sign), (other, other_sign) = left(cells), right(cells)
        return _UNKNOWN if one is None or other is None else one * other, sign or other_sign

    return formula


def _divided(left: Formula, right: Formula) -> Formula:
    def formula(cells: Cells) -> Number:
        (one, sign), (other, other_sign) = left(cells), right(cells)
        try:
            return _UNKNOWN if one is None or other is None else one / other, sign or other_sign
        except (DivisionByZero, InvalidOperation) as error:
            raise CellUnclear(tell("import_cells.divides_by_zero")) from error

    return formula
