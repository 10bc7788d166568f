"""Draws replies in a terminal."""

from __future__ import annotations

from collections.abc import Iterable

from rich import box
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from actions.reply import ChecklistItem, Choice, Line, Reply, Section, Tier, Tone
from actions.reply import Table as Rows
from bot.pictures.matrix import matrix_table
from bot.terminal.wrapping import Prose

_MARKS = {
    Tone.PLAIN: ("•", ""),
    Tone.GOOD: ("+", "green"),
    Tone.CAUTION: ("!", "yellow"),
    Tone.STOP: ("×", "red"),
    Tone.QUOTE: ("“", "italic cyan"),
}
_VERDICTS = {"now": "bold green", "wait": "bold yellow", "not_now": "bold red", "unknown": "bold"}


def draw_replies(replies: Iterable[Reply], console: Console | None = None) -> None:
    """Print replies one after the other."""
    console = console or Console(highlight=False)
    for reply in replies:
        console.print(draw_reply(reply))


def draw_reply(reply: Reply) -> RenderableType:
    """One reply as a rich renderable; data is drawn as text, never read as mark-up."""
    style = _VERDICTS.get(reply.verdict or "", "bold red" if reply.trouble else "bold")
    parts: list[RenderableType] = [Prose(reply.headline, style)]
    if reply.confidence_reason:
        parts.append(Prose(reply.confidence_reason, "dim"))
    parts += [_section(section) for section in reply.sections]
    parts += [_table(matrix_table(chart, chart.matrix)) for chart in reply.charts if chart.matrix]
    parts += [_table(table) for table in reply.tables]
    if reply.tiers:
        parts.append(_tiers(reply.tiers))
    if reply.checklist:
        parts.append(_checklist(reply.checklist))
    if reply.choices:
        parts.append(_choices(reply.choices, style="cyan"))
    if len(parts) == 1:
        return Padding(parts[0], (0, 0, 1, 0))
    return Panel(Group(*parts), box=box.ROUNDED, padding=(0, 1), title=_title(reply), title_align="left")


def _title(reply: Reply) -> Text | None:
    return Text(reply.account.name) if reply.account else None


def _section(section: Section) -> RenderableType:
    lines = [Prose(section.title, "bold underline")] if section.title else []
    parts: list[RenderableType] = [*lines, *(_line(line) for line in section.lines)]
    if section.choices:
        parts.append(_choices(section.choices, style="cyan dim"))
    return Padding(Group(*parts), (1, 0, 0, 0))


def _choices(choices: tuple[Choice, ...], *, style: str) -> Text:
    return Text("  ".join(f"[{choice.label}]" for choice in choices), style=style)


def _line(line: Line) -> RenderableType:
    mark, style = _MARKS[line.tone]
    row = Table.grid(padding=(0, 1, 0, 0))
    row.add_row(Text(mark, style=style), Prose(line.text, style))
    return row


def _table(table: Rows) -> RenderableType:
    drawn = Table(box=box.SIMPLE_HEAD, title=table.title or None, title_justify="left")
    for column in table.columns:
        drawn.add_column(Prose(column))
    for row in table.rows:
        drawn.add_row(*(Prose(cell) for cell in row))
    return drawn


def _tiers(tiers: tuple[Tier, ...]) -> RenderableType:
    drawn = Table(box=box.ROUNDED, show_lines=False)
    for tier in tiers:
        drawn.add_column(Prose(f"★ {tier.name}" if tier.recommended else tier.name), ratio=1)
    drawn.add_row(*(Prose(tier.price, "bold") for tier in tiers))
    drawn.add_row(*(_gives_and_lacks(tier) for tier in tiers))
    return Padding(drawn, (1, 0, 0, 0))


def _gives_and_lacks(tier: Tier) -> Prose:
    lines = [*(f"+ {gain}" for gain in tier.gives), *(f"− {lack}" for lack in tier.lacks)]
    return Prose("\n".join(lines))


def _checklist(items: tuple[ChecklistItem, ...]) -> RenderableType:
    rows = []
    for item in items:
        mark, style = ("[x]", "green") if item.done else ("[ ]", "" if item.done is None else "yellow")
        text = f"{item.text} — {item.note}" if item.note else item.text
        row = Table.grid(padding=(0, 1, 0, 0))
        row.add_row(Text(mark, style=style), Prose(text))
        rows.append(row)
    return Padding(Group(*rows), (1, 0, 0, 0))
