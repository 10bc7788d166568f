"""Stripe, with localstripe as the far end, behind a door of ours that counts, keeps busy and cuts off."""

from __future__ import annotations

import datetime as dt
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode

import pytest
from sqlalchemy import Engine

from knowledge.errors import SourceRefused
from knowledge.imports.firm import Firm
from knowledge.imports.run import import_paths
from knowledge.kernel.database import open_engine
from knowledge.sync.http import Api
from knowledge.sync.run import ALL_TABLES
from tests.knowledge.imports.conftest import rows_of
from tests.knowledge.sync.conftest import NOW, Clock, Sync, told
from tests.ready_stores import SqliteTemplate

ROOT = Path(__file__).resolve().parents[3]
KEY = "sk_test_12345"
CHILD = """
import datetime as dt, sys
from knowledge.sync.by_rules import sync_store
for _ in sync_store(store=sys.argv[1], clock=lambda: dt.datetime.fromisoformat(sys.argv[2])):
    pass
"""


@dataclass
class Door:
    """Passes requests on to localstripe. ``refusals``: status and headers answered first; ``hold``: not passed on."""

    far: str
    url: str = ""
    asked: list[str] = field(default_factory=list)
    refusals: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    holds_at: str | None = None
    held: threading.Event = field(default_factory=threading.Event)

    def make(self, path: str, **values: str | int) -> dict[str, object]:
        """Create or change something at the far end, past the door."""
        return self._call(path, urlencode(values).encode())

    def drop(self, path: str) -> None:
        """Delete it there."""
        self._call(path, None, "DELETE")

    def list_all(self, table: str) -> list[dict[str, object]]:
        """All there is, past the door."""
        found = self._call(f"/v1/{table}?limit=1000{'&status=all' if table == 'subscriptions' else ''}", None)["data"]
        assert isinstance(found, list)
        return found

    def _call(self, path: str, data: bytes | None, method: str | None = None) -> dict[str, object]:
        request = urllib.request.Request(f"{self.far}{path}", data, {"Authorization": f"Bearer {KEY}"}, method=method)
        with urllib.request.urlopen(request) as response:
            answered: dict[str, object] = json.load(response)
        return answered


@pytest.fixture(scope="module")
def localstripe() -> Iterator[str]:
    """localstripe on a port of its own, from scratch."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-m", "localstripe", "--port", str(port), "--from-scratch"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    deadline = time.monotonic() + 30
    while True:
        try:
            urllib.request.urlopen(f"{address}/js.stripe.com/v3/").close()
            break
        except (URLError, HTTPError):
            assert time.monotonic() < deadline
            time.sleep(0.1)
    yield address
    server.kill()
    server.wait()


@pytest.fixture
def stripe(localstripe: str, firm: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Door]:
    """An emptied account behind the door, declared as a source."""
    urllib.request.urlopen(urllib.request.Request(f"{localstripe}/_config/data", method="DELETE")).close()
    door = Door(localstripe)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            door.asked.append(self.path)
            if door.refusals:
                status, headers = door.refusals.pop(0)
                self._answer(status, headers, b'{"error": {"message": "slow down"}}')
                return
            if door.holds_at and door.holds_at in self.path:
                door.held.set()
                time.sleep(60)
            headers = {"Authorization": self.headers["Authorization"]}
            try:
                with urllib.request.urlopen(urllib.request.Request(f"{door.far}{self.path}", headers=headers)) as far:
                    self._answer(far.status, {}, far.read())
            except HTTPError as error:
                self._answer(error.code, {}, error.read())
                error.close()

        def _answer(self, status: int, headers: dict[str, str], body: bytes) -> None:
            self.send_response(status)
            for name, value in {**headers, "Content-Length": str(len(body))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    door.url = f"http://127.0.0.1:{server.server_port}"
    declared = f"kind: stripe\nkey_env: STRIPE_KEY\naddress: {door.url}\ntables: [customers, products, subscriptions]\n"
    (firm / "sources" / "stripe.yml").write_text(declared, encoding="utf-8")
    monkeypatch.setenv("STRIPE_KEY", KEY)
    yield door
    server.shutdown()
    server.server_close()


@pytest.fixture
def business(stripe: Door) -> Door:
    """Three customers, a product, two subscriptions with their invoices."""
    stripe.make("/v1/products", id="prod_desk", name="Desk", type="service")
    for seats, interval in ((900, "month"), (9_000, "year")):
        stripe.make(
            "/v1/plans", id=f"desk-{interval}", product="prod_desk", amount=seats, currency="eur", interval=interval
        )
    for number, name in enumerate(("Northwind", "Fabrikam", "Tailspin")):
        told_of = {"metadata[domain]": f"{name.lower()}.example"} if number else {}
        customer = stripe.make("/v1/customers", name=name, email=f"it@{name.lower()}.example", **told_of)
        stripe.make(f"/v1/customers/{customer['id']}/sources", source=str(_card(stripe)["id"]))
        if number:
            stripe.make(
                "/v1/subscriptions",
                **{"customer": str(customer["id"]), "items[0][plan]": "desk-month", "items[0][quantity]": number * 5},
            )
    return stripe


def _card(door: Door) -> dict[str, object]:
    card = {"card[number]": "4242424242424242", "card[exp_month]": 12, "card[exp_year]": 2034, "card[cvc]": "123"}
    return door.make("/v1/tokens", **card)


def test_a_full_load_equals_a_file_import_of_what_the_api_tells(
    business: Door, sync: Sync, engine: Engine, tmp_path: Path, sqlite_template: SqliteTemplate
) -> None:
    (report,) = sync()
    assert report.failures == {}
    assert report.rejected == 0
    exports = tmp_path / "exports"
    exports.mkdir()
    for table in ("customers", "products", "subscriptions"):
        lines = "".join(f"{json.dumps(each)}\n" for each in business.list_all(table))
        (exports / f"{table}.jsonl").write_text(lines, encoding="utf-8")
    beside = open_engine(sqlite_template.copy_to(tmp_path / "beside.db"))
    by_file = Firm("JPY", "Asia/Tokyo")
    import_paths(beside, [exports], as_of=dt.date(2026, 4, 1), mapping="stripe", firm=by_file)
    assert told(engine) == told(beside)
    beside.dispose()
    assert [seats for (seats,) in rows_of(engine, "subscriptions", "seats")] == [5, 10]
    assert len(rows_of(engine, "accounts", "name")) == 3


def test_what_events_tell_of_is_read_again_as_it_is_now_and_nothing_else(
    business: Door, sync: Sync, engine: Engine, clock: Clock
) -> None:
    sync()
    before = told(engine)
    clock.later(minutes=15)
    sync()
    assert told(engine) == before
    customer = next(each for each in business.list_all("customers") if each["name"] == "Fabrikam")
    for name in ("Fabrikam Ltd", "Fabrikam Limited"):
        business.make(f"/v1/customers/{customer['id']}", name=name)
    business.asked.clear()
    clock.later(minutes=15)
    sync()
    assert ("Fabrikam Limited",) in rows_of(engine, "accounts", "name")
    assert not [path for path in business.asked if path.startswith("/v1/customers?")]


def test_a_subscription_that_ends_keeps_its_last_day(business: Door, sync: Sync, engine: Engine, clock: Clock) -> None:
    sync()
    assert {row[0] for row in rows_of(engine, "subscriptions", "ended_on")} == {None}
    business.drop(f"/v1/subscriptions/{business.list_all('subscriptions')[0]['id']}")
    clock.later(minutes=15)
    sync()
    assert sum(row[0] is not None for row in rows_of(engine, "subscriptions", "ended_on")) == 1


def test_a_busy_system_is_waited_for_as_long_as_it_says() -> None:
    waited: list[float] = []
    door = _Busy([(429, {"Retry-After": "7"}), (503, {}), (429, {"Retry-After": "900"})])
    with door:
        answer = Api("Stripe", door.url, {}, wait=waited.append).get("/", {})
    assert answer["data"] == []
    assert waited == [7.0, 2.0, 60.0]


def test_a_system_that_stays_busy_is_left_for_the_next_sync(business: Door) -> None:
    waited: list[float] = []
    business.refusals = [(429, {"Retry-After": "1"})] * 6
    with pytest.raises(SourceRefused, match="busy") as refused:
        Api("Stripe", business.url, {}, wait=waited.append).get("/v1/customers", {})
    assert refused.value.may_resume
    assert len(waited) == 6


def test_a_refused_key_is_one_line_without_the_key(business: Door, sync: Sync, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STRIPE_KEY", "rk_live_wrong")
    (report,) = sync()
    assert set(report.failures) == {"customers", "products", "subscriptions"}
    assert "Stripe refuses /v1/customers (401" in report.failures["customers"]
    assert "rk_live_wrong" not in str(report)


def test_a_kill_between_pages_goes_on_with_the_next_page(
    stripe: Door, sync: Sync, engine: Engine, store_url: str
) -> None:
    for number in range(250):
        stripe.make("/v1/customers", name=f"Customer {number}")
    listed = [str(each["id"]) for each in stripe.list_all("customers")]
    stripe.holds_at = listed[199]
    command = [sys.executable, "-c", CHILD, store_url, NOW.isoformat()]
    child = subprocess.Popen(command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)})
    assert stripe.held.wait(60)
    child.send_signal(signal.SIGKILL)
    child.wait()
    assert rows_of(engine, "accounts", "key") == []
    stripe.holds_at = None
    stripe.asked.clear()
    (report,) = sync()
    assert report.failures == {}
    pages = [path for path in stripe.asked if path.startswith("/v1/customers?")]
    assert len(pages) == 1
    assert listed[199] in pages[0]
    assert len(rows_of(engine, "accounts", "key")) == 250


def test_a_table_of_another_shape_is_named_and_keeps_nobody_waiting(
    business: Door, sync: Sync, engine: Engine, firm: Path
) -> None:
    declared = f"kind: stripe\nkey_env: STRIPE_KEY\naddress: {business.url}\n"  # localstripe's invoices lack due dates
    (firm / "sources" / "stripe.yml").write_text(declared, encoding="utf-8")
    (report,) = sync()
    assert list(report.failures) == ["invoices"]
    assert "stripe/invoices: has no column 'Due Date (UTC)'" in report.failures["invoices"]
    assert len(rows_of(engine, "subscriptions", "key")) == 2


def test_a_source_without_its_key_says_which_variable_it_reads(
    stripe: Door, sync: Sync, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("STRIPE_KEY")
    (report,) = sync()
    assert report.failures == {ALL_TABLES: "stripe: the environment variable STRIPE_KEY is not set"}


class _Busy:
    """Answers what it is told, then an empty list."""

    def __init__(self, answers: list[tuple[int, dict[str, str]]]) -> None:
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                status, headers = answers.pop(0) if answers else (200, {})
                self.send_response(status)
                body = b'{"data": []}'
                for name, value in {**headers, "Content-Length": str(len(body))}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                """Quiet."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> None:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
