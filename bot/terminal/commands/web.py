"""`osusume web`: the same in a browser."""

from __future__ import annotations

import ipaddress
import secrets
from typing import Annotated

import typer

from bot.terminal.options import AsPerson, Store


def run(
    store: Store = None,
    as_person: AsPerson = None,
    port: Annotated[int, typer.Option(help="The port.")] = 3002,
    host: Annotated[str, typer.Option(help="The address to listen on; only this machine's own.")] = "127.0.0.1",
) -> None:
    """Ask and click in a browser as in Slack: answers, customers, call list, digest, whitespace, figures.

    On the demo company one may ask as anybody of it. On a store of your own the page is that of the person of --as, and
    opens by the link that is printed. There is no sign-in yet, so it listens on this machine alone.
    """
    if not _is_loopback(host):
        typer.echo(
            f"osusume: the page has no sign-in yet, so it is not served on {host}: use 127.0.0.1, and an SSH tunnel "
            "from elsewhere",
            err=True,
        )
        raise typer.Exit(2)
    import uvicorn

    from bot.adapters.web import open_web_door
    from bot.web.server import build_web_app

    door = open_web_door(store, as_person)
    key = None if door.is_demo else secrets.token_urlsafe(16)
    shown = f"[{host}]" if ":" in host else host
    typer.echo(f"Open http://{shown}:{port}/{f'?key={key}' if key else ''} in your browser. Ctrl-C ends it.")
    uvicorn.run(build_web_app(door, key=key), host=host, port=port, log_level="warning")


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
