"""Which text of a line a column of ours holds: a cell, the first filled of several, a composed text, a mapped word."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import partial

from knowledge.imports.canonical import Column, Kind
from knowledge.imports.files.lines import header_key
from knowledge.imports.mapping import Rows
from knowledge.imports.noticed import Noticed

_COLUMN = re.compile(r"\{([^{}]+)\}")
Cells = Sequence[str]
Getter = Callable[[Cells], str]


def composed_names(template: str) -> list[str]:
    """The columns that a composed text names."""
    return _COLUMN.findall(template)


def build_getter(rows: Rows, column: Column, header: Mapping[str, int], noticed: Noticed) -> Getter | None:
    """How to get a column's text from a line; None where the mapping does not fill the column."""
    get = _getter(rows, column, header)
    values = rows.values.get(column.name)
    if get is None or not values:
        return get
    is_told_by_flags = column.name == "outcome" and any(
        header_key(name) in header for flag in ("is_won", "is_closed") for name in rows.columns.get(flag, ())
    )
    is_closed_set = column.kind is Kind.CHOICE and not is_told_by_flags
    return _mapped(get, values, f"{rows.table}.{column.name}" if is_closed_set else None, noticed)


def _getter(rows: Rows, column: Column, header: Mapping[str, int]) -> Getter | None:
    template = rows.compose.get(column.name)
    composed = partial(_composed, template=template, header=header) if template else None
    places = [header[key] for name in rows.columns.get(column.name, ()) if (key := header_key(name)) in header]
    constant, separator = _as_text(rows.constants.get(column.name)), rows.first_of.get(column.name)
    if composed is not None:
        return lambda cells: _first_filled(cells, places=places, separator=separator) or composed(cells)
    if not places:
        return (lambda _cells: constant) if constant else None
    if constant:
        return lambda cells: _first_filled(cells, places=places, separator=separator) or constant
    if separator is None and len(places) == 1:
        only = places[0]
        return lambda cells: cells[only]
    return partial(_first_filled, places=places, separator=separator)


def _mapped(get: Getter, values: Mapping[str, object], told_as: str | None, noticed: Noticed) -> Getter:
    """Cells as the mapping's value map renames them; ``*`` stands for every other filled cell.

    ``told_as``: words of a closed set that only ``*`` covers are noticed under this name.
    """
    renamed = {header_key(theirs): _as_text(ours) for theirs, ours in values.items()}
    others = renamed.pop("*", None)

    def mapped(cells: Cells) -> str:
        text = get(cells)
        if (ours := renamed.get(header_key(text))) is not None:
            return ours
        if others is None or not text.strip():
            return text
        if told_as and header_key(text) != others:
            noticed.words[told_as, text.strip(), others or "empty"] += 1
        return others

    return mapped


def _composed(cells: Cells, *, template: str, header: Mapping[str, int]) -> str:
    """The template with ``{Column}`` replaced; empty where every column it names is."""
    filled = [cells[header[key]] for name in _COLUMN.findall(template) if (key := header_key(name)) in header]
    if not any(text.strip() for text in filled):
        return ""
    return _COLUMN.sub(lambda name: cells[header[key]] if (key := header_key(name[1])) in header else "", template)


def _as_text(constant: object) -> str:
    """A constant as a cell would have it."""
    return "" if constant is None else str(constant).lower() if isinstance(constant, bool) else str(constant)


def _first_filled(cells: Cells, *, places: list[int], separator: str | None) -> str:
    for place in places:
        parts = cells[place].split(separator) if separator else [cells[place]]
        if found := next((part for part in parts if part.strip()), None):
            return found
    return ""
