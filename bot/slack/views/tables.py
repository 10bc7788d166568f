"""Tables and charts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from actions.reply import Chart, Table
from bot.pictures.draw import list_points
from bot.pictures.matrix import matrix_table
from bot.slack.views import limits
from bot.slack.views.lines import section_of
from bot.slack.views.text import Block, paragraph, run, shorten, split
from bot.tidy import tidy

Row = tuple[str, ...]
_ROWS_A_PAGE = 10


def draw_table(table: Table) -> list[Block]:
    """A table block; further ones with the same headings where rows or characters are too many for one."""
    if len(table.columns) > limits.TABLE_COLUMNS:
        return section_of(" · ".join(row) for row in (table.columns, *table.rows))
    title = [paragraph(run(piece, bold=True)) for piece in split(table.title, limits.SECTION_TEXT)]
    if not table.rows:
        return title if table.title else []
    return (title if table.title else []) + [_table(table, rows) for rows in _parts(table)]


def draw_chart(chart: Chart, language: str, picture: str | None) -> list[Block]:
    """The picture, where Slack has it as a file; else the sentence that stands for it, and its points as a table."""
    if picture:
        return [draw_picture(chart, picture)]
    if chart.matrix:
        return section_of([chart.alt]) + draw_table(matrix_table(chart, chart.matrix))
    points = list_points(chart, language)
    if len(chart.series) == 1:
        return _sentence_and(chart, ("", chart.series[0].label), [point[1:] for point in points])
    return _sentence_and(chart, ("", "", chart.unit), points)


def draw_picture(chart: Chart, file: str) -> Block:
    """An image block; its words are read aloud, and shown where the picture cannot be."""
    return {"type": "image", "slack_file": {"id": file}, "alt_text": shorten(chart.alt, limits.ALT_TEXT)}


def file_of(block: Block) -> str | None:
    """The file that a picture shows; None for any other block."""
    return str(block["slack_file"]["id"]) if block["type"] == "image" else None


def tell_chart(chart: Chart, language: str) -> list[Block]:
    """The picture in words, where a message has no room for a table: its sentence and its points."""
    if chart.matrix:
        lines = matrix_table(chart, chart.matrix).rows
        return section_of([chart.title, chart.alt, *(" · ".join(line) for line in lines)])
    many = len(chart.series) > 1
    points = [" ".join(point if many else point[1:]) for point in list_points(chart, language)]
    return section_of([chart.title, chart.alt, " · ".join(points)])


def _sentence_and(chart: Chart, columns: Row, rows: Sequence[Row]) -> list[Block]:
    table = Table(key=chart.key, title=chart.title, columns=columns, rows=tuple(rows))
    return section_of([chart.alt]) + draw_table(table)


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


def plain_table(block: Block) -> Block:
    """The same without pages and sorting, for where Slack does not know those."""
    return {"type": "table", "rows": block["rows"][: limits.TABLE_ROWS]} if block["type"] == "data_table" else block


def _table(table: Table, rows: list[Row]) -> Block:
    return {
        "type": "data_table",
        "caption": shorten(table.title or table.columns[0], limits.HEADER_TEXT),
        "page_size": min(len(rows), _ROWS_A_PAGE),
        "rows": [[_cell(cell) for cell in row] for row in (table.columns, *rows)],
    }


def _cell(text: str) -> Block:
    return {"type": "raw_text", "text": tidy(text)}
