"""The settings page: what holds, what is one's own, what is to be mended; for operations alone."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.adapters.own_settings import check_settings
from bot.adapters.web import phrases
from bot.web.frame import Frame
from bot.web.pages import Page, may_open
from bot.web.sessions import Session
from bot.web.talking import tell_checks


@dataclass(frozen=True)
class SettingsDesk:
    """Shows them; they are changed in the file, so that a change is reviewed as others are."""

    frame: Frame

    def routes(self) -> list[Route]:
        """Where it is reached."""
        return [Route("/settings", self.frame.showing(self.show))]

    def show(self, session: Session, _request: Request) -> Response:
        """Read anew each time."""
        if not may_open("settings", session.person.role):
            return self.frame.lost(session)
        return self.frame.show(
            "checked_settings.html",
            session,
            Page("settings", "/settings"),
            checked=check_settings(session.language),
            checks=session.show(tell_checks(self.frame.door, session.language)),
            signs_in=self._tell_sign_in(session.language),
        )

    def _tell_sign_in(self, language: str) -> str:
        say, sign_in = phrases(language), self.frame.admission.sign_in
        if sign_in:
            return say("settings.signs_in", issuer=sign_in.settings.issuer)
        return say("settings.demo" if self.frame.door.is_demo else "settings.by_link")
