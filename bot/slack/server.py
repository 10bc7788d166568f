"""The HTTP side: one ASGI app for events, interactivity, commands, OAuth, health and metrics."""

from __future__ import annotations

import logging
import time
from collections.abc import Awaitable, Callable, Sequence

from slack_bolt import App, BoltRequest, BoltResponse
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.jobs.queue import JobQueue
from bot.ports import Office

log = logging.getLogger(__name__)

_TAKEN, _UNWELL = 200, 503
Endpoint = Callable[[Request], Awaitable[Response]]


def build_server(app: App, durable: JobQueue, office: Office) -> Starlette:
    """The ASGI app. ``/slack/install`` and ``/slack/oauth_redirect`` are there when workspaces install by OAuth."""
    routes = [
        Route("/slack/events", _events(app), methods=["POST"]),
        Route("/health", _health(durable, office), methods=["GET"]),
        Route("/metrics", _metrics(durable), methods=["GET"]),
    ]
    flow = app.oauth_flow
    if flow is not None:
        routes += [
            Route("/slack/install", _oauth(flow.handle_installation), methods=["GET"]),
            Route("/slack/oauth_redirect", _oauth(flow.handle_callback), methods=["GET"]),
        ]
    return Starlette(routes=routes)


def _events(app: App) -> Endpoint:
    async def events(request: Request) -> Response:
        body = (await request.body()).decode("utf-8")
        asked = BoltRequest(body=body, query=str(request.query_params), headers=_headers(request))
        answer = await run_in_threadpool(app.dispatch, asked)
        if answer.status == _TAKEN:
            request.app.state.taken_at = time.time()
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
    return []


def _metrics(durable: JobQueue) -> Endpoint:
    async def metrics(request: Request) -> Response:
        taken_at = getattr(request.app.state, "taken_at", 0.0)
        waiting = await run_in_threadpool(durable.count_open)
        return PlainTextResponse(
            "# HELP osusume_jobs_open Answers begun or waiting for their turn.\n"
            "# TYPE osusume_jobs_open gauge\n"
            f"osusume_jobs_open {waiting}\n"
            "# HELP osusume_last_taken_timestamp_seconds When this process last took something from Slack; 0: never.\n"
            "# TYPE osusume_last_taken_timestamp_seconds gauge\n"
            f"osusume_last_taken_timestamp_seconds {taken_at:.3f}\n"
        )

    return metrics


def _headers(request: Request) -> dict[str, str | Sequence[str]]:
    return dict(request.headers.items())


def _response(answer: BoltResponse) -> Response:
    made = Response(answer.body, status_code=answer.status)
    for name, values in answer.headers.items():
        for value in values:
            made.headers.append(name, value)
    return made
