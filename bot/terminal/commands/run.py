"""`osusume run`: answer in Slack."""

from __future__ import annotations

import signal
import socket
import threading
from typing import Annotated

import typer

from bot.json_logs import set_up_logs
from bot.terminal.options import Store


def run(
    store: Store = None,
    http: Annotated[bool, typer.Option("--http", help="Take events over HTTP instead of the socket.")] = False,
    host: Annotated[str, typer.Option(help="With --http or --metrics-port: the address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="With --http: the port.")] = 3000,
    replica: Annotated[
        str | None,
        typer.Option(envvar="OSUSUME_REPLICA", help="This process's name among several. Default: the machine's."),
    ] = None,
    metrics_port: Annotated[
        int | None,
        typer.Option(envvar="OSUSUME_METRICS_PORT", help="Answer GET /metrics on this port, also without --http."),
    ] = None,
    json_logs: Annotated[
        bool, typer.Option("--json-logs", envvar="OSUSUME_JSON_LOGS", help="Log one JSON object a line.")
    ] = False,
) -> None:
    """Answer in Slack until stopped. Needs SLACK_BOT_TOKEN and SLACK_APP_TOKEN; `osusume doctor` checks them.

    With --http it needs SLACK_SIGNING_SECRET in place of the app token. With SLACK_CLIENT_ID, SLACK_CLIENT_SECRET and
    OSUSUME_TOKEN_KEY many workspaces can install it at /slack/install.
    """
    from bot.slack.secrets import SecretMissing, Secrets
    from bot.slack.service import open_service

    set_up_logs(as_json=json_logs)
    try:
        service = open_service(Secrets.from_environment(), store, replica or socket.gethostname(), http=http)
    except SecretMissing as error:
        typer.echo(f"osusume: {error}", err=True)
        raise typer.Exit(2) from error
    if metrics_port is not None:
        service.metrics.serve(host, metrics_port)
    with service:
        if http:
            typer.echo(f"Osusume listens on http://{host}:{port}/slack/events. Ctrl-C ends it.")
            service.serve(host, port)
        else:
            stop = threading.Event()
            for sign in (signal.SIGINT, signal.SIGTERM):
                signal.signal(sign, lambda *_: stop.set())
            typer.echo("Osusume listens in Slack. Ctrl-C ends it.")
            service.listen(stop)
