"""The HTTP side: one ASGI app for events, interactivity, commands, OAuth, health and metrics."""

from __future__ import annotations

import json
import logging
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Protocol
from urllib.parse import parse_qs

from slack_bolt import App, BoltRequest, BoltResponse
from slack_sdk.signature import SignatureVerifier
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.http_body import Refused, read_body
from bot.jobs.queue import JobQueue
from bot.ports import Office
from bot.slack.metrics import CONTENT_TYPE, ServiceMetrics

log = logging.getLogger(__name__)

_TAKEN, _UNWELL = 200, 503
_MOST_BYTES = 1_000_000  # Slack sends no more than some 100 KB
_STAMP_DIGITS = 12
_HELD_SECONDS = 60.0
Endpoint = Callable[[Request], Awaitable[Response]]


class Mounted(Protocol):
    """A route of another part, and what must run while it is served."""

    @property
    def route(self) -> Route:
        """The route."""

    def lifespan(self, app: Starlette) -> AbstractAsyncContextManager[None]:
        """Runs while the app does."""


def build_server(
    app: App,
    durable: JobQueue,
    office: Office,
    *,
    signing_secret: str,
    metrics: ServiceMetrics,
    agents: Mounted | None = None,
) -> Starlette:
    """The ASGI app. ``/slack/install`` and ``/slack/oauth_redirect`` are there when workspaces install by OAuth.

    ``agents``: ``/mcp``, where the extra for it is installed.
    """
    routes = [
        Route("/slack/events", _events(app, SignatureVerifier(signing_secret), metrics), methods=["POST"]),
        Route("/health", _health(durable, office), methods=["GET"]),
        Route("/metrics", _metrics(metrics), methods=["GET"]),
    ]
    flow = app.oauth_flow
    if flow is not None:
        routes += [
            Route("/slack/install", _oauth(flow.handle_installation), methods=["GET"]),
            Route("/slack/oauth_redirect", _oauth(flow.handle_callback), methods=["GET"]),
        ]
    if agents is None:
        return Starlette(routes=routes)
    return Starlette(routes=[*routes, agents.route], lifespan=agents.lifespan)


def verify(request: Request, body: str, verifier: SignatureVerifier) -> None:
    """Raises Refused unless Slack signed it lately and it can be read: nothing else is looked at by anybody."""
    stamp, signature = (request.headers.get(f"x-slack-{name}", "") for name in ("request-timestamp", "signature"))
    if not (stamp.isascii() and stamp.isdigit() and len(stamp) <= _STAMP_DIGITS):
        raise Refused(401, "no timestamp")
    if not verifier.is_valid(body=body, timestamp=stamp, signature=signature):
        raise Refused(401, "not signed by Slack")
    is_json = "json" in request.headers.get("content-type", "")
    try:
        read = json.loads(body if is_json else (parse_qs(body).get("payload") or ["{}"])[0])
    except ValueError as error:
        raise Refused(400, "not JSON") from error
    if not isinstance(read, dict):
        raise Refused(400, "not an object")


def _events(app: App, verifier: SignatureVerifier, metrics: ServiceMetrics) -> Endpoint:
    async def events(request: Request) -> Response:
        with metrics.acknowledging():
            return await take(request)

    async def take(request: Request) -> Response:
        try:
            body = await read_body(request, most_bytes=_MOST_BYTES)
            verify(request, body, verifier)
        except Refused as refused:
            return PlainTextResponse(f"{refused}\n", status_code=refused.status)
        asked = BoltRequest(body=body, query=str(request.query_params), headers=_headers(request))
        answer = await run_in_threadpool(app.dispatch, asked)
        if answer.status == _TAKEN:
            metrics.taken_at.set_to_current_time()
        return _response(answer)

    return events


def _oauth(handle: Callable[[BoltRequest], BoltResponse]) -> Endpoint:
    async def oauth(request: Request) -> Response:
        asked = BoltRequest(body="", query=str(request.query_params), headers=_headers(request))
        return _response(await run_in_threadpool(handle, asked))

    return oauth


def _health(durable: JobQueue, office: Office) -> Endpoint:
    async def health(_request: Request) -> Response:
        ails = [*await run_in_threadpool(office.find_ails), *await run_in_threadpool(_find_stopped, durable, office)]
        told = "".join(f"{ail}\n" for ail in ails) or "ok\n"
        return PlainTextResponse(told, status_code=_UNWELL if ails else _TAKEN)

    return health


def _find_stopped(durable: JobQueue, office: Office) -> list[str]:
    try:
        durable.count_open()
    except Exception:
        log.exception("durable work cannot be read")
        return [office.say(office.language)("work_stopped")]
    held = durable.count_held(_HELD_SECONDS)
    return [office.say(office.language)("waits", count=held)] if held else []


def _metrics(metrics: ServiceMetrics) -> Endpoint:
    async def tell(_request: Request) -> Response:
        return Response(await run_in_threadpool(metrics.text), media_type=CONTENT_TYPE)

    return tell


def _headers(request: Request) -> dict[str, str | Sequence[str]]:
    return dict(request.headers.items())


def _response(answer: BoltResponse) -> Response:
    made = Response(answer.body, status_code=answer.status)
    for name, values in answer.headers.items():
        for value in values:
            made.headers.append(name, value)
    return made
