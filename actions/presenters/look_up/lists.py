"""A list: how many and who, then each on a numbered line that opens."""

from __future__ import annotations

from actions.presenters.look_up.facts import tell_nothing
from actions.presenters.look_up.parts import (
    add_up,
    build_figure,
    listed,
    name_rows,
    tell_cells,
    tell_first_row,
    tell_missing,
    tell_rows,
    tell_rows_of_one,
    write_sheet,
)
from actions.presenters.look_up.writing import Writer
from actions.reply import Reply
from knowledge.semantic.found import Found


def tell_list(found: Found, writer: Writer) -> Reply:
    """The headline counts and names; a top of an order says so."""
    if not found.rows:
        return tell_nothing(found, writer)
    names, limit = name_rows(found, writer), found.query.limit
    if limit and limit < found.total:
        facts = {"count": len(found.rows), "things": writer.things(found.thing, found.total), "names": names}
        told = tell_first_row(found, writer) if limit == 1 else ""
        headline = writer.sentence("look_up.first" if told else "look_up.top", told=told, **facts)
    else:
        things = writer.things(found.thing, found.total)
        if amount := add_up(found, writer):
            things = writer.say("look_up.adding_up", things=things, amount=amount)
        headline = _tell_of_one(found, things, writer) or writer.sentence("look_up.list", things=things, names=names)
    return Reply(
        intent="look_up",
        language=writer.language,
        headline=headline,
        sections=(*tell_missing(found, writer), tell_rows(found, writer)),
        figures=(build_figure(found, str(found.total), found.total, writer),),
        listed=listed(found),
        sheets=(write_sheet(found, writer),),
    )


def _tell_of_one(found: Found, things: str, writer: Writer) -> str | None:
    """What the rows of one customer say in place of the name; of the machine's work, what was done last."""
    if of_one := tell_rows_of_one(found, writer):
        return writer.sentence("look_up.list_of_one", things=things, name=of_one[0], told=of_one[1])
    if found.thing.of_running_us and found.thing.day:
        name, cells = tell_cells(found.rows[0], found, writer)
        return writer.sentence("look_up.latest", things=things, name=name, told=cells)
    return None
