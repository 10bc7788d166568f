"""Charts stand in Slack as pictures; where Slack does not take one, words and figures stand for it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from actions.reply import Chart, ChartSeries, Reply
from bot.slack.pictures import upload_pictures
from bot.slack.posting import Pace, Poster, Target
from bot.slack.views.answer import pages_from
from bot.slack.views.check import check_blocks
from tests.bot.slack.conftest import MAYA, Desk
from tests.bot.slack.scripted_slack import run_scripted_slack
from tests.bot.slack.slack_far_end import direct_message, event

PNG = b"\x89PNG\r\n\x1a\n"
POINTS = (("2026-09-01", 1_200_000.0), ("2026-09-29", 900_000.0))
CHART = Chart(
    key="revenue_at_risk",
    kind="line",
    title="解約リスクのある月額金額の推移",
    unit="JPY",
    series=(ChartSeries(label="解約リスクあり", points=POINTS),),
    alt="9月1日の120万円から9月29日の90万円へ",
)
REPLY = Reply(intent="list_churn_risks", language="ja", headline="見出し", charts=(CHART,))


def shown(posted: dict[str, Any]) -> list[dict[str, Any]]:
    return list(json.loads(posted["blocks"]) if isinstance(posted["blocks"], str) else posted["blocks"])


def test_a_trend_asked_for_in_a_direct_message_comes_as_a_picture(desk: Desk) -> None:
    user = desk.far_end.user(MAYA)
    channel = desk.far_end.direct(user)
    desk.send(event(direct_message(user, channel, "show the churn rate by month")))
    message = next(m for m in reversed(desk.far_end.messages(channel)) if "image" in json.dumps(m))
    (picture,) = [block for block in message["blocks"] if block["type"] == "image"]
    assert picture["alt_text"].startswith("Logo churn")
    file = desk.far_end.bot.files_info(file=picture["slack_file"]["id"])["file"]
    assert (file["name"], file["title"]) == ("trend_logo_churn.png", "Logo churn over time")
    assert file["size"] > 10_000


@pytest.mark.parametrize("dark", [False, True])
def test_the_picture_and_its_words_for_screen_readers_are_uploaded(dark: bool) -> None:
    with run_scripted_slack() as slack:
        pictures = upload_pictures(slack.client, REPLY, dark=dark)
        (page,) = pages_from(REPLY, pictures=pictures)
        assert check_blocks(page.blocks) == []
        assert slack.uploads[0].startswith(PNG)
        (asked,) = slack.said("files.getUploadURLExternal")
        assert asked["alt_txt"] == CHART.alt
        (done,) = slack.said("files.completeUploadExternal")
        assert "channel_id" not in done


def test_where_the_upload_is_refused_a_table_stands_for_it() -> None:
    with run_scripted_slack(files_getUploadURLExternal=["missing_scope"]) as slack:
        assert upload_pictures(slack.client, REPLY) == {}
    (page,) = pages_from(REPLY, pictures={})
    rows = [
        [cell["text"] for cell in row]
        for block in page.blocks
        if block["type"] == "data_table"
        for row in block["rows"]
    ]
    assert rows == [["–", "解約リスクあり"], ["9/1", "1,200,000円"], ["9/29", "900,000円"]]


def test_a_picture_that_slack_makes_ready_late_is_shown_all_the_same() -> None:
    waits: list[float] = []
    with run_scripted_slack(chat_postMessage=["invalid_blocks"]) as slack:
        pages = pages_from(REPLY, pictures=upload_pictures(slack.client, REPLY))
        Poster(sleep=waits.append).post(slack.client, Target("D1"), pages[0], "k")
        assert "image" in json.dumps(shown(slack.said("chat.postMessage")[-1]))
    assert 1.0 in waits


def test_a_picture_that_slack_refuses_is_told_in_words() -> None:
    with run_scripted_slack(chat_postMessage=["invalid_blocks"] * 4) as slack:
        pages = pages_from(REPLY, pictures=upload_pictures(slack.client, REPLY))
        clock = [0.0]  # each wait is over at once

        def wait(seconds: float) -> None:
            clock[0] += seconds

        Poster(Pace(now=lambda: clock[0]), sleep=wait).post(slack.client, Target("D1"), pages[0], "k")
        blocks = shown(slack.said("chat.postMessage")[-1])
    assert check_blocks(blocks) == []
    told = json.dumps(blocks, ensure_ascii=False)
    assert CHART.alt in told
    assert "9/29 900,000円" in told
    assert "image" not in told
