"""`osusume config check|show|explain`: the settings, where each comes from and why."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Annotated

import typer

from bot.adapters.settings import Setting, find_broken_entries, find_setting, firm_folder, list_settings
from bot.terminal.options import AsJson

group = typer.Typer(no_args_is_help=True, rich_markup_mode=None)


@group.command()
def check() -> None:
    """Read the settings and the firm's own folder; one line each for what is wrong. Exit code 1 where anything is."""
    settings = list_settings()
    own = [setting for setting in settings if setting.source != "shipped"]
    typer.echo(f"{len(settings)} settings are right, {len(own)} of them your own.")
    folder = firm_folder()
    typer.echo(f"Your folder: {folder or 'none (osusume init FOLDER lays one out)'}")
    broken = find_broken_entries()
    for line in broken:
        typer.echo(line)
    if broken:
        raise typer.Exit(1)


@group.command()
def show(as_json: AsJson = False) -> None:
    """Every setting in force."""
    settings = list_settings()
    if as_json:
        typer.echo(json.dumps([asdict(setting) for setting in settings], ensure_ascii=False))
        return
    for setting in settings:
        typer.echo(_line(setting))


@group.command()
def explain(
    name: Annotated[str, typer.Argument(help="A setting by its dotted name: gate.asks_cap")], as_json: AsJson = False
) -> None:
    """One setting: its value, where that comes from, and the reason for it."""
    setting = find_setting(name)
    if as_json:
        typer.echo(json.dumps(asdict(setting), ensure_ascii=False))
        return
    typer.echo(f"{setting.name} = {setting.value}\nfrom: {setting.source}")
    if setting.reason:
        typer.echo(f"why: {setting.reason}")


def _line(setting: Setting) -> str:
    source = "" if setting.source == "shipped" else f"   [{setting.source}]"
    return f"{setting.name} = {setting.value}{source}" + (f"   # {setting.reason}" if setting.reason else "")
