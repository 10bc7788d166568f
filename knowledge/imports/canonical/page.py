"""The tables and columns as Markdown, for docs/import.md."""

from __future__ import annotations

from knowledge.imports.canonical import TABLES, Column, Kind

BEGIN, END = "<!-- columns: begin -->", "<!-- columns: end -->"


def build_page() -> str:
    """One heading a table, one line a column; ``python -m knowledge.imports.canonical.page`` prints it."""
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


if __name__ == "__main__":
    print(build_page())
