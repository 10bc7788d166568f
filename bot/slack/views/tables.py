"""Tables and charts."""

from __future__ import annotations

from collections.abc import Iterator

from actions.reply import Chart, Table
from bot.slack.views import limits
from bot.slack.views.lines import section_of
from bot.slack.views.text import Block, paragraph, run, split, tidy

Row = tuple[str, ...]


def draw_table(table: Table) -> list[Block]:
    """A table block; further ones with the same headings where rows or characters are too many for one."""
    if len(table.columns) > limits.TABLE_COLUMNS:
        return section_of(" · ".join(row) for row in (table.columns, *table.rows))
    title = [paragraph(run(piece, bold=True)) for piece in split(table.title, limits.SECTION_TEXT)]
    return (title if table.title else []) + [_table(table.columns, rows) for rows in _parts(table)]


def draw_chart(chart: Chart) -> list[Block]:
    """The sentence that stands for the picture, and its points as a table."""
    rows = tuple((series.label, label, f"{value:g}") for series in chart.series for label, value in series.points)
    columns = ("", "", chart.unit)
    return section_of([chart.alt]) + draw_table(Table(key=chart.key, title=chart.title, columns=columns, rows=rows))


def _parts(table: Table) -> Iterator[list[Row]]:
    part: list[Row] = []
    size = 0
    for row in table.rows:
        wide = sum(map(len, row))
        if part and (len(part) >= limits.TABLE_ROWS - 1 or size + wide > limits.TABLE_CHARACTERS // 2):
            yield part
            part, size = [], 0
        part.append(row)
        size += wide
    yield part


def _table(columns: Row, rows: list[Row]) -> Block:
    return {"type": "table", "rows": [[_cell(cell) for cell in row] for row in (columns, *rows)]}


def _cell(text: str) -> Block:
    return {"type": "raw_text", "text": tidy(text)}
