"""Socket Mode: an event comes over the socket, is acknowledged there, and a dead socket is replaced."""

from __future__ import annotations

import datetime as dt
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from slack_sdk import WebClient
from websockets.sync.server import ServerConnection, serve

from bot.slack.doctor import examine
from bot.slack.secrets import Secrets
from bot.slack.socket import Watchdog, run_socket
from bot.slack.socket_heartbeat import Listening, Sign, read_signs
from tests.bot.slack.conftest import MAYA, Desk
from tests.bot.slack.slack_far_end import direct_message, event

pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")


@dataclass
class SocketEnd:
    """Slack's end of the socket: hands out an address, sends what is asked, keeps what comes back."""

    api: str
    connections: list[ServerConnection] = field(default_factory=list)
    received: list[dict[str, Any]] = field(default_factory=list)
    arrived: threading.Condition = field(default_factory=threading.Condition)

    def wait(self, number: int, of: list[Any]) -> None:
        with self.arrived:
            assert self.arrived.wait_for(lambda: len(of) >= number, timeout=30)


@pytest.fixture
def socket_end() -> Iterator[SocketEnd]:
    end = SocketEnd("")

    def talk(connection: ServerConnection) -> None:
        with end.arrived:
            end.connections.append(connection)
            end.arrived.notify_all()
        connection.send(json.dumps({"type": "hello", "num_connections": 1}))
        for message in connection:
            with end.arrived:
                end.received.append(json.loads(message))
                end.arrived.notify_all()

    with serve(talk, "127.0.0.1", 0) as sockets:
        threading.Thread(target=sockets.serve_forever, daemon=True).start()
        address = f"ws://127.0.0.1:{sockets.socket.getsockname()[1]}/link"

        class Open(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.dumps({"ok": True, "url": address}).encode()
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                """Nothing to tell."""

        with ThreadingHTTPServer(("127.0.0.1", 0), Open) as pages:
            threading.Thread(target=pages.serve_forever, daemon=True).start()
            end.api = f"http://127.0.0.1:{pages.server_port}/"
            yield end
            pages.shutdown()
        sockets.shutdown()


def test_an_event_over_the_socket_is_acknowledged_and_answered(desk: Desk, socket_end: SocketEnd) -> None:
    user = desk.far_end.user(MAYA)
    channel = desk.far_end.direct(user)
    before = len(desk.far_end.messages(channel))
    stop = threading.Event()
    client = WebClient(base_url=socket_end.api)
    running = threading.Thread(target=run_socket, args=(desk.app, "xapp-1", client, stop, Sign(desk.office, "one")))
    running.start()
    socket_end.wait(1, socket_end.connections)
    payload = json.loads(event(direct_message(user, channel, "what should I offer Acme?")).raw_body)
    envelope = {"type": "events_api", "envelope_id": "E1", "accepts_response_payload": False, "payload": payload}
    socket_end.connections[0].send(json.dumps(envelope))
    socket_end.wait(1, socket_end.received)
    assert socket_end.received[0]["envelope_id"] == "E1"
    desk.settle()
    assert len(desk.far_end.messages(channel)) == before + 1
    socket_end.connections[0].send(json.dumps({"type": "disconnect", "reason": "refresh_requested"}))
    socket_end.wait(2, socket_end.connections)
    stop.set()
    running.join(30)
    assert not running.is_alive()
    assert read_signs(desk.office, now=dt.datetime.now(tz=dt.UTC)).last is None, "who stops as told is missed by nobody"


@dataclass
class DeadSocket:
    lives: bool = True
    opened: int = 0

    def is_connected(self) -> bool:
        return self.lives

    def connect_to_new_endpoint(self, force: bool = False) -> None:
        self.opened += 1


def test_who_hears_nothing_from_slack_is_named_until_it_hears_again(desk: Desk) -> None:
    at = [dt.datetime.now(tz=dt.UTC) - dt.timedelta(minutes=10)]
    socket, sign = DeadSocket(), Sign(desk.office, "deaf", now=lambda: at[0])
    watchdog = Watchdog(socket, sign=sign)
    watchdog.look()
    socket.lives = False
    begun, at[0] = at[0], at[0] + dt.timedelta(minutes=10)
    watchdog.look()
    assert read_signs(desk.office, now=at[0]).silent == (("deaf", begun),)
    store = desk.office.knowledge.engine.url.render_as_string(hide_password=False)
    for language, name in (("en", "socket"), ("ja", "ソケット")):
        found = {each.name: each for each in examine(Secrets(api=desk.far_end.url), store, language)}[name]
        assert not found.is_right
        assert "deaf" in found.text
        assert "osusume run" in found.text
    assert read_signs(desk.office, now=at[0] + dt.timedelta(days=2)).silent == (), "gone for good"
    socket.lives = True
    watchdog.look()
    assert read_signs(desk.office, now=at[0]) == Listening(at[0])
    sign.take_down()


def test_a_socket_that_died_silently_is_replaced_after_a_minute() -> None:
    clock = [0.0]
    socket = DeadSocket()
    watchdog = Watchdog(socket, now=lambda: clock[0])
    socket.lives = False
    for clock[0] in (15.0, 30.0, 59.0):
        watchdog.look()
    assert socket.opened == 0
    clock[0] = 75.0
    watchdog.look()
    assert socket.opened == 1
