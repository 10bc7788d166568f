"""Checks everything that must be right before the first answer, and says how to mend what is not."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from cryptography.fernet import Fernet
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.adapters.health import (
    examine_currency,
    examine_records,
    examine_schedule,
    examine_sources,
    say_doctor,
    tell_error,
)
from bot.adapters.open_store import OPERATOR_KEY, OsusumeError, store_address
from bot.app import open_conversation, open_office
from bot.clock import utc_now
from bot.dialogue.message import Click, Message
from bot.jobs.stuck import WAITS, find_stuck
from bot.ports import Say
from bot.slack.clients import make_client
from bot.slack.manifest import SCOPES
from bot.slack.membership import AllowedWorkspaces
from bot.slack.secrets import SecretMissing, Secrets
from bot.slack.socket_heartbeat import read_signs
from bot.slack.views.answer import blocks_from
from bot.slack.views.check import check_blocks

log = logging.getLogger(__name__)


_OF_STORE = {"records", "currency", "schedule", "sources", "socket", "blocks", "workspaces"}  # read it, too


@dataclass(frozen=True)
class Finding:
    """One check: what was looked at, whether it is right, and what it is or how to mend it."""

    name: str
    is_right: bool
    text: str


def examine(secrets: Secrets, store: str | None, language: str = "en") -> Iterator[Finding]:
    """All checks, one after the other; one that fails does not keep the others from being made."""
    client, say = make_client(secrets.bot_token, base_url=secrets.api), say_doctor(language)
    checks: dict[str, Callable[[], str]] = {
        "bot_token": lambda: _bot_token(client, secrets, say),
        "scopes": lambda: _scopes(client, say),
        "app_token": lambda: _app_token(secrets, say),
        "store": lambda: _store(store, say),
        "records": lambda: examine_records(store, language),
        "currency": lambda: _held(examine_currency(store, language)),
        "schedule": lambda: _held(examine_schedule(store, language)),
        "sources": lambda: _held(examine_sources(store, language)),
        "work": lambda: _work(store, say),
        "socket": lambda: _socket(store, say),
        "blocks": lambda: _blocks(client, store, say),
    }
    if secrets.is_many_workspaces:  # tokens come with each install
        checks = {"token_key": lambda: _token_key(secrets, say)} | {
            name: made for name, made in checks.items() if name not in {"bot_token", "scopes"}
        }
        checks["workspaces"] = lambda: _workspaces(store, say)
    unreadable = False
    for check, made in checks.items():
        if unreadable and check in _OF_STORE:
            continue  # what is wrong with it was said
        name = say(f"doctor.name_{check}")
        try:
            yield Finding(name, True, made())
        except SecretMissing as error:
            yield Finding(name, False, say(f"doctor.missing_{error.name}"))
        except OsusumeError as error:
            unreadable = unreadable or check == "store"
            yield Finding(name, False, tell_error(error, language))
        except _NotRight as error:
            yield Finding(name, False, str(error))
        except SlackApiError as error:
            yield Finding(name, False, say("doctor.slack_says", error=error.response["error"]))
        except OSError:
            yield Finding(name, False, say("doctor.unreachable", address=secrets.api))


class _NotRight(Exception):
    """A check found something; the message says how to mend it."""


def _bot_token(client: WebClient, secrets: Secrets, say: Say) -> str:
    secrets.need("bot_token")
    us = client.auth_test()
    return say("doctor.who", user=us.get("user", "Osusume"), team=us.get("team", "Slack"))


def _scopes(client: WebClient, say: Say) -> str:
    if not client.token:
        raise _NotRight(say("doctor.scopes_need_token"))
    given = client.auth_test().headers.get("x-oauth-scopes")
    if given is None:
        return say("doctor.scopes_untold")
    missing = sorted(set(SCOPES) - {scope.strip() for scope in given.split(",")})
    if missing:
        raise _NotRight(say("doctor.scopes_missing", scopes=", ".join(missing)))
    return say("doctor.scopes_right", count=len(SCOPES))


def _app_token(secrets: Secrets, say: Say) -> str:
    if secrets.signing_secret and not secrets.app_token:
        return say("doctor.app_token_not_needed")
    make_client(None, base_url=secrets.api).apps_connections_open(app_token=secrets.need("app_token"))
    return say("doctor.app_token_right")


def _token_key(secrets: Secrets, say: Say) -> str:
    try:
        Fernet(secrets.need("token_key"))
    except ValueError as error:
        raise _NotRight(say("doctor.token_key_wrong")) from error
    return say("doctor.token_key_right")


def _store(store: str | None, say: Say) -> str:
    open_conversation(store)
    return say("doctor.store_right")


def _workspaces(store: str | None, say: Say) -> str:
    office = open_office(store)
    known = AllowedWorkspaces(office, office.workspaces)
    if pending := known.pending():
        raise _NotRight(say("doctor.workspaces_wait", workspaces=", ".join(pending), first=next(iter(pending))))
    if not known.confirmed():
        raise _NotRight(say("doctor.workspaces_none"))
    return say("doctor.workspaces_right", workspaces=", ".join(known.confirmed()))


def _held(examined: tuple[bool, str]) -> str:
    is_right, told = examined
    if not is_right:
        raise _NotRight(told)
    return told


def _work(store: str | None, say: Say) -> str:
    try:
        stuck = find_stuck(store_address(store), before=utc_now() - WAITS)
    except Exception as error:
        log.exception("durable work cannot be read")
        raise _NotRight(say("doctor.work_unread")) from error
    if stuck is None:
        return say("doctor.work_none")
    if stuck.count:
        raise _NotRight(say("doctor.work_stuck", count=stuck.count, replicas=", ".join(stuck.replicas)))
    return say("doctor.work_right")


def _socket(store: str | None, say: Say) -> str:
    listening = read_signs(open_office(store), now=utc_now())
    if listening.silent:
        replica, since = listening.silent[0]
        raise _NotRight(say("doctor.socket_silent", replica=replica, since=since))
    return say("doctor.socket_right", last=listening.last) if listening.last else say("doctor.socket_none")


def _blocks(client: WebClient, store: str | None, say: Say) -> str:
    turn = open_conversation(store).reply_to(Message(OPERATOR_KEY, "doctor", click=Click("help")))
    blocks = [block for reply in turn.replies for block in blocks_from(reply)]
    if trouble := check_blocks(blocks):
        raise _NotRight(say("doctor.blocks_wrong", trouble=trouble[0].tell(say)))
    try:
        client.blocks_validate(blocks=blocks)
    except (SlackApiError, OSError):
        return say("doctor.blocks_own")
    return say("doctor.blocks_right")
