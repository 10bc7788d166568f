"""Pages as HTML: templates that get data, with what they need to draw a reply."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from actions.reply import Chart, Reply, Table, Tone
from bot.adapters.web import phrases
from bot.feedback import feedback_choices
from bot.pictures.draw import can_draw, list_points
from bot.pictures.matrix import matrix_table
from bot.tidy import tidy

_FOLDER = Path(__file__).parent
STATIC = _FOLDER / "static"
_MARKS = {Tone.PLAIN: "", Tone.GOOD: "✓", Tone.CAUTION: "⚠", Tone.STOP: "✕", Tone.QUOTE: ""}
_OPEN_SECTIONS = 3  # of an answer that folds: what one reads on one screen of a phone


def draw(template: str, language: str, **facts: Any) -> str:
    """A page, all data in it escaped. Missing facts are a mistake of ours: UndefinedError."""
    return _ENVIRONMENT.get_template(template).render(say=phrases(language), language=language, **facts)


def account_names(reply: Reply, here: int | None) -> dict[str, int]:
    """Customers that a reply speaks of, each with its id, so that their names lead to their pages; not to ``here``."""
    lines = [*reply.listed, *reply.choices, *(choice for section in reply.sections for choice in section.choices)]
    named = [(choice.slots.get("account"), choice.slots.get("account_id")) for choice in lines]
    return {str(name): int(number) for name, number in named if name and number and number != here}


def link(text: str, names: Mapping[str, int]) -> Markup:
    """The text with each customer's name leading to the customer's page."""
    if not names:
        return escape(tidy(text))
    found = re.split("|".join(f"({re.escape(name)})" for name in sorted(names, key=len, reverse=True)), tidy(text))
    parts = [part for part in found if part]
    return Markup("").join(
        Markup('<a href="/account/{}">{}</a>').format(names[part], part) if part in names else part for part in parts
    )


def folds_at(reply: Reply, *, folds: bool) -> int:
    """How many sections stand open."""
    return _OPEN_SECTIONS if folds else len(reply.sections)


def tells_figures(reply: Reply) -> bool:
    """Whether its sections tell all its figures already; so also where it has none."""
    return {figure.key for figure in reply.figures} <= {section.key for section in reply.sections}


def points_table(chart: Chart, language: str) -> Table:
    """The points of a curve, for whoever reads rather than looks."""
    rows = tuple(list_points(chart, language))
    return Table(key=chart.key, title=chart.title, columns=("", "", chart.unit), rows=rows)


def _finish(value: Any) -> Any:
    return tidy(value) if isinstance(value, str) and not isinstance(value, Markup) and value else value


def _build() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_FOLDER / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_finish,
    )
    environment.globals.update(
        phrases=phrases,
        marks=_MARKS,
        account_names=account_names,
        folds_at=folds_at,
        tells_figures=tells_figures,
        matrix_table=matrix_table,
        points_table=points_table,
        feedback_choices=feedback_choices,
        can_draw=can_draw,
    )
    environment.filters["link"] = link
    environment.filters["typed"] = escape  # as it was typed, with its lines
    return environment


_ENVIRONMENT = _build()
