"""`osusume feedback`: what product should hear, month by month."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.terminal.as_csv import write_csv
from bot.terminal.options import AsJson, AsOf, AsPerson, Lang, Store, day
from bot.terminal.single_answer import answer_click


def run(
    month: Annotated[str | None, typer.Option("--month", help="For example 2026-09. Default: this month.")] = None,
    to_csv: Annotated[Path | None, typer.Option("--csv", help="Write rows to this file, or - for the screen.")] = None,
    as_person: AsPerson = None,
    as_of: AsOf = None,
    lang: Lang = None,
    store: Store = None,
    as_json: AsJson = False,
) -> None:
    """Needs that no product answers, and why offers were lost, with counts and the revenue of those customers."""
    if to_csv:
        from bot.adapters.feedback import FEEDBACK_COLUMNS, read_feedback

        rows = read_feedback(store, person=as_person, month=month, as_of=day(as_of), language=lang)
        write_csv(to_csv, [FEEDBACK_COLUMNS, *rows])
        return
    answer_click(
        "product_feedback",
        {"month": month},
        person=as_person,
        as_of=day(as_of),
        language=lang,
        store=store,
        as_json=as_json,
    )
