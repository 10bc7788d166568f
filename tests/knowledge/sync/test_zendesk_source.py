"""Zendesk, with a far end of ours that does what its documentation says of incremental exports."""

from __future__ import annotations

import datetime as dt
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import Engine

from knowledge.imports.firm import Firm
from knowledge.imports.run import import_paths
from knowledge.kernel.database import open_engine
from tests.knowledge.imports.conftest import rows_of
from tests.knowledge.sync.conftest import Clock, Sync, told
from tests.ready_stores import SqliteTemplate

TOKEN = "a-token-that-reads"
PAGE = 2


@dataclass
class Desk:
    """What an account holds: each change of a record is one more line of its log, under a moment of its own."""

    url: str = ""
    log: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    busy: int = 0

    def put(self, table: str, **record: Any) -> None:
        """Create or change a record."""
        self.log.append((table, record))

    def newest(self, table: str) -> list[dict[str, Any]]:
        """Each record as it is now."""
        return list({each["id"]: each for kind, each in self.log if kind == table}.values())

    def answer(self, path: str, asked: dict[str, str]) -> dict[str, Any]:
        """A page of what changed. A record that changed twice behind the start is told twice."""
        table = path.split("/")[4].removesuffix(".json")
        begin = int(asked.get("cursor", asked.get("start_time", "0")))
        changed = [(at, each) for at, (kind, each) in enumerate(self.log, 1) if kind == table and at > begin]
        page = changed[:PAGE]
        end = page[-1][0] if page else None
        told_of = {table: [each for _, each in page], "end_of_stream": len(changed) <= PAGE}
        if "cursor" in path:
            return told_of | {"after_cursor": str(end or begin), "before_cursor": None}
        return told_of | {"end_time": end, "count": len(page)}


@pytest.fixture
def desk(firm: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """A declared account with two organizations, their users and tickets."""
    desk = Desk()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            desk.asked.append(self.path)
            parts = urlsplit(self.path)
            status, answer, more = 200, {}, {}
            if self.headers["Authorization"] != f"Bearer {TOKEN}":
                status, answer = 401, {"error": "Couldn't authenticate you"}
            elif desk.busy:
                desk.busy -= 1
                status, more = 429, {"Retry-After": "0"}
            else:
                answer = desk.answer(parts.path, {name: values[0] for name, values in parse_qs(parts.query).items()})
            body = json.dumps(answer).encode()
            self.send_response(status)
            for name, value in {**more, "Content-Length": str(len(body))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    desk.url = f"http://127.0.0.1:{server.server_port}"
    declared = f"kind: zendesk\ntoken_env: ZENDESK_TOKEN\naddress: {desk.url}\n"
    (firm / "sources" / "zendesk.yml").write_text(declared, encoding="utf-8")
    monkeypatch.setenv("ZENDESK_TOKEN", TOKEN)
    desk.put("organizations", id=11, name="Northwind", domain_names=["northwind.example"])
    desk.put("organizations", id=12, name="Fabrikam 商事", domain_names=[])
    desk.put("users", id=21, organization_id=11, role="end-user", name="Ann", email="ann@northwind.example")
    desk.put("users", id=22, organization_id=None, role="admin", name="Boss", email="boss@ours.example")
    for number in range(31, 36):
        desk.put("tickets", **ticket(number))
    yield desk
    server.shutdown()
    server.server_close()


def ticket(number: int, **changed: object) -> dict[str, object]:
    """A ticket of the first organization."""
    return {
        "id": number,
        "organization_id": 11,
        "subject": f"Ticket {number}",
        "priority": "urgent",
        "status": "open",
        "created_at": "2026-03-20T08:00:00Z",
        "metric_set": {"solved_at": None, "reopens": 0},
        **changed,
    }


def test_a_full_load_equals_a_file_import_of_what_the_api_tells(
    desk: Desk, sync: Sync, engine: Engine, tmp_path: Path, sqlite_template: SqliteTemplate
) -> None:
    desk.busy = 1
    (report,) = sync()
    assert (report.failures, report.rejected) == ({}, 0)
    exports = tmp_path / "exports"
    exports.mkdir()
    for table in ("organizations", "users", "tickets"):
        lines = "".join(f"{json.dumps(each)}\n" for each in desk.newest(table))
        (exports / f"{table}.jsonl").write_text(lines, encoding="utf-8")
    beside = open_engine(sqlite_template.copy_to(tmp_path / "beside.db"))
    firm = Firm("JPY", "Asia/Tokyo")
    import_paths(beside, [exports], as_of=dt.date(2026, 4, 1), mapping="zendesk", firm=firm)
    assert told(engine) == told(beside)
    beside.dispose()
    assert len(rows_of(engine, "tickets", "key")) == 5


def test_only_what_changed_is_asked_for_and_a_deleted_ticket_disappears_at_once(
    desk: Desk, sync: Sync, engine: Engine, clock: Clock
) -> None:
    sync()
    before = told(engine)
    clock.later(minutes=15)
    sync()
    assert told(engine) == before
    desk.put("tickets", **ticket(31, status="deleted"))
    desk.put("tickets", **ticket(32, status="solved", metric_set={"solved_at": "2026-03-25T08:00:00Z", "reopens": 1}))
    desk.asked.clear()
    clock.later(minutes=15)
    sync()
    assert not [path for path in desk.asked if "start_time=0" in path]
    statuses = dict(rows_of(engine, "tickets", "key", "status"))
    assert "zendesk:31" not in statuses
    assert statuses["zendesk:32"] == "solved"
    assert rows_of(engine, "tickets", "closed_on")[0] == (dt.date(2026, 3, 25),)


def test_a_record_that_changes_while_it_is_read_is_as_it_was_told_last(desk: Desk, sync: Sync, engine: Engine) -> None:
    desk.put("organizations", id=12, name="Fabrikam Group", domain_names=[])
    desk.put("tickets", **ticket(35, priority="low"))
    (report,) = sync()
    assert report.rejected == 0
    assert rows_of(engine, "accounts", "name")[1] == ("Fabrikam Group",)
    assert rows_of(engine, "tickets", "severity")[-1] == ("low",)


def test_metrics_beside_the_tickets_are_read_as_those_in_them(
    desk: Desk, sync: Sync, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = desk.answer

    def beside(path: str, asked: dict[str, str]) -> dict[str, Any]:
        answer = whole(path, asked)
        if "tickets" in answer:
            metrics = [{"ticket_id": each["id"], "solved_at": "2026-03-22T08:00:00Z"} for each in answer["tickets"]]
            rest = [{name: value for name, value in each.items() if name != "metric_set"} for each in answer["tickets"]]
            return answer | {"tickets": rest, "metric_sets": metrics}
        return answer

    monkeypatch.setattr(desk, "answer", beside)
    sync()
    assert {day for (day,) in rows_of(engine, "tickets", "closed_on")} == {dt.date(2026, 3, 22)}


def test_a_refused_token_is_told_in_the_words_of_the_system(
    desk: Desk, sync: Sync, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ZENDESK_TOKEN", "another")
    (report,) = sync()
    assert "(401: Couldn't authenticate you)" in report.failures["tickets"]
