"""Who is let in: a browser by its session, by the link or by signing in; what it sends by the token of its pages."""

from __future__ import annotations

import logging
import re
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response

from bot.adapters.web import LANGUAGES, WebDoor
from bot.http_body import Refused
from bot.ports import Colleague
from bot.web.drawing import draw
from bot.web.sent import Sent, read_sent
from bot.web.sessions import Session, Sessions
from bot.web.sign_in import BEGIN, NotVouched, SignIn, VoucherUnreachable

log = logging.getLogger(__name__)

COOKIE = "osusume"
_OPS = "ops"
_SEE_OTHER, _BAD, _FORBIDDEN, _UNREACHABLE = 303, 400, 403, 503
Way = tuple[str, str]  # on from a page for browsers that we do not know: its address, and what it is called


@dataclass(frozen=True)
class Admission:
    """Lets browsers in, and hands what they ask to whoever answers it.

    ``key``: what the link must hold, where one comes in by that; ``sign_in``: where people sign in. Neither lets every
    one in (the demo).
    """

    door: WebDoor
    key: str | None
    sign_in: SignIn | None = None
    sessions: Sessions = field(default_factory=Sessions)

    @property
    def cookie(self) -> str:
        """What the browser keeps its session under; so that no neighbouring host can set it, where there are any."""
        return f"__Host-{COOKIE}" if self._is_secure else COOKIE

    def showing(self, show: Callable[[Session, Request], Response]) -> Callable[[Request], Awaitable[Response]]:
        """For a browser that is known, or may come in."""

        async def answer(request: Request) -> Response:
            session = await self._find(request)
            if session:
                return await run_in_threadpool(show, session, request)
            asked = request.url.remove_query_params("key")
            path = f"/{asked.path.lstrip('/')}"  # two strokes would name another host
            if self.sign_in:
                ways = ((f"{BEGIN}?{urlencode({'to': path})}", "web.sign_in"),)
                return self._outside(request, "web.sign_in_first", ways, title="web.sign_in_title")
            if self.key is not None and not _is_same(request.query_params.get("key", ""), self.key):
                return self._outside(request, "web.no_link")
            return self.let_in(self.door.people[0], f"{path}?{asked.query}" if asked.query else path)

        return answer

    def taking(self, take: Callable[[Session, Sent], Response]) -> Callable[[Request], Awaitable[Response]]:
        """For what a page of ours sends: its session's token is in it."""

        async def answer(request: Request) -> Response:
            session = await self._find(request)
            if session is None:
                return self._outside(request, "web.stale", _ON)
            try:
                sent, files = await read_sent(request, takes_files=may_import(session))
            except Refused as refused:
                return PlainTextResponse(f"{refused}\n", refused.status)
            if not _is_same(sent.get("csrf", ""), session.csrf):
                return self._outside(request, "web.stale", _ON)
            session.files = files or session.files
            try:
                return await run_in_threadpool(take, session, sent)
            except ValueError as wrong:
                return PlainTextResponse(f"{wrong}\n", _BAD)

        return answer

    def let_in(self, person: Colleague, path: str, *, email: str | None = None) -> Response:
        """Begin a session of this person, and lead on to the page."""
        seconds = self.sign_in.seconds if self.sign_in else None
        session = self.sessions.begin(
            person, person.language or self.door.office.language, email=email, seconds=seconds
        )
        response = RedirectResponse(path, _SEE_OTHER)
        # Whoever vouches leads here from elsewhere, which "strict" would take for a stranger.
        same_site: Literal["lax", "strict"] = "lax" if self.sign_in else "strict"
        response.set_cookie(
            self.cookie, session.cookie, max_age=seconds, httponly=True, secure=self._is_secure, samesite=same_site
        )
        return response

    async def begin_sign_in(self, request: Request) -> Response:
        """Lead to who vouches for people, and from there to the page that they wanted."""
        sign_in = self._need_sign_in()
        wanted = request.query_params.get("to", "")
        try:
            return await sign_in.begin(request, wanted if _is_own(wanted) else "/")
        except VoucherUnreachable as error:
            return self._tell_unreachable(request, error)

    async def finish_sign_in(self, request: Request) -> Response:
        """Let in whom somebody vouched for and the store knows; all others learn the same: nothing."""
        sign_in = self._need_sign_in()
        try:
            vouched = await sign_in.finish(request)
        except VoucherUnreachable as error:
            return self._tell_unreachable(request, error)
        except NotVouched as error:
            log.warning("nobody is signed in: %s", error)
            response = self._outside(request, "web.not_signed_in", _AGAIN, title="web.sign_in_title")
        else:
            person = await run_in_threadpool(self.door.office.find_colleague, vouched.email)
            if person:
                self._end(request)
                response = self.let_in(person, vouched.path, email=vouched.email)
            else:
                log.warning("somebody whom the store does not know wanted to sign in")
                response = self._outside(request, "web.not_signed_in", _AGAIN, title="web.sign_in_title")
        sign_in.forget_begun(response)
        return response

    def sign_out(self, session: Session, _sent: Sent) -> Response:
        """Forget this browser and all that it was shown."""
        self.sessions.end(session)
        response = RedirectResponse("/signed-out", _SEE_OTHER)
        response.delete_cookie(self.cookie, secure=self._is_secure, httponly=True)
        return response

    async def tell_signed_out(self, request: Request) -> Response:
        """Where one is still signed in: with who vouches."""
        elsewhere = await self._need_sign_in().find_sign_out()
        ways = (*_AGAIN, *(((elsewhere, "web.sign_out_elsewhere"),) if elsewhere else ()))
        return self._outside(request, "web.signed_out", ways, title="web.signed_out_title", status=200)

    async def _find(self, request: Request) -> Session | None:
        """Whose browser this is; who signed in must still be with us, and is who they are now."""
        session = self.sessions.find(request.cookies.get(self.cookie, ""))
        if session is None or session.email is None:
            return session
        person = await run_in_threadpool(self.door.office.find_colleague, session.email)
        if person is None or person.key != session.person.key:
            self.sessions.end(session)
            return None
        session.person = person
        return session

    def _end(self, request: Request) -> None:
        session = self.sessions.find(request.cookies.get(self.cookie, ""))
        if session:
            self.sessions.end(session)

    @property
    def _is_secure(self) -> bool:
        return self.sign_in is not None and self.sign_in.is_secure

    def _need_sign_in(self) -> SignIn:
        if self.sign_in is None:
            raise LookupError("people do not sign in here")
        return self.sign_in

    def _tell_unreachable(self, request: Request, error: VoucherUnreachable) -> Response:
        log.error("nobody can sign in: %s", error)
        return self._outside(request, "web.sign_in_unreachable", _AGAIN, title="web.sign_in_title", status=_UNREACHABLE)

    def _outside(
        self,
        request: Request,
        text: str,
        ways: tuple[Way, ...] = (),
        *,
        title: str = "web.lost_title",
        status: int = _FORBIDDEN,
    ) -> Response:
        """For a browser that we do not know."""
        language = _choose_language(request, self.door.office.language)
        return HTMLResponse(draw("outside.html", language, title=title, text=text, ways=ways), status)


_ON: tuple[Way, ...] = (("/", "web.page_ask"),)
_AGAIN: tuple[Way, ...] = ((BEGIN, "web.sign_in"),)


def may_import(session: Session) -> bool:
    """Whether this person looks after the store."""
    return session.person.role == _OPS


def _is_same(said: str, secret: str) -> bool:
    return secrets.compare_digest(said.encode(), secret.encode())


def _is_own(path: str) -> bool:
    """Whether a path is one of ours: two strokes, or one and a backslash, name another host."""
    return path.startswith("/") and not path.startswith(BEGIN) and _OWN_PATH.fullmatch(path) is not None


_OWN_PATH = re.compile(r"/(?:[\w-][\w/-]*)?", re.ASCII)


def _choose_language(request: Request, otherwise: str) -> str:
    """What the browser asks for first of the languages that we speak."""
    asked = [each.strip()[:2].lower() for each in request.headers.get("accept-language", "").split(",")]
    return next((each for each in asked if each in LANGUAGES), otherwise)
