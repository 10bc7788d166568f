"""`osusume digest`: the churn digest of each manager, tried out."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from bot.terminal.draw import draw_replies
from bot.terminal.options import AsJson, AsOf, Lang, Store, day
from bot.wiring.churn import try_digests


def run(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Print each manager's digest; send and keep nothing.")],
    as_of: AsOf = None,
    lang: Lang = None,
    store: Store = None,
    as_json: AsJson = False,
) -> None:
    """What changed since each manager's last digest. `osusume run` sends it each working day at digest.hour."""
    del dry_run  # there is no other way from the terminal: sending is the running service's
    for tried in try_digests(store, day(as_of), language=lang):
        if as_json:
            reply = tried.reply.model_dump(mode="json") if tried.reply else None
            line = {"person": tried.person, "reply": reply, "trouble": tried.trouble}
            typer.echo(json.dumps(line, ensure_ascii=False))
            continue
        typer.echo(f"\n› {tried.person}")
        if tried.trouble:
            typer.echo(f"osusume: {tried.trouble}", err=True)
        if tried.reply:
            draw_replies([tried.reply])
