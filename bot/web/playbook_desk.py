"""The playbook editor: the files of the firm's own playbook, for operations alone."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bot.adapters.office import StoreOffice
from bot.adapters.own_playbook import PlaybookRefused, TriedFile, check_file, list_own, read_own, save_own
from bot.adapters.web import phrases
from bot.web.frame import Frame
from bot.web.pages import Page, may_open
from bot.web.sent import Sent, as_lines
from bot.web.sessions import Session

_SEE_OTHER, _UNPROCESSABLE, _CONFLICT = 303, 422, 409
_ENDING = ".yml"


@dataclass(frozen=True)
class PlaybookDesk:
    """Lists, opens, checks and saves."""

    frame: Frame

    def routes(self) -> list[Route]:
        """Where it is reached."""
        return [
            Route("/playbook", self.frame.showing(self.list_files)),
            Route("/playbook/new", self.frame.showing(self.begin)),
            Route("/playbook/file/{name}", self.frame.showing(self.open)),
            Route("/playbook/check", self.frame.taking(self.check), methods=["POST"]),
            Route("/playbook/save", self.frame.taking(self.save), methods=["POST"]),
        ]

    def list_files(self, session: Session, _request: Request) -> Response:
        """The files, and a way to begin a new one."""
        return self._list(session) if _may(session) else self.frame.lost(session)

    def begin(self, session: Session, request: Request) -> Response:
        """A new file, which is there once it is saved; one that is there is opened."""
        if not _may(session):
            return self.frame.lost(session)
        name = f"{request.query_params.get('name', '').strip().removesuffix(_ENDING)}{_ENDING}"
        try:
            read_own(name)
        except PlaybookRefused as refused:
            if refused.phrase != "own_playbook.no_file":
                return self._list(session, phrases(session.language)(refused.phrase, name=name))
            return self._edit(session, name, "", "")
        return RedirectResponse(f"/playbook/file/{name}", _SEE_OTHER)

    def open(self, session: Session, request: Request) -> Response:
        """One file, to be edited."""
        name = request.path_params["name"]
        if not _may(session):
            return self.frame.lost(session)
        try:
            text, version = read_own(name)
        except PlaybookRefused:
            return self.frame.lost(session)
        return self._edit(session, name, text, version)

    def check(self, session: Session, _page: Page, sent: Sent) -> Response:
        """What is to be mended, and how the entries would be told; nothing is written."""
        if not _may(session):
            return self.frame.lost(session)
        name, text = sent.get("name", ""), as_lines(sent.get("text", ""))
        tried = check_file(name, text, self._office, session.language)
        return self._edit(session, name, text, sent.get("version", ""), tried=tried)

    def save(self, session: Session, _page: Page, sent: Sent) -> Response:
        """Write the file; what is to be mended, or who else has changed it, is told above what was typed."""
        if not _may(session):
            return self.frame.lost(session)
        name, text, version = sent.get("name", ""), as_lines(sent.get("text", "")), sent.get("version", "")
        say = phrases(session.language)
        try:
            tried = save_own(name, text, version, self._office, session.language)
        except PlaybookRefused as refused:
            return self._edit(session, name, text, version, error=say(refused.phrase, name=name))
        if tried.flaws:
            return self._edit(session, name, text, version, tried=tried)
        return self._list(session, done=say("own_playbook.saved", name=name, count=tried.entries))

    @property
    def _office(self) -> StoreOffice:
        return self.frame.door.office

    def _list(self, session: Session, error: str = "", *, done: str = "") -> Response:
        files = list_own(self._office)
        status = _UNPROCESSABLE if error else 200
        page = Page("playbook", "/playbook")
        return self.frame.show("playbook.html", session, page, status, files=files, error=error, done=done)

    def _edit(
        self,
        session: Session,
        name: str,
        text: str,
        version: str,
        *,
        tried: TriedFile | None = None,
        error: str = "",
    ) -> Response:
        status = _CONFLICT if error else _UNPROCESSABLE if tried and tried.flaws else 200
        facts = {"name": name, "text": text, "version": version, "tried": tried, "error": error}
        return self.frame.show("playbook_file.html", session, Page("playbook", "/playbook"), status, **facts)


def _may(session: Session) -> bool:
    return may_open("playbook", session.person.role)
