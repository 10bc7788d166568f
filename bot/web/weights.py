"""The page that tells what other weights of the churn score would change; nothing is written."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.adapters.web import OsusumeError
from bot.adapters.weights import MOST, holding_weights, read_weights, try_weights
from bot.web.admission import may_import
from bot.web.frame import Frame
from bot.web.pages import find_page
from bot.web.sessions import Session

_UNPROCESSABLE = 422
_STEP = 5  # where all weights are multiples of it, sliders move by it: a thumb hits no single point


@dataclass(frozen=True)
class WeightsDesk:
    """Answers with the score as it would be."""

    frame: Frame

    def routes(self) -> list[Route]:
        """Where it is reached."""
        return [Route("/account/{number}/weights", self.frame.showing(self.show))]

    def show(self, session: Session, request: Request) -> Response:
        """The sliders, and what would change; what is no weight is told above them."""
        office, error = self.frame.door.office, ""
        page = find_page(request.url.path, self.frame.today)
        if page is None or page.account_id is None:
            return self.frame.lost(session)
        try:
            weights = read_weights(office, request.query_params, session.language)
        except ValueError as wrong:
            weights, error = holding_weights(office, session.language), str(wrong)
        try:
            reply = try_weights(office, session.person.key, page.account_id, weights, session.language)
        except OsusumeError:
            return self.frame.lost(session)
        is_even = all(weight.as_is % _STEP == weight.tried % _STEP == 0 for weight in weights)
        return self.frame.show(
            "tried_weights.html",
            session,
            page,
            _UNPROCESSABLE if error else 200,
            shown=session.show(reply),
            weights=weights,
            most=MOST,
            step=_STEP if is_even else 1,
            error=error,
            keeps=may_import(session) and any(weight.as_is != weight.tried for weight in weights),
        )
