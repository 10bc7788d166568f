"""`osusume store status|upgrade|backup|restore|verify`: the store as a whole, over the years."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from bot.adapters import stores
from bot.adapters.health import say_doctor as phrases
from bot.terminal.options import AsJson, Lang, Store

group = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
BackupFile = Annotated[Path, typer.Argument(help="A backup, as `osusume store backup` wrote it.")]


@group.command()
def status(store: Store = None, lang: Lang = None, as_json: AsJson = False) -> None:
    """Version of its tables, rows, backups; nothing is changed."""
    found, say = stores.find_status(store), phrases(lang or "en")
    if as_json:
        typer.echo(json.dumps({**asdict(found), "state": found.state}, ensure_ascii=False, default=str))
        return
    typer.echo(say("stores.place", place=found.place))
    state = say(f"stores.{found.state}", commit=stores.WITH_STEPS)
    typer.echo(say("stores.tables", version=found.version or "-", newest=found.newest, state=state))
    if found.rows:
        typer.echo(say("stores.rows", rows=", ".join(f"{name} {count:,}" for name, count in found.rows.items())))
    last = say("stores.last_backup", path=str(found.backups[-1].path)) if found.backups else say("stores.no_backup")
    typer.echo(last)


@group.command()
def upgrade(
    no_backup: Annotated[bool, typer.Option("--no-backup", help="Where you made one yourself.")] = False,
    store: Store = None,
    lang: Lang = None,
    as_json: AsJson = False,
) -> None:
    """Bring an older store's tables to this version, with a backup before; the first start does the same."""
    say = phrases(lang or "en")
    version, backup = stores.upgrade_store(store, backs_up=not no_backup)
    if as_json:
        told = {"from": version, "to": stores.newest_version(), "backup": backup and str(backup.path)}
        typer.echo(json.dumps(told, ensure_ascii=False))
        return
    if backup:
        typer.echo(say("stores.backed_up", path=str(backup.path)))
    newest = stores.newest_version()
    if version == newest:
        typer.echo(say("stores.needs_none", newest=newest))
    else:
        typer.echo(say("stores.upgraded", version=version or "-", newest=newest))


@group.command()
def backup(
    to: Annotated[Path | None, typer.Argument(help="A file or folder. Default: backups/ beside the store.")] = None,
    store: Store = None,
    lang: Lang = None,
    as_json: AsJson = False,
) -> None:
    """Copy the store as it is at one moment, while it is in use: SQLite's backup API, or pg_dump."""
    made = stores.back_up(store, to)
    told = json.dumps(asdict(made), ensure_ascii=False, default=str)
    typer.echo(told if as_json else phrases(lang or "en")("stores.backed_up", path=str(made.path)))


@group.command()
def restore(
    path: BackupFile,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    store: Store = None,
    lang: Lang = None,
) -> None:
    """Put a backup in place of what the store holds, which is backed up first; an older one is upgraded."""
    say = phrases(lang or "en")
    place = stores.find_status(store).place
    if not yes and not typer.confirm(say("stores.ask", path=str(path), place=place)):
        typer.echo(say("stores.left"))
        raise typer.Exit(1)
    restored = stores.restore(store, path)
    typer.echo(say("stores.restored", path=str(path)))
    if restored.before:
        typer.echo(say("stores.before", path=str(restored.before.path)))
    typer.echo(say("stores.erase_again"))


@group.command()
def verify(
    path: Annotated[Path | None, typer.Argument(help="A backup. Default: the store itself.")] = None,
    store: Store = None,
    lang: Lang = None,
    as_json: AsJson = False,
) -> None:
    """Read all of a backup, or of the store with what its rows refer to. Exit code 1 where something is wrong."""
    damage = stores.find_faults(store, path)
    say = phrases(lang or "en")
    told = say("stores.damaged", damage=damage) if damage else say("stores.whole")
    typer.echo(json.dumps({"is_whole": damage is None, "damage": damage}, ensure_ascii=False) if as_json else told)
    if damage:
        raise typer.Exit(1)
