"""`osusume audit`: who said, saw or changed what."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import asdict
from typing import Annotated

import typer

from bot.adapters.audit import AuditLine, read_audit
from bot.terminal.options import AsJson, Store


def run(
    person: Annotated[str | None, typer.Option(help="Only of this person (name or e-mail).")] = None,
    account: Annotated[str | None, typer.Option(help="Only on this customer (name).")] = None,
    since: Annotated[dt.datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Only from this day on.")] = None,
    limit: Annotated[int, typer.Option(min=1, help="How many entries, the newest.")] = 50,
    store: Store = None,
    as_json: AsJson = False,
) -> None:
    """Read the audit trail. Entries are only ever added; nothing here changes them."""
    for line in read_audit(store, person=person, account=account, since=since, limit=limit):
        if as_json:
            typer.echo(json.dumps({**asdict(line), "at": line.at.isoformat()}, ensure_ascii=False))
        else:
            typer.echo(_tell(line))


def _tell(line: AuditLine) -> str:
    about = f" account {line.account_id}" if line.account_id else ""
    said = f": {line.text}" if line.text else f": {line.facts}" if line.facts else ""
    return f"{line.at:%Y-%m-%d %H:%M:%S} {line.person_key or '-'} {line.place} {line.act}{about}{said}"
