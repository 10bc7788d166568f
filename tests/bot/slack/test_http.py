"""The HTTP side: events, health, metrics, and an install by OAuth from end to end."""

from __future__ import annotations

import asyncio
import datetime as dt
import hashlib
import hmac
import json
import socket
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

import httpx2
import pytest
import uvicorn
from cryptography.fernet import Fernet
from mcp import Client
from mcp.client.streamable_http import streamable_http_client
from slack_bolt import App
from sqlalchemy import text

from bot.adapters.agents import open_agent_door
from bot.mcp.http import AgentRoutes
from bot.slack.answering import Answering
from bot.slack.app import build_app
from bot.slack.colleagues import Colleagues
from bot.slack.installs import ManyWorkspaces
from bot.slack.oauth import build_flow, open_workspaces, register
from bot.slack.posting import Poster
from bot.slack.secrets import Secrets
from bot.slack.server import build_server
from knowledge.agents.commands.tokens import create_token
from knowledge.sync.state import TableState, forget_others, save_states
from tests.bot.slack.conftest import MAYA, Desk
from tests.bot.slack.slack_far_end import SECRET, TEAM, direct_message, event, signed


@dataclass
class Server:
    url: str
    workspaces: ManyWorkspaces

    def get(self, path: str) -> str:
        with urllib.request.urlopen(self.url + path, timeout=20) as answer:
            return str(answer.read().decode())

    def post(self, request: object) -> int:
        """Send a signed request as Slack would."""
        raw = request.raw_body.encode()  # type: ignore[attr-defined]
        headers = {name: values[0] for name, values in request.headers.items()}  # type: ignore[attr-defined]
        asked = urllib.request.Request(self.url + "/slack/events", raw, headers)
        try:
            with urllib.request.urlopen(asked, timeout=20) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as error:
            return error.code


@pytest.fixture(scope="module")
def server(desk: Desk) -> Iterator[Server]:
    secrets = Secrets(
        signing_secret=SECRET,
        client_id="1.2",
        client_secret="client-secret",
        token_key=Fernet.generate_key().decode(),
        api=desk.far_end.url,
    )
    workspaces = open_workspaces(desk.office, secrets, (TEAM,))
    answering = Answering(desk.office, workspaces, Colleagues(desk.office), Poster(), desk.answering.durable)
    answering.metrics.watch(desk.answering.durable, desk.office)
    app: App = build_app(
        answering, workspaces, signing_secret=SECRET, flow=build_flow(workspaces, desk.office, secrets)
    )
    register(app, workspaces)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    running = uvicorn.Server(
        uvicorn.Config(
            build_server(
                app,
                desk.answering.durable,
                desk.office,
                signing_secret=SECRET,
                metrics=answering.metrics,
                agents=AgentRoutes(open_agent_door(None, desk.office)),
            ),
            port=port,
            log_level="warning",
            ws="none",
        )
    )
    thread = threading.Thread(target=running.run)
    thread.start()
    while not running.started:
        time.sleep(0.02)
    yield Server(f"http://127.0.0.1:{port}", workspaces)
    running.should_exit = True
    thread.join(20)


def install(server: Server, desk: Desk) -> None:
    """Go through Slack's pages as an administrator does."""
    with urllib.request.urlopen(server.url + "/slack/install", timeout=20) as answer:
        page, cookie = answer.read().decode(), answer.headers["Set-Cookie"].split(";")[0]
    leads_to = page.split('<a href="')[1].split('"')[0].replace("&amp;", "&")
    assert leads_to.startswith(desk.far_end.url.replace("/api/", ""))
    asked = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(leads_to).query))
    given = {**asked, "user_id": desk.far_end.user(MAYA), "redirect_uri": f"{server.url}/slack/oauth_redirect"}
    callback = desk.far_end.url.replace("/api/", "/oauth/v2/authorize/callback")
    with pytest.raises(urllib.error.HTTPError) as redirect:
        urllib.request.build_opener(_Stays()).open(callback, urllib.parse.urlencode(given).encode())
    location = redirect.value.headers["Location"]
    redirect.value.close()
    back = urllib.request.Request(location, headers={"Cookie": cookie})
    with urllib.request.urlopen(back, timeout=20) as answer:
        assert "Thank you" in answer.read().decode()
    with pytest.raises(urllib.error.HTTPError) as again:
        urllib.request.urlopen(back, timeout=20)
    again.value.close()


class _Stays(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        return None


def kept_tokens(desk: Desk) -> list[str]:
    with desk.office.knowledge.engine.connect() as connection:
        found = connection.execute(text("SELECT value FROM store_facts WHERE name LIKE 'slack_install:%'"))
        return [str(value) for value in found.scalars()]


def assert_sealed_on_disk(desk: Desk, server: Server) -> None:
    """The bytes of the saved token stand in no file of the store, nor in its log of writes."""
    (_, client), *_ = server.workspaces.everywhere()
    assert client.token
    database = Path(str(desk.office.knowledge.engine.url.database))
    written = b"".join(file.read_bytes() for file in database.parent.glob(f"{database.stem}*"))
    assert b"slack_install:" in written, "it has not been written yet"
    assert client.token.encode() not in written
    assert client.token.encode("utf-16-le") not in written


def test_a_workspace_installs_us_asks_and_uninstalls(desk: Desk, server: Server) -> None:
    user = desk.far_end.user(MAYA)
    channel = desk.far_end.direct(user)
    assert server.post(event(direct_message(user, channel, "help"), team="T-elsewhere")) != 500
    install(server, desk)
    (sealed,) = kept_tokens(desk)
    assert "xoxb" not in sealed
    assert_sealed_on_disk(desk, server)
    before = len(desk.far_end.messages(channel))
    assert server.post(event(direct_message(user, channel, "what should I offer Acme?"))) == 200
    desk.settle()
    assert len(desk.far_end.messages(channel)) == before + 1
    assert server.post(event({"type": "app_uninstalled"})) == 200
    assert kept_tokens(desk) == []
    with pytest.raises(KeyError):
        server.workspaces.of(TEAM)


def test_health_and_metrics_tell_of_open_work(server: Server) -> None:
    assert server.get("/health") == "ok\n"
    told = server.get("/metrics")
    assert "osusume_jobs_open 0.0\n" in told
    assert "osusume_store_up 1.0\n" in told
    assert 'osusume_source_age_days{kind="purchases"}' in told


@pytest.mark.parametrize(
    ("broken", "repaired", "named"),
    [
        ("ALTER TABLE notices RENAME TO notices_away", "ALTER TABLE notices_away RENAME TO notices", "customer store"),
        (
            "INSERT INTO notices (key, person_key, kind, language, facts, created_at, due_at, state, attempts, round)"
            " VALUES ('late', 'demo:maya.collins', 'reminder', 'en', '{}', '2020-01-01', '2020-01-01 00:00:00',"
            " 'waiting', 0, 0)",
            "DELETE FROM notices WHERE key = 'late'",
            "overdue",
        ),
        (
            "INSERT INTO store_facts (name, value) VALUES ('trouble:night', '2020-01-01T00:00:00+00:00')",
            "DELETE FROM store_facts WHERE name = 'trouble:night'",
            "nightly look",
        ),
        (
            "INSERT INTO synced_tables (source, name, feeds, tried_at, failed_at, failure) VALUES"
            " ('crm', 'deals', '[]', '2020-01-01 00:00:00', '2020-01-01 00:00:00', 'has no column stage')",
            "DELETE FROM synced_tables",
            "crm/deals cannot be synced since",
        ),
        (
            "INSERT INTO synced_tables (source, name, feeds, tried_at, synced_at) VALUES"
            " ('crm', 'deals', '[\"deals\"]', '2020-01-01 00:00:00', '2020-01-01 00:00:00')",
            "DELETE FROM synced_tables",
            "crm was last read",
        ),
    ],
)
def test_health_names_what_is_wrong(desk: Desk, server: Server, broken: str, repaired: str, named: str) -> None:
    engine = desk.office.knowledge.engine
    with engine.begin() as connection:
        connection.execute(text(broken))
    try:
        with pytest.raises(urllib.error.HTTPError) as unwell:
            server.get("/health")
        told = unwell.value.read().decode()
        unwell.value.close()
    finally:
        with engine.begin() as connection:
            connection.execute(text(repaired))
    assert unwell.value.code == 503
    assert named in told
    assert server.get("/health") == "ok\n"


def test_metrics_tell_how_old_each_source_is_and_what_fails(desk: Desk, server: Server) -> None:
    now = desk.office.conversation.clock.now()
    right = TableState("crm", "deals", now, synced_at=now - dt.timedelta(hours=2))
    failing = TableState("crm", "people", now, synced_at=now - dt.timedelta(hours=3)).fails("away", at=now)
    with desk.office.knowledge.engine.begin() as connection:
        save_states(connection, "crm", [right, failing])
    try:
        told = server.get("/metrics")
    finally:
        forget_others(desk.office.knowledge.engine, [])
    assert 'osusume_sync_failing{source="crm"} 1.0' in told
    age = next(line for line in told.splitlines() if line.startswith('osusume_sync_age_seconds{source="crm"}'))
    assert 3 * 3600 <= float(age.split()[-1]) < 3 * 3600 + 60


def test_metrics_tell_when_slack_was_heard_last(server: Server) -> None:
    before = time.time()
    assert server.post(event({"type": "user_change", "user": {"id": "U1"}}, team=TEAM)) != 500
    request = signed(json.dumps({"type": "url_verification", "challenge": "c"}), content_type="application/json")
    assert server.post(request) == 200
    told = server.get("/metrics").split("\nosusume_last_taken_timestamp_seconds ")[1].split("\n")[0]
    assert float(told) >= round(before, 2) - 0.01


def test_an_unsigned_event_is_refused_over_http(server: Server) -> None:
    request = event({"type": "message"})
    request.headers["x-slack-signature"] = ["v0=0"]
    assert server.post(request) == 401


def test_slacks_own_check_of_the_address_is_answered(server: Server) -> None:
    request = signed(json.dumps({"type": "url_verification", "challenge": "c"}), content_type="application/json")
    assert server.post(request) == 200


@pytest.mark.parametrize(
    ("body", "headers", "status"),
    [
        (b"{}", {}, 401),
        (b"{}", {"X-Slack-Request-Timestamp": "soon", "X-Slack-Signature": "v0=00"}, 401),
        (b"{}", {"X-Slack-Request-Timestamp": "9" * 400, "X-Slack-Signature": "v0=00"}, 401),
        (b"\xff\xfe\xfd", {}, 400),
    ],
)
def test_what_slack_did_not_send_is_refused_in_one_line(
    server: Server, body: bytes, headers: dict[str, str], status: int
) -> None:
    asked = urllib.request.Request(server.url + "/slack/events", body, {"Content-Type": "application/json", **headers})
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(asked, timeout=20)
    assert refused.value.code == status
    assert len(refused.value.read().splitlines()) == 1
    refused.value.close()


def test_what_is_signed_but_cannot_be_read_is_refused(server: Server) -> None:
    body, at = b"{no json", str(int(time.time()))
    mark = hmac.new(SECRET.encode(), f"v0:{at}:".encode() + body, hashlib.sha256).hexdigest()
    headers = {"X-Slack-Request-Timestamp": at, "X-Slack-Signature": f"v0={mark}", "Content-Type": "application/json"}
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(urllib.request.Request(server.url + "/slack/events", body, headers), timeout=20)
    assert refused.value.code == 400
    refused.value.close()


def test_a_body_of_300_mb_is_refused_before_it_is_read(server: Server) -> None:
    host, _, port = server.url.removeprefix("http://").partition(":")
    with socket.create_connection((host, int(port)), timeout=20) as line:
        line.sendall(b"POST /slack/events HTTP/1.1\r\nHost: us\r\nContent-Length: 300000000\r\n\r\n")
        assert line.recv(100).startswith(b"HTTP/1.1 413")


def test_agents_are_served_beside_slack_with_a_token_and_not_without(server: Server, desk: Desk) -> None:
    knowledge = desk.office.knowledge
    with knowledge.engine.begin() as connection:
        viewer = knowledge.viewer(MAYA)
        _, token = create_token(connection, viewer, "robot", now=dt.datetime.now(tz=dt.UTC), days=1)
    with pytest.raises(urllib.error.HTTPError, match="401"):
        server.get("/mcp")

    async def ask() -> str:
        async with AsyncExitStack() as stack:
            http = await stack.enter_async_context(
                httpx2.AsyncClient(headers={"Authorization": f"Bearer {token}"}, timeout=60)
            )
            transport = streamable_http_client(f"{server.url}/mcp", http_client=http)
            client = await stack.enter_async_context(Client(transport))
            told = (await client.call_tool("recommend_offer", {"customer": "Acme"})).structured_content
            return str(told["customer"]["name"])

    assert asyncio.run(ask()) == "Acme Corporation"
