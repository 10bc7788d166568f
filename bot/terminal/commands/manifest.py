"""`osusume manifest`: what Slack must know of the app."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from bot.slack.manifest import build_manifest


def run(
    url: Annotated[str | None, typer.Option(help="For HTTP: the public address, https://osusume.example.com")] = None,
) -> None:
    """Print the app manifest. On api.slack.com/apps choose “Create New App”, “From a manifest”, and paste it."""
    typer.echo(json.dumps(build_manifest(url.rstrip("/") if url else None), ensure_ascii=False, indent=2))
