"""Writes what `docs/import.md` has from the code between its marks: the tables and columns, and the systems known."""

from __future__ import annotations

import re
from pathlib import Path

from knowledge.imports.canonical import TABLES, Column, Kind
from knowledge.imports.mapping import Mapping
from knowledge.imports.mapping_files import load_presets, preset_names

PAGE = Path(__file__).parents[1] / "docs" / "import.md"


def fill_page(text: str) -> str:
    """The page with each part written anew."""
    for name, build in (("columns", _build_columns), ("presets", _build_presets)):
        begin, end = f"<!-- {name}: begin -->", f"<!-- {name}: end -->"
        written = f"{begin}\n\n{build()}\n\n{end}"
        text = re.sub(f"{begin}.*?{end}", lambda _, new=written: new, text, flags=re.DOTALL)
    return text


def _build_columns() -> str:
    """One heading a table, one line a column."""
    parts: list[str] = []
    for table in TABLES.values():
        parts += [
            f"### {table.name}.csv",
            "",
            table.meaning,
            "",
            "| column | what it holds | how it is written |",
            "|---|---|---|",
        ]
        parts += [
            f"| {_name(column)} | {column.meaning.replace('``', '`')} | {_form(column)} |" for column in table.columns
        ]
        parts.append("")
    return "\n".join(parts).rstrip()


def _name(column: Column) -> str:
    return f"**{column.name}** (must be filled)" if column.required and column.default is None else column.name


def _form(column: Column) -> str:
    if column.kind is Kind.CHOICE:
        return " / ".join(str(choice) for choice in column.choices or ())
    return f"id or name of {column.refers}" if column.kind is Kind.REFERENCE else column.kind.value


def _build_presets() -> str:
    """One line a system: its name, and the tables that its exports fill."""
    rows = [f"| `{name}` | {_tables(preset)} |" for name, preset in zip(preset_names(), load_presets(), strict=True)]
    return "\n".join(["| system | what its exports fill |", "|---|---|", *rows])


def _tables(preset: Mapping) -> str:
    return ", ".join(dict.fromkeys(rows.table for rule in preset.files for rows in rule.rows))
