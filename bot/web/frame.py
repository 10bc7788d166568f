"""What every page stands in: the menu, as whom one asks, the language; and the page for what is not there."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from actions.registry import load_specs
from bot.adapters.web import LANGUAGES, WebDoor
from bot.web.admission import Admission
from bot.web.drawing import draw
from bot.web.pages import Page, find_page, nav_of
from bot.web.sent import Sent
from bot.web.sessions import Session

_NOT_FOUND = 404
Answer = Callable[[Request], Awaitable[Response]]


@dataclass(frozen=True)
class Frame:
    """Draws pages for whoever was let in."""

    admission: Admission

    @property
    def door(self) -> WebDoor:
        """What answers."""
        return self.admission.door

    @property
    def today(self) -> dt.date:
        """The day answered for."""
        return self.door.office.conversation.clock.today()

    def show(self, template: str, session: Session, page: Page, status: int = 200, **facts: Any) -> Response:
        """A page of a template."""
        office = self.door.office
        text = draw(
            template,
            session.language,
            page=page,
            session=session,
            people=self.door.people,
            nav=nav_of(session.person.role),
            nonce=secrets.token_urlsafe(6),
            today=self.today,
            folds=lambda intent: intent in load_specs() and office.folds(intent),
            office_say=office.say,
            languages=LANGUAGES,
            **facts,
        )
        return HTMLResponse(text, status)

    def lost(self, session: Session) -> Response:
        """For what there is not, or what this person may not see: they cannot be told apart."""
        page = Page("lost", "/")
        return self.show("note.html", session, page, _NOT_FOUND, title="web.lost_title", text="web.lost")

    def showing(self, show: Callable[[Session, Request], Response]) -> Answer:
        """For a browser that is known, or may come in."""
        return self.admission.showing(show)

    def taking(self, take: Callable[[Session, Page, Sent], Response]) -> Answer:
        """For what is sent from a page that there is."""

        def answer(session: Session, sent: Sent) -> Response:
            page = find_page(sent.get("page", ""), self.today)
            return take(session, page, sent) if page else self.lost(session)

        return self.admission.taking(answer)
