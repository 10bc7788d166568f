"""Files in Slack: pictures, which are shown inside a message, and tables for a spreadsheet, which stand alone."""

from __future__ import annotations

import io
import logging
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackRequestError

from actions.reply import Sheet
from bot.csv_writer import write_rows

log = logging.getLogger(__name__)


def upload(client: WebClient, content: bytes, *, filename: str, title: str, **where: Any) -> str | None:
    """The file's id; None where Slack does not take it. Without ``channel`` it is shown to nobody yet."""
    try:
        done = client.files_upload_v2(content=content, filename=filename, title=title, **where)
    except (SlackApiError, SlackRequestError, OSError) as error:
        reason = error.response.get("error") if isinstance(error, SlackApiError) else type(error).__name__
        log.warning("%s could not be uploaded (%s)", filename, reason)
        return None
    return str(done["files"][0]["id"])


def send_sheet(client: WebClient, sheet: Sheet, *, channel: str, thread: str | None) -> bool:
    """Post a table as a CSV file; whether Slack took it."""
    text = io.StringIO(newline="")
    write_rows([sheet.columns, *sheet.rows], text)
    content = text.getvalue().encode("utf-8-sig")  # by its mark Excel knows the encoding
    where = {"channel": channel, **({"thread_ts": thread} if thread else {})}
    return upload(client, content, filename=sheet.name, title=sheet.title, **where) is not None
