"""`osusume privacy show|find|export|erase|requests|settle|retention`: what is kept of a person or a customer."""

from __future__ import annotations

import csv
import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.adapters import privacy
from bot.adapters.health import say_doctor as phrases
from bot.terminal.options import AsJson, Lang, Store

group = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
Whom = Annotated[
    str, typer.Argument(help="A name, e-mail or key of a person or customer; or an address: contact:12, account:7.")
]
Rejects = Annotated[Path | None, typer.Option(help="The folder of rejected lines. Default: that of `osusume import`.")]


@group.command()
def show(
    lang: Lang = None,
    as_json: AsJson = False,
    markdown: Annotated[bool, typer.Option("--markdown", help="As the table of docs/privacy.md.")] = False,
) -> None:
    """What is stored in which table, why, and how long."""
    if markdown:
        typer.echo(privacy.stored_as_markdown())
        return
    say = phrases(lang or "en")
    for stored in privacy.list_stored():
        kept = say("privacy.kept_days", days=stored.days) if stored.days else say("privacy.kept_for_ever")
        line = f"{stored.table} ({stored.holds}): {stored.why}; {kept}"
        typer.echo(json.dumps(asdict(stored), ensure_ascii=False) if as_json else line)


@group.command()
def find(whom: Whom, store: Store = None, rejects: Rejects = None, lang: Lang = None, as_json: AsJson = False) -> None:
    """How much is kept of somebody, and where."""
    findings = privacy.find_personal(store, whom, rejects)
    if as_json:
        told = {"label": findings.subject.label, "address": findings.subject.address}
        parts = {"own": findings.own, "linked": findings.linked, "named": findings.named, "beside": findings.beside}
        typer.echo(json.dumps(told | parts, ensure_ascii=False))
        return
    _tell(findings, lang)


@group.command()
def export(
    whom: Whom,
    out: Annotated[Path | None, typer.Option(help="A file.json, or a folder for one CSV a table.")] = None,
    store: Store = None,
    lang: Lang = None,
) -> None:
    """All rows that are theirs or name them, as JSON; as CSV where OUT is a folder."""
    subject, rows = privacy.export_personal(store, whom)
    document = json.dumps({"subject": subject.label, "rows": rows}, ensure_ascii=False, indent=2, default=str)
    say = phrases(lang or "en")
    if out is None:
        typer.echo(document)
    elif out.suffix == ".json":
        out.write_text(document + "\n", encoding="utf-8")
        typer.echo(say("privacy.written", path=str(out)))
    else:
        for path in _write_csv(out, rows):
            typer.echo(say("privacy.written", path=str(path)))


@group.command()
def erase(
    whom: Whom,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    store: Store = None,
    rejects: Rejects = None,
    lang: Lang = None,
    as_json: AsJson = False,
) -> None:
    """Erase somebody from the store, durable work, rejects and caches. A customer goes with all rows about it."""
    say = phrases(lang or "en")
    findings = privacy.find_personal(store, whom, rejects)
    if not as_json:
        _tell(findings, lang)
    if findings.is_empty:
        return
    if not yes and not typer.confirm(say("privacy.ask")):
        typer.echo(say("privacy.left"))
        raise typer.Exit(1)
    erased = privacy.erase_personal(store, findings.subject, rejects)
    if as_json:
        typer.echo(json.dumps(asdict(erased), ensure_ascii=False))
        return
    typer.echo(say("privacy.erased", rows=_counts(erased.rows)))
    if not erased.log_cleared:
        typer.echo(say("privacy.log_kept"))
    if erased.is_server:
        typer.echo(say("privacy.server_log"))
    if erased.backups:
        typer.echo(say("privacy.backups", paths=", ".join(erased.backups)))
    typer.echo(say("privacy.elsewhere"))


@group.command()
def requests(store: Store = None, as_json: AsJson = False) -> None:
    """What colleagues passed on in Slack or chat: who asked for what, and when."""
    for one in privacy.find_requests(store):
        told = {"id": one.id, "at": one.at.isoformat(), "person": one.person_key, "text": one.text}
        line = f"{one.at:%Y-%m-%d %H:%M} {one.person_key or '-'}: {one.text or '-'}"
        typer.echo(json.dumps(told, ensure_ascii=False) if as_json else line)


@group.command()
def settle(store: Store = None, lang: Lang = None) -> None:
    """Write freed pages anew and empty the write-ahead log, once nobody else uses the store."""
    if not privacy.settle_store(store):
        typer.echo(phrases(lang or "en")("privacy.log_kept"))
        raise typer.Exit(1)


@group.command()
def retention(
    drop: Annotated[bool, typer.Option("--drop", help="Drop it now; the service does each hour.")] = False,
    store: Store = None,
    lang: Lang = None,
    as_json: AsJson = False,
) -> None:
    """What is older than `retention` in config.yml lets it be."""
    say = phrases(lang or "en")
    counts = privacy.drop_over(store) if drop else privacy.count_over(store)
    if as_json:
        typer.echo(json.dumps(counts))
    elif not counts:
        typer.echo(say("privacy.aged_none"))
    else:
        typer.echo(say("privacy.dropped" if drop else "privacy.aged", rows=_counts(counts)))


def _tell(findings: privacy.Findings, lang: str | None) -> None:
    say, subject = phrases(lang or "en"), findings.subject
    if findings.is_empty:
        typer.echo(say("privacy.nothing", label=subject.label))
        return
    typer.echo(say("privacy.found", label=subject.label, address=subject.address))
    for name in ("own", "linked", "named", "beside"):
        if counts := getattr(findings, name):
            typer.echo("  " + say(f"privacy.{name}", rows=_counts(counts)))


def _counts(counts: dict[str, int]) -> str:
    return ", ".join(f"{name} {count:,}" for name, count in sorted(counts.items()))


def _write_csv(folder: Path, rows: dict[str, list[dict[str, Any]]]) -> list[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for table, kept in rows.items():
        path = folder / f"{table}.csv"
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.DictWriter(file, list(kept[0]))
            writer.writeheader()
            writer.writerows({name: _cell(value) for name, value in row.items()} for row in kept)
        written.append(path)
    return written


def _cell(value: Any) -> Any:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, (dict, list)) else value
