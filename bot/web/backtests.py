"""The page of backtests: run beside the pages, by one person at a time, and kept until somebody runs them anew."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from datetime import datetime
from threading import Lock, Thread

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bot.adapters.firm_backtests import FirmBacktests, run_backtests, tell_backtests
from bot.web.frame import Frame
from bot.web.pages import Page, may_open
from bot.web.sent import Sent
from bot.web.sessions import Session

log = logging.getLogger(__name__)
_SEE_OTHER = 303


@dataclass
class BacktestsDesk:
    """Runs them, and shows what was found last."""

    frame: Frame
    _found: FirmBacktests | None = None
    _since: datetime | None = None
    _failed: bool = False
    _lock: Lock = field(default_factory=Lock)

    def routes(self) -> list[Route]:
        """Where it is reached."""
        return [
            Route("/backtests", self.frame.showing(self.show)),
            Route("/backtests/run", self.frame.taking(self.run), methods=["POST"]),
        ]

    def show(self, session: Session, _request: Request) -> Response:
        """What was found last, and whether they are being run."""
        if not may_open("backtests", session.person.role):
            return self.frame.lost(session)
        found = self._found
        return self.frame.show(
            "backtests.html",
            session,
            Page("backtests", "/backtests"),
            told=tell_backtests(self.frame.door.office, found, session.language) if found else (),
            found=found,
            since=self._since,
            failed=self._failed,
        )

    def run(self, session: Session, page: Page, _sent: Sent) -> Response:
        """Begin, unless somebody has already."""
        if page.kind != "backtests" or not may_open("backtests", session.person.role):
            return self.frame.lost(session)
        with self._lock:
            if self._since is None:
                self._since = self.frame.door.office.conversation.clock.now()
                Thread(target=self._run, daemon=True, name="backtests").start()
        return RedirectResponse("/backtests", _SEE_OTHER)

    def _run(self) -> None:
        try:
            self._found, self._failed = run_backtests(self.frame.door.office, self.frame.today), False
        except Exception:
            self._failed = True
            log.exception("the backtests could not be run")
        finally:
            self._since = None
