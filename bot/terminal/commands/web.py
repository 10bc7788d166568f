"""`osusume web`: the same in a browser."""

from __future__ import annotations

import secrets
from typing import Annotated

import typer

from bot.terminal.options import AsPerson, Store


def run(
    store: Store = None,
    as_person: AsPerson = None,
    port: Annotated[int, typer.Option(help="The port.")] = 3002,
    host: Annotated[
        str, typer.Option(help="The address to listen on; another than this machine's own needs sign-in.")
    ] = ("127.0.0.1"),
) -> None:
    """Ask and click in a browser as in Slack: answers, customers, call list, digest, whitespace, figures.

    On the demo company one may ask as anybody of it. On a store of your own people sign in, where config.yml says who
    vouches for them (web.issuer); else the page is that of the person of --as, opens by the link that is printed, and
    listens on this machine alone.
    """
    import uvicorn

    from bot.adapters.web import is_loopback, load_sign_in, open_web_door
    from bot.web.server import build_web_app
    from bot.web.sign_in import SignIn

    is_here = is_loopback(host)
    settings = None if as_person else load_sign_in()
    if not is_here:
        _refuse_unsafe(host, by_link=as_person is not None, address=settings.address if settings else None)
    door = open_web_door(store, as_person, signs_in=settings is not None)
    own = f"http://{f'[{host}]' if ':' in host else host}:{port}"
    if settings and not (door.is_demo and is_here):
        sign_in = SignIn(settings, settings.address or own)
        app, link = build_web_app(door, sign_in=sign_in), f"{sign_in.address.rstrip('/')}/"
    else:
        key = None if door.is_demo else secrets.token_urlsafe(16)
        app, link = build_web_app(door, key=key), f"{own}/{f'?key={key}' if key else ''}"
    typer.echo(f"Open {link} in your browser. Ctrl-C ends it.")
    uvicorn.run(app, host=host, port=port, log_level="warning")


def _refuse_unsafe(host: str, *, by_link: bool, address: str | None) -> None:
    """End where the page would be open to others without sign-in, or they would be led to no address of ours."""
    if by_link:
        why = (
            f"--as opens the page to whoever holds the link, so it is not served on {host}: let people sign in instead"
        )
    elif address is None:
        why = (
            f"nobody would sign in, so the page is not served on {host}: set web.address, web.issuer and "
            "web.client_id, or use 127.0.0.1"
        )
    elif not address.startswith("https://"):
        why = f"whoever is between would read along, so the page is not served on {host}: web.address must be https://"
    else:
        return
    typer.echo(f"osusume: {why} (docs/web.md)", err=True)
    raise typer.Exit(2)
