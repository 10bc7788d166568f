"""Charts as files in Slack, to be shown inside a message: uploaded first, into no channel."""

from __future__ import annotations

import logging

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackRequestError

from actions.reply import Chart, Reply
from bot.pictures.draw import NothingToDraw, draw_chart

log = logging.getLogger(__name__)


def upload_pictures(client: WebClient, reply: Reply, *, dark: bool = False) -> dict[str, str]:
    """The file of each chart by its key; without those that could not be drawn or uploaded: they become tables."""
    files = {chart.key: _upload(client, chart, reply.language, dark=dark) for chart in reply.charts}
    return {key: file for key, file in files.items() if file}


def _upload(client: WebClient, chart: Chart, language: str, *, dark: bool) -> str | None:
    try:
        picture = draw_chart(chart, language=language, dark=dark)
        done = client.files_upload_v2(
            content=picture, filename=f"{chart.key}.png", title=chart.title, alt_txt=chart.alt
        )
    except NothingToDraw:
        return None
    except (SlackApiError, SlackRequestError, OSError) as error:
        reason = error.response.get("error") if isinstance(error, SlackApiError) else type(error).__name__
        log.warning("no picture of %s (%s): a table stands for it", chart.key, reason)
        return None
    return str(done["files"][0]["id"])
