"""An app over the demo company and an emulated Slack, shared by all tests of this folder."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from typing import Any

import pytest
from slack_bolt import App, BoltRequest, BoltResponse

from bot.durable.durable import Durable
from bot.slack.answering import Answering
from bot.slack.app import build_answering, build_app
from bot.slack.clients import make_client
from bot.slack.installs import OneWorkspace
from bot.slack.posting import Poster
from bot.wiring import StoreOffice, open_office
from knowledge.demo import DEMO_DAY, build_demo
from knowledge.store.database import open_engine
from knowledge.store.facts import save_fixed_day
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
        limit = time.monotonic() + 60
        while self.answering.durable.count_open():
            assert time.monotonic() < limit, "work did not end"
            time.sleep(0.02)


@pytest.fixture(scope="session")
def far_end() -> Iterator[FarEnd]:
    people = {MAYA: "Maya Collins", YUKI: "田辺 優希", HANNAH: "Hannah Reyes", TOM: "Tom Ellery", STRANGER: "Eve"}
    with run_far_end(people, CHANNELS) as far_end:
        yield far_end


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> StoreOffice:
    store = f"sqlite:///{tmp_path_factory.mktemp('slack') / 'demo.db'}"
    engine = open_engine(store)
    build_demo(engine)
    with engine.begin() as connection:
        save_fixed_day(connection, DEMO_DAY)
    engine.dispose()
    return open_office(store)


@pytest.fixture(scope="module")  # a process has one durable work, and other tests have theirs
def durable(office: StoreOffice, tmp_path_factory: pytest.TempPathFactory) -> Durable:
    return Durable(f"sqlite:///{tmp_path_factory.mktemp('work') / 'store.db'}", replica="tests")


@pytest.fixture(scope="module")
def desk(office: StoreOffice, durable: Durable, far_end: FarEnd) -> Iterator[Desk]:
    client = make_client(far_end.bot.token, base_url=far_end.url)
    workspace = OneWorkspace(client)
    answering = build_answering(office, workspace, durable, Poster(sleep=lambda seconds: None))
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
