"""An app over the demo company and an emulated Slack, shared by all tests of this folder."""

from __future__ import annotations

import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from contextlib import closing
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from slack_bolt import App, BoltRequest, BoltResponse

from bot.adapters.office import StoreOffice
from bot.app import open_office
from bot.jobs.queue import JobQueue
from bot.slack.answering import Answering
from bot.slack.app import build_answering, build_app
from bot.slack.clients import make_client
from bot.slack.installs import OneWorkspace
from bot.slack.posting import Pace, Poster
from tests.bot.slack.slack_far_end import SECRET, FarEnd, run_far_end

MAYA = "maya.collins@osusume-demo.example"  # a rep who owns accounts
YUKI = "yuki.tanabe@osusume-demo.example"  # a rep of another team
HANNAH = "hannah.reyes@osusume-demo.example"  # customer success
TOM = "tom.ellery@osusume-demo.example"  # operations
STRANGER = "visitor@elsewhere.example"
CHANNELS = ["general-sales", "sharing", "team-international", "partners"]


class AtOnce(Executor):
    """Runs things on the spot, so that a test sees them done."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        done: Future[Any] = Future()
        done.set_result(fn(*args, **kwargs))
        return done


@dataclass
class Desk:
    """The app as Slack meets it, and what people there see."""

    app: App
    answering: Answering
    far_end: FarEnd
    office: StoreOffice

    def send(self, request: BoltRequest) -> BoltResponse:
        """Hand a request in and wait until everything that it started is done."""
        response = self.app.dispatch(request)
        self.settle()
        return response

    def settle(self) -> None:
        """Wait until no work is open."""
        limit = time.monotonic() + 240  # a busy machine is no failure
        while self.answering.durable.count_open():
            assert time.monotonic() < limit, "work did not end"
            time.sleep(0.02)


@pytest.fixture(scope="session")
def far_end() -> Iterator[FarEnd]:
    people = {MAYA: "Maya Collins", YUKI: "田辺 優希", HANNAH: "Hannah Reyes", TOM: "Tom Ellery", STRANGER: "Eve"}
    with run_far_end(people, CHANNELS) as far_end:
        yield far_end


@pytest.fixture(scope="session")
def store_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("slack") / "demo.db"


@pytest.fixture(scope="session")
def office(demo_file: Path, store_file: Path) -> StoreOffice:
    shutil.copy(demo_file, untouched(store_file))
    copy_rows(untouched(store_file), store_file)
    return open_office(f"sqlite:///{store_file}")


@pytest.fixture(autouse=True)
def untouched_store(request: pytest.FixtureRequest) -> None:
    """Every test meets the demo company as it was, whatever the tests before it sold, held or asked."""
    if {"office", "desk"} & set(request.fixturenames):
        request.getfixturevalue("office")
        store_file = request.getfixturevalue("store_file")
        copy_rows(untouched(store_file), store_file)


def untouched(store_file: Path) -> Path:
    return store_file.with_name("untouched.db")


def copy_rows(source: Path, target: Path) -> None:
    with closing(sqlite3.connect(source)) as read, closing(sqlite3.connect(target, timeout=30)) as written:
        read.backup(written)


@pytest.fixture(scope="module")  # a process has one durable work, and other tests have theirs
def durable(office: StoreOffice, tmp_path_factory: pytest.TempPathFactory) -> JobQueue:
    return JobQueue(f"sqlite:///{tmp_path_factory.mktemp('work') / 'store.db'}", replica="tests")


@pytest.fixture(scope="module")
def desk(office: StoreOffice, durable: JobQueue, far_end: FarEnd) -> Iterator[Desk]:
    client = make_client(far_end.bot.token, base_url=far_end.url)
    workspace = OneWorkspace(client)
    poster = Poster(Pace(now=count(0.0, 10.0).__next__), sleep=lambda seconds: None)
    answering = build_answering(office, workspace, durable, poster, waits=(0.01, 0.01, 0.01))
    answering.allowance.most = 10_000  # tests ask faster than people
    app = build_app(answering, workspace, signing_secret=SECRET, quick=AtOnce())
    durable.launch()
    yield Desk(app, answering, far_end, office)
    durable.close()


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> Callable[[], list[dict[str, Any]]]:
    """Everything our bot posts during a test, in order: the far end keeps no ephemeral messages to look at."""
    from slack_sdk import WebClient

    posts: list[dict[str, Any]] = []
    plain = WebClient.api_call

    def noting(client: WebClient, method: str, **call: Any) -> Any:
        if method.startswith(("chat.", "views.", "functions.", "assistant.threads.setSug")):
            posts.append({"method": method, **(call.get("json") or call.get("params") or call.get("data") or {})})
        return plain(client, method, **call)

    monkeypatch.setattr(WebClient, "api_call", noting)
    return lambda: posts
