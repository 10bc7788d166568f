"""The command line. `osusume --help` lists the commands; each is imported only when it is used, for speed."""

from __future__ import annotations

import gc
import importlib
import os
import sys
from collections.abc import Iterable
from importlib.metadata import version
from typing import Annotated

import typer

# One thread for the numeric libraries: a question is small, and their default burns a core for each.
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

# What is imported stays: looking through it for garbage every 700 objects takes a tenth of a cold answer.
_FEW_COLLECTIONS = 50_000

_HELP = "Osusume: what to offer a customer, when, in which words, and whether to offer at all."

# Command → module in bot.terminal.commands, and the line in the list of commands.
COMMANDS = {
    "ask": ("ask", 'Ask one question: osusume ask "what should I offer Acme?"'),
    "chat": ("chat", "A conversation: why?, what about Globex?, draft it in Japanese"),
    "parse": ("parse", "What a question is understood as, without answering it"),
    "import": ("import_data", "Bring your exports into the customer store"),
    "sync": ("sync", "Bring what changed in your systems into the customer store"),
    "connect": ("connect", "Set up a system to sync from: what to create there, least rights, a test"),
    "accounts": ("accounts", "Which ids are one customer: ties, merge, split"),
    "products": ("products", "Which ids are one product: ties, merge, split"),
    "people": ("people", "Which ids are one colleague: ties, merge, split"),
    "backtest": ("backtest", "Would our advice have been right? Offers and churn risk on the firm's own past"),
    "away": ("away", "Who is away, and who stands in for handoffs"),
    "feedback": ("feedback", "What product should hear: needs nothing answers, reasons for losses"),
    "unanswered": ("unanswered", "What colleagues asked and no article answers: for operations, most frequent first"),
    "target": ("target", "Whom we aim at: new, edit, list, show with results, review"),
    "metrics": ("metrics", "NRR, churn, cross-sell rate and the rest, to read or as CSV"),
    "whitespace": ("whitespace", "Customers by product families: owned, could own, held back; to read or as CSV"),
    "init": ("init", "A folder for the firm's own config, playbook, targets, mappings, sources and words"),
    "config": ("config", "The settings: check, show, explain where each comes from and why"),
    "demo": ("demo", "The demo company: fill it, ask it, see whole answers"),
    "web": ("web", "The same in your browser: osusume web --store demo"),
    "run": ("run", "Answer in Slack: Socket Mode, or HTTP with --http"),
    "mcp": ("mcp", "The door for AI agents: MCP over stdio, or over HTTP with --http"),
    "token": ("token", "Tokens by which an agent acts as one person: create, list, revoke"),
    "manifest": ("manifest", "The Slack app manifest, ready to paste"),
    "workspaces": ("workspaces", "Which Slack workspaces are the firm's: list, allow, forbid, unbind a person"),
    "doctor": ("doctor", "Check tokens, scopes, store, schedule and blocks; say how to mend each"),
    "holdout": ("holdout", "What prompts do, measured on customers who get none"),
    "refresh": ("refresh", "Look at all customers as each night does"),
    "digest": ("digest", "The churn digest of each manager, tried out: osusume digest --dry-run"),
    "rules": ("rules", "What is behind alerts and offers: show, test, set aside, restore"),
    "store": ("store", "The store as a whole: status, upgrade, backup, restore, verify"),
    "privacy": ("privacy", "Personal data: what is stored and why; find, export, erase; what is too old"),
    "audit": ("audit", "Who said, saw or changed what, on which account, from where"),
}


def build_app(names: Iterable[str] = COMMANDS) -> typer.Typer:
    """The command line with these commands; each one's module is imported here."""
    app = typer.Typer(
        no_args_is_help=True, add_completion=False, rich_markup_mode=None, help=_HELP, pretty_exceptions_enable=False
    )
    app.callback()(_no_options)
    for name in names:
        module, line = COMMANDS[name]
        found = importlib.import_module(f"bot.terminal.commands.{module}")
        if hasattr(found, "group"):
            app.add_typer(found.group, name=name, help=line)
        else:
            app.command(name, short_help=line)(found.run)
    return app


def main() -> None:
    """Run a command. An error that a person can mend is one line and exit code 2, never a traceback."""
    gc.set_threshold(_FEW_COLLECTIONS)
    from bot.adapters.open_store import OsusumeError, StoreUnreachable

    asked = sys.argv[1:2]
    try:
        build_app(asked if asked and asked[0] in COMMANDS else () if asked == ["--version"] else COMMANDS)()
    except StoreUnreachable as error:  # comes before there is a conversation that would tell it
        from bot.terminal.told_errors import tell_in_their_language

        sys.stderr.write(f"osusume: {tell_in_their_language(error, sys.argv[1:])}\n")
        sys.exit(2)
    except OsusumeError as error:
        sys.stderr.write(f"osusume: {error}\n")
        sys.exit(2)


def _tell_version(asked: bool) -> None:
    if asked:
        typer.echo(f"osusume {version('osusume')}")
        raise typer.Exit


def _no_options(
    _version: Annotated[
        bool, typer.Option("--version", help="Say the version and go.", callback=_tell_version, is_eager=True)
    ] = False,
) -> None:
    """Options of the program itself; also keeps a single command a command of its own."""
