"""The rows behind a look-up as a table, each with the file and line that it came from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from actions.presenters.look_up.writing import MISSING, Writer
from actions.reply import Table
from knowledge.semantic.found import Found


def tell_source_rows(found: Found, writer: Writer, *, key: str, title: str) -> Table:
    """All columns of the rows, as a reader expects them."""
    columns = (
        *(writer.column(each, found.thing) for each in found.columns),
        writer.say("explain_answer.column_source"),
    )
    rows = tuple(
        (*(writer.value(row.get(each.path), each.field) for each in found.columns), _source(row, writer))
        for row in found.rows
    )
    return Table(key=key, title=title, columns=columns, rows=rows)


def _source(row: Mapping[str, Any], writer: Writer) -> str:
    source, line = row.get("source"), row.get("source.line")
    if not source:
        return MISSING
    return str(source) if line is None else writer.say("explain_answer.source", source=source, line=line)
