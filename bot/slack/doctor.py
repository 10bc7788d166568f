"""Checks everything that must be right before the first answer, and says how to mend what is not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.message import Click, Message
from bot.slack.clients import make_client
from bot.slack.manifest import SCOPES
from bot.slack.secrets import SecretMissing, Secrets
from bot.slack.views.answer import blocks_from
from bot.slack.views.check import check_blocks
from bot.wiring import OPERATOR_KEY, OsusumeError, open_conversation


@dataclass(frozen=True)
class Finding:
    """One check: what was looked at, whether it is right, and what it is or how to mend it."""

    name: str
    is_right: bool
    text: str


def examine(secrets: Secrets, store: str | None) -> Iterator[Finding]:
    """All checks, one after the other; one that fails does not keep the others from being made."""
    client = make_client(secrets.bot_token, base_url=secrets.api)
    checks: dict[str, Callable[[], str]] = {
        "bot token": lambda: _bot_token(client, secrets),
        "scopes": lambda: _scopes(client),
        "app token": lambda: _app_token(secrets),
        "store": lambda: _store(store),
        "blocks": lambda: _blocks(client, store),
    }
    for name, check in checks.items():
        try:
            yield Finding(name, True, check())
        except (SecretMissing, OsusumeError, _NotRight) as error:
            yield Finding(name, False, str(error))
        except SlackApiError as error:
            yield Finding(
                name, False, f"Slack says {error.response['error']}. Install the app anew and copy the token."
            )
        except OSError:
            yield Finding(name, False, f"{secrets.api} cannot be reached. Check the network and proxy of this machine.")


class _NotRight(Exception):
    """A check found something; the message says how to mend it."""


def _bot_token(client: WebClient, secrets: Secrets) -> str:
    secrets.need("bot_token")
    us = client.auth_test()
    return f"{us.get('user', 'Osusume')} in {us.get('team', 'the workspace')}"


def _scopes(client: WebClient) -> str:
    if not client.token:
        raise _NotRight("Cannot be read without the bot token.")
    given = client.auth_test().headers.get("x-oauth-scopes")
    if given is None:
        return "Slack does not say here which were given"
    missing = sorted(set(SCOPES) - {scope.strip() for scope in given.split(",")})
    if missing:
        raise _NotRight(f"Missing: {', '.join(missing)}. Paste `osusume manifest` anew and reinstall the app.")
    return f"all {len(SCOPES)} are there"


def _app_token(secrets: Secrets) -> str:
    if secrets.signing_secret and not secrets.app_token:
        return "not needed over HTTP; the signing secret is there"
    make_client(None, base_url=secrets.api).apps_connections_open(app_token=secrets.need("app_token"))
    return "Slack opens a socket for it"


def _store(store: str | None) -> str:
    open_conversation(store)
    return "opened, and there are customers in it"


def _blocks(client: WebClient, store: str | None) -> str:
    turn = open_conversation(store).reply_to(Message(OPERATOR_KEY, "doctor", click=Click("help")))
    blocks = [block for reply in turn.replies for block in blocks_from(reply)]
    if trouble := check_blocks(blocks):
        raise _NotRight(f"An answer would be refused: {trouble[0]}. Please report it.")
    try:
        client.blocks_validate(blocks=blocks)
    except (SlackApiError, OSError):
        return "within Slack's limits by our own check; Slack's was not to be had"
    return "Slack takes them"
