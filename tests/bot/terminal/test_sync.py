import json
import sqlite3
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.terminal.app import build_app


@pytest.fixture
def firm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("OSUSUME_HOME", str(tmp_path))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(build_app(arguments[:1]), [*arguments, "--store", "sqlite:///s.db"])


def test_from_connect_to_the_first_sync(firm: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    laid_out = run("connect", "sql", "--name", "warehouse")
    assert laid_out.exit_code == 0, laid_out.output
    assert "GRANT SELECT" in laid_out.stdout
    assert "sources/warehouse.yml" in laid_out.stdout
    source = (firm / "sources" / "warehouse.yml").read_text(encoding="utf-8")

    unset = run("connect", "sql", "--name", "warehouse")
    assert unset.exit_code == 1
    assert "WAREHOUSE_URL is not set" in unset.stdout
    monkeypatch.setenv("WAREHOUSE_URL", "sqlite:///warehouse.db")
    warehouse = sqlite3.connect("warehouse.db")
    warehouse.execute("CREATE TABLE customers (id, name, industry, country, updated_at)")
    warehouse.execute("INSERT INTO customers VALUES (1, 'Northwind', 'Trade', 'US', '2026-03-01')")
    warehouse.commit()

    half = run("connect", "sql", "--name", "warehouse")
    assert half.exit_code == 1
    assert "ok  accounts" in half.stdout
    assert "NO  tickets: the database refuses its SELECT: no such table: support_tickets" in half.stdout
    assert (firm / "sources" / "warehouse.yml").read_text(encoding="utf-8") == source

    warehouse.execute("CREATE TABLE support_tickets (id, customer_id, opened_on, severity, closed_on, updated_at)")
    warehouse.commit()
    tried = run("connect", "sql", "--name", "warehouse")
    assert tried.exit_code == 0, tried.output
    assert "(dry run:" in tried.stdout
    assert "Next: osusume sync warehouse" in tried.stdout

    synced = run("sync", "--json")
    assert synced.exit_code == 0, synced.output
    (report,) = json.loads(synced.stdout)
    assert report["imported"]["totals"]["added"] == 1
    assert report["full"] == ["accounts", "tickets"]
    warehouse.close()


def test_the_kinds_of_sources_are_listed_in_each_language(firm: Path) -> None:
    assert "sql " in run("connect").stdout
    assert "SQLデータベース" in run("connect", "--lang", "ja").stdout


def test_without_a_source_a_line_says_how_to_begin(firm: Path) -> None:
    told = run("sync")
    assert told.exit_code == 0
    assert "osusume connect" in told.stdout


def test_a_failing_source_ends_with_2_and_one_line(firm: Path) -> None:
    (firm / "sources").mkdir()
    (firm / "sources" / "crm.yml").write_text("kind: sql\nurl_env: UNSET_URL\ntables: {deals: {select: SELECT 1}}")
    told = run("sync")
    assert told.exit_code == 2
    assert "failed: crm: the environment variable UNSET_URL is not set" in told.stdout
