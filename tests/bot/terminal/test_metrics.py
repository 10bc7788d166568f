"""`osusume metrics`: rows that a spreadsheet can read, and one line for a name nobody knows."""

import csv
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.terminal.app import build_app

run = CliRunner()


@pytest.fixture(scope="module", autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory) -> object:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_DATA_HOME", str(tmp_path_factory.mktemp("data")))
        yield


def test_each_row_holds_what_was_counted_and_how(tmp_path: Path) -> None:
    file = tmp_path / "figures.csv"
    asked = ["metrics", "nrr", "--split", "team", "--csv", str(file), "--store", "demo"]
    assert run.invoke(build_app(), asked).exit_code == 0
    with file.open(encoding="utf-8-sig", newline="") as opened:
        rows = list(csv.DictReader(opened))
    nrr = [row for row in rows if row["figure"] == "nrr"]
    assert len(nrr) == 2
    for row in nrr:
        assert float(row["numerator"]) / float(row["denominator"]) == pytest.approx(float(row["value"]), abs=1e-5)
        assert row["definition"]
        assert row["as_of"] == "2026-09-30"


@pytest.mark.parametrize("asked", [["metrics", "npss"], ["metrics", "--split", "colour"], ["metrics", "--per", "week"]])
def test_an_unknown_name_is_told_with_the_known_ones(asked: list[str]) -> None:
    told = run.invoke(build_app(), [*asked, "--store", "demo"])
    assert told.exit_code == 2
    assert "Choose from" in told.output
