"""A Salesforce org that does what the documentation says of tokens, queries with their pages, and bulk query jobs."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

CLIENT, SECRET = "a-consumer-key", "a-consumer-secret"
ROOT = "/services/data/v62.0"
_SOQL = re.compile(
    r"SELECT (?P<fields>.+?) FROM (?P<table>\w+)(?: WHERE (?:UserType = '(?P<type>\w+)')?(?: AND )?"
    r"(?:SystemModstamp >= (?P<since>\S+))?)?$"
)
Record = dict[str, Any]


@dataclass
class Org:
    """What it holds. ``page``: records a page; ``waits``: how often a job is asked for before it is done.

    ``hidden``: fields that its user does not see. ``refusals``: status and body answered first; ``holds_at``: a path
    answered late. ``asked``: each request as method, path and body.
    """

    url: str = ""
    page: int = 2_000
    waits: int = 1
    objects: dict[str, dict[str, Record]] = field(default_factory=dict)
    hidden: set[str] = field(default_factory=set)
    refusals: list[tuple[int, dict[str, str], Any]] = field(default_factory=list)
    holds_at: str | None = None
    held: threading.Event = field(default_factory=threading.Event)
    asked: list[tuple[str, str, Any]] = field(default_factory=list)
    tokens: set[str] = field(default_factory=set)
    jobs: dict[str, list[Record]] = field(default_factory=dict)
    locators: dict[str, list[Record]] = field(default_factory=dict)
    moment: Callable[[], float] = time.time

    def put(self, table: str, row_id: str, **fields: object) -> None:
        """Create or change a record."""
        records = self.objects.setdefault(table, {})
        known = records.get(row_id, {"Id": row_id} | ({} if table == "User" else {"IsDeleted": False}))
        records[row_id] = known | fields | {"SystemModstamp": _iso(self.moment())}

    def delete(self, table: str, row_id: str, **fields: object) -> None:
        """Put it into the recycle bin, where queryAll still finds it."""
        self.put(table, row_id, IsDeleted=True, **fields)

    def fields_of(self, table: str) -> list[str]:
        """What its user sees."""
        names = dict.fromkeys(name for record in self.objects.get(table, {}).values() for name in record)
        return [name for name in names if name not in self.hidden]

    def select(self, soql: str) -> tuple[str, list[Record]]:
        """What a query finds, with its table."""
        asked = _SOQL.match(soql)
        assert asked, soql
        names = asked["fields"].split(", ")
        found = [
            {name: record.get(name) for name in names if name != "COUNT()"}
            for record in self.objects.get(asked["table"], {}).values()
            if (not asked["type"] or record.get("UserType", "Standard") == asked["type"])
            and (not asked["since"] or _seconds(record["SystemModstamp"]) >= _seconds(asked["since"]))
        ]
        return asked["table"], found

    def answer(self, method: str, path: str, asked: dict[str, str], body: Any) -> tuple[int, dict[str, str], Any]:
        """Status, headers and what is answered; a text where it is one."""
        rest = path.removeprefix(ROOT).strip("/").split("/")
        match [method, *rest]:
            case ["GET", "sobjects", table, "describe"]:
                return 200, {}, {"name": table, "fields": [{"name": name} for name in self.fields_of(table)]}
            case ["GET", "queryAll"]:
                table, found = self.select(asked["q"])
                if "COUNT()" in asked["q"]:
                    return 200, {}, {"totalSize": len(found), "done": True, "records": []}
                return 200, {}, self._page(f"01g{len(self.locators)}", table, found, 0)
            case ["GET", "query", locator]:
                name, _, begin = locator.partition("-")
                return 200, {}, self._page(name, "", self.locators[name], int(begin))
            case ["POST", "jobs", "query"]:
                job = f"750{len(self.jobs)}"
                self.jobs[job] = self.select(body["query"])[1]
                return 200, {}, {"id": job, "state": "UploadComplete"}
            case ["GET", "jobs", "query", job]:
                self.waits -= 1
                return 200, {}, {"id": job, "state": "JobComplete" if self.waits < 0 else "InProgress"}
            case ["GET", "jobs", "query", job, "results"]:
                begin, most = int(asked.get("locator", "0")), min(int(asked["maxRecords"]), self.page)
                following = str(begin + most) if begin + most < len(self.jobs[job]) else "null"
                return 200, {"Sforce-Locator": following}, _csv(self.jobs[job][begin : begin + most], self.jobs[job])
        return 404, {}, [{"errorCode": "NOT_FOUND", "message": "The requested resource does not exist"}]

    def _page(self, locator: str, table: str, found: list[Record], begin: int) -> Record:
        self.locators[locator] = found
        page, end = found[begin : begin + self.page], begin + self.page
        records = [{"attributes": {"type": table}, **each} for each in page]
        more = {"nextRecordsUrl": f"{ROOT}/query/{locator}-{end}"} if end < len(found) else {}
        return {"totalSize": len(found), "done": not more, "records": records, **more}

    def token(self, form: dict[str, str]) -> tuple[int, Record]:
        """A new one for who knows the secret."""
        if (form.get("client_id"), form.get("client_secret")) != (CLIENT, SECRET):
            return 400, {"error": "invalid_client_id", "error_description": "client identifier invalid"}
        if form["grant_type"] == "refresh_token" and form.get("refresh_token") != "a-refresh-token":
            return 400, {"error": "invalid_grant", "error_description": "expired access/refresh token"}
        token = f"00D{len(self.asked)}"
        self.tokens.add(token)
        return 200, {"access_token": token, "instance_url": self.url, "token_type": "Bearer"}


@contextmanager
def served(org: Org) -> Iterator[Org]:
    """The org behind an address of its own."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer("")

        def do_POST(self) -> None:
            self._answer(self.rfile.read(int(self.headers["Content-Length"])).decode())

        def _answer(self, body: str) -> None:
            org.asked.append((self.command, self.path, body))
            parts, more = urlsplit(self.path), {}
            asked = _first(parts.query)
            token = (self.headers["Authorization"] or "").removeprefix("Bearer ")
            if parts.path == "/services/oauth2/token":
                status, answer = org.token(_first(body))
            elif token not in org.tokens:
                status, answer = 401, [{"errorCode": "INVALID_SESSION_ID", "message": "Session expired or invalid"}]
            elif org.refusals:
                status, more, answer = org.refusals.pop(0)
            else:
                if org.holds_at and org.holds_at in self.path:
                    org.held.set()
                    time.sleep(60)
                status, more, answer = org.answer(self.command, parts.path, asked, json.loads(body or "{}"))
            written = (answer if isinstance(answer, str) else json.dumps(answer)).encode()
            self.send_response(status)
            for name, value in {**more, "Content-Length": str(len(written))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(written)

        def date_time_string(self, timestamp: float | None = None) -> str:
            return super().date_time_string(org.moment() if timestamp is None else timestamp)

        def log_message(self, *_: object) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    org.url = f"http://127.0.0.1:{server.server_port}"
    yield org
    server.shutdown()
    server.server_close()


def _first(query: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(query).items()}


def _csv(page: list[Record], whole: list[Record]) -> str:
    """As jobs write it: what is empty is empty, and truth is a word."""
    file = io.StringIO()
    writer = csv.DictWriter(file, list(whole[0]), quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writeheader()
    for record in page:
        writer.writerow({name: str(each).lower() if isinstance(each, bool) else each for name, each in record.items()})
    return file.getvalue()


def _seconds(moment: str) -> float:
    return dt.datetime.fromisoformat(moment).timestamp()


def _iso(seconds: float) -> str:
    return dt.datetime.fromtimestamp(seconds, dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.000+0000")
