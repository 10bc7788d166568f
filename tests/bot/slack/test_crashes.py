"""Killed before or after any call to Slack, an event taken up again has one answer and one change, and nothing more."""

from __future__ import annotations

import contextlib
import datetime as dt
import urllib.error
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import pytest
from slack_sdk import WebClient
from sqlalchemy import func, select

from bot.jobs.queue import Later
from bot.slack.inbound_event import Heard
from bot.slack.retention import Tidying
from knowledge.tables import AnsweredTurn, AuditEntry, Need
from tests.bot.slack.conftest import MAYA, STRANGER, Desk
from tests.bot.slack.slack_far_end import TEAM

_numbers = count(1)
NOW = dt.datetime.now(tz=dt.UTC)


class Killed(BaseException):
    """What kill -9 is to the code: nothing of it runs any more."""


@dataclass(frozen=True)
class Begun:
    """The steps of a job that was begun, ``again`` or not."""

    key: str
    again: bool
    tries: int = 0
    begun: dt.datetime | None = field(default_factory=lambda: dt.datetime.now(tz=dt.UTC))

    def run(self, name: str, step: Callable[..., Any], *args: Any) -> Any:
        return step(*args)


@dataclass
class Line:
    """The line to Slack: fails with ``error`` before or after its ``at``-th call, once."""

    error: BaseException
    at: int = -1
    after: bool = False
    calls: int = 0

    def spoil(self, monkeypatch: pytest.MonkeyPatch) -> None:
        plain = WebClient.api_call

        def call(client: WebClient, method: str, **given: Any) -> Any:
            self.calls += 1
            mine = self.calls == self.at
            if mine and not self.after:
                raise self.error
            answer = plain(client, method, **given)
            if mine:
                raise self.error
            return answer

        monkeypatch.setattr(WebClient, "api_call", call)


def heard(desk: Desk, person: str, **what: Any) -> Heard:
    user = desk.far_end.user(person)
    return Heard(f"crash-{next(_numbers)}", TEAM, user, desk.far_end.direct(user), **what)


def keys_of(desk: Desk, channel: str) -> Counter[str]:
    return Counter(
        message["metadata"]["event_payload"]["key"]
        for message in desk.far_end.messages(channel)
        if message.get("metadata")
    )


def count_needs(desk: Desk, text: str) -> tuple[int, int]:
    """Rows, and lines of the audit trail."""
    with desk.office.knowledge.engine.connect() as connection:
        rows = select(func.count()).select_from(Need).where(Need.text == text)
        lines = select(func.count()).select_from(AuditEntry)
        lines = lines.where(AuditEntry.text == text, AuditEntry.act == "need.recorded")
        return int(connection.execute(rows).scalar_one()), int(connection.execute(lines).scalar_one())


def test_killed_around_any_call_a_change_is_made_once_and_told_once(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = Line(Killed())
    line.spoil(monkeypatch)
    killed = 0
    for at in range(1, 20):
        for after in (False, True):
            desk.answering.colleagues.forget(TEAM, desk.far_end.user(MAYA))
            text = f"They want single sign-on {next(_numbers)}"
            slots = {"account_id": 1, "account": "Acme Corporation", "need": text}
            event = heard(desk, MAYA, intent="record_need", slots=slots)
            line.calls, line.at, line.after = 0, at, after
            try:
                desk.answering.job(event.to_facts(), Begun(event.key, again=False))
            except Killed:
                killed += 1
            line.at = -1
            desk.answering.job(event.to_facts(), Begun(event.key, again=True))
            told = {key: times for key, times in keys_of(desk, event.channel).items() if key.startswith(event.key)}
            assert told == {f"{event.key}:post 0.0": 1}
            assert count_needs(desk, text) == (1, 1)
        if at > line.calls:
            break
    assert killed >= 4


def test_a_stranger_is_turned_away_once_and_operations_are_told_once(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = Line(Killed())
    line.spoil(monkeypatch)
    for at in range(1, 9):
        event = heard(desk, STRANGER, text="what should I offer Acme?")
        line.calls, line.at, line.after = 0, at, True
        with contextlib.suppress(Killed):
            desk.answering.job(event.to_facts(), Begun(event.key, again=False))
        line.at = -1
        desk.answering.job(event.to_facts(), Begun(event.key, again=True))
        told = [times for key, times in keys_of(desk, event.channel).items() if key.startswith(event.key)]
        assert told == [1]


def test_where_the_answer_to_a_post_is_lost_the_message_is_found_instead_of_sent_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    event = heard(desk, MAYA, text="is Acme satisfied?")
    desk.answering.find(event)
    line = Line(urllib.error.URLError("connection reset"), at=1, after=True)
    line.spoil(monkeypatch)
    with pytest.raises(Later):
        desk.answering.job(event.to_facts(), Begun(event.key, again=False))
    desk.answering.job(event.to_facts(), Begun(event.key, again=True, tries=1))
    told = [times for key, times in keys_of(desk, event.channel).items() if key.startswith(event.key)]
    assert line.calls >= 2
    assert told == [1]


def test_a_note_for_one_person_is_not_shown_again_once_it_is_noted(
    desk: Desk, sent: Callable[[], list[dict[str, Any]]]
) -> None:
    channel = desk.far_end.channel("general-sales")
    event = Heard(f"crash-{next(_numbers)}", TEAM, desk.far_end.user(MAYA), channel, text="what should I offer Acme?")
    for again in (False, True):
        desk.answering.job(event.to_facts(), Begun(event.key, again=again))
    assert [post["method"] for post in sent()] == ["chat.postEphemeral"]


def test_an_answer_in_a_channel_is_found_again_where_we_may_read_it(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    channel, user = desk.far_end.channel("general-sales"), desk.far_end.user(MAYA)
    slots = {"account_id": 1, "account": "Acme Corporation"}
    line = Line(Killed())
    line.spoil(monkeypatch)
    killed = 0
    for at in range(1, 20):
        event = Heard(
            f"crash-{next(_numbers)}", TEAM, user, channel, intent="show_purchases", slots=slots, asked_openly=True
        )
        line.calls, line.at, line.after = 0, at, True
        try:
            desk.answering.job(event.to_facts(), Begun(event.key, again=False))
        except Killed:
            killed += 1
        line.at = -1
        desk.answering.job(event.to_facts(), Begun(event.key, again=True))
        told = {key: times for key, times in keys_of(desk, channel).items() if key.startswith(event.key)}
        assert told
        assert set(told.values()) == {1}
        if at > line.calls:
            break
    assert killed >= 2, "at looking who reads the channel, and at the message itself"


def test_what_is_kept_to_answer_once_is_dropped_after_a_week(desk: Desk) -> None:
    event = heard(desk, MAYA, text="help")
    desk.answering.take(event)
    desk.settle()
    tidying = Tidying(desk.office, desk.answering.durable)
    tidying.tidy(NOW)
    assert kept(desk) > 0
    tidying.tidy(NOW + desk.office.jobs_kept + dt.timedelta(hours=1))
    assert kept(desk) == 0


def kept(desk: Desk) -> int:
    with desk.office.knowledge.engine.connect() as connection:
        return int(connection.execute(select(func.count()).select_from(AnsweredTurn)).scalar_one())
