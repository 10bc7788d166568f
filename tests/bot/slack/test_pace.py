"""Posting at Slack's pace: one message a second and channel, and as long a wait as a 429 asks for."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count

import pytest
from slack_sdk.errors import SlackApiError

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


def test_a_429_is_waited_out_as_long_as_it_asks(slack: Answers) -> None:
    slack.given = [(429, {"Retry-After": "1"})]
    poster = Poster(sleep=lambda seconds: None)
    assert poster.post(make_client("xoxb-1", base_url=slack.url), Target("D1"), Page("hi", ()), "Ev1:post 0.0") == "1.1"
    assert len(slack.called_at) == 2
    assert slack.called_at[1] - slack.called_at[0] >= 1.0


def test_a_message_is_not_sent_again_blindly_where_slack_broke_while_it_took_it(slack: Answers) -> None:
    slack.given = [(503, {})]
    poster = Poster(sleep=lambda seconds: None)
    with pytest.raises(SlackApiError):
        poster.post(make_client("xoxb-1", base_url=slack.url), Target("D1"), Page("hi", ()), "Ev1:post 0.0")
    assert len(slack.called_at) == 1


def test_an_answer_waits_for_slack_and_says_that_it_may_have_arrived() -> None:
    tries, waited, numbers = list[bool](), list[float](), count()

    def post(again: bool) -> str:
        tries.append(again)
        if next(numbers) < 3:
            raise ConnectionResetError
        return "posted"

    assert with_patience(post, waited.append, again=False) == "posted"
    assert tries == [False, True, True, True]
    assert waited == list(WAITS_SECONDS[:3])


def test_what_waiting_does_not_mend_is_not_waited_for() -> None:
    waited: list[float] = []

    def post(again: bool) -> str:
        raise KeyError(again)

    with pytest.raises(KeyError):
        with_patience(post, waited.append, again=False)
    assert waited == []


def test_all_clients_share_what_says_whom_to_trust() -> None:
    one, other = make_client("xoxb-1"), make_client("xoxb-2")
    assert one.ssl is not None
    assert one.ssl is other.ssl
    assert one.ssl.check_hostname
