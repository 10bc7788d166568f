"""`osusume backtest`: one JSON object, and a verdict in words."""

import json
import re

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
    assert (figures.get("verdict") or figures["finding"]["verdict"]).startswith("too_few")
    assert "Too few" in figures["in_words"]
    assert "Chances are stated" not in figures["in_words"], "answers state none while the verdict rests on few cases"


@pytest.fixture
def told(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tmp_path: object) -> str:
    """The backtest named, as a terminal of eighty columns shows it."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setenv("COLUMNS", "80")
    return CliRunner().invoke(build_app(["backtest", "ask"]), ["backtest", request.param, "--store", "demo"]).output


@pytest.mark.parametrize("told", ["offers"], indirect=True)
def test_in_a_terminal_of_eighty_columns_every_figure_can_be_read(told: str) -> None:
    assert "…" not in told
    assert re.search(r"advice( +\d\.\d{3}){7}", told)
    assert "Ranking now: " in told


@pytest.mark.parametrize("told", ["churn"], indirect=True)
def test_churn_too_fits_eighty_columns_with_its_baselines_by_name(told: str) -> None:
    assert "…" not in told
    assert re.search(r"name +cases +lost +auc +top +found +lift +brier +ece +days", told)
    for name in ("renewal date", "recency only", "points "):
        assert re.search(rf"{name}.* 357 +\d+ +0\.\d{{3}}", told), told
    assert "Lost means: " in told
