"""Why recurring revenue moved, and what changed: each customer's part, adding up to the whole."""

from __future__ import annotations

from actions.presenters.look_up.parts import account_of, name_rows
from actions.presenters.look_up.writing import Writer
from actions.reply import Choice, Figure, Line, Lineage, Reply, Section, Table
from knowledge.playbook.formats import Money, write_value
from knowledge.semantic.changes import News
from knowledge.semantic.found import Found
from knowledge.semantic.movement import Contribution, Kind, Movement
from knowledge.semantic.query import Period

_NAMED = 4
_LINES = 8


def tell_movement(movement: Movement, writer: Writer) -> Reply:
    """The difference first with who made it, then the sum by kind, then everybody."""
    kinds = [(kind, movement.of(kind)) for kind in Kind if movement.of(kind)]
    lines = [Line(text=_kind(kind, parts, writer)) for kind, parts in kinds]
    rows = tuple(
        (
            each.name,
            writer.say(f"look_up.kind_{each.kind}"),
            _money(each.before, writer),
            _money(each.after, writer),
            _signed(each.change, writer),
        )
        for each in movement.contributions
    )
    columns = tuple(
        writer.say(f"look_up.movement_{name}") for name in ("customer", "kind", "before", "after", "change")
    )
    return Reply(
        intent="look_up",
        language=writer.language,
        headline=_headline(movement, writer),
        sections=(Section(key="kinds", lines=(*lines, Line(text=_sum(movement, writer)))),) if lines else (),
        tables=(Table(key="contributions", columns=columns, rows=rows),) if rows else (),
        figures=(_figure(movement, writer),),
        listed=tuple(_open(each) for each in movement.contributions),
    )


def tell_changes(news: list[News], period: Period, writer: Writer) -> Reply:
    """One line a kind of news in the headline, then each with its rows."""
    since = writer.period(period)
    if not news:
        return Reply(
            intent="look_up", language=writer.language, headline=writer.sentence("look_up.no_changes", period=since)
        )
    counted = [
        writer.say(f"look_up.news_{each.key}", count=each.found.total, names=name_rows(each.found, writer))
        for each in news
    ]
    sections = tuple(
        Section(key=each.key, title=writer.say(f"look_up.news_title_{each.key}"), lines=_lines(each.found, writer))
        for each in news
    )
    listed = tuple(
        Choice(label=name or "–", intent="brief_account", slots={"account_id": account_id, "account": name})
        for each in news
        for row in each.found.rows[:_LINES]
        for account_id, name in [account_of(row, each.found)]
        if account_id
    )
    headline = writer.sentence("look_up.changes", period=since, told=writer.join_cells(counted[:_NAMED]))
    return Reply(intent="look_up", language=writer.language, headline=headline, sections=sections, listed=listed)


def _lines(found: Found, writer: Writer) -> tuple[Line, ...]:
    lines = []
    for row in found.rows[:_LINES]:
        cells = [
            writer.value(row.get(each.path), each.field)
            for each in found.columns
            if each.path not in found.thing.title and row.get(each.path) is not None
        ]
        told = writer.join_cells(cells)
        lines.append(Line(text=writer.say("look_up.side", name=writer.title(row, found.thing), told=told)))
    if found.total > _LINES:
        lines.append(Line(text=writer.say("look_up.more_rows", count=found.total - _LINES)))
    return tuple(lines)


def _headline(movement: Movement, writer: Writer) -> str:
    up = movement.change >= 0
    leading = [each for each in movement.contributions if (each.change >= 0) == up][:_NAMED]
    against = [each for each in movement.contributions if (each.change >= 0) != up][:_NAMED]
    facts = {
        "closing": _money(movement.closing, writer),
        "leading": writer.say.join([_part(each, writer) for each in leading]),
        "against": writer.say.join([_part(each, writer) for each in against]),
    }
    if not movement.change:
        return writer.sentence("look_up.movement_flat", **facts)
    facts |= {"change": _money(abs(movement.change), writer), "opening": _money(movement.opening, writer)}
    return writer.sentence("look_up.movement_up" if up else "look_up.movement_down", **facts)


def _kind(kind: Kind, parts: tuple[Contribution, ...], writer: Writer) -> str:
    total = sum(each.change for each in parts)
    told = writer.say.join([_part(each, writer) for each in parts])
    return writer.say(
        "look_up.movement_line", kind=writer.say(f"look_up.kind_{kind}"), total=_signed(total, writer), told=told
    )


def _sum(movement: Movement, writer: Writer) -> str:
    changes = [sum(each.change for each in movement.of(kind)) for kind in Kind]
    told = " ".join(_signed(change, writer) for change in changes if change)
    facts = {"opening": _money(movement.opening, writer), "closing": _money(movement.closing, writer)}
    return writer.say("look_up.movement_sum", told=told, **facts)


def _part(each: Contribution, writer: Writer) -> str:
    return f"{each.name} {_signed(each.change, writer)}"


def _money(minor: int, writer: Writer) -> str:
    return str(write_value(Money(minor, writer.currency), writer.language))


def _signed(minor: int, writer: Writer) -> str:
    return f"{'+' if minor >= 0 else '−'}{_money(abs(minor), writer)}"


def _open(each: Contribution) -> Choice:
    return Choice(label=each.name, intent="brief_account", slots={"account_id": each.account_id, "account": each.name})


def _figure(movement: Movement, writer: Writer) -> Figure:
    return Figure(
        key="movement",
        label=writer.say("look_up.movement_label"),
        value=_signed(movement.change, writer),
        raw=movement.change,
        basis=_sum(movement, writer),
        as_of=movement.until,
        formula=writer.say("look_up.movement_formula"),
        lineage=Lineage(table="ledger", since=movement.since, until=movement.until),
    )
