"""`osusume init`: a folder for what is the firm's own."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.adapters.settings import lay_out


def run(folder: Annotated[Path, typer.Argument(help="Where; what is there already stays as it is.")]) -> None:
    """Lay out config.yml, playbook/, targets/, mappings/, sources/ and words/, commented, and say what comes next."""
    written = lay_out(folder)
    for path in written:
        typer.echo(f"+ {path}")
    if not written:
        typer.echo(f"{folder}: everything was there already; nothing was changed.")
    typer.echo(
        f"\nNext:\n  cd {folder}                     # or: export OSUSUME_HOME={folder.resolve()}\n"
        "  osusume config check            # says what is wrong, with file and line\n"
        "  osusume config show             # every setting, its value, where from, why\n"
        "  osusume import YOUR_EXPORTS/ --dry-run\n"
        '  osusume ask "what is our discount policy?"   # answers from playbook/policies.yml'
    )
