"""Who is let in: a browser by its session or by the link, and what it sends by the token of its pages."""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response

from bot.adapters.web import WebDoor
from bot.http_body import Refused
from bot.ports import Colleague
from bot.web.drawing import draw
from bot.web.sent import Sent, read_sent
from bot.web.sessions import Session, Sessions

COOKIE = "osusume"
_OPS = "ops"
_SEE_OTHER, _BAD, _FORBIDDEN = 303, 400, 403


@dataclass(frozen=True)
class Admission:
    """Lets browsers in, and hands what they ask to whoever answers it."""

    door: WebDoor
    key: str | None
    sessions: Sessions = field(default_factory=Sessions)

    def showing(self, show: Callable[[Session, Request], Response]) -> Callable[[Request], Awaitable[Response]]:
        """For a browser that is known, or may come in."""

        async def answer(request: Request) -> Response:
            session = self.sessions.find(request.cookies.get(COOKIE, ""))
            if session:
                return await run_in_threadpool(show, session, request)
            if self.key is not None and not _is_same(request.query_params.get("key", ""), self.key):
                return self._outside("web.no_link", leads_on=False)
            asked = request.url.remove_query_params("key")
            path = f"/{asked.path.lstrip('/')}"  # two strokes would name another host
            return self.let_in(self.door.people[0], f"{path}?{asked.query}" if asked.query else path)

        return answer

    def taking(self, take: Callable[[Session, Sent], Response]) -> Callable[[Request], Awaitable[Response]]:
        """For what a page of ours sends: its session's token is in it."""

        async def answer(request: Request) -> Response:
            session = self.sessions.find(request.cookies.get(COOKIE, ""))
            if session is None:
                return self._outside("web.stale", leads_on=True)
            try:
                sent, files = await read_sent(request, takes_files=may_import(session))
            except Refused as refused:
                return PlainTextResponse(f"{refused}\n", refused.status)
            if not _is_same(sent.get("csrf", ""), session.csrf):
                return self._outside("web.stale", leads_on=True)
            session.files = files or session.files
            try:
                return await run_in_threadpool(take, session, sent)
            except ValueError as wrong:
                return PlainTextResponse(f"{wrong}\n", _BAD)

        return answer

    def let_in(self, person: Colleague, path: str) -> Response:
        """Begin a session of this person, and lead on to the page."""
        session = self.sessions.begin(person, person.language or self.door.office.language)
        response = RedirectResponse(path, _SEE_OTHER)
        response.set_cookie(COOKIE, session.cookie, httponly=True, samesite="strict")
        return response

    def _outside(self, text: str, *, leads_on: bool) -> Response:
        """For a browser that we do not know."""
        page = draw("outside.html", self.door.office.language, text=text, leads_on=leads_on)
        return HTMLResponse(page, _FORBIDDEN)


def may_import(session: Session) -> bool:
    """Whether this person looks after the store."""
    return session.person.role == _OPS


def _is_same(said: str, secret: str) -> bool:
    return secrets.compare_digest(said.encode(), secret.encode())
