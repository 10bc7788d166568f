"""`osusume run`: answer in Slack."""

from __future__ import annotations

import logging
import signal
import socket
import threading
from typing import Annotated

import typer

from bot.terminal.options import Store


def run(
    store: Store = None,
    http: Annotated[bool, typer.Option("--http", help="Take events over HTTP instead of the socket.")] = False,
    host: Annotated[str, typer.Option(help="With --http: the address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="With --http: the port.")] = 3000,
    replica: Annotated[
        str | None,
        typer.Option(envvar="OSUSUME_REPLICA", help="This process's name among several. Default: the machine's."),
    ] = None,
) -> None:
    """Answer in Slack until stopped. Needs SLACK_BOT_TOKEN and SLACK_APP_TOKEN; `osusume doctor` checks them.

    With --http it needs SLACK_SIGNING_SECRET in place of the app token. With SLACK_CLIENT_ID, SLACK_CLIENT_SECRET and
    OSUSUME_TOKEN_KEY many workspaces can install it at /slack/install.
    """
    from bot.slack.secrets import SecretMissing, Secrets
    from bot.slack.service import open_service

    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    try:
        service = open_service(Secrets.from_environment(), store, replica or socket.gethostname(), http=http)
    except SecretMissing as error:
        typer.echo(f"osusume: {error}", err=True)
        raise typer.Exit(2) from error
    with service:
        if http:
            service.serve(host, port)
        else:
            stop = threading.Event()
            for sign in (signal.SIGINT, signal.SIGTERM):
                signal.signal(sign, lambda *_: stop.set())
            typer.echo("Osusume listens in Slack. Ctrl-C ends it.")
            service.listen(stop)
