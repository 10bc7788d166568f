"""How well the columns of a file fit a rule of a mapping or preset, and what to say where none fits."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable, Sequence
from fnmatch import fnmatch
from pathlib import Path
from typing import NamedTuple

from knowledge.imports.canonical import TABLES, Table
from knowledge.imports.files.lines import header_key
from knowledge.imports.files.opening import READABLE
from knowledge.imports.mapping import FileRule, Mapping, Rows
from knowledge.imports.rejects import name_without_mark
from knowledge.imports.telling import tell

_NUMBERED_COPY = re.compile(r"[\s_\-(]+\d[\d\s_\-)]*$")
_DISTINCTIVE = 4  # columns that tell a system's file under any name; fewer need its usual name too
_TELL_NOTHING = frozenset(("id", "name", "email"))  # columns that nearly every export has
_FEWEST_TELLING = 2
_FEWEST_OWN = 3
_NEAR = 0.5  # share of a rule's telling columns from which a file looks like it


class Near(NamedTuple):
    """A rule that a file nearly fits, and the telling columns that it lacks."""

    mapping: Mapping
    rule: FileRule
    share: float
    lacking: tuple[str, ...]
    has_name: bool


def keys_of(names: Iterable[str]) -> set[str]:
    """Column names in the form in which they are compared."""
    return {header_key(name) for name in names}


def matches(stem: str, pattern: str) -> bool:
    """Whether a file of that name is meant; a number or day behind it does not matter."""
    bare = name_without_mark(stem).casefold()
    suffix = Path(pattern).suffix.casefold()
    wanted = (pattern[: -len(suffix)] if suffix in READABLE else pattern).casefold()
    return fnmatch(bare, wanted) or fnmatch(_NUMBERED_COPY.sub("", bare), wanted)


def bare_stem(stem: str) -> str:
    """A file's name without the number or day of a copy."""
    return _NUMBERED_COPY.sub("", name_without_mark(stem).casefold())


def has_name(rule: FileRule, stem: str) -> bool:
    """Whether the rule names such files."""
    return any(matches(stem, pattern) for pattern in rule.match)


def find_rule(rules: Sequence[FileRule], stem: str, header: set[str], *, is_chosen: bool) -> FileRule | None:
    """The rule whose name or columns fit; a name and more columns win.

    ``is_chosen``: the mapping was named by a person, so a fitting name or what a rule must have is enough.
    """
    fitting: list[tuple[tuple[int, bool, int], FileRule]] = []
    for rule in rules:
        named = has_name(rule, stem)
        has_columns = bool(rule.signature) and keys_of(rule.signature) <= header
        is_told = named or is_chosen or len(rule.signature) >= _DISTINCTIVE
        if has_columns and is_told:
            fitting.append(((2, named, len(rule.signature)), rule))
        elif is_chosen and named and (not rule.signature or has_needed(rule, header)):
            fitting.append(((1 if rule.signature else 2, named, _filled(rule, header)), rule))
    return max(fitting, key=lambda fit: fit[0])[1] if fitting else None


def has_needed(rule: FileRule, header: set[str]) -> bool:
    """Whether what one of its tables must have is there."""
    return any(not lacking_columns(rows, header) for rows in rule.rows)


def lacking_columns(rows: Rows, header: set[str]) -> list[str]:
    """Their columns, of those that one of ours must be filled from, that the file lacks."""
    must = {column.name for column in rows.canonical.columns if column.required and column.default is None}
    given = rows.constants.keys() | rows.compose.keys() | rows.computed.keys()
    return [
        theirs[0]
        for ours, theirs in rows.columns.items()
        if ours in must - given and not any(header_key(name) in header for name in theirs)
    ]


def _filled(rule: FileRule, header: set[str]) -> int:
    return len({name for rows in rule.rows for names in rows.columns.values() for name in keys_of(names)} & header)


def find_companion(mappings: Sequence[Mapping], stem: str, names: Sequence[str]) -> tuple[Mapping, FileRule] | None:
    """The rule of a system that other files of this import came from, where name and needed columns fit."""
    header, written = keys_of(names), set(names)
    fitting = []
    for mapping in mappings:
        for rule in mapping.files:
            if has_name(rule, stem) and has_needed(rule, header) and not _is_something_else(rule, header):
                theirs = {name for rows in rule.rows for group in rows.columns.values() for name in group}
                fitting.append((len(theirs & written), mapping, rule))
    best = max(fitting, key=lambda fit: fit[0], default=None)
    return (best[1], best[2]) if best and best[0] > 1 else None


def _is_something_else(rule: FileRule, header: set[str]) -> bool:
    """Whether a file lacks most of what tells the rule's files: a system calls several kinds of file alike."""
    telling = keys_of(rule.signature) - _TELL_NOTHING
    return len(telling) >= _FEWEST_TELLING and len(telling & header) < _NEAR * len(telling)


def find_by_names(mappings: Sequence[Mapping], stem: str, names: Sequence[str]) -> tuple[Mapping, FileRule] | None:
    """The rule of one system alone that such a file is of: its name, what it needs, and names written just so."""
    written = set(names)
    fitting = []
    for mapping in mappings:
        if found := find_companion([mapping], stem, names):
            theirs = {name for rows in found[1].rows for group in rows.columns.values() for name in group}
            fitting.append((len(theirs & written), *found))
    fitting.sort(key=lambda fit: fit[0], reverse=True)
    if not fitting or (len(fitting) > 1 and fitting[0][0] == fitting[1][0]):
        return None
    return fitting[0][1], fitting[0][2]


def own_columns_lacking(table: Table, names: Sequence[str]) -> list[str]:
    """Columns of our own that must be filled and that a file lacks."""
    header = keys_of(names)
    return [
        column.name
        for column in table.columns
        if column.required and column.default is None and not {column.name, f"{column.name}_id"} & header
    ]


def find_own_table(names: Sequence[str]) -> Table | None:
    """The table of our own whose columns a file has, under another name."""
    header = keys_of(names)
    fitting = [
        (len(header & {column.name for column in table.columns}), table)
        for table in TABLES.values()
        if len(table.identity) > 1 and not own_columns_lacking(table, names)
    ]
    best = max(fitting, key=lambda fit: fit[0], default=None)
    return best[1] if best and best[0] >= _FEWEST_OWN and best[0] > len(header) * _NEAR else None


def find_nearest(mappings: Sequence[Mapping], stem: str, names: Sequence[str]) -> Near | None:
    """The rule whose telling columns a file has most of."""
    header = keys_of(names)
    near = []
    for mapping in mappings:
        for rule in mapping.files:
            named = has_name(rule, stem)
            telling = [name for name in rule.signature if header_key(name) not in _TELL_NOTHING]
            if len(telling) < _FEWEST_TELLING and not named:
                continue
            telling = telling or list(rule.signature)
            lacking = tuple(name for name in telling if header_key(name) not in header)
            share = 1 - len(lacking) / len(telling) if telling else 0.0
            if share >= _NEAR or (named and share and _filled(rule, header) > 1):
                near.append(Near(mapping, rule, share, lacking, named))
    return max(near, key=lambda found: (found.share + found.has_name, _filled(found.rule, header)), default=None)


def tell_nearest(near: Near | None, name: str) -> str:
    """What a person can do about a file that no rule fits."""
    file = shlex.quote(name)
    if near is None:
        return tell("import_mapping.nothing_near", file=file)
    told = {"system": near.mapping.system, "table": near.rule.rows[0].table, "file": file}
    return tell("import_mapping.looks_like", lacking=", ".join(map(repr, near.lacking)), **told)
