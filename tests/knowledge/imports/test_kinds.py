"""The same three customers, in every kind of file that an export may be."""

import codecs
import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook
from sqlalchemy import Engine, select

from knowledge.imports.firm import Firm
from knowledge.imports.run import import_paths
from knowledge.tables import Account

ROWS = [
    ("name", "country", "employees"),
    ("東西商事株式会社", "JP", "120"),
    ("Foo & Bar Ltd", "GB", "7"),
    ("高橋㈱", "JP", "3"),
]
NAMES = {"東西商事株式会社", "Foo & Bar Ltd", "高橋㈱"}  # kept as written


def lines(separator: str) -> str:
    return "\r\n".join(separator.join(row) for row in ROWS) + "\r\n"


def workbook(path: Path) -> None:
    access = Workbook()
    sheet = access.active
    assert sheet is not None
    for row in ROWS:
        sheet.append(row)
    access.save(path)


def objects(path: Path, *, whole: bool) -> None:
    records = [dict(zip(ROWS[0], row, strict=True)) for row in ROWS[1:]]
    text = json.dumps(records, ensure_ascii=False) if whole else "\n".join(map(json.dumps, records))
    path.write_text(text, encoding="utf-8")


KINDS: dict[str, tuple[str, Callable[[Path], object]]] = {
    "UTF-8": ("accounts.csv", lambda path: path.write_bytes(lines(",").encode())),
    "UTF-8 with BOM": ("accounts.csv", lambda path: path.write_bytes(codecs.BOM_UTF8 + lines(",").encode())),
    "CP932": ("accounts.csv", lambda path: path.write_bytes(lines(",").encode("cp932"))),
    "UTF-16": ("accounts.csv", lambda path: path.write_bytes(lines(",").encode("utf-16"))),
    "semicolons": ("accounts.csv", lambda path: path.write_bytes(lines(";").encode())),
    "TSV": ("accounts.tsv", lambda path: path.write_bytes(lines("\t").encode())),
    "XLSX": ("accounts.xlsx", workbook),
    "JSON lines": ("accounts.jsonl", lambda path: objects(path, whole=False)),
    "JSON": ("accounts.json", lambda path: objects(path, whole=True)),
}


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_file_brings_the_same_customers(sqlite_engine: Engine, tmp_path: Path, kind: str) -> None:
    name, write = KINDS[kind]
    folder = tmp_path / "exports"
    folder.mkdir()
    write(folder / name)
    report = import_paths(sqlite_engine, [folder], as_of=dt.date(2026, 4, 1))
    assert report.exit_code == 0, report.to_dict()
    with sqlite_engine.connect() as connection:
        found = connection.execute(select(Account.name, Account.employees)).all()
    assert {row.name for row in found} == NAMES
    assert {row.employees for row in found} == {120, 7, 3}


def test_json_lines_keep_every_digit_and_every_field(sqlite_engine: Engine, tmp_path: Path) -> None:
    """Records of one shape are read fast; ids beyond 64 bits, nested fields, NaN and other shapes as exactly."""
    folder = tmp_path / "exports"
    folder.mkdir()
    (folder / "accounts.jsonl").write_text(
        '{"id": 123456789012345678901234, "name": "Kite"}\n'
        '{"id": 9007199254740993, "name": "Lark", "employees": NaN}\n'
        '{"id": 7, "name": "Mole", "employees": 12.0, "more": {"deep": 1}}\n'
        '{"id": "8", "name": "Newt", "region": null, "is_test": true}\n',
        encoding="utf-8",
    )
    report = import_paths(sqlite_engine, [folder], as_of=dt.date(2026, 4, 1), firm=Firm(rejects=tmp_path / "rejects"))
    assert report.exit_code == 0
    assert report.files[0].unused_columns == ("more.deep",)
    with sqlite_engine.connect() as connection:
        rows = connection.execute(select(Account.key, Account.employees, Account.is_test).order_by(Account.id)).all()
    assert [tuple(row) for row in rows] == [
        ("files:123456789012345678901234", None, False),
        ("files:9007199254740993", None, False),
        ("files:7", 12, False),
        ("files:8", None, True),
    ]
