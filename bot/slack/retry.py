"""When Slack or the line to it fails: wait and go on, for as long as an answer is still worth having."""

from __future__ import annotations

import logging
from collections.abc import Callable
from http.client import HTTPException
from itertools import chain, repeat
from typing import TypeVar

from slack_sdk.errors import SlackApiError

log = logging.getLogger(__name__)
Result = TypeVar("Result")

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
        status = getattr(error.response, "status_code", None) or 0
        return status >= _BROKEN or str(error.response.get("error")) in _PASSING
    return isinstance(error, (OSError, HTTPException))


def with_patience(work: Callable[[bool], Result], sleep: Callable[[float], None], *, again: bool) -> Result:
    """``work(again)`` until it goes through; ``again``: it was tried before, so that it must look what has arrived."""
    for wait in chain(WAITS_SECONDS, (None,)):
        try:
            return work(again)
        except Exception as error:
            if wait is None or not is_passing(error):
                raise
            log.warning("Slack cannot be reached (%s); trying again in %s s", type(error).__name__, wait)
            sleep(max(wait, _asked_to_wait(error)))
            again = True
    raise AssertionError("unreachable")


def _asked_to_wait(error: Exception) -> float:
    if not isinstance(error, SlackApiError):
        return 0.0
    headers = getattr(error.response, "headers", None) or {}
    asked = next((value for name, value in headers.items() if name.lower() == "retry-after"), 0)
    return float(asked[0] if isinstance(asked, list) else asked)
