"""A SQL source: what it tells is in the store as a file's rows would be, whatever happens on the way."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from knowledge.errors import SourceRefused
from knowledge.imports.firm import Firm
from knowledge.imports.run import import_paths
from knowledge.kernel.database import open_engine
from knowledge.sync.run import ALL_TABLES
from knowledge.sync.staging import staging_folder
from knowledge.sync.state import load_states
from tests.knowledge.imports.conftest import rows_of
from tests.knowledge.sync.conftest import Clock, Sync, Warehouse, told
from tests.ready_stores import SqliteTemplate

TABLES = (
    "CREATE TABLE client (no INTEGER PRIMARY KEY, title TEXT, branch TEXT, www TEXT, changed TIMESTAMP)",
    "CREATE TABLE complaint (no INTEGER PRIMARY KEY, client INTEGER, since DATE, level TEXT, changed TIMESTAMP)",
    "CREATE TABLE bill (no INTEGER PRIMARY KEY, client INTEGER, article TEXT, day DATE, total NUMERIC(12, 2),"
    " changed TIMESTAMP)",
)
ROWS = (
    "INSERT INTO client VALUES (1, 'Northwind 商事', 'Trade', 'northwind.example', '2026-03-01 10:00:00'),"
    " (2, 'Fabrikam', NULL, 'fabrikam.example', '2026-03-02 10:00:00'), (3, 'Tailspin', 'Toys', NULL, NULL)",
    "INSERT INTO complaint VALUES (7, 1, '2026-03-20', 'S1', '2026-03-20 08:00:00'),"
    " (8, 2, '2026-03-21', 'S3', '2026-03-21 08:00:00'), (9, 44, '2026-03-22', 'S3', '2026-03-22 08:00:00')",
    "INSERT INTO bill VALUES (70, 1, 'Paper', '2026-02-01', 1200.50, '2026-02-01 00:00:00'),"
    " (71, 1, 'Pens', '2026-02-01', 80, '2026-02-01 00:00:00'), (72, 3, 'Paper', '2026-03-03', 9.99, NULL)",
)
MAPPING = """
system: erp
currency: EUR
files:
  - match: client
    table: accounts
    columns: {id: no, name: title, industry: branch, website: www}
  - match: complaint
    table: tickets
    columns: {id: no, account: client, opened_on: since, severity: level}
    values: {severity: {S1: severe, S3: normal}}
  - match: bill
    table: purchases
    create: products
    columns: {id: no, account: client, product: article, purchased_on: day, amount: total}
"""
SOURCE = """
kind: sql
url_env: ERP_URL
mapping: mappings/erp.yml
tables:
  client: {select: SELECT * FROM client, cursor: changed}
  complaint: {select: "SELECT * FROM complaint;", cursor: changed}
  bill: {select: SELECT * FROM bill, cursor: changed}
"""


@pytest.fixture
def erp(firm: Path, warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch) -> Warehouse:
    """The declared source, with some rows, on each database."""
    return _declare(firm, warehouse, monkeypatch)


@pytest.fixture
def sqlite_erp(firm: Path, sqlite_warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch) -> Warehouse:
    """The same on SQLite alone."""
    return _declare(firm, sqlite_warehouse, monkeypatch)


def _declare(firm: Path, warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch) -> Warehouse:
    (firm / "mappings" / "erp.yml").write_text(MAPPING, encoding="utf-8")
    (firm / "sources" / "erp.yml").write_text(SOURCE, encoding="utf-8")
    monkeypatch.setenv("ERP_URL", warehouse.url)
    warehouse.do(*TABLES, *ROWS)
    return warehouse


def test_a_full_load_equals_a_file_import_of_the_same_rows(
    erp: Warehouse, sync: Sync, engine: Engine, firm: Path, tmp_path: Path, sqlite_template: SqliteTemplate
) -> None:
    (report,) = sync()
    exports = tmp_path / "exports"
    exports.mkdir()
    with erp.engine.connect() as connection:
        for table in ("client", "complaint", "bill"):
            found = connection.execute(text(f"SELECT * FROM {table}"))
            with (exports / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
                csv.writer(file).writerows([found.keys(), *found])
    beside = open_engine(sqlite_template.copy_to(tmp_path / "beside.db"))
    rules = Firm("JPY", "Asia/Tokyo")
    mapping = firm / "mappings" / "erp.yml"
    by_file = import_paths(beside, [exports], as_of=dt.date(2026, 4, 1), mapping=mapping, firm=rules)
    assert told(engine) == told(beside)
    beside.dispose()
    assert report.imported is not None
    assert [(f.added, f.rejected) for f in report.imported.files] == [(f.added, f.rejected) for f in by_file.files]
    assert report.rejected == 1  # complaint 9 is of nobody
    assert rows_of(engine, "tickets", "source") == [("erp/complaint",), ("erp/complaint",)]


def test_only_what_changed_is_read_again_and_replay_changes_nothing(
    erp: Warehouse, sync: Sync, engine: Engine, clock: Clock
) -> None:
    sync()
    before = told(engine)
    clock.later(minutes=15)
    (again,) = sync()
    assert told(engine) == before
    assert again.imported is not None
    read = {file.name: file.read for file in again.imported.files}
    assert read == {"erp/client": 2, "erp/complaint": 1, "erp/bill": 3}  # the newest, and those without a moment
    assert again.full == ()

    erp.do(
        "UPDATE client SET branch = 'Paper trade', changed = '2026-03-02 09:55:00' WHERE no = 1",  # within the overlap
        "INSERT INTO complaint VALUES (10, 1, '2026-03-25', 'S1', '2026-03-25 08:00:00')",
    )
    clock.later(minutes=15)
    sync()
    assert rows_of(engine, "accounts", "name", "industry")[0] == ("Northwind 商事", "Paper trade")
    assert rows_of(engine, "tickets", "key") == [("erp:7",), ("erp:8",), ("erp:10",)]


def test_a_row_that_is_gone_at_the_source_disappears_with_the_next_full_read(
    erp: Warehouse, sync: Sync, engine: Engine, clock: Clock
) -> None:
    sync()
    erp.do("DELETE FROM complaint WHERE no = 7", "DELETE FROM bill WHERE no = 70")
    clock.later(hours=1)
    assert sync()[0].gone == {}
    assert len(rows_of(engine, "tickets", "key")) == 2
    clock.later(hours=23)
    (report,) = sync()
    assert report.gone == {"tickets": 1, "purchases": 1}
    assert rows_of(engine, "tickets", "key") == [("erp:8",)]
    assert rows_of(engine, "purchases", "key") == [("erp:71",), ("erp:72",)]
    assert len(rows_of(engine, "accounts", "key")) == 3


def test_most_of_a_table_is_not_taken_away_unless_somebody_says_so(
    sqlite_erp: Warehouse, sync: Sync, engine: Engine
) -> None:
    sync()
    sqlite_erp.do("DELETE FROM bill WHERE no > 70")
    (report,) = sync(is_full=True)
    assert report.gone == {}
    assert "2 of 3 purchases are gone at the source" in report.notes[0]
    assert len(rows_of(engine, "purchases", "key")) == 3
    assert sync(is_full=True, accepts_gone=True)[0].gone == {"purchases": 2}
    assert rows_of(engine, "purchases", "key") == [("erp:70",)]


def test_a_rejected_row_is_in_once_what_it_lacked_is_there(
    sqlite_erp: Warehouse, sync: Sync, engine: Engine, clock: Clock
) -> None:
    sync()
    sqlite_erp.do("INSERT INTO client VALUES (44, 'Contoso', NULL, NULL, '2026-03-23 10:00:00')")
    clock.later(days=1)
    (report,) = sync()
    assert report.rejected == 0
    assert rows_of(engine, "tickets", "key") == [("erp:7",), ("erp:8",), ("erp:9",)]


def test_a_dry_run_tells_and_writes_nothing(sqlite_erp: Warehouse, sync: Sync, engine: Engine) -> None:
    (report,) = sync(dry_run=True)
    assert report.imported is not None
    assert sum(file.added for file in report.imported.files) == 8
    assert told(engine) == {}
    with engine.connect() as connection:
        assert load_states(connection) == []


@pytest.mark.parametrize("select", ["SELECT * FROM client", "SELECT no, title, branch, www, changed FROM client"])
def test_a_renamed_column_is_named_and_the_other_tables_go_on(
    erp: Warehouse, sync: Sync, engine: Engine, firm: Path, clock: Clock, select: str
) -> None:
    source = firm / "sources" / "erp.yml"
    source.write_text(
        source.read_text(encoding="utf-8").replace("SELECT * FROM client", f'"{select}"'), encoding="utf-8"
    )
    sync()
    erp.do(
        "ALTER TABLE client RENAME COLUMN title TO heading",
        "INSERT INTO complaint VALUES (11, 1, '2026-03-26', 'S1', '2026-03-26 08:00:00')",
    )
    clock.later(minutes=15)
    (report,) = sync()
    assert list(report.failures) == ["client"]
    assert "title" in report.failures["client"]
    assert ("erp:11",) in rows_of(engine, "tickets", "key")
    with engine.connect() as connection:
        states = {state.name: state for state in load_states(connection)}
    assert states["client"].failed_at == clock.now
    assert states["client"].synced_at == clock.now - dt.timedelta(minutes=15)
    assert states["complaint"].failure is None
    erp.do("ALTER TABLE client RENAME COLUMN heading TO title")
    clock.later(minutes=15)
    sync()
    with engine.connect() as connection:
        assert {state.failed_at for state in load_states(connection)} == {None}


def test_a_source_that_fails_does_not_stop_the_others(
    sqlite_erp: Warehouse, sync: Sync, engine: Engine, firm: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = {
        "a_unset": "kind: sql\nurl_env: NOT_THERE\ntables: {accounts: {select: SELECT 1}}",
        "b_away": "kind: sql\nurl_env: AWAY_URL\ntables: {accounts: {select: SELECT 1}}",
        "c_unknown": "kind: fax\n",
        "d_misspelt": "kind: sql\nurl_env: ERP_URL\ntable: {}\n",
    }
    for name, declared in broken.items():
        (firm / "sources" / f"{name}.yml").write_text(declared, encoding="utf-8")
    monkeypatch.setenv("AWAY_URL", "postgresql://reader:hunter2@127.0.0.1:1/nothing")
    reports = {report.name: report for report in sync()}
    assert reports["erp"].failures == {}
    assert len(rows_of(engine, "accounts", "key")) == 3
    why = {name: reports[name].failures[ALL_TABLES] for name in broken}
    assert "NOT_THERE is not set" in why["a_unset"]
    assert "cannot be reached" in why["b_away"]
    assert "hunter2" not in "".join(why.values())
    assert "'fax'" in why["c_unknown"]
    assert "tables: Field required" in why["d_misspelt"]


def test_a_source_that_nobody_declared_is_told_with_those_there_are(sqlite_erp: Warehouse, sync: Sync) -> None:
    with pytest.raises(SourceRefused, match="there are erp"):
        sync("crm")


def test_ids_of_two_sources_with_our_own_column_names_never_meet(
    sqlite_erp: Warehouse, sync: Sync, engine: Engine, firm: Path
) -> None:
    (firm / "sources" / "erp.yml").unlink()
    declared = (
        "kind: sql\nurl_env: ERP_URL\ntables:\n  accounts:\n    select: SELECT no AS id, title AS name FROM client"
    )
    (firm / "sources" / "east.yml").write_text(f"{declared} WHERE no = 1", encoding="utf-8")
    other = declared.replace("title", "'Another'")
    (firm / "sources" / "west.yml").write_text(f"{other} WHERE no = 1", encoding="utf-8")
    sync()
    assert rows_of(engine, "accounts", "key", "name") == [("east:1", "Northwind 商事"), ("west:1", "Another")]


def test_a_source_that_is_declared_no_more_is_forgotten_and_its_rows_stay(
    sqlite_erp: Warehouse, sync: Sync, engine: Engine, firm: Path
) -> None:
    sync()
    (firm / "sources" / "erp.yml").unlink()
    left = staging_folder(engine, "erp") / "client.jsonl"
    left.write_text("{}", encoding="utf-8")
    assert sync() == []
    assert not left.exists()
    with engine.connect() as connection:
        assert load_states(connection) == []
    assert len(rows_of(engine, "accounts", "key")) == 3


def test_the_source_is_only_read(sqlite_erp: Warehouse, sync: Sync, firm: Path) -> None:
    (firm / "sources" / "erp.yml").write_text(
        "kind: sql\nurl_env: ERP_URL\ntables: {accounts: {select: DELETE FROM client}}", encoding="utf-8"
    )
    (report,) = sync()
    assert "accounts: the database refuses its SELECT" in report.failures["accounts"]
    with sqlite_erp.engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM client")).scalar() == 3
