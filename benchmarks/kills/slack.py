"""Kills `osusume run --http` with SIGKILL at random moments while Slack sends events; counts what was lost or doubled.

    python -m benchmarks.kills.slack --kills 60                                   # SQLite, two replicas
    python -m benchmarks.kills.slack --kills 60 --store postgresql://user@host/db # an empty database
    python -m benchmarks.kills.slack --kills 60 --renamed                         # none comes back under its name

Slack's far end is the emulator. Each event comes three times, to either replica; half of them change something in the
store. Each must have exactly one answer in Slack and exactly one change in the store. A killed replica goes on with its
work once it is back under its name; where it comes back under another, as in Kubernetes, the others take its work over
once it was silent for a minute. 1 is returned where anything is lost or doubled.
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Annotated, Any

import typer
from slack_bolt import BoltRequest
from sqlalchemy import Engine, create_engine, func, select
from sqlalchemy.engine import make_url

from benchmarks.speed.slack import fill, free_port, wait_for
from knowledge.tables import AuditEntry
from tests.bot.slack.slack_far_end import SECRET, TEAM, TOKEN, FarEnd, direct_message, event, interaction, run_far_end

PEOPLE = [f"u{number}@bench.example" for number in range(12)]
QUESTIONS = ("what should I offer Acme?", "is Globex satisfied?", "アクメには何を提案すべき？", "help")
_ACCOUNT = {"account_id": 1, "account": "Acme Corporation"}
_ACTS = {
    "need.recorded": "record_need",
    "hold.placed": "hold_account",
    "reminder.set": "set_reminder",
    "outcome.logged": "log_outcome",
}
_DRAIN_SECONDS = 180
_EVENTS_A_ROUND = 4


@dataclass
class Replica:
    """One process as a person starts it."""

    name: str
    store: str
    environment: dict[str, str]
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it and wait until it listens."""
        command = [sys.executable, "-c", "from bot.terminal.app import main; main()", "run", "--http"]
        place = ["--store", self.store, "--port", str(self.port), "--replica", self.name]
        self.process = subprocess.Popen(  # noqa: S603 - ourselves
            [*command, *place], env=self.environment, stderr=subprocess.DEVNULL
        )
        wait_for(f"http://127.0.0.1:{self.port}/health")

    def rename(self, number: int) -> None:
        """Come back as another one."""
        self.name = f"{self.name.partition('-')[0]}-{number}"

    def kill(self) -> None:
        """SIGKILL; nothing is closed."""
        if self.process:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()

    def send(self, request: BoltRequest) -> bool:
        """Deliver as Slack does; whether it was acknowledged."""
        headers = {name: values[0] for name, values in request.headers.items()}
        url = f"http://127.0.0.1:{self.port}/slack/events"
        try:
            with urllib.request.urlopen(
                urllib.request.Request(url, request.raw_body.encode(), headers),
                timeout=10,
            ) as answer:
                return bool(answer.status == 200)
        except (OSError, urllib.error.HTTPError):
            return False


@dataclass
class Sent:
    """Event keys that Slack sent, and of each kind of change how many there must be."""

    keys: list[str] = field(default_factory=list)
    changes: Counter[str] = field(default_factory=Counter)


def main(
    store: Annotated[str | None, typer.Option(help="PostgreSQL URL of an empty database. Default: SQLite.")] = None,
    kills: Annotated[int, typer.Option(help="How many times a replica is killed.")] = 60,
    renamed: Annotated[bool, typer.Option("--renamed", help="Each comes back under a new name.")] = False,
    seed: Annotated[int, typer.Option(help="Of the random moments.")] = 1,
) -> None:
    """Print what was lost and what was doubled."""
    moments = random.Random(seed)  # noqa: S311 - moments, not secrets
    names = {email: f"Rep {email}" for email in PEOPLE}
    with tempfile.TemporaryDirectory() as folder, run_far_end(names, []) as far_end:
        url = store or f"sqlite:///{folder}/store.db"
        fill(url)
        engine = create_engine(make_url(url.replace("postgresql://", "postgresql+psycopg://")))
        begun = count_changes(engine)
        given = {"SLACK_BOT_TOKEN": TOKEN, "SLACK_SIGNING_SECRET": SECRET, "OSUSUME_SLACK_API": far_end.url}
        environment = {**os.environ, **given, "XDG_DATA_HOME": folder}
        replicas = [Replica(name, url, environment) for name in ("one", "two")]
        sent = Sent()
        try:
            for replica in replicas:
                replica.start()
            for done in range(kills):
                play_round(replicas, far_end, sent, moments, number=done if renamed else None)
                print(f"\r{done + 1} kills, {len(sent.keys)} events", end="", file=sys.stderr, flush=True)
            drain(replicas[0])
            bad = report(far_end, sent, Counter(count_changes(engine)) - Counter(begun), kills)
        finally:
            for replica in replicas:
                replica.kill()
            engine.dispose()
    raise typer.Exit(bad)


def play_round(
    replicas: list[Replica], far_end: FarEnd, sent: Sent, moments: random.Random, *, number: int | None
) -> None:
    """Some events, each three times, and a kill in between; one that nobody acknowledged comes again, as from Slack."""
    senders = []
    for turn in range(_EVENTS_A_ROUND):
        key, make = make_event(far_end, sent, turn, moments)
        sent.keys.append(key)
        senders.append(threading.Thread(target=deliver, args=(replicas, make(), moments.random())))
    for sender in senders:
        sender.start()
    time.sleep(moments.uniform(0, 2.0))
    victim = moments.choice(replicas)
    victim.kill()
    if number is not None:
        victim.rename(number)
    victim.start()
    for sender in senders:
        sender.join()


def deliver(replicas: list[Replica], request: BoltRequest, luck: float) -> None:
    """Three deliveries, and more until one was acknowledged."""
    dice, taken = random.Random(luck), 0  # noqa: S311
    for turn in range(100):
        taken += dice.choice(replicas).send(request)
        if taken and turn >= 2:
            return
        time.sleep(dice.uniform(0, 0.3))
    raise RuntimeError("nobody takes events")


def make_event(far_end: FarEnd, sent: Sent, number: int, moments: random.Random) -> tuple[str, Any]:
    """A question, or a click that changes something; its key as the app knows it."""
    user = far_end.user(moments.choice(PEOPLE))
    channel, mark = far_end.direct(user), f"{len(sent.keys)}-{time.time_ns()}"
    if number % 2 == 0:
        said = direct_message(user, channel, moments.choice(QUESTIONS))
        return f"Ev{mark}", lambda: event(said, event_id=f"Ev{mark}")
    kind, slots = moments.choice(list(clicks(mark).items()))
    sent.changes[kind] += 1
    value = json.dumps({"intent": kind, "slots": {**_ACCOUNT, **slots}})
    pressed = {
        "type": "block_actions",
        "team": {"id": TEAM},
        "user": {"id": user},
        "api_app_id": "A1",
        "trigger_id": mark,
        "channel": {"id": channel},
        "container": {"type": "message", "channel_id": channel},
        "message": {},
        "actions": [{"type": "button", "action_id": "choice.0", "block_id": "b", "value": value}],
    }
    return f"click-{mark}", lambda: interaction(pressed)


def clicks(mark: str) -> dict[str, dict[str, str]]:
    """Everything that changes something, by intent."""
    return {
        "record_need": {"need": f"They want {mark}"},
        "hold_account": {"reason": f"unhappy {mark}", "until": "2026-12-24"},
        "set_reminder": {"remind_at": "2027-03-01T09:00:00+00:00", "note": mark},
        "log_outcome": {"outcome": "pitched", "product": "Marketing Automation Standard"},
    }


def count_changes(engine: Engine) -> dict[str, int]:
    """Changes made, by intent: each stands in the audit trail, written in the transaction that made it."""
    counted = select(AuditEntry.act, func.count()).where(AuditEntry.act.in_(_ACTS)).group_by(AuditEntry.act)
    with engine.connect() as connection:
        return {_ACTS[act]: times for act, times in connection.execute(counted)}


def drain(replica: Replica) -> None:
    """Wait until no job is open, of either replica."""
    limit = time.monotonic() + _DRAIN_SECONDS
    while time.monotonic() < limit:
        with suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{replica.port}/metrics") as page:
            if "osusume_jobs_open 0\n" in page.read().decode():
                return
        time.sleep(0.5)
    print("\nthe backlog did not drain", file=sys.stderr)


def report(far_end: FarEnd, sent: Sent, changed: Counter[str], kills: int) -> int:
    """Match answers to events and rows to clicks, one by one."""
    posted = Counter(key for email in PEOPLE for key in find_keys(far_end, far_end.direct(far_end.user(email))))
    answered = {key.rpartition(":")[0] for key in posted}
    lost = [key for key in sent.keys if key not in answered]
    doubled = [key for key, times in posted.items() if times > 1]
    sorry = [key for key in posted if key.endswith(":sorry")]
    wrong = {
        intent: (sent.changes[intent], changed[intent])
        for intent in clicks("")
        if sent.changes[intent] != changed[intent]
    }
    print(f"\n{kills} kills, {len(sent.keys)} events, each delivered three times or more, {len(posted)} messages")
    print(f"lost {len(lost)}, doubled {len(doubled)}, apologies {len(sorry)}")
    print(f"changes wanted and made differ: {wrong or 'nowhere'} ({dict(sent.changes)})")
    for key in [*lost, *doubled, *sorry][:10]:
        print(" ", key)
    return 1 if lost or doubled or sorry or wrong else 0


def find_keys(far_end: FarEnd, channel: str) -> list[str]:
    """The keys of our messages in a direct message, each as often as it stands there."""
    keys, asked = [], {"channel": channel, "limit": 200, "include_all_metadata": True}
    while True:
        found = far_end.bot.api_call("conversations.history", params=asked)
        metas = [message.get("metadata") or {} for message in found["messages"]]
        keys += [meta["event_payload"]["key"] for meta in metas if meta]
        asked["cursor"] = (found.get("response_metadata") or {}).get("next_cursor")
        if not asked["cursor"]:
            return keys


if __name__ == "__main__":
    typer.run(main)
