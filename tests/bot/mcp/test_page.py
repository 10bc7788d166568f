"""The recorded conversation of docs/agents.md happens again; the skill file names every tool."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from mcp import Client
from typer.testing import CliRunner

from bot.adapters.agents import AgentDoor, open_agent_door
from bot.mcp.server import build_mcp_server
from bot.terminal.app import build_app
from bot.terminal.commands import mcp as command

PAGE = (Path(__file__).parents[3] / "docs" / "agents.md").read_text(encoding="utf-8")
RECORDED = PAGE.partition("<!-- recorded -->")[2].partition("<!-- /recorded -->")[0]
CALLS = re.findall(r"^    (\w+) (\{.*\})\n    → (.+)\n    → (.+)$", RECORDED, re.MULTILINE)


@pytest.fixture(scope="module")
def demo_door(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AgentDoor]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_DATA_HOME", str(tmp_path_factory.mktemp("data")))
        door = open_agent_door("demo")
        yield door
        door.knowledge.engine.dispose()


def test_the_conversation_on_the_page_is_what_happens(demo_door: AgentDoor) -> None:
    assert len(CALLS) == 5

    async def ask_all() -> tuple[set[str], list[dict[str, Any]]]:
        server = build_mcp_server(demo_door, demo_door.caller_of("Maya Collins", "page"))
        async with Client(server) as client:
            names = {tool.name for tool in (await client.list_tools()).tools}
            told = [await client.call_tool(name, json.loads(arguments)) for name, arguments, _, _ in CALLS]
        return names, [result.structured_content for result in told]

    names, told = asyncio.run(ask_all())
    said = [each.get("would", each)["sentence"] for each in told]
    assert said == [{"en": english, "ja": japanese} for _, _, english, japanese in CALLS]
    skill = CliRunner().invoke(build_app(["mcp"]), ["mcp", "--skill"]).output
    assert {name for name in names if f"`{name}`" not in skill} == set()
    assert {name for name in names if f"`{name}`" not in PAGE} == set()


def test_without_the_extra_one_line_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "find_spec", lambda _name: None)
    told = CliRunner().invoke(build_app(["mcp"]), ["mcp", "--as", "Maya Collins", "--store", "demo"])
    assert told.exit_code == 2
    assert 'pip install "osusume[mcp]"' in told.output


def test_on_stdio_somebody_must_be_named() -> None:
    told = CliRunner().invoke(build_app(["mcp"]), ["mcp", "--store", "demo"])
    assert told.exit_code == 2
    assert "osusume mcp --as" in told.output
