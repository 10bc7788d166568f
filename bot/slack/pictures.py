"""Charts as files in Slack, to be shown inside a message: uploaded first, into no channel."""

from __future__ import annotations

from slack_sdk import WebClient

from actions.reply import Chart, Reply
from bot.pictures.draw import NotDrawn, draw_chart
from bot.slack.files import upload


def upload_pictures(client: WebClient, reply: Reply, *, dark: bool = False) -> dict[str, str]:
    """The file of each chart by its key; without those that could not be drawn or uploaded: they become tables."""
    files = {chart.key: _upload(client, chart, reply.language, dark=dark) for chart in reply.charts}
    return {key: file for key, file in files.items() if file}


def _upload(client: WebClient, chart: Chart, language: str, *, dark: bool) -> str | None:
    try:
        picture = draw_chart(chart, language=language, dark=dark)
    except NotDrawn:
        return None
    return upload(client, picture, filename=f"{chart.key}.png", title=chart.title, alt_txt=chart.alt)
