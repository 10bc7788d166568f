"""What stands beside, above or behind a cell's number: column names, formats, signs, words, other rows."""

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook
from sqlalchemy import Engine

from knowledge.accounts.queries.aggregates.commerce import load_commerce
from knowledge.errors import ImportRefused
from knowledge.imports.cells.amount_names import AmountName, read_amount_name
from knowledge.imports.cells.amounts import read_amount
from knowledge.imports.cells.days import is_no_day, read_day
from knowledge.knowledge import Knowledge
from knowledge.semantic.look_up import look_up
from knowledge.semantic.query import Condition, Query
from knowledge.settings import load_rules
from tests.knowledge.imports.conftest import Importer, rows_of

Write = Callable[..., Path]
_SALES = "customer,article,on,{name}\nWren Tools,Saw,2026-03-01,1200\n"
_MAPPING = (
    "system: till\nfiles:\n  - match: sales\n    table: purchases\n    create: [accounts, products]\n"
    "    columns: {{account: customer, product: article, purchased_on: on, amount: '{name}'}}\n{more}"
)


def _brought(engine: Engine, run_import: Importer, write: Write, name: str, more: str = "") -> tuple[object, ...]:
    mapping = write("m.yml", _MAPPING.format(name=name, more=more))
    run_import(write("sales.csv", _SALES.format(name=name)), mapping=mapping)
    return rows_of(engine, "purchases", "amount_minor", "currency")[0]


@pytest.mark.parametrize(
    ("name", "stored"),
    [
        ("Net (USD)", (120_000, "USD")),
        ("Betrag in EUR", (120_000, "EUR")),
        ("売上（千円）", (1_200_000, "JPY")),
        ("Sales (k€)", (120_000_000, "EUR")),
        ("Net", (1_200, "JPY")),
    ],
)
def test_the_name_of_a_column_tells_currency_and_unit(
    engine: Engine, run_import: Importer, write: Write, name: str, stored: tuple[int, str]
) -> None:
    assert _brought(engine, run_import, write, name) == stored


def test_a_mapping_outranks_the_name_of_a_column(
    sqlite_engine: Engine, run_import_sqlite: Importer, write: Write
) -> None:
    told = "    currency: JPY\n    scale: {amount: 10}\n"
    assert _brought(sqlite_engine, run_import_sqlite, write, "売上（千円）", told) == (12_000, "JPY")


def test_a_unit_taken_from_a_name_is_told(run_import_sqlite: Importer, write: Write) -> None:
    mapping = write("m.yml", _MAPPING.format(name="売上（千円）", more=""))
    report = run_import_sqlite(write("sales.csv", _SALES.format(name="売上（千円）")), mapping=mapping)
    assert any("1,000" in note and "売上" in note for note in report.files[0].notes)


@pytest.mark.parametrize("name", ["Amount (converted)", "TOTAL ALL", "MRR (M)", "Sales in 2026", "Discount (%)"])
def test_a_remark_is_no_currency(name: str) -> None:
    assert read_amount_name(name) == AmountName()


@pytest.mark.parametrize(
    ("text", "amount", "sign"),
    [
        ("1200 yen", 1200, "JPY"),
        ("80 dollars", 80, "$"),
        ("90ユーロ", 90, "EUR"),
        ("70米ドル", 70, "USD"),
        ("Rs. 1,20,000", 120_000, "Rs"),
        ("JP¥ 5", 5, "JP¥"),
        ("CHF 7.–", 7, "CHF"),
    ],
)
def test_words_beside_an_amount_name_its_currency(text: str, amount: int, sign: str) -> None:
    assert read_amount(text) == (amount, sign)


def test_dashes_for_cents_are_no_minus() -> None:
    assert read_amount("12,--", ",")[0] == read_amount("12,-", ",")[0] == 12
    assert read_amount("12,00-", ",")[0] == -12


def test_points_are_in_doubt_beside_decimal_commas(run_import_sqlite: Importer, write: Write) -> None:
    write("accounts.csv", "name\nWren Tools\n")
    write("products.csv", "name\nSaw\n")
    bought = write(
        "purchases.csv",
        "account;product;purchased_on;amount;currency\n"
        "Wren Tools;Saw;2026-03-01;1.234,50;EUR\nWren Tools;Saw;2026-03-02;1.200;EUR\n",
    )
    (report,) = (found for found in run_import_sqlite(bought.parent).files if found.name == "purchases.csv")
    assert report.rejected == 2
    assert all("decimal_mark" in reason for reason in report.reasons)


def test_a_sheet_tells_by_its_formats_what_its_cells_show(
    sqlite_engine: Engine, run_import_sqlite: Importer, tmp_path: Path
) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "products"
    sheet.append(["id", "name", "list_price"])
    formats = ["#,##0.00 [$€-407]", '#,##0 "GBP"', "[$¥-411]#,##0", "#,##0"]
    for number, form in enumerate(formats, 7):
        sheet.append([number, f"Saw {number}", 1500])
        sheet.cell(number - 5, 1).number_format = "0000"
        sheet.cell(number - 5, 3).number_format = form
    book.save(tmp_path / "products.xlsx")
    assert run_import_sqlite(tmp_path / "products.xlsx").exit_code == 0
    assert rows_of(sqlite_engine, "products", "key", "list_price_minor", "currency") == [
        ("files:0007", 150_000, "EUR"),
        ("files:0008", 150_000, "GBP"),
        ("files:0009", 1_500, "JPY"),
        ("files:0010", 1_500, "JPY"),
    ]


@pytest.mark.parametrize("text", ["0000-00-00", "0000-00-00 00:00:00", "1900-01-00", "9999-12-31"])
def test_a_day_that_stands_for_none_is_none(
    sqlite_engine: Engine, run_import_sqlite: Importer, write: Write, text: str
) -> None:
    run_import_sqlite(write("people.csv", f"name,left_on\nAya Mori,{text}\n"))
    assert rows_of(sqlite_engine, "people", "name", "left_on") == [("Aya Mori", None)]


def test_a_day_that_must_be_there_is_not_taken_from_the_end_of_time(run_import_sqlite: Importer, write: Write) -> None:
    report = run_import_sqlite(
        write("accounts.csv", "name,budget_frozen_until\nWren Tools,9999-12-31\n"),
        write("notes.csv", "account,text,written_on\nWren Tools,Call,9999-12-31\nWren Tools,Call,0000-00-00\n"),
    )
    assert [found.rejected for found in report.files] == [0, 2]


def test_what_is_frozen_for_ever_stays_frozen(sqlite_engine: Engine, run_import_sqlite: Importer, write: Write) -> None:
    run_import_sqlite(write("accounts.csv", "name,budget_frozen_until\nWren Tools,9999-12-31\n"))
    assert rows_of(sqlite_engine, "accounts", "budget_frozen_until") == [(dt.date(9999, 12, 31),)]


@pytest.mark.parametrize("text", ["1. April 2026", "20260401093000", "1 Apr. 2026"])
def test_more_ways_to_write_a_day(text: str) -> None:
    assert read_day(text) == dt.date(2026, 4, 1)
    assert not is_no_day(text)


@pytest.mark.parametrize(
    ("name", "flag"), [("checked", True), ("☑", True), ("済み", True), ("☐", False), ("nein", False)]
)
def test_ticks_are_yes_and_no(
    sqlite_engine: Engine, run_import_sqlite: Importer, write: Write, name: str, flag: bool
) -> None:
    run_import_sqlite(write("accounts.csv", f"name,is_test\nWren Tools,{name}\n"))
    assert rows_of(sqlite_engine, "accounts", "is_test") == [(flag,)]


def test_percent_of_satisfaction_are_points(sqlite_engine: Engine, run_import_sqlite: Importer, write: Write) -> None:
    run_import_sqlite(
        write("accounts.csv", "name\nWren Tools\n"),
        write("surveys.csv", "account,kind,score,answered_on\nWren Tools,csat,85%,2026-03-01\n"),
    )
    assert rows_of(sqlite_engine, "surveys", "score") == [(85,)]


@pytest.mark.parametrize("name", ["2.0", "7.00", "2024"])
def test_a_product_called_like_a_number_is_found(engine: Engine, run_import: Importer, write: Write, name: str) -> None:
    report = run_import(
        write("accounts.csv", "name\nWren Tools\n"),
        write("products.csv", f"name\n{name}\nSaw\n"),
        write("purchases.csv", f"account,product,purchased_on\nWren Tools,{name},2026-03-01\n"),
    )
    assert report.exit_code == 0
    assert rows_of(engine, "products", "name") == [(name,), ("Saw",)]


def test_a_document_with_several_lists_is_as_many_tables(
    sqlite_engine: Engine, run_import_sqlite: Importer, write: Write
) -> None:
    dump = {"exported": "2026-04-01", "products": [{"name": "Saw"}], "accounts": [{"id": 1, "name": "Wren Tools"}]}
    report = run_import_sqlite(write("dump.json", json.dumps(dump)))
    assert {found.name for found in report.files} == {"dump.json#products", "dump.json#accounts"}
    assert rows_of(sqlite_engine, "accounts", "key") == [("files:1",)]


def test_a_zero_byte_in_a_text_is_dirt(sqlite_engine: Engine, run_import_sqlite: Importer, tmp_path: Path) -> None:
    rows = b"".join(b"%d,Firm %d\n" % (number, number) for number in range(40))
    (tmp_path / "accounts.csv").write_bytes(b"id,name\nx,Wr\0en\n" + rows)
    assert run_import_sqlite(tmp_path / "accounts.csv").exit_code == 0
    assert rows_of(sqlite_engine, "accounts", "name")[0] == ("Wren",)


def test_text_in_utf_32_comes_in(sqlite_engine: Engine, run_import_sqlite: Importer, write: Write) -> None:
    run_import_sqlite(write("accounts.csv", "name\n青井電機\n", encoding="utf-32"))
    assert rows_of(sqlite_engine, "accounts", "name") == [("青井電機",)]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("accounts.csv.gz", b"\x1f\x8b\x08\0", "unpack it first"),
        ("exports.zip", b"PK\x03\x04..", "unpack it first"),
        ("accounts.xls", b"id\tname\n1\tWren\n", "rename it to .csv"),
        ("accounts.ods", b"PK\x03\x04" + b"\0" * 26 + b"mimetypeapplication/vnd.oasis.opendocument.x", "OpenDocument"),
        ("accounts.xlsx", b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "password"),
        ("accounts.xlsx", b"\xd0\xcf\x11\xe0" + b"x" * 90, "old Excel file"),
        ("accounts.json", b"[[1, 2]]", "objects with named fields"),
    ],
)
def test_a_refusal_says_what_to_do(
    run_import_sqlite: Importer, tmp_path: Path, name: str, content: bytes, said: str
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(ImportRefused, match=said):
        run_import_sqlite(tmp_path / name)


@pytest.mark.parametrize(
    ("credit", "owing"),
    [("-5000,JPY", []), ("-2000,JPY", ["Wren Tools"]), ("-5000,USD", ["Wren Tools"]), ("5000,JPY", ["Wren Tools"])],
)
def test_a_credit_note_is_no_late_bill_and_settles_one_of_its_currency(
    engine: Engine, run_import: Importer, write: Write, credit: str, owing: list[str]
) -> None:
    run_import(
        write("accounts.csv", "name\nWren Tools\nFinch Parts\n"),
        write("products.csv", "name\nSaw\n"),
        write("purchases.csv", "account,product,purchased_on\nWren Tools,Saw,2026-01-01\nFinch Parts,Saw,2026-01-01\n"),
        write(
            "invoices.csv",
            f"id,account,due_on,amount,currency\n1,Wren Tools,2026-02-01,5000,JPY\n2,Wren Tools,2026-01-01,{credit}\n"
            "3,Finch Parts,2026-01-01,-900,JPY\n",
        ),
    )
    with Knowledge(engine, load_rules(), trusts_operator=True).access("operator", as_of=dt.date(2026, 4, 1)) as access:
        owes = look_up(Query("customer", select=("name",), where=(Condition("overdue"),)), access)
        overdue = load_commerce(access)["overdue"]
    assert [row["name"] for row in owes.rows] == owing
    assert sum(count > 0 for count in overdue) == len(owing)
