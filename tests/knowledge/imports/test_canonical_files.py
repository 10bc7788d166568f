import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Engine

from knowledge.errors import ImportRefused
from tests.knowledge.imports.conftest import Importer, rows_of, whole_store

Write = Callable[..., Path]
PURCHASES = """account,product,purchased_on,quantity,amount
(株)さくら商事,Flow Basic,2026/4/1,2,"¥1,200"
Acme,Flow Basic,2026年4月2日,1,１２００円
Acme,Flow Basic,2026年4月2日,1,１２００円
"""


def test_a_file_with_just_names_will_do(engine: Engine, run_import: Importer, write: Write) -> None:
    report = run_import(write("accounts.csv", "name\nAcme Inc.\n株式会社さくら商事\nさくら商事㈱\n"))
    assert report.exit_code == 0
    assert [row[0] for row in rows_of(engine, "accounts", "name")] == ["Acme Inc.", "株式会社さくら商事"]
    assert rows_of(engine, "accounts", "source", "source_line")[1] == ("accounts.csv", 3)


def test_purchases_find_accounts_in_any_spelling_and_files_in_any_order(
    engine: Engine, run_import: Importer, write: Write
) -> None:
    write("a_purchases/purchases.csv", PURCHASES)
    write("accounts.csv", "name\nAcme Inc.\n株式会社さくら商事\n")
    folder = write("products.csv", "name,list_price\nFlow Basic,600\n").parent
    report = run_import(folder)
    assert (report.exit_code, report.to_dict()["totals"]) == (
        0,
        {"read": 6, "left_out": 0, "unchanged": 0, "changed": 0, "added": 6, "rejected": 0},
    )
    assert rows_of(engine, "purchases", "account_id", "purchased_on", "quantity", "amount_minor", "currency") == [
        (2, dt.date(2026, 4, 1), 2, 1200, "JPY"),
        (1, dt.date(2026, 4, 2), 1, 1200, "JPY"),
        (1, dt.date(2026, 4, 2), 1, 1200, "JPY"),
    ]
    before = whole_store(engine)
    assert run_import(folder).to_dict()["totals"]["unchanged"] == 6  # type: ignore[index]
    assert whole_store(engine) == before


def test_an_unknown_account_is_rejected_with_the_nearest_names_and_can_be_mended(
    engine: Engine, run_import: Importer, write: Write, tmp_path: Path
) -> None:
    run_import(write("accounts.csv", "name\nAcme Inc.\nGlobex\n"), write("products.csv", "name\nFlow\n"))
    report = run_import(write("purchases.csv", "account,product,purchased_on\nAcne,Flow,2026-01-01\nGlobex,Flow,x\n"))
    assert report.exit_code == 2
    assert report.files[0].reasons == (
        "line 3: purchased_on: 'x' is not a date we can read; write it as 2026-04-01",
        "line 2: account: account 'Acne' is not in the store; nearest: Acme Inc.",
    ) or sorted(report.files[0].reasons)[0].startswith("line 2: account: account 'Acne' is not in the store")
    rejected = tmp_path / "rejects" / "purchases.rejected.csv"
    rejected.write_text(rejected.read_text("utf-8-sig").replace("Acne", "Acme").replace("Flow,x", "Flow,2026-01-02"))
    assert run_import(rejected).exit_code == 0
    assert rows_of(engine, "purchases", "source", "source_line") == [("purchases.csv", 2), ("purchases.csv", 3)]


def test_a_dry_run_tells_and_writes_nothing(engine: Engine, run_import: Importer, write: Write) -> None:
    folder = write("accounts.csv", "name\nAcme\n").parent
    write("contacts.csv", "account,name\nAcme,Ann\n")
    before = whole_store(engine)
    report = run_import(folder, dry_run=True)
    assert [(file.name, file.added) for file in report.files] == [("accounts.csv", 1), ("contacts.csv", 1)]
    assert whole_store(engine) == before


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("accounts.csv", b"", "accounts.csv: is empty"),
        ("accounts.csv", b"%PDF-1.7 x", "accounts.csv: is a PDF"),
        ("accounts.csv", b"<!DOCTYPE html><html>", "accounts.csv: is a web page"),
        ("accounts.csv", b"\x89PNG\r\n\x1a\n\0", "accounts.csv: is a picture"),
        ("accounts.csv", b"a\0b\0\0\1", "accounts.csv: is not a text file"),
        ("accounts.docx", b"PK\x03\x04", "accounts.docx: is not CSV"),
        ("accounts.xlsx", b"name\nAcme\n", "accounts.xlsx: is not an Excel file"),
        ("accounts.csv", b"nam\nAcme\n", "accounts.csv: has no column 'name'; did you mean 'nam'"),
        ("things.csv", b"name\nAcme\n", "things.csv: is no file we know"),
    ],
)
def test_a_file_of_another_kind_is_refused_in_one_line(
    run_import: Importer, tmp_path: Path, name: str, content: bytes, said: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(ImportRefused) as refused:
        run_import(path)
    assert str(refused.value).startswith(said)
    assert "\n" not in str(refused.value)
