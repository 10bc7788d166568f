"""Slack's load on one process: how soon events are acknowledged, whether any is lost or doubled, how fast it drains.

    make bench-slack                                   # SQLite, 30 events a second for 30 seconds
    make bench-slack STORE=postgresql://user@host/db   # PostgreSQL, 100 a second

The app runs as `osusume run --http` does, over the demo company and 1,000 more reps; Slack's far end is a stand-in.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated
from uuid import uuid4

import typer
from sqlalchemy import insert, text

from knowledge.demo import build_demo
from knowledge.kernel.database import open_engine
from knowledge.tables import Person

PEOPLE = 1_000
SECRET = "bench"  # noqa: S105 - of a server that lives for a minute on this machine
QUESTIONS = ("what should I offer Acme?", "brief me on Globex", "help", "アクメには何を提案すべき？", "why?")
_CONNECTIONS = 50
_DRAIN_SECONDS = 900


@dataclass
class Load:
    """What was sent and how it was taken."""

    acks: list[float] = field(default_factory=list)
    refused: int = 0
    sent: list[str] = field(default_factory=list)


def main(
    store: Annotated[str | None, typer.Option(help="PostgreSQL URL of an empty schema. Default: SQLite.")] = None,
    rate: Annotated[int | None, typer.Option(help="Events a second.")] = None,
    seconds: Annotated[int, typer.Option(help="For how long.")] = 30,
) -> None:
    """Print acknowledgement times, losses, memory and answers a second."""
    with tempfile.TemporaryDirectory() as folder:
        url = store or f"sqlite:///{folder}/store.db"
        fill(url)
        far_end, port = free_port(), free_port()
        environment = {
            **os.environ,
            "SLACK_BOT_TOKEN": "xoxb-bench",
            "SLACK_SIGNING_SECRET": SECRET,
            "OSUSUME_SLACK_API": f"http://127.0.0.1:{far_end}/api/",
            "XDG_DATA_HOME": folder,
        }
        command = [sys.executable, "-c", "from bot.terminal.app import main; main()", "run", "--http"]
        stand_in = subprocess.Popen(
            [sys.executable, str(Path(__file__).parents[1] / "slack_stand_in.py"), str(far_end)]
        )
        app = subprocess.Popen(
            [*command, "--store", url, "--port", str(port)], env=environment, stderr=subprocess.DEVNULL
        )
        try:
            wait_for(f"http://127.0.0.1:{far_end}/api/auth.test")
            wait_for(f"http://127.0.0.1:{port}/health")
            measure(app.pid, port, far_end, rate or (100 if store else 30), seconds)
        finally:
            app.terminate()
            stand_in.terminate()
            app.wait(30)
            stand_in.wait(10)


def measure(pid: int, port: int, far_end: int, rate: int, seconds: int) -> None:
    """Warm up, send, wait until all is answered, print."""
    asyncio.run(send(port, rate=2, seconds=2, load=Load()))
    drain(port)
    read(f"http://127.0.0.1:{far_end}/api/forget")
    before, busy, begun, load = memory_mb(pid), cpu_seconds(pid), time.monotonic(), Load()
    asyncio.run(send(port, rate=rate, seconds=seconds, load=load))
    peak = memory_mb(pid)
    drain(port)
    took = time.monotonic() - begun
    posted = json.loads(read(f"http://127.0.0.1:{far_end}/api/posted"))
    lost, doubled = match(posted, load.sent)
    acks = sorted(load.acks)
    print(f"sent {len(load.sent)} at {rate}/s for {seconds} s, refused {load.refused}")
    print(
        f"acknowledged in ms: median {statistics.median(acks) * 1e3:.0f}, p99 {acks[int(len(acks) * 0.99)] * 1e3:.0f}"
    )
    print(f"lost {lost}, doubled {doubled}; {len(load.sent) / took:.1f} answers a second, all after {took:.1f} s")
    print(f"CPU of the app: {(cpu_seconds(pid) - busy) / len(load.sent) * 1e3:.1f} ms an event")
    print(f"memory MB: {before:.0f} before, {peak:.0f} at the end of sending, {memory_mb(pid):.0f} drained")


def match(posted: dict[str, int], sent: list[str]) -> tuple[int, int]:
    """Events without an answer, and messages that stand there twice or answer nothing that was sent.

    Each message carries the key of its event and its own place in the answer: ``Ev1:post 0.0``, ``Ev1:post 0.1``.
    """
    answered = {key.partition(":")[0] for key in posted if ":post " in key}
    strange = sum(times for key, times in posted.items() if key.partition(":")[0] not in set(sent))
    return len(set(sent) - answered), sum(times - 1 for times in posted.values()) + strange


async def send(port: int, *, rate: int, seconds: int, load: Load) -> None:
    """Send events evenly; a slow answer does not hold back the next event."""
    slots = asyncio.Semaphore(_CONNECTIONS)
    begun, tasks = time.monotonic(), []
    for number in range(rate * seconds):
        await asyncio.sleep(max(0.0, begun + number / rate - time.monotonic()))
        tasks.append(asyncio.create_task(post(port, number, load, slots)))
    await asyncio.gather(*tasks)


async def post(port: int, number: int, load: Load, slots: asyncio.Semaphore) -> None:
    """One event, as Slack sends it; Slack tries again what was not taken."""
    key = f"Ev{uuid4().hex}"
    user = f"U{number % PEOPLE}"
    inner = {"type": "message", "channel_type": "im", "user": user, "channel": f"D{user}", "ts": f"1.{number}"}
    inner["text"] = QUESTIONS[number % len(QUESTIONS)]
    raw = json.dumps({"type": "event_callback", "team_id": "T1", "event_id": key, "event": inner}).encode()
    begun = time.monotonic()
    async with slots:
        status = await exchange(port, raw)
    load.acks.append(time.monotonic() - begun)
    load.sent.append(key)
    load.refused += status != 200


async def exchange(port: int, raw: bytes) -> int:
    """POST it; the status."""
    at = str(int(time.time()))
    mark = hmac.new(SECRET.encode(), b"v0:" + at.encode() + b":" + raw, hashlib.sha256).hexdigest()
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    head = (
        f"POST /slack/events HTTP/1.1\r\nHost: bench\r\nContent-Type: application/json\r\nConnection: close\r\n"
        f"X-Slack-Request-Timestamp: {at}\r\nX-Slack-Signature: v0={mark}\r\nContent-Length: {len(raw)}\r\n\r\n"
    )
    writer.write(head.encode() + raw)
    await writer.drain()
    first = await reader.readline()
    await reader.read()
    writer.close()
    return int(first.split()[1])


def fill(url: str) -> None:
    """The demo company, and the people who ask."""
    engine = open_engine(url)
    build_demo(engine)
    rows = [
        {
            "key": f"bench:{number}",
            "source": "bench",
            "name": f"Rep {number}",
            "email": f"u{number}@bench.example",
            "role": "rep",
            "team": "International",
        }
        for number in range(PEOPLE)
    ]
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT setval(pg_get_serial_sequence('people', 'id'), max(id)) FROM people"))
        connection.execute(insert(Person), rows)
    engine.dispose()


def drain(port: int) -> None:
    """Wait until no job is open."""
    limit = time.monotonic() + _DRAIN_SECONDS
    while time.monotonic() < limit:
        if "osusume_jobs_open 0\n" in read(f"http://127.0.0.1:{port}/metrics"):
            return
        time.sleep(0.5)
    raise SystemExit("the backlog did not drain")


def cpu_seconds(pid: int) -> float:
    """What a process has computed so far; unlike the clock it hardly depends on what else runs."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def memory_mb(pid: int) -> float:
    """Resident memory of a process."""
    return int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1]) * 4096 / 1e6


def read(url: str) -> str:
    with urllib.request.urlopen(url, timeout=60) as answer:  # noqa: S310 - our own servers
        return str(answer.read().decode())


def wait_for(url: str) -> None:
    limit = time.monotonic() + 60
    while True:
        try:
            read(url)
        except OSError:
            if time.monotonic() > limit:
                raise
            time.sleep(0.2)
        else:
            return


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


if __name__ == "__main__":
    typer.run(main)
