"""Options that several commands share."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated, Literal

import typer

Store = Annotated[
    str | None,
    typer.Option(
        "--store",
        envvar="OSUSUME_STORE",
        help="The customer store: sqlite:///file.db, postgresql://user@host/db, or 'demo'. Default: your own.",
        show_default=False,
    ),
]
AsPerson = Annotated[
    str | None,
    typer.Option("--as", help="Ask as this person (name or e-mail): you see what they may see.", show_default=False),
]
AsOf = Annotated[
    dt.datetime | None,
    typer.Option("--as-of", formats=["%Y-%m-%d"], help="The day to answer for. Default: today.", show_default=False),
]
Lang = Annotated[
    Literal["en", "ja"] | None,
    typer.Option("--lang", help="Default: the language of the question.", show_default=False),
]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON object for a program to read.")]
Paths = Annotated[list[Path], typer.Argument(help="Files or folders.")]


def day(moment: dt.datetime | None) -> dt.date | None:
    """The date a person gave, None where they gave none."""
    return moment.date() if moment else None
