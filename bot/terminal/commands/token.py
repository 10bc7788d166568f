"""`osusume token create|list|revoke`: an agent acts as one person by a token."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Annotated

import typer

from bot.adapters.agents import end_token, make_token, show_tokens
from bot.adapters.health import say_doctor as phrases
from bot.terminal.options import AsJson, Lang, Store

group = typer.Typer(no_args_is_help=True, rich_markup_mode=None)


@group.command()
def create(
    as_person: Annotated[str, typer.Option("--as", help="Whose sight the agent has (name or e-mail).")],
    agent: Annotated[str, typer.Option(help="What the agent is called in the audit trail.")],
    days: Annotated[
        int | None, typer.Option(min=1, max=400, help="How long it holds. Default: agents.token_days.")
    ] = None,
    store: Store = None,
    lang: Lang = None,
    as_json: AsJson = False,
) -> None:
    """Make a token. It is shown once and kept nowhere; lost ones are revoked and made anew."""
    number, token, name = make_token(store, as_person, agent, days)
    if as_json:
        typer.echo(json.dumps({"id": number, "token": token, "person": name, "agent": agent}, ensure_ascii=False))
        return
    say = phrases(lang or "en")
    typer.echo(say("agents.made", number=number, agent=agent, person=name))
    typer.echo(token)
    typer.echo(say("agents.how"))


@group.command(name="list")
def show(store: Store = None, lang: Lang = None, as_json: AsJson = False) -> None:
    """All tokens: whose, for which agent, until when, used last."""
    say = phrases(lang or "en")
    for card in show_tokens(store):
        if as_json:
            typer.echo(json.dumps(asdict(card), ensure_ascii=False, default=str))
            continue
        ended = say("agents.revoked") if card.revoked_at else say("agents.until", moment=card.ends_at)
        used = say("agents.used", moment=card.used_at) if card.used_at else say("agents.unused")
        typer.echo(f"{card.id}  {card.person_key}  {card.agent}  {ended}  {used}")


@group.command()
def revoke(
    number: Annotated[int, typer.Argument(help="The number that `osusume token list` shows.")],
    store: Store = None,
    lang: Lang = None,
) -> None:
    """End a token at once."""
    end_token(store, number)
    typer.echo(phrases(lang or "en")("agents.ended", number=number))
