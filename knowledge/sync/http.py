"""JSON over HTTP as the sources' systems want to be asked: patient where they are busy, one line where they refuse."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Mapping, Sequence
from email.utils import parsedate_to_datetime
from typing import Any, NamedTuple, Self

import httpx2

from knowledge.errors import SourceRefused

_TRIES = 6
_LONGEST_WAIT = 60.0  # seconds; whoever wants more is asked again by the next sync
_BUSY, _NOT_FOUND, _WHO_IS_IT, _NOTHING = 429, 404, 401, 204
_OVER_BUDGET = frozenset(("REQUEST_LIMIT_EXCEEDED",))  # of the day; some refuse with it rather than answer 429
_SECONDS = 30.0
Params = Mapping[str, str | int]


class Answer(dict[str, Any]):
    """The object that was answered. ``at``: when, by the other system's own clock."""

    at: dt.datetime


class Download(NamedTuple):
    """A text that was answered, and what its headers say of it."""

    text: str
    headers: Mapping[str, str]


class Api:
    """One system's API. ``name`` stands in what is told of it.

    ``login``: makes a token where it is asked for one, once before a call is refused.
    """

    def __init__(
        self,
        name: str,
        address: str,
        headers: Mapping[str, str],
        *,
        login: Callable[[Api], str] | None = None,
        wait: Callable[[float], None] = time.sleep,
    ) -> None:
        self._name, self._login, self.wait = name, login, wait
        self._client = httpx2.Client(base_url=address, headers=dict(headers), timeout=_SECONDS)

    def close(self) -> None:
        """Let go of its connections."""
        self._client.close()

    def get(self, path: str, params: Params) -> Answer:
        """What is answered; asked again with patience while the system is busy or away.

        Raises SourceRefused: with ``may_resume`` where it stays away or the day's calls are used up, else where it
        refuses what is asked.
        """
        return self._read(self._ask("GET", path, params=dict(params)), path)

    def post(self, path: str, body: Mapping[str, Any]) -> Answer:
        """The same where a system wants the question as a body. It may be sent twice, so nothing may change by it."""
        return self._read(self._ask("POST", path, json=dict(body)), path)

    def post_form(self, path: str, form: Mapping[str, str]) -> Answer:
        """The same with a form, as tokens are asked for; without one."""
        return self._read(self._patiently("POST", path, data=dict(form)), path)

    def write(self, method: str, path: str, body: Mapping[str, Any] | None) -> Answer:
        """Change something, asking once: where nobody knows what came of it, SourceRefused with ``may_resume``."""
        sent = {} if body is None else {"json": dict(body)}
        response = self._ask(method, path, asks_once=True, **sent)
        return Answer() if response.status_code == _NOTHING else self._read(response, path)

    def find(self, path: str) -> Answer | None:
        """The same for one object; None where there is none."""
        response = self._ask("GET", path)
        return None if response.status_code == _NOT_FOUND else self._read(response, path)

    def download(self, path: str, params: Params) -> Download:
        """A text that is no JSON."""
        response = self._ask("GET", path, params=dict(params))
        if response.is_error:
            self._read(response, path)
        return Download(response.text, response.headers)

    def _ask(self, method: str, path: str, **sent: Any) -> httpx2.Response:
        response = self._patiently(method, path, **sent)
        if response.status_code != _WHO_IS_IT or self._login is None:
            return response
        self._client.headers["Authorization"] = f"Bearer {self._login(self)}"
        return self._patiently(method, path, **sent)

    def _patiently(self, method: str, path: str, *, asks_once: bool = False, **sent: Any) -> httpx2.Response:
        """With ``asks_once`` again only where it was surely not done: a busy system has not looked at it."""
        why = ""
        for tried in range(_TRIES):
            try:
                response = self._client.request(method, path, **sent)
            except httpx2.TransportError as error:
                why = f"{self._name} cannot be reached ({type(error).__name__})"
                if asks_once:
                    raise SourceRefused(why, may_resume=True) from error
                self.wait(_pause(None, tried))
                continue
            if response.status_code == _BUSY or response.is_server_error:
                why = f"{self._name} is busy (it answers {response.status_code})"
                if asks_once and response.is_server_error:
                    raise SourceRefused(why, may_resume=True)
                self.wait(_pause(response.headers.get("retry-after"), tried))
                continue
            return response
        raise SourceRefused(f"{why}; {_TRIES} tries", may_resume=True)

    def _read(self, response: httpx2.Response, path: str) -> Answer:
        try:
            told = response.json()
        except ValueError:
            told = None
        if response.is_error or not isinstance(told, dict):
            error = _error(told)
            refused = f"{self._name} refuses {path} ({response.status_code}{_said(error)})"
            raise SourceRefused(refused, may_resume=error.get("errorCode") in _OVER_BUDGET)
        answer = Answer(told)
        answer.at = _moment(response.headers.get("date")) or dt.datetime.now(tz=dt.UTC)
        return answer


def _error(told: object) -> Mapping[str, Any]:
    """An error wherever a system puts it; of several the first."""
    first = told[0] if isinstance(told, list) and told else told
    if not isinstance(first, dict):
        return {}
    inner = first.get("error", first)
    return inner if isinstance(inner, dict) else {"message": first.get("error_description") or inner}


def _said(error: Mapping[str, Any]) -> str:
    said = error.get("message")
    return f": {said}"[:300] if said else ""


def _pause(retry_after: str | None, tried: int) -> float:
    """What the system asks for, in seconds or as a moment; else twice as long each time."""
    if retry_after and retry_after.isdecimal():
        return min(float(retry_after), _LONGEST_WAIT)
    if (moment := _moment(retry_after)) is not None:
        return min(max((moment - dt.datetime.now(tz=dt.UTC)).total_seconds(), 0.0), _LONGEST_WAIT)
    return float(min(2**tried, _LONGEST_WAIT))


def _moment(header: str | None) -> dt.datetime | None:
    try:
        return parsedate_to_datetime(header) if header else None
    except ValueError:
        return None


class Reached:
    """What each source over HTTP is beside its pull: the tables as declared, its connections let go at the end."""

    def __init__(self, api: Api, tables: Sequence[str]) -> None:
        self._api, self._tables = api, tables

    @property
    def tables(self) -> Sequence[str]:
        """As declared."""
        return self._tables

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._api.close()
