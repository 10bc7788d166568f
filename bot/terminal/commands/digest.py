"""`osusume digest`: the churn digest of each manager, tried out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from actions.reply import Reply
from bot.adapters.churn import try_digests
from bot.pictures.draw import NotDrawn, draw_chart
from bot.terminal.draw import draw_replies
from bot.terminal.options import AsJson, AsOf, Lang, Store, day


def run(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Print each manager's digest; send and keep nothing.")],
    as_of: AsOf = None,
    lang: Lang = None,
    store: Store = None,
    as_json: AsJson = False,
    pictures: Annotated[
        Path | None, typer.Option(help="Also draw each picture, light and dark, into this folder.")
    ] = None,
) -> None:
    """What changed since each manager's last digest. `osusume run` sends it each working day at digest.hour."""
    del dry_run  # there is no other way from the terminal: sending is the running service's
    number = 0
    for number, tried in enumerate(try_digests(store, day(as_of), language=lang), 1):
        if pictures and tried.reply:
            _draw(tried.reply, pictures, number)
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
    if not number and not as_json:
        typer.echo("Nobody gets a digest on that day: no manager works then (a weekend, a holiday), or there is none.")


def _draw(reply: Reply, folder: Path, number: int) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for chart in reply.charts:
        for shade in ("light", "dark"):
            path = folder / f"{number}-{chart.key}-{shade}.png"
            try:
                path.write_bytes(draw_chart(chart, language=reply.language, dark=shade == "dark"))
            except NotDrawn as why:
                typer.echo(f"osusume: {why}", err=True)
                continue
            typer.echo(f"{path}: {chart.alt}", err=True)
