"""`osusume workspaces`: which Slack workspaces are the firm's, where people install by OAuth."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Annotated

import typer

from bot.adapters.workspaces import allow_workspace, forbid_workspace, list_workspaces, unbind_person
from bot.terminal.options import AsJson, Store

group = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
Workspace = Annotated[str, typer.Argument(help="Slack's id of a workspace (T0123) or an organisation (E0123).")]


@group.command("list")
def list_all(store: Store = None, as_json: AsJson = False) -> None:
    """Those that are answered, and those that installed the app and wait for you."""
    known = list_workspaces(store)
    if as_json:
        typer.echo(json.dumps(asdict(known), ensure_ascii=False))
        return
    for workspace in known.allowed:
        typer.echo(f"allowed  {workspace}")
    for workspace, name in known.pending.items():
        typer.echo(f"waits    {workspace}  {name}   (osusume workspaces allow {workspace})")
    if not known.allowed and not known.pending:
        typer.echo("None yet: nobody has installed the app by OAuth, and slack.workspaces names none.")


@group.command()
def allow(workspace: Workspace, store: Store = None) -> None:
    """It is the firm's: its people are answered within a minute."""
    allow_workspace(store, workspace)
    typer.echo(f"{workspace} is allowed.")


@group.command()
def forbid(workspace: Workspace, store: Store = None) -> None:
    """It is not the firm's, or no more: nobody there is answered within a minute."""
    was = forbid_workspace(store, workspace)
    typer.echo(f"{workspace} is no longer allowed." if was else f"{workspace} was not confirmed here.")


@group.command()
def unbind(person: Annotated[str, typer.Argument(help="A colleague by name or e-mail.")], store: Store = None) -> None:
    """Their Slack account changed: whoever writes next with their e-mail is taken for them."""
    was = unbind_person(store, person)
    typer.echo(f"{person} is found anew in Slack." if was else f"{person} has not written in Slack yet.")
