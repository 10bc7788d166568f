"""Slack's far end for load: answers the few methods that an answer needs, at once, and counts what was posted."""

from __future__ import annotations

import json
import sys
from collections import Counter
from itertools import count
from typing import Any
from urllib.parse import parse_qsl

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

posted: Counter[str] = Counter()
_numbers = count(1)


async def call(request: Request) -> JSONResponse:
    """One Web API method."""
    method = request.path_params["method"]
    if method == "posted":
        return JSONResponse(dict(posted))
    if method == "forget":
        posted.clear()
    body = await _read(request)
    answers: dict[str, dict[str, Any]] = {
        "auth.test": {"team_id": "T1", "user_id": "UBOT", "bot_id": "BBOT", "team": "bench", "user": "osusume"},
        "users.info": {"user": _user(body.get("user", ""))},
        "conversations.open": {"channel": {"id": "D1"}},
        "chat.postMessage": {"ts": f"1.{next(_numbers)}"},
    }
    if method == "chat.postMessage":
        posted[body["metadata"]["event_payload"]["key"]] += 1
    return JSONResponse({"ok": True, **answers.get(method, {})})


async def _read(request: Request) -> dict[str, Any]:
    """What was sent: as JSON, as a form, or in the address."""
    raw = (await request.body()).decode()
    if raw.startswith("{"):
        return dict(json.loads(raw))
    fields: dict[str, Any] = {**dict(request.query_params), **dict(parse_qsl(raw))}
    if isinstance(fields.get("metadata"), str):
        fields["metadata"] = json.loads(fields["metadata"])
    return fields


def _user(user: str) -> dict[str, Any]:
    return {"id": user, "team_id": "T1", "profile": {"email": f"{user.lower()}@bench.example"}, "locale": "en-US"}


if __name__ == "__main__":
    app = Starlette(routes=[Route("/api/{method}", call, methods=["GET", "POST"])])
    uvicorn.run(app, port=int(sys.argv[1]), log_level="error")
