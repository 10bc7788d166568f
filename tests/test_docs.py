"""The documentation says what the code does: reference, navigation, commands, metrics."""

from __future__ import annotations

import json
import logging
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
import yaml

from bot.json_logs import JsonFormatter
from bot.slack.metrics import ServiceMetrics, StoreCollector
from bot.terminal.app import build_app
from scripts.reference import write_pages

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
PAGES = sorted(path.relative_to(DOCS).as_posix() for path in DOCS.rglob("*.md"))


@pytest.mark.parametrize(("name", "text"), write_pages().items())
def test_the_reference_is_what_the_code_has(name: str, text: str) -> None:
    assert (DOCS / "reference" / name).read_text(encoding="utf-8") == text, "make reference"


def test_every_page_is_in_the_navigation() -> None:
    told = yaml.safe_load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))["nav"]
    assert sorted(_pages_in(told)) == PAGES


def _pages_in(nav: Any) -> Iterator[str]:
    if isinstance(nav, str):
        yield nav
    for each in nav.values() if isinstance(nav, dict) else nav if isinstance(nav, list) else ():
        yield from _pages_in(each)


@pytest.mark.parametrize("page", PAGES)
def test_links_and_commands_of_a_page_lead_somewhere(page: str) -> None:
    text = (DOCS / page).read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", text):
        assert (DOCS / page).parent.joinpath(target).exists(), target
    root = typer.main.get_command(build_app())
    for line in re.findall(r"^ {4}(?:\.venv/bin/)?osusume ([a-z][^#\n]*)", text, re.MULTILINE):
        _check_command(root, line)


def _check_command(command: Any, line: str) -> None:
    words = re.findall(r'"[^"]*"|[^\s|]+', line.split(" && ", maxsplit=1)[0].split(" > ", maxsplit=1)[0])
    while words and hasattr(command, "commands"):
        name = words.pop(0)
        assert name in command.commands, f"osusume {line}: there is no {name}"
        command = command.commands[name]
    known = {option for each in command.params for option in (*each.opts, *each.secondary_opts)} | {"--help"}
    used = {word.split("=")[0].strip("[]") for word in words if word.strip("[").startswith("--")}
    assert used <= known, f"osusume {line}: {used - known}"


def _metrics() -> set[str]:
    counted = {each.name + ("_total" if each.type == "counter" else "") for each in ServiceMetrics().registry.collect()}
    read = re.findall(r"osusume_\w+", (ROOT / "bot" / "slack" / "metrics.py").read_text(encoding="utf-8"))
    assert StoreCollector.__name__ == "StoreCollector"
    return counted | {name for name in read if name not in {each.removesuffix("_total") for each in counted}}


def test_each_metric_is_listed_and_each_one_listed_is_there() -> None:
    text = (DOCS / "watching.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^\| `(osusume_\w+)`", text, re.MULTILINE)) == _metrics()


@pytest.mark.parametrize("file", ["alerts.yml", "grafana.json"])
def test_alerts_and_dashboard_ask_for_metrics_there_are(file: str) -> None:
    text = (ROOT / "deploy" / file).read_text(encoding="utf-8")
    used = {re.sub("_bucket$", "", name) for name in re.findall(r"osusume_\w+", text)}
    assert used
    assert used <= _metrics()


def test_the_alerts_are_those_that_are_documented() -> None:
    told = yaml.safe_load((ROOT / "deploy" / "alerts.yml").read_text(encoding="utf-8"))
    text = (DOCS / "watching.md").read_text(encoding="utf-8")
    alerts = [rule["alert"] for group in told["groups"] for rule in group["rules"]]
    assert re.findall(r"^\| (Osusume\w+)", text, re.MULTILINE) == alerts


def test_the_dashboard_shows_something_in_each_panel() -> None:
    told = json.loads((ROOT / "deploy" / "grafana.json").read_text(encoding="utf-8"))
    assert all(panel["targets"] and panel["title"] for panel in told["panels"])


def test_a_log_line_in_json_holds_no_words_of_an_error() -> None:
    try:
        int("Zebediah Quux")
    except ValueError:
        record = logging.LogRecord("bot", logging.ERROR, __file__, 1, "incident %s", ("a1",), sys.exc_info())
    line = JsonFormatter().format(record)
    told = json.loads(line)
    assert (told["level"], told["message"], told["error"]) == ("error", "incident a1", "ValueError")
    assert "test_docs.py" in told["where"][0]
    assert "Quux" not in line
