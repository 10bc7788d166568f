"""The firm's folder and its settings, as operations see them on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.terminal.app import build_app
from knowledge.errors import SettingsBroken

run = CliRunner().invoke


def test_init_lays_out_a_folder_and_leaves_what_is_there(tmp_path: Path) -> None:
    folder = tmp_path / "firm"
    first = run(build_app(["init"]), ["init", str(folder)])
    assert first.exit_code == 0, first.output
    parts = {path.relative_to(folder).parts[0] for path in folder.rglob("*")}
    assert parts == {"config.yml", "playbook", "drafts", "targets", "mappings", "sources", "words"}
    (folder / "config.yml").write_text("gate: {asks_cap: 3}\n", encoding="utf-8")
    again = run(build_app(["init"]), ["init", str(folder)])
    assert "nothing was changed" in again.output
    assert (folder / "config.yml").read_text(encoding="utf-8") == "gate: {asks_cap: 3}\n"


def test_the_working_folder_of_a_firm_lies_over_what_is_shipped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(build_app(["init"]), ["init", str(tmp_path)])
    (tmp_path / "config.yml").write_text("gate:\n  asks_cap: 4  # our reps are patient\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    told = run(build_app(["config"]), ["config", "explain", "gate.asks_cap", "--json"])
    setting = json.loads(told.output)
    assert (setting["value"], setting["reason"]) == (4, "our reps are patient")
    assert setting["source"] == str(tmp_path / "config.yml")
    other = json.loads(run(build_app(["config"]), ["config", "explain", "gate.asks_window_days", "--json"]).output)
    assert (other["value"], other["source"]) == (90, "shipped")


def test_the_environment_is_named_as_the_source_of_what_it_sets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OSUSUME_GATE__ASKS_CAP", "5")
    told = run(build_app(["config"]), ["config", "explain", "gate.asks_cap"])
    assert "gate.asks_cap = 5" in told.output
    assert "OSUSUME_GATE__ASKS_CAP" in told.output


def test_an_unknown_setting_is_told_with_the_nearest() -> None:
    told = run(build_app(["config"]), ["config", "explain", "gate.ask_cap"])
    assert isinstance(told.exception, SettingsBroken)
    assert "Did you mean gate.asks_cap?" in str(told.exception)


def test_every_setting_shipped_has_a_value_and_most_a_reason() -> None:
    told = json.loads(run(build_app(["config"]), ["config", "show", "--json"]).output)
    assert len({setting["name"] for setting in told}) == len(told) > 150
    assert sum(bool(setting["reason"]) for setting in told) > len(told) / 2


def test_the_version_is_told() -> None:
    assert run(build_app(["config"]), ["--version"]).output.startswith("osusume ")
