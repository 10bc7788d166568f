"""`osusume whitespace`: every customer and family as a row that a spreadsheet can read."""

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


def rows_of(tmp_path: Path, *options: str) -> list[dict[str, str]]:
    file = tmp_path / "whitespace.csv"
    asked = run.invoke(build_app(), ["whitespace", "--csv", str(file), "--store", "demo", *options])
    assert asked.exit_code == 0, asked.output
    with file.open(encoding="utf-8-sig", newline="") as opened:
        return list(csv.DictReader(opened))


def test_each_customer_has_a_row_for_each_family(tmp_path: Path) -> None:
    rows = rows_of(tmp_path, "--lang", "en")
    families = {row["family"] for row in rows}
    assert len(rows) == len({row["account"] for row in rows}) * len(families)
    offered = [row for row in rows if row["offer"]]
    assert offered
    assert all(row["reason"] and row["state"].startswith("could own") for row in offered)
    assert all(row["held_back_because"] for row in rows if row["state"] == "held back")


def test_team_owner_and_family_narrow_the_rows(tmp_path: Path) -> None:
    every = rows_of(tmp_path, "--lang", "en")
    team = rows_of(tmp_path, "--lang", "en", "--team", "International", "--family", "Secure Access")
    assert 0 < 5 * len(team) < len(every)
    assert {row["family"] for row in team} == {"Secure Access"}
    assert {row["owner"] for row in rows_of(tmp_path, "--owner", "Daniel Osei")} == {"Daniel Osei"}


def test_a_team_that_nobody_has_is_told_and_no_file_is_written(tmp_path: Path) -> None:
    file = tmp_path / "none.csv"
    told = run.invoke(build_app(), ["whitespace", "--csv", str(file), "--store", "demo", "--team", "Atlantis"])
    assert told.exit_code == 2
    assert "--team" in told.output
    assert not file.exists()


def test_a_matrix_to_read_names_families_and_offers() -> None:
    told = run.invoke(build_app(), ["whitespace", "--store", "demo", "--lang", "ja"])
    assert told.exit_code == 0, told.output
    assert "ホワイトスペース" in told.output
