"""The import page: files looked at first, a mapping drafted and edited for foreign ones, rejected rows to download."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from bot.web.admission import may_import
from bot.web.frame import Frame
from bot.web.importing import MAPPING, MOST_BYTES, bring_in, suggest
from bot.web.pages import Page
from bot.web.sent import Sent, as_lines
from bot.web.sessions import Session, Shown

_PAGE = Page("import", "/import")


@dataclass(frozen=True)
class ImportDesk:
    """For operations alone; all others have no such page."""

    frame: Frame

    def routes(self) -> list[Route]:
        """Where it is reached."""
        return [
            Route("/import", self.frame.showing(self.show)),
            Route("/files", self.frame.taking(self.take), methods=["POST"]),
            Route("/files/mapping", self.frame.taking(self.save_mapping), methods=["POST"]),
            Route("/rejects/{name}", self.frame.showing(self.send_rejects)),
        ]

    def show(self, session: Session, _request: Request) -> Response:
        """The empty page."""
        return self._page(session) if may_import(session) else self.frame.lost(session)

    def take(self, session: Session, _page: Page, sent: Sent) -> Response:
        """What an import of the files sent would do, or a mapping for them; or, of those looked at last, the import."""
        if not may_import(session) or not session.files:
            return self.frame.lost(session)
        session.rejects = {}
        if "suggest" in sent:
            reply, session.mapping = suggest(session.files, session.language)
            return self._page(session, session.show(reply))
        is_try = "really" not in sent
        if is_try:
            session.mapping = as_lines(sent.get("mapping", ""))
        brought = bring_in(
            session.files,
            self.frame.door.store,
            mapping=session.mapping,
            dry_run=is_try,
            language=session.language,
        )
        if not is_try:
            session.files, session.mapping, session.rejects = {}, "", brought.rejects
        is_ready = is_try and not brought.reply.trouble
        return self._page(session, session.show(brought.reply), is_ready=is_ready)

    def save_mapping(self, session: Session, _page: Page, sent: Sent) -> Response:
        """The mapping as it stands on the page, as a file."""
        if not may_import(session):
            return self.frame.lost(session)
        saved = {"content-disposition": f'attachment; filename="{MAPPING}"'}
        text = as_lines(sent.get("mapping", ""))
        return Response(text.encode(), media_type="application/yaml; charset=utf-8", headers=saved)

    def send_rejects(self, session: Session, request: Request) -> Response:
        """What could not be used of the file, of this browser's last import."""
        path = session.rejects.get(request.path_params["name"])
        if not may_import(session) or path is None or not path.is_file():
            return self.frame.lost(session)
        return FileResponse(path, media_type="text/csv; charset=utf-8", filename=path.name)

    def _page(self, session: Session, shown: Shown | None = None, *, is_ready: bool = False) -> Response:
        return self.frame.show(
            "import.html",
            session,
            _PAGE,
            shown=shown,
            is_ready=is_ready,
            mapping=session.mapping if shown else "",
            has_files=bool(shown and session.files),
            rejects=tuple(session.rejects),
            megabytes=MOST_BYTES // 1_000_000,
        )
