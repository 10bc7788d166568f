"""Tables for a spreadsheet arrive in Slack as files, once."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest

from actions.reply import Sheet
from bot.slack.files import send_sheet
from bot.slack.inbound_event import Heard
from tests.bot.slack.conftest import MAYA, Desk
from tests.bot.slack.scripted_slack import run_scripted_slack
from tests.bot.slack.slack_far_end import TEAM, direct_message, event
from tests.bot.slack.test_crashes import Begun

SHEET = Sheet.of("s", "s.csv", "A table", ["お客様", "value"], [["=HYPERLINK(1)", None], ["東京商事", -3]])


def test_the_whole_matrix_comes_as_a_file_beside_its_picture(desk: Desk) -> None:
    user = desk.far_end.user(MAYA)
    channel = desk.far_end.direct(user)
    before = {file["id"] for file in desk.far_end.bot.files_list()["files"]}
    desk.send(event(direct_message(user, channel, "show me the whitespace matrix")))
    files = [file for file in desk.far_end.bot.files_list()["files"] if file["id"] not in before]
    (sheet,) = [file for file in files if file["name"] == "whitespace.csv"]
    assert sheet["size"] > 1_000
    assert channel in str(sheet)


def test_a_file_reads_as_a_table_and_runs_nothing() -> None:
    with run_scripted_slack() as slack:
        assert send_sheet(slack.client, SHEET, channel="D1", thread="1.1")
        (done,) = slack.said("files.completeUploadExternal")
        assert (done["channel_id"], done["thread_ts"]) == ("D1", "1.1")
        written = slack.uploads[0]
    assert written.startswith(b"\xef\xbb\xbf"), "Excel takes it for another encoding otherwise"
    rows = list(csv.reader(io.StringIO(written.decode("utf-8-sig"), newline="")))
    assert rows == [["お客様", "value"], ["'=HYPERLINK(1)", ""], ["東京商事", "-3"]]


def test_a_file_is_sent_once_and_told_of_where_slack_takes_none(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[str] = []

    def refused(_client: Any, sheet: Sheet, **_where: Any) -> bool:
        tried.append(sheet.name)
        return False

    monkeypatch.setattr("bot.slack.answering.send_sheet", refused)
    user = desk.far_end.user(MAYA)
    heard = Heard("file-once", TEAM, user, desk.far_end.direct(user), text="show me the whitespace matrix")
    desk.answering.job(heard.to_facts(), Begun(heard.key, again=False))
    desk.answering.job(heard.to_facts(), Begun(heard.key, again=True))
    assert tried == ["whitespace.csv"]
    assert "whitespace.csv could not be uploaded" in desk.far_end.messages(heard.channel)[-1]["text"]
