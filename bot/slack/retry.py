"""When Slack or the line to it fails: come back later, for as long as an answer is still worth having."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from http.client import HTTPException
from itertools import repeat

from slack_sdk.errors import SlackApiError

from bot.jobs.queue import Later, Steps

log = logging.getLogger(__name__)

# Half an hour in all: what Slack cannot take by then, nobody waits for any more.
WAITS_SECONDS = (1, 2, 5, 10, 30, *repeat(60, 30))
_PASSING = {
    "ratelimited",
    "rate_limited",
    "internal_error",
    "fatal_error",
    "service_unavailable",
    "request_timeout",
    "team_added_to_org",
}
_BROKEN = 500


def is_passing(error: BaseException) -> bool:
    """Whether it may work later: the line broke, Slack is overloaded or down. What was sent may have arrived."""
    if isinstance(error, SlackApiError):
        # what Slack's proxies answer is no JSON, and then the client gives a bare dict
        status = getattr(error.response, "status_code", None) or error.response.get("status") or 0
        return status >= _BROKEN or str(error.response.get("error")) in _PASSING
    return isinstance(error, (OSError, HTTPException))


def with_patience(work: Callable[[], None], steps: Steps, waits: Sequence[float]) -> None:
    """Do ``work``; where Slack fails and may work later, Later: the job comes back and frees its worker meanwhile."""
    try:
        work()
    except Exception as error:
        if steps.tries >= len(waits) or not is_passing(error):
            raise
        wait = max(waits[steps.tries], _asked_to_wait(error))
        log.warning("Slack cannot be reached (%s); trying again in %s s", type(error).__name__, wait)
        raise Later(wait) from error


def _asked_to_wait(error: Exception) -> float:
    if not isinstance(error, SlackApiError):
        return 0.0
    headers = getattr(error.response, "headers", None) or {}
    asked = next((value for name, value in headers.items() if name.lower() == "retry-after"), 0)
    return float(asked[0] if isinstance(asked, list) else asked)
