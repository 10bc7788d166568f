"""One JSON object a line, for a log collector. What customers or colleagues wrote never stands in it."""

from __future__ import annotations

import datetime as dt
import json
import logging
import traceback
from types import TracebackType


class JsonFormatter(logging.Formatter):
    """``at``, ``level``, ``logger``, ``message``; of an error its kind and where, without its own words.

    An error's words may quote a row or a message ("… parameters: [('Acme', …)]"); its kind and place are enough to find
    it, and what happened stands in the store, under the incident's number, where it is erased like all else.
    """

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        told: dict[str, object] = {
            "at": dt.datetime.fromtimestamp(record.created, tz=dt.UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info and record.exc_info[0]:
            told["error"] = record.exc_info[0].__name__
            told["where"] = _places(record.exc_info[2])
        return json.dumps(told, ensure_ascii=False)


def _places(lines: TracebackType | None) -> list[str]:
    return [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(lines)]


def set_up_logs(*, as_json: bool) -> None:
    """Log to the standard error, as lines to read or as JSON."""
    handler = logging.StreamHandler()
    plain = logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s")
    handler.setFormatter(JsonFormatter() if as_json else plain)
    logging.basicConfig(level=logging.INFO, handlers=[handler])
