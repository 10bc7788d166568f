"""`osusume backtest`: one JSON object, and a verdict in words."""

import json

import pytest
from typer.testing import CliRunner

from bot.terminal.app import build_app


@pytest.mark.parametrize("kind", ["offers", "churn"])
def test_a_backtest_prints_its_record_and_a_verdict(
    kind: str, monkeypatch: pytest.MonkeyPatch, tmp_path: object
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    result = CliRunner().invoke(build_app(["backtest", "ask"]), ["backtest", kind, "--store", "demo", "--json"])
    assert result.exit_code == 0, result.output
    figures = json.loads(result.output)
    assert figures["scores"]
    assert "Too few" in figures["verdict"]
