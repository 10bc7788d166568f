"""What durable work remembers is JSON: readable in the database, and nothing in it can be run."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from dbos import Serializer


class JobFailed(Exception):
    """A job or step failed before; its message is what it said then."""


class JsonOnly(Serializer):
    """JSON with two additions: moments, and errors as what they said."""

    def serialize(self, data: Any) -> str:
        """Write JSON; TypeError for what is neither JSON, a moment nor an error."""
        return json.dumps(data, default=_mark, ensure_ascii=False)

    def deserialize(self, serialized_data: str) -> Any:
        """Read it back."""
        return json.loads(serialized_data, object_hook=_unmark)

    def name(self) -> str:
        """How rows written so are marked."""
        return "json_only"


def _mark(value: Any) -> dict[str, str]:
    if isinstance(value, dt.datetime):
        return {"$moment": value.isoformat()}
    if isinstance(value, BaseException):
        return {"$failed": f"{type(value).__name__}: {value}"}
    raise TypeError(f"{type(value).__name__} cannot be kept by a job: give JSON values")


def _unmark(found: dict[str, Any]) -> Any:
    if found.keys() == {"$moment"}:
        return dt.datetime.fromisoformat(found["$moment"])
    if found.keys() == {"$failed"}:
        return JobFailed(found["$failed"])
    return found
