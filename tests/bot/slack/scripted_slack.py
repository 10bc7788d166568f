"""A small Slack over HTTP that answers as a test says: for methods and failures that the emulator does not know."""

from __future__ import annotations

import json
import threading
import urllib.parse
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from slack_sdk import WebClient

from bot.slack.clients import make_client


@dataclass
class ScriptedSlack:
    """``errors``: by method, what it refuses with, one after the other; after the last one it takes everything."""

    errors: dict[str, list[str]] = field(default_factory=dict)
    calls: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    uploads: list[bytes] = field(default_factory=list)
    history: list[dict[str, Any]] = field(default_factory=list)
    url: str = ""

    @property
    def client(self) -> WebClient:
        return make_client("xoxb-scripted", base_url=f"{self.url}/api/")

    def said(self, *methods: str) -> list[dict[str, Any]]:
        """What was sent to these methods, in order."""
        return [said for method, said in self.calls if method in methods]

    def answer(self, method: str, said: dict[str, Any]) -> dict[str, Any]:
        self.calls.append((method, said))
        if self.errors.get(method):
            return {"ok": False, "error": self.errors[method].pop(0)}
        number = len(self.calls)
        match method:
            case "files.getUploadURLExternal":
                return {"ok": True, "upload_url": f"{self.url}/upload/F{number:08}", "file_id": f"F{number:08}"}
            case "files.completeUploadExternal":
                return {"ok": True, "files": [{"id": file["id"]} for file in json.loads(said["files"])]}
            case "conversations.replies":
                return {"ok": True, "messages": self.history}
            case _:
                return {"ok": True, "ts": f"1700000000.{number:06}", "message_ts": f"1700000000.{number:06}"}


@contextmanager
def run_scripted_slack(**errors: list[str]) -> Iterator[ScriptedSlack]:
    """Serve until the test is over. A method's dots are written as underscores: ``chat_postMessage=["…"]``."""
    slack = ScriptedSlack({method.replace("_", ".", 1): refused for method, refused in errors.items()})

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers.get("content-length") or 0))
            if self.path.startswith("/upload/"):
                slack.uploads.append(raw)
                answer = b"OK"
            else:
                method = self.path.removeprefix("/api/").partition("?")[0]
                answer = json.dumps(slack.answer(method, _read(raw, self.headers["content-type"] or ""))).encode()
            self.send_response(200)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    slack.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield slack
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _read(raw: bytes, kind: str) -> dict[str, Any]:
    if "json" in kind:
        return dict(json.loads(raw))
    return dict(urllib.parse.parse_qsl(raw.decode()))
