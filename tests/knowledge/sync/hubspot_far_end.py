"""A HubSpot account that does what the documentation says of lists, searches, associations, archives and merges."""

from __future__ import annotations

import datetime as dt
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

TOKEN = "pat-eu1-a-key-that-reads"
VERSION = "2026-03"
Record = dict[str, Any]


@dataclass
class Account:
    """What it holds. ``refusals``: status, headers and body answered first; ``holds_at``: a path answered late.

    ``drops``: whether the line goes dead, asked before a request is carried out and again after.
    ``hidden``: properties that are not known there. ``asked``: each request as method, path and body.
    """

    url: str = ""
    objects: dict[str, dict[str, Record]] = field(default_factory=dict)
    owners: list[Record] = field(default_factory=list)
    pipelines: dict[str, list[Record]] = field(default_factory=dict)
    most_found: int = 10_000  # beyond it a search answers 400
    hidden: set[str] = field(default_factory=set)
    refusals: list[tuple[int, dict[str, str], Record]] = field(default_factory=list)
    holds_at: str | None = None
    holds_after: tuple[str, str] | None = None
    held: threading.Event = field(default_factory=threading.Event)
    drops: Callable[[str], bool] | None = None
    asked: list[tuple[str, str, Record]] = field(default_factory=list)
    moment: Callable[[], float] = time.time

    def put(self, table: str, object_id: str, *, belongs_to: Record | None = None, **properties: str | None) -> None:
        """Create or change a record. ``belongs_to``: by kind, ids; the first of them is the primary one."""
        records = self.objects.setdefault(table, {})
        known = records.get(object_id) or {"id": object_id, "properties": {}, "belongs_to": {}, "archived": False}
        changed = "lastmodifieddate" if table == "contacts" else "hs_lastmodifieddate"
        told = {**known["properties"], **properties, "hs_object_id": object_id, changed: _iso(self.moment())}
        whole = {"properties": told, "belongs_to": known["belongs_to"] | (belongs_to or {})}
        records[object_id] = known | whole | {"archived": False, "archivedAt": None}

    def archive(self, table: str, object_id: str) -> None:
        """Delete it, as people there do: it goes to the recycling bin."""
        self.objects[table][object_id] |= {"archived": True, "archivedAt": _iso(self.moment())}

    def merge(self, table: str, kept: str, gone: str) -> None:
        """Merge one into another; what belonged to it belongs to the other."""
        records = self.objects[table]
        del records[gone]
        told = records[kept]["properties"].get("hs_merged_object_ids")
        self.put(table, kept, hs_merged_object_ids=f"{told};{gone}" if told else gone)
        for each in (record for kind in self.objects.values() for record in kind.values()):
            if gone in each["belongs_to"].get(table, ()):
                each["belongs_to"][table] = [kept if known == gone else known for known in each["belongs_to"][table]]

    def shown(self, table: str, record: Record, properties: list[str]) -> Record:
        """A record as it is answered, without what it belongs to."""
        told = {name: record["properties"].get(name) for name in properties if name not in self.hidden}
        moments = {"createdAt": "2026-01-05T09:00:00Z", "updatedAt": _iso(self.moment())}
        gone = {"archivedAt": record["archivedAt"]} if record["archived"] else {}
        return {"id": record["id"], "properties": told, **moments, "archived": record["archived"], **gone}

    def export(self, table: str, properties: list[str], kinds: list[str]) -> list[Record]:
        """All of a table as a program would save what the API lists, with associations."""
        return [
            self.shown(table, each, properties)
            | {"associations": {kind: {"results": [{"id": i} for i in self._live(each, kind)]} for kind in kinds}}
            for each in self.objects.get(table, {}).values()
            if not each["archived"]
        ]

    def answer(self, method: str, path: str, asked: dict[str, str], body: Record) -> tuple[int, Record]:
        """Status and what is answered."""
        match [method, *path.strip("/").split("/")]:
            case ["GET", "crm", "owners", v] if v == VERSION:
                wanted = [each for each in self.owners if str(each["archived"]).lower() == asked["archived"]]
                return 200, _paged(wanted, asked)
            case ["GET", "crm", "pipelines", v, table] if v == VERSION:
                return 200, {"results": self.pipelines.get(table, [])}
            case ["GET", "crm", "objects", v, table] if v == VERSION:
                wanted = [each for each in self._in_order(table) if each["archived"] == (asked["archived"] == "true")]
                shown = [self.shown(table, each, asked["properties"].split(",")) for each in wanted]
                return 200, _paged(shown, asked)
            case ["POST", "crm", "objects", v, table, "search"] if v == VERSION:
                return self._search(table, body)
            case ["POST", "crm", "associations", v, table, kind, "batch", "read"] if v == VERSION:
                return self._associated(table, kind, [each["id"] for each in body["inputs"]])
        return self._activity(method, path, asked, body)

    def _activity(self, method: str, path: str, asked: dict[str, str], body: Record) -> tuple[int, Record]:
        """Notes and tasks."""
        match [method, *path.replace(f"/{VERSION}", "").strip("/").split("/")]:
            case ["POST", "crm", "objects", kind]:
                return 201, self._create(kind, body)
            case ["POST", "crm", "objects", kind, "batch", "read"]:
                there = [self.objects[kind][each["id"]] for each in body["inputs"]]
                return 200, {"results": [self.shown(kind, each, body["properties"]) for each in there]}
            case ["GET", "crm", "objects", kind, one]:
                found = self.objects.get(kind, {}).get(one)
                if found and not found["archived"]:
                    return 200, self.shown(kind, found, asked["properties"].split(","))
            case ["DELETE", "crm", "objects", kind, one]:
                self.archive(kind, one)
                return 204, {}
        return 404, {"status": "error", "message": f"No such path: {path}"}

    def timeline(self, kind: str) -> list[str]:
        """What stands on companies' timelines."""
        live = [each["properties"] for each in self.objects.get(kind, {}).values() if not each["archived"]]
        return [properties["hs_note_body" if kind == "notes" else "hs_task_body"] for properties in live]

    def _create(self, kind: str, body: Record) -> Record:
        """Text is kept as rich text, which is not quite what was sent."""
        number = str(9_000 + sum(len(records) for records in self.objects.values()))
        told = {
            name: f"<div>{value}</div>" if name.endswith("_body") else value
            for name, value in body["properties"].items()
        }
        customers = [each["to"]["id"] for each in body["associations"]]
        assert {each["types"][0]["associationTypeId"] for each in body["associations"]} <= {190, 192}
        self.put(kind, number, belongs_to={"companies": customers}, **told)
        return self.shown(kind, self.objects[kind][number], list(told))

    def _timeline(self, kind: str, company: str) -> Record:
        live = [each for each in self.objects.get(kind, {}).values() if not each["archived"]]
        to = [{"toObjectId": each["id"]} for each in live if company in each["belongs_to"]["companies"]]
        return {"from": {"id": company}, "to": to}

    def _live(self, record: Record, kind: str) -> list[str]:
        """What it belongs to; what is in the recycling bin is told of no more."""
        return [each for each in record["belongs_to"].get(kind, ()) if not self.objects[kind][each]["archived"]]

    def _in_order(self, table: str) -> list[Record]:
        return sorted(self.objects.get(table, {}).values(), key=lambda each: int(each["id"]))

    def _search(self, table: str, body: Record) -> tuple[int, Record]:
        begin, limit = int(body["after"]), int(body["limit"])
        if limit > 200 or begin + limit > self.most_found:
            return 400, {"status": "error", "message": "There was a problem with the request."}
        (group,) = body["filterGroups"]
        found = [each for each in self._in_order(table) if not each["archived"] and _holds(each, group["filters"])]
        (order,) = body["sorts"]
        found.sort(key=lambda each: _number(each["properties"][order["propertyName"]]))
        shown = [self.shown(table, each, body["properties"]) for each in found[begin : begin + limit]]
        more = {"paging": {"next": {"after": str(begin + limit)}}} if begin + limit < len(found) else {}
        return 200, {"total": len(found), "results": shown, **more}

    def _associated(self, table: str, kind: str, ids: list[str]) -> tuple[int, Record]:
        """As the API does, the newest first; the primary one bears its label."""
        if kind in {"notes", "tasks"}:
            return 200, {"results": [self._timeline(kind, each) for each in ids]}
        results = []
        for each in ids:
            first, *others = self._live(self.objects[table][each], kind) or [None]
            to = [{"toObjectId": other, "associationTypes": [_kind(341, None)]} for other in others]
            if first:
                to.append({"toObjectId": first, "associationTypes": [_kind(341, None), _kind(5, "Primary")]})
                results.append({"from": {"id": each}, "to": to})
        return (200 if len(results) == len(ids) else 207), {"status": "COMPLETE", "results": results}


def owner(number: int, first: str | None, last: str | None, *, archived: bool = False) -> Record:
    """A colleague, as the API tells of them."""
    return {
        "id": str(number),
        "email": f"{number}@ours.example",
        "firstName": first,
        "lastName": last,
        "userId": number,
        "type": "PERSON",
        "createdAt": "2025-01-05T09:00:00Z",
        "updatedAt": "2026-02-10T09:00:00Z",
        "archived": archived,
        "teams": [{"id": "1", "name": "East", "primary": True}],
    }


@contextmanager
def served(account: Account) -> Iterator[Account]:
    """The account behind an address of its own."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer({})

        def do_DELETE(self) -> None:
            self._answer({})

        def do_POST(self) -> None:
            self._answer(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))

        def _answer(self, body: Record) -> None:
            account.asked.append((self.command, self.path, body))
            parts = urlsplit(self.path)
            asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
            more: dict[str, str] = {}
            if self.headers["Authorization"] != f"Bearer {TOKEN}":
                status, answer = 401, {"status": "error", "message": "Authentication credentials not found."}
            elif account.refusals:
                status, more, answer = account.refusals.pop(0)
            else:
                if account.holds_at and account.holds_at in self.path + json.dumps(body):
                    account.held.set()
                    time.sleep(60)
                if account.drops and account.drops(f"{self.command} {parts.path}"):
                    self.close_connection = True
                    return
                status, answer = account.answer(self.command, parts.path, asked, body)
                if account.drops and account.drops(f"{self.command} {parts.path}"):
                    self.close_connection = True
                    return
                if account.holds_after and account.holds_after == (self.command, parts.path):
                    account.held.set()
                    time.sleep(60)
            written = json.dumps(answer).encode()
            self.send_response(status)
            for name, value in {**more, "Content-Length": str(len(written))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(written)

        def date_time_string(self, timestamp: float | None = None) -> str:
            return super().date_time_string(account.moment() if timestamp is None else timestamp)

        def log_message(self, *_: object) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    account.url = f"http://127.0.0.1:{server.server_port}"
    yield account
    server.shutdown()
    server.server_close()


def _paged(results: list[Record], asked: dict[str, str]) -> Record:
    """``after`` is the id behind which a list goes on, so that what is added meanwhile shifts nothing."""
    rest = [each for each in results if int(each["id"]) > int(asked.get("after", "0"))]
    page = rest[: min(int(asked["limit"]), 100)]
    more = {"paging": {"next": {"after": page[-1]["id"]}}} if len(rest) > len(page) else {}
    return {"results": page, **more}


def _holds(record: Record, filters: list[Record]) -> bool:
    for each in filters:
        there, wanted = _number(record["properties"][each["propertyName"]]), int(each["value"])
        if not (there >= wanted if each["operator"] == "GTE" else there > wanted):
            return False
    return True


def _number(value: str) -> int:
    return int(value) if value.isdecimal() else round(_seconds(value) * 1_000)


def _seconds(moment: str) -> float:
    return dt.datetime.fromisoformat(moment).timestamp()


def _iso(seconds: float) -> str:
    return dt.datetime.fromtimestamp(seconds, dt.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _kind(number: int, label: str | None) -> Record:
    return {"category": "HUBSPOT_DEFINED", "typeId": number, "label": label}
