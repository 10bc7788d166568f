"""Posting at Slack's pace: one message a second and channel, and as long a wait as a 429 asks for."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError

from bot.jobs.queue import Later
from bot.slack.clients import make_client
from bot.slack.posting import Pace, Poster, Target
from bot.slack.retry import WAITS_SECONDS, with_patience
from bot.slack.views.answer import Page


@dataclass
class Answers:
    """What Slack's end says to each call, by status and header; 200 once nothing is left to say."""

    url: str = ""
    given: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    called_at: list[float] = field(default_factory=list)


@pytest.fixture
def slack() -> Iterator[Answers]:
    answers = Answers()

    class Slack(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            answers.called_at.append(time.monotonic())
            self.rfile.read(int(self.headers["Content-Length"]))
            status, headers = answers.given.pop(0) if answers.given else (200, {})
            told = {"ok": True, "ts": "1.1"} if status == 200 else {"ok": False, "error": "ratelimited"}
            body = json.dumps(told).encode()
            self.send_response(status)
            for name, value in {**headers, "Content-Type": "application/json"}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Nothing to tell."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Slack) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        answers.url = f"http://127.0.0.1:{server.server_port}/"
        yield answers
        server.shutdown()


def test_a_second_is_left_between_two_messages_in_one_channel_and_none_between_channels() -> None:
    clock = [100.0]
    pace = Pace(now=lambda: clock[0])
    assert [pace.reserve("C1"), pace.reserve("C1"), pace.reserve("C2"), pace.reserve("C1")] == [0.0, 1.0, 0.0, 2.0]
    clock[0] += 10
    assert pace.reserve("C1") == 0.0


def test_a_long_wait_for_a_busy_channel_keeps_no_worker() -> None:
    pace = Pace(now=lambda: 100.0)
    assert [pace.reserve("C1") for _ in range(4)] == [0.0, 1.0, 2.0, 3.0]
    with pytest.raises(Later) as later:
        pace.reserve("C1")
    assert later.value.seconds == 4.0
    assert pace.reserve("C2") == 0.0


def test_a_429_frees_its_worker_for_as_long_as_it_asks(slack: Answers) -> None:
    slack.given = [(429, {"Retry-After": "7"})]
    poster = Poster(sleep=lambda seconds: None)
    client = make_client("xoxb-1", base_url=slack.url)

    def post() -> None:
        poster.post(client, Target("D1"), Page("hi", ()), "Ev1:post 0.0")

    with pytest.raises(Later) as later:
        with_patience(post, Tries(0), WAITS_SECONDS)
    assert later.value.seconds == 7.0
    assert len(slack.called_at) == 1
    with_patience(post, Tries(1), WAITS_SECONDS)


def test_a_message_is_not_sent_again_blindly_where_slack_broke_while_it_took_it(slack: Answers) -> None:
    slack.given = [(503, {})]
    poster = Poster(sleep=lambda seconds: None)
    with pytest.raises(SlackApiError):
        poster.post(make_client("xoxb-1", base_url=slack.url), Target("D1"), Page("hi", ()), "Ev1:post 0.0")
    assert len(slack.called_at) == 1


@dataclass
class Tries:
    """The steps of a job that was put off so often."""

    tries: int
    key: str = "Ev1"
    again: bool = False
    begun: None = None

    def run(self, _name: str, step: Any, *args: Any) -> Any:
        return step(*args)


def test_what_passes_is_put_off_longer_each_time_and_given_up_after_half_an_hour() -> None:
    def broken() -> None:
        raise ConnectionResetError

    waited = []
    for tries in range(len(WAITS_SECONDS)):
        with pytest.raises(Later) as later:
            with_patience(broken, Tries(tries), WAITS_SECONDS)
        waited.append(later.value.seconds)
    assert waited == list(WAITS_SECONDS)
    assert 1_700 < sum(waited) < 2_000
    with pytest.raises(ConnectionResetError):
        with_patience(broken, Tries(len(WAITS_SECONDS)), WAITS_SECONDS)


def test_what_waiting_does_not_mend_is_not_waited_for() -> None:
    def wrong() -> None:
        raise KeyError("no such thing")

    with pytest.raises(KeyError):
        with_patience(wrong, Tries(0), WAITS_SECONDS)


def test_all_clients_share_what_says_whom_to_trust() -> None:
    one, other = make_client("xoxb-1"), make_client("xoxb-2")
    assert one.ssl is not None
    assert one.ssl is other.ssl
    assert one.ssl.check_hostname
