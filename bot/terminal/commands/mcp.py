"""`osusume mcp`: AI agents ask over the Model Context Protocol."""

from __future__ import annotations

import getpass
from importlib.util import find_spec
from typing import Annotated

import typer

from bot.adapters.settings import read_skill
from bot.terminal.options import Store

_MISSING = 'osusume: agents need the extra "mcp": pip install "osusume[mcp]" (uvx --from "osusume[mcp]" osusume mcp)'


def run(
    as_person: Annotated[
        str | None,
        typer.Option("--as", help="Whose sight the agent has (name or e-mail). Needed on stdio.", show_default=False),
    ] = None,
    agent: Annotated[str, typer.Option(help="What the audit trail calls the agent, on stdio.")] = "stdio",
    http: Annotated[bool, typer.Option("--http", help="Serve /mcp over HTTP; each call brings a token.")] = False,
    host: Annotated[str, typer.Option(help="With --http: the address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="With --http: the port.")] = 3001,
    skill: Annotated[bool, typer.Option("--skill", help="Print the skill file for agents, and end.")] = False,
    store: Store = None,
) -> None:
    """Serve AI agents: on stdio as the person of --as, over HTTP as whoever the token (`osusume token`) was made for.

    `osusume run --http` serves /mcp as well. docs/agents.md sets up Claude, Cursor and others in ten minutes.
    """
    if skill:
        typer.echo(read_skill())
        return
    if find_spec("mcp") is None:
        typer.echo(_MISSING, err=True)
        raise typer.Exit(2)
    if not http and as_person is None:
        typer.echo(f"osusume: say whose sight the agent has: osusume mcp --as {getpass.getuser()}@your-firm", err=True)
        raise typer.Exit(2)
    from bot.adapters.agents import open_agent_door

    door = open_agent_door(store)
    if http:
        import uvicorn

        from bot.mcp.http import build_agent_app

        uvicorn.run(build_agent_app(door), host=host, port=port, log_level="warning")
        return
    from bot.mcp.server import build_mcp_server

    build_mcp_server(door, door.caller_of(str(as_person), agent)).run("stdio")
