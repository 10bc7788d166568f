"""A page of several look-ups: one line each, with the rows behind it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from actions.presenters.look_up.parts import account_of, build_figure
from actions.presenters.look_up.writing import MISSING, Writer
from actions.reply import Choice, Figure, Line, Reply, Section
from knowledge.playbook.formats import Money, write_value
from knowledge.semantic.catalogue import FieldType
from knowledge.semantic.found import Column, Found
from knowledge.semantic.pages import FilledLine, Page, Span
from knowledge.semantic.query import Period

_BARE = {FieldType.DAY, FieldType.MOMENT, FieldType.MONEY, FieldType.NUMBER, FieldType.SHARE, FieldType.FLAG}
_FIRST = 5


@dataclass(frozen=True)
class Standing:
    """How many customers there are and what they pay a month, in minor units, now and a week ago."""

    customers: int
    revenue: int
    revenue_before: int


def tell_page(
    page: Page,
    lines: list[FilledLine],
    writer: Writer,
    *,
    standing: Standing | None = None,
    no_meeting: bool = False,
    span: Span | None = None,
    person: str = "",
) -> Reply:
    """The page's headline counts what it holds, each line follows with its rows."""
    sections, figures = tell_sections(lines, writer)
    counted = [writer.say(f"prepare.count_{each.line.key}", count=each.found.total) for each in lines]
    told = writer.join_cells(counted) if counted else writer.say("prepare.nothing")
    facts: dict[str, Any] = {"told": told, **({"person": person} if person else {})}
    key = "no_meeting" if no_meeting else "days" if span else str(page)
    if span:
        facts["days"] = writer.period(Period(*span))
    if standing:
        moved = standing.revenue - standing.revenue_before
        facts |= {"customers": standing.customers, "revenue": Money(standing.revenue, writer.currency)}
        facts |= {"moved": _signed(moved, writer) if moved else ""}
    return Reply(
        intent="prepare",
        language=writer.language,
        headline=writer.sentence(f"prepare.headline_{key}", **facts),
        sections=sections,
        figures=figures,
        listed=_listed(lines),
    )


def tell_attention(lines: list[FilledLine], writer: Writer) -> Reply:
    """Customers by what presses most; each with its reasons."""
    sections, figures = tell_sections(lines, writer)
    pressing = _pressing(lines, writer)
    order = sorted(pressing, key=lambda one: (-sum(weight for weight, _ in pressing[one]), one[1]))
    told = [
        writer.say(
            "prepare.pressing",
            name=name,
            reasons=writer.say.join(list(dict.fromkeys(r for _, r in pressing[at, name]))),
        )
        for at, name in order[:_FIRST]
    ]
    headline = (
        writer.sentence("prepare.headline_attention", told=writer.join_cells(told))
        if told
        else writer.say("prepare.calm")
    )
    listed = tuple(
        Choice(label=name, intent="brief_account", slots={"account_id": at, "account": name}) for at, name in order
    )
    return Reply(
        intent="prepare", language=writer.language, headline=headline, sections=sections, figures=figures, listed=listed
    )


def tell_pressing(lines: list[FilledLine], writer: Writer) -> str:
    """What presses at the one customer of the lines, the gravest first; empty where nothing does."""
    reasons = [reason for told in _pressing(lines, writer).values() for reason in told]
    gravest = sorted(reasons, key=lambda told: -told[0])
    return writer.say.join(list(dict.fromkeys(reason for _, reason in gravest))[:_FIRST])


def _pressing(lines: list[FilledLine], writer: Writer) -> dict[tuple[int, str], list[tuple[int, str]]]:
    """Of each customer, by id and name, what presses and how much."""
    pressing: dict[tuple[int, str], list[tuple[int, str]]] = {}
    for each in lines:
        for row in each.found.rows:
            account_id, name = account_of(row, each.found)
            if account_id:
                reason = writer.say(f"prepare.because_{each.line.key}", **_first_cell(row, each.found, writer))
                pressing.setdefault((account_id, name), []).append((each.line.weight, reason))
    return pressing


def tell_sections(lines: list[FilledLine], writer: Writer) -> tuple[tuple[Section, ...], tuple[Figure, ...]]:
    """One section a line, and the figure that opens its rows."""
    sections, figures = [], []
    for each in lines:
        key = f"page_{each.line.key}"
        title = writer.say(f"prepare.title_{each.line.key}")
        rows = [Line(text=_row(row, each.found, writer), figures=(key,)) for row in each.found.rows]
        if each.found.total > len(each.found.rows):
            rows.append(Line(text=writer.say("look_up.more_rows", count=each.found.total - len(each.found.rows))))
        sections.append(Section(key=key, title=title, lines=tuple(rows) or (Line(text=writer.say("prepare.none")),)))
        figure = build_figure(each.found, str(each.found.total), each.found.total, writer)
        figures.append(figure.model_copy(update={"key": key, "label": title}))
    return tuple(sections), tuple(figures)


def _row(row: Mapping[str, Any], found: Found, writer: Writer) -> str:
    cells = [_cell(row, found.column(path), found, writer) for path in found.query.select if row.get(path) is not None]
    name = writer.title(row, found.thing)
    return writer.say("look_up.side", name=name, told=writer.join_cells(cells)) if cells else name


def _cell(row: Mapping[str, Any], column: Column, found: Found, writer: Writer) -> str:
    """Words speak for themselves; a number or a day needs its name."""
    value, last = row.get(column.path), column.field
    written = writer.with_unit(value, last) if last else writer.value(value, None)
    if last is None or last.type not in _BARE:
        return written
    return writer.say("look_up.cell", label=writer.column(column, found.thing), value=written)


def _first_cell(row: Mapping[str, Any], found: Found, writer: Writer) -> dict[str, str]:
    told = [each for each in found.columns if each.path not in found.thing.title and not each.path.endswith(".id")]
    return {"value": writer.value(row.get(told[0].path), told[0].field) if told else MISSING}


def _listed(lines: list[FilledLine]) -> tuple[Choice, ...]:
    return tuple(_choices(lines))


def _choices(lines: list[FilledLine]) -> Iterator[Choice]:
    seen = set()
    for each in lines:
        for row in each.found.rows:
            account_id, name = account_of(row, each.found)
            if account_id and name and account_id not in seen:
                seen.add(account_id)
                yield Choice(label=name, intent="brief_account", slots={"account_id": account_id, "account": name})


def _signed(minor: int, writer: Writer) -> str:
    return f"{'+' if minor >= 0 else '−'}{write_value(Money(abs(minor), writer.currency), writer.language)}"
