"""`osusume holdout`: what prompts do, measured on customers who get none."""

from __future__ import annotations

import json

import typer

from bot.adapters.holdout import tell_holdout
from bot.terminal.options import AsJson, AsOf, Lang, Store, day


def run(store: Store = None, as_of: AsOf = None, lang: Lang = None, as_json: AsJson = False) -> None:
    """Take-up with and without prompts since the holdout began, and whether it can be told apart at this size."""
    report, lines = tell_holdout(store, as_of=day(as_of), language=lang)
    typer.echo(json.dumps(report, ensure_ascii=False) if as_json else "\n".join(lines))
