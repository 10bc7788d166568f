"""`osusume doctor`: is everything right for the first answer?"""

from __future__ import annotations

import typer

from bot.slack.doctor import examine
from bot.slack.secrets import Secrets
from bot.terminal.options import Lang, Store


def run(store: Store = None, lang: Lang = None) -> None:
    """Check tokens, scopes, store, schedule and blocks, and say how to mend what is not right. No secret is shown."""
    wrong = 0
    for finding in examine(Secrets.from_environment(), store, lang or "en"):
        typer.echo(f"{'ok ' if finding.is_right else 'NO '} {finding.name}: {finding.text}")
        wrong += not finding.is_right
    if wrong:
        raise typer.Exit(1)
