"""Parquet as pandas and Spark write it: zones, structs, exact integers."""

import datetime as dt
from pathlib import Path

from sqlalchemy import Engine

from tests.knowledge.imports.conftest import Importer, rows_of


def test_moments_with_zones_and_large_ids_come_in_exactly(
    sqlite_engine: Engine, run_import_sqlite: Importer, tmp_path: Path
) -> None:
    import duckdb

    path = tmp_path / "accounts.parquet"
    rows = "SELECT 9007199254740993 AS id, 'Acme' AS name, TIMESTAMPTZ '2026-03-31 20:30:00+00' AS created_on"
    duckdb.sql(rows).write_parquet(str(path))
    assert run_import_sqlite(path).exit_code == 0
    stored = rows_of(sqlite_engine, "accounts", "key", "created_on")
    assert stored == [("files:9007199254740993", dt.date(2026, 3, 31))]


def test_structs_become_dotted_columns(tmp_path: Path) -> None:
    import duckdb

    from knowledge.imports.files.parquet import open_parquet

    path = tmp_path / "deals.parquet"
    rows = "SELECT 1 AS id, {'name': 'Renewal', 'at': {'day': DATE '2026-04-01'}} AS properties"
    duckdb.sql(rows).write_parquet(str(path))
    source = open_parquet(path, path.name)
    assert source.header == ["id", "properties.name", "properties.at.day"]
    assert [line.cells for line in source.lines(lambda _: None)] == [["1", "Renewal", "2026-04-01"]]


def test_decimals_of_a_number_are_never_thousands(
    sqlite_engine: Engine, run_import_sqlite: Importer, tmp_path: Path
) -> None:
    import duckdb

    path = tmp_path / "costs.parquet"
    duckdb.sql("SELECT DATE '2026-03-01' AS spent_on, 1.234 AS amount, 'EUR' AS currency").write_parquet(str(path))
    assert run_import_sqlite(path).exit_code == 0
    assert rows_of(sqlite_engine, "costs", "amount_minor") == [(123,)]
