"""The line to the emulated Slack, which breaks, refuses or answers otherwise as a test says, and notes every call."""

from __future__ import annotations

import json
import socket
import threading
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

RESET = "reset"  # the connection breaks before anything is taken


@dataclass(frozen=True)
class Fault:
    """What a call gets instead of Slack's answer: an error of Slack's, a status of a proxy's, or a broken line."""

    error: str = ""
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    body: str | None = None
    after: bool = False  # Slack took the call, and its answer is lost


BUSY = Fault("ratelimited", 429, (("Retry-After", "1"),))
DOWN = Fault(status=502, body="<html>Bad gateway</html>")
BROKEN = Fault(RESET)
LOST = Fault(RESET, after=True)


@dataclass
class FaultyLine:
    """``faults``: by method, one for each call until none is left. ``told``: what is answered in Slack's place."""

    slack: str
    url: str = ""
    faults: dict[str, list[Fault]] = field(default_factory=dict)
    told: dict[str, Callable[[dict[str, Any]], dict[str, Any] | None]] = field(default_factory=dict)
    calls: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    responded: list[dict[str, Any]] = field(default_factory=list)
    responds: int = 200

    @property
    def response_url(self) -> str:
        """Where a command may be answered."""
        return self.url.replace("/api/", "/respond")

    def said(self, *methods: str) -> list[dict[str, Any]]:
        """What was sent to these methods, in order."""
        return [said for method, said in self.calls if method in methods]


@contextmanager
def run_faulty_line(slack: str) -> Iterator[FaultyLine]:
    """Serve until the test is over."""
    line = FaultyLine(slack)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers.get("content-length") or 0))
            if self.path == "/respond":
                line.responded.append(json.loads(raw))
                self.answer(line.responds, b"ok", {})
                return
            method = self.path.removeprefix("/api/")
            said = _read(raw, self.headers["content-type"] or "")
            line.calls.append((method, said))
            waiting = line.faults.get(method) or []
            fault = waiting.pop(0) if waiting else None
            if fault and not fault.after:
                self.fail(fault)
                return
            told = line.told[method](said) if method in line.told else None
            status, body = (200, json.dumps(told).encode()) if told else self.pass_on(method, raw)
            if fault:
                self.fail(fault)
            else:
                self.answer(status, body, {"content-type": "application/json"})

        def pass_on(self, method: str, raw: bytes) -> tuple[int, bytes]:
            names = ("content-type", "authorization")
            headers = {name: self.headers[name] for name in names if self.headers[name]}
            try:
                with urllib.request.urlopen(urllib.request.Request(line.slack + method, raw, headers)) as answer:
                    return int(answer.status), answer.read()
            except urllib.error.HTTPError as error:
                return error.code, error.read()

        def fail(self, fault: Fault) -> None:
            if fault.error == RESET:
                self.close_connection = True
                self.connection.shutdown(socket.SHUT_RDWR)
                return
            body = fault.body or json.dumps({"ok": False, "error": fault.error})
            kind = "text/html" if fault.body else "application/json"
            self.answer(fault.status, body.encode(), {"content-type": kind, **dict(fault.headers)})

        def answer(self, status: int, body: bytes, headers: dict[str, str]) -> None:
            self.send_response(status)
            for name, value in {**headers, "content-length": str(len(body))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            return

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        line.url = f"http://127.0.0.1:{server.server_port}/api/"
        try:
            yield line
        finally:
            server.shutdown()
            thread.join()


def _read(raw: bytes, kind: str) -> dict[str, Any]:
    if "json" in kind:
        return dict(json.loads(raw or b"{}"))
    return dict(urllib.parse.parse_qsl(raw.decode()))
