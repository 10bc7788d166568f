import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.terminal.app import build_app


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "exports").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path / "exports"


def test_a_clean_import_exits_with_0_and_tells_the_counts(folder: Path) -> None:
    (folder / "accounts.csv").write_text("name\nAcme\n")
    result = CliRunner().invoke(build_app(["import"]), ["import", str(folder), "--store", "sqlite:///s.db", "--json"])
    assert result.exit_code == 0
    assert json.loads(result.stdout)["totals"]["added"] == 1


def test_rejected_rows_exit_with_3_and_are_named(folder: Path) -> None:
    (folder / "accounts.csv").write_text("name,employees\nAcme,12\nGlobex,many\n")
    result = CliRunner().invoke(build_app(["import"]), ["import", str(folder), "--store", "sqlite:///s.db"])
    assert result.exit_code == 3
    assert "line 3: employees: 'many' is not a number" in result.stdout
    assert "rejects/accounts.rejected.csv" in result.stdout.replace("\n", "")
