"""A reply as plain text: what a person reads of it, in reading order, tables a row a line, buttons last."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from actions.reply import Reply


def text_below(replies: Sequence[Reply]) -> str:
    """All that stands below the first headline; further replies come with theirs."""
    parts: list[str] = []
    for place, reply in enumerate(replies):
        if place:
            parts.append(reply.headline)
        parts += _lines(reply)
    return "\n".join(part for part in parts if part)


def _lines(reply: Reply) -> Iterator[str]:
    yield reply.confidence_reason
    for section in reply.sections:
        yield section.title
        yield from (line.text for line in section.lines)
        yield from _buttons(choice.label for choice in section.choices)
    for chart in reply.charts:
        yield chart.alt
        if chart.matrix:
            yield from (_row((row.label, *(words for _, words in row.cells))) for row in chart.matrix.rows)
    for table in reply.tables:
        yield table.title
        yield _row(table.columns)
        yield from map(_row, table.rows)
    for tier in reply.tiers:
        yield _row(
            (tier.name, tier.price, *(f"+ {gain}" for gain in tier.gives), *(f"− {lack}" for lack in tier.lacks))
        )
    for item in reply.checklist:
        yield " ".join(filter(None, (f"[{'x' if item.done else ' '}]", item.text, item.note)))
    yield from (f"{sheet.title} {sheet.name}" for sheet in reply.sheets)
    yield from _buttons(choice.label for choice in reply.choices)


def _row(cells: Iterable[str]) -> str:
    return " | ".join(cells)


def _buttons(labels: Iterable[str]) -> Iterator[str]:
    return (f"[{label}]" for label in labels)
