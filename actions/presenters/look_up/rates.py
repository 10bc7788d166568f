"""Why the win rate moved, in words: before and after, and what the lost deals have in common."""

from __future__ import annotations

from actions.presenters.look_up.lists import tell_list
from actions.presenters.look_up.measures import tell_measures, write_measured
from actions.presenters.look_up.writing import Writer
from actions.reply import Line, Reply, Section
from knowledge.semantic.found import Found
from knowledge.semantic.rate_moved import RateMoved


def tell_rate_moved(moved: RateMoved, writer: Writer) -> Reply:
    """The two rates and the commonest reasons first; then the lost deals by reason, by owner and one by one."""
    lost = tell_list(moved.lost, writer)
    facts = {
        "now": _rate(moved.now, writer),
        "before": _rate(moved.before, writer),
        "count": moved.lost.total,
        "reasons": _counts(moved.reasons, writer, most=3),
        "owners": _counts(moved.owners, writer, most=3),
    }
    lines = tuple(
        Line(text=writer.say(f"look_up.rate_{name}", told=_counts(found, writer)))
        for name, found in (("reasons", moved.reasons), ("owners", moved.owners))
        if found.rows
    )
    return lost.model_copy(
        update={
            "headline": writer.sentence("look_up.rate_moved", **facts),
            "sections": (*((Section(key="lost", lines=lines),) if lines else ()), *lost.sections),
            "figures": (*tell_measures(moved.now, writer).figures, *lost.figures),
        }
    )


def _rate(found: Found, writer: Writer) -> str:
    return write_measured(found.rows[0], found.columns[0], writer) if found.rows else "–"


def _counts(found: Found, writer: Writer, *, most: int | None = None) -> str:
    """ "Price 7, timing 5"."""
    path, count = found.query.group_by[0], next(each for each in found.columns if each.measure)
    field = writer.catalogue.resolve(found.thing, path)[1]
    return writer.join_cells(f"{writer.value(row.get(path), field)} {row[count.path]}" for row in found.rows[:most])
