"""Which lines a mapping means: by equal words, comparisons, beginnings, patterns, emptiness."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from fnmatch import translate

from knowledge.imports.cells.days import read_day
from knowledge.imports.cells.unclear import CellUnclear
from knowledge.imports.cells.words import is_empty, read_number
from knowledge.imports.cells.written import bare_cell
from knowledge.imports.files.lines import header_key
from knowledge.imports.telling import tell

Scalar = str | int | float | bool | None
Wanted = Scalar | dict[str, Scalar | tuple[Scalar, ...]]
Test = Callable[[str], bool]
Condition = Mapping[str, Sequence[Wanted]]

_SAME = {
    "<": "below", "less_than": "below", "under": "below", "lt": "below", "smaller_than": "below",
    ">": "above", "greater_than": "above", "more_than": "above", "over": "above", "gt": "above",
    "<=": "at_most", ">=": "at_least", "le": "at_most", "ge": "at_least", "from": "at_least", "up_to": "at_most",
    "starts_with": "begins_with", "startswith": "begins_with", "endswith": "ends_with",
    "includes": "contains", "has": "contains", "like": "pattern", "regex": "matches",
    "is": "equals", "=": "equals", "==": "equals", "in": "equals", "is_not": "not", "!=": "not", "not_in": "not",
    "is_empty": "empty",
}  # fmt: skip
_COMPARED = re.compile(r"(<=|>=|!=|<|>)\s*(\S.*)$")
_SAID = re.compile(
    r"(?:(is|not|is not) empty"
    r"|(below|above|at least|at most|begins with|starts with|ends with|contains|before|after|not)\s+(\S.*))$",
    re.IGNORECASE,
)


def compile_condition(condition: Condition, header: Mapping[str, int]) -> Callable[[Sequence[str]], bool]:
    """A test of a line's cells: all columns must hold, each one of its values. A column that is lacking is empty."""
    if not condition:
        return lambda _cells: True
    tests = [(header.get(header_key(name)), compile_wanted(wanted)) for name, wanted in condition.items()]

    def holds(cells: Sequence[str]) -> bool:
        return all(test("" if place is None else cells[place]) for place, test in tests)

    return holds


def compile_any(condition: Condition, header: Mapping[str, int]) -> Callable[[Sequence[str]], bool] | None:
    """Whether any of the columns holds, for ``unless``; None where nothing is asked."""
    if not condition:
        return None
    tests = [(header.get(header_key(name)), compile_wanted(wanted)) for name, wanted in condition.items()]
    return lambda cells: any(test("" if place is None else cells[place]) for place, test in tests)


def compile_wanted(wanted: Sequence[Wanted]) -> Test:
    """A test of one cell: one of the values is enough. Raises ValueError for what is no test."""
    words = {header_key("" if value is None else str(value)) for value in wanted if not isinstance(value, dict)}
    tests: list[Test] = []
    for value in wanted:
        if isinstance(value, dict):
            tests.append(_all([_operation(name, told) for name, told in value.items()]))
        elif isinstance(value, str) and (test := _said(value.strip())):
            tests.append(test)
            words.discard(header_key(value))
    if not tests:
        return lambda cell: header_key(cell) in words
    return lambda cell: header_key(cell) in words or any(test(cell) for test in tests)


def _all(tests: list[Test]) -> Test:
    return lambda cell: all(test(cell) for test in tests)


def _said(text: str) -> Test | None:
    """``< 0``, ``begins with C``, ``C*``; None for a plain word."""
    if found := _COMPARED.match(text):
        return _operation(found[1], found[2])
    if found := _SAID.match(text):
        if found[1]:
            return _operation("empty", found[1].lower() == "is")
        return _operation(found[2].lower().replace(" ", "_"), found[3].strip("\"'"))
    if "*" in text and text != "*":
        return _operation("pattern", text)
    return None


def _operation(name: str, told: Scalar | tuple[Scalar, ...] | list[Scalar]) -> Test:
    name = header_key(name).replace(" ", "_")
    name = _SAME.get(name, name)
    values = [("" if v is None else str(v)) for v in (told if isinstance(told, (list, tuple)) else [told])]
    if name not in _OPERATIONS:
        raise ValueError(tell("import_mapping.no_condition", name=name, there=", ".join(sorted(_OPERATIONS))))
    tests = [_OPERATIONS[name](value) for value in values]
    if name == "not":
        return _all(tests)
    return lambda cell: any(test(cell) for test in tests)


def _number(text: str) -> Decimal | None:
    if is_empty(text):
        return None
    try:
        return read_number(bare_cell(text.strip()))
    except CellUnclear:
        return None


def _compared(holds: Callable[[Decimal, Decimal], bool]) -> Callable[[str], Test]:
    def build(told: str) -> Test:
        bound = _number(told)
        if bound is None:
            raise ValueError(tell("import_mapping.no_number_to_compare", told=told))
        return lambda cell: (number := _number(cell)) is not None and holds(number, bound)

    return build


def _on_day(holds: Callable[[dt.date, dt.date], bool]) -> Callable[[str], Test]:
    def build(told: str) -> Test:
        try:
            bound = read_day(told)
        except CellUnclear as error:
            raise ValueError(str(error)) from error

        def test(cell: str) -> bool:
            try:
                return bool(cell.strip()) and holds(read_day(cell), bound)
            except CellUnclear:
                return False

        return test

    return build


def _worded(holds: Callable[[str, str], bool]) -> Callable[[str], Test]:
    return lambda told: lambda cell: holds(header_key(cell), header_key(told))


def _negated(told: str) -> Test:
    inner = _said(told) or _worded(lambda cell, word: cell == word)(told)
    return lambda cell: not inner(cell)


def _matching(pattern: str) -> Test:
    try:
        compiled = re.compile(pattern, re.IGNORECASE)
    except re.error as error:
        raise ValueError(tell("import_mapping.no_pattern", pattern=pattern, error=str(error))) from error
    return lambda cell: compiled.search(cell) is not None


def _pattern(told: str) -> Test:
    compiled = re.compile(translate(header_key(told)))
    return lambda cell: compiled.match(header_key(cell)) is not None


def _emptiness(told: str) -> Test:
    wanted = header_key(told) not in {"false", "no", "0"}
    return lambda cell: is_empty(cell) is wanted


_OPERATIONS: dict[str, Callable[[str], Test]] = {
    "below": _compared(lambda number, bound: number < bound),
    "above": _compared(lambda number, bound: number > bound),
    "at_most": _compared(lambda number, bound: number <= bound),
    "at_least": _compared(lambda number, bound: number >= bound),
    "before": _on_day(lambda day, bound: day < bound),
    "after": _on_day(lambda day, bound: day > bound),
    "begins_with": _worded(lambda cell, word: cell.startswith(word)),
    "ends_with": _worded(lambda cell, word: cell.endswith(word)),
    "contains": _worded(lambda cell, word: word in cell),
    "equals": _worded(lambda cell, word: cell == word),
    "not": _negated,
    "matches": _matching,
    "pattern": _pattern,
    "empty": _emptiness,
}
