"""The pages over the demo company and over a small firm of two teams."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from bot.adapters.web import WebDoor, open_web_door
from bot.web.server import build_web_app
from tests.bot.mcp.conftest import FILES
from tests.bot.web.reading import Browser
from tests.firms.firm import ImportedFirm

KEY = "the-key-in-the-link"


@pytest.fixture(scope="session")
def demo(demo_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[WebDoor]:
    """The door over a demo company that all tests write into."""
    own = tmp_path_factory.mktemp("web") / "own.db"
    shutil.copy(demo_file, own)
    door = open_web_door(f"sqlite:///{own}", "Maya Collins")
    yield door
    door.office.knowledge.engine.dispose()


@pytest.fixture
def maya(demo: WebDoor) -> Browser:
    """A browser on the demo company, asking as Maya Collins."""
    return Browser(TestClient(build_web_app(demo), base_url="http://127.0.0.1"))


@dataclass
class TwoTeams:
    """A firm where Rei owns Vexillum and 北陸光学, and Wes of another team Harrow."""

    firm: ImportedFirm
    opened: list[WebDoor]

    def browser(self, person: str) -> Browser:
        """The browser of somebody, come in by the link."""
        door = open_web_door(self.firm.url, person)
        self.opened.append(door)
        client = TestClient(build_web_app(door, key=KEY), base_url="http://127.0.0.1")
        client.get(f"/?key={KEY}")
        return Browser(client)


@pytest.fixture
def two_teams(written_firm: Callable[[dict[str, str]], ImportedFirm]) -> Iterator[TwoTeams]:
    """The firm on each database."""
    teams = TwoTeams(written_firm(FILES), [])
    yield teams
    for door in teams.opened:
        door.office.knowledge.engine.dispose()


@pytest.fixture
def in_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of one's own to be in."""
    monkeypatch.chdir(tmp_path)
    return tmp_path
