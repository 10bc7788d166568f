"""``/mcp`` on the HTTP app: a token names the person; without one that holds, nothing is said about anything."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from mcp.server import MCPServer
from mcp.server.transport_security import TransportSecuritySettings
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.responses import JSONResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.adapters.agents import AgentDoor
from bot.mcp.server import SCOPE_KEY, build_mcp_server

PATH = "/mcp"
_BEARER = "bearer "
_MOST_BYTES = 262_144  # a call is a few hundred


class TokenGuard:
    """Lets in who has a token that may be used; the same refusal for everybody else, whatever is wrong."""

    def __init__(self, app: ASGIApp, door: AgentDoor) -> None:
        self._app = app
        self._door = door

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, with who calls in the scope."""
        said = Headers(scope=scope).get("authorization", "")
        token = said[len(_BEARER) :].strip() if said.lower().startswith(_BEARER) else ""
        caller = await run_in_threadpool(self._door.find_caller, token) if token else None
        if caller is None:
            refusal = JSONResponse({"error": "unauthorized"}, 401, {"WWW-Authenticate": 'Bearer realm="osusume"'})
            await refusal(scope, receive, send)
            return
        await self._app({**scope, SCOPE_KEY: caller}, receive, send)


class AgentRoutes:
    """The route, and what must run while it is served."""

    def __init__(self, door: AgentDoor) -> None:
        self._server: MCPServer = build_mcp_server(door)
        # Tokens are no cookies: a page of somebody else's, rebound to our address, has none to send.
        security = TransportSecuritySettings(enable_dns_rebinding_protection=False)
        app = self._server.streamable_http_app(
            streamable_http_path=PATH,
            stateless_http=True,
            json_response=True,
            max_request_body_size=_MOST_BYTES,
            transport_security=security,
        )
        self.route = Route(PATH, TokenGuard(app, door), methods=["GET", "POST", "DELETE"])

    @asynccontextmanager
    async def lifespan(self, _app: Starlette) -> AsyncIterator[None]:
        """Runs while the app does."""
        async with self._server.session_manager.run():
            yield


def build_agent_app(door: AgentDoor) -> Starlette:
    """``/mcp`` alone, for a firm without Slack."""
    routes = AgentRoutes(door)
    return Starlette(routes=[routes.route], lifespan=routes.lifespan)
