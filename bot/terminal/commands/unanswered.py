"""`osusume unanswered`: what the playbook could not answer, month by month."""

from __future__ import annotations

from typing import Annotated

import typer

from bot.terminal.options import AsJson, AsOf, AsPerson, Lang, Store, day
from bot.terminal.single_answer import answer_click


def run(
    month: Annotated[str | None, typer.Option("--month", help="For example 2026-09. Default: this month.")] = None,
    as_person: AsPerson = None,
    as_of: AsOf = None,
    lang: Lang = None,
    store: Store = None,
    as_json: AsJson = False,
) -> None:
    """Questions for which there is no article, with how often and by how many they were asked."""
    answer_click(
        "list_unanswered",
        {"month": month},
        person=as_person,
        as_of=day(as_of),
        language=lang,
        store=store,
        as_json=as_json,
    )
