"""Totals, footers, blank lines and column names that come again are no rows; what they are is told."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.knowledge.imports.conftest import Importer, rows_of

Write = Callable[..., Path]


def test_totals_and_footers_become_no_customer(
    sqlite_engine: Engine, run_import_sqlite: Importer, write: Write
) -> None:
    lines = "Cedar Inn,20\nTotal Wine,5\n,,\nTotal,25\n合計,25\nGrand Totals (2 records),\nCopyright (c) 2026 Acme,\n"
    report = run_import_sqlite(write("accounts.csv", f"name,employees\n{lines}")).files[0]
    assert rows_of(sqlite_engine, "accounts", "name") == [("Cedar Inn",), ("Total Wine",)]
    assert (report.read, report.rejected) == (6, 4)


def test_a_firm_called_total_is_one_where_it_has_an_id(
    sqlite_engine: Engine, run_import_sqlite: Importer, write: Write
) -> None:
    run_import_sqlite(write("accounts.csv", "id,name\n7,Total\nTotal,1\n"))
    assert rows_of(sqlite_engine, "accounts", "name") == [("Total",)]


def test_a_total_below_an_order_becomes_no_product(
    sqlite_engine: Engine, run_import_sqlite: Importer, write: Write
) -> None:
    mapping = write("shop.yml", """
system: shop
currency: USD
files:
  - match: orders
    fill_down: [Order, Company, Day]
    table: purchases
    create: [accounts, products]
    columns: {account: Company, product: Item, purchased_on: Day, amount: Price, deal_key: Order}
""")  # fmt: skip
    head = "Order,Company,Day,Item,Price\n"
    lines = f"1,Cedar Inn,2026-01-02,Filter,5\n,,,Brewer,9\n,,,Subtotal,14\n{head}2,Cedar Inn,2026-02-02,Filter,5\n"
    report = run_import_sqlite(write("orders.csv", head + lines), mapping=mapping).files[0]
    assert rows_of(sqlite_engine, "products", "name") == [("Filter",), ("Brewer",)]
    assert rows_of(sqlite_engine, "purchases", "amount_minor") == [(500,), (900,), (500,)]
    assert "Subtotal" in report.reasons[0]
    assert "column names" in report.reasons[1]


def test_amounts_that_may_have_points_between_thousands_are_not_guessed(
    sqlite_engine: Engine, run_import_sqlite: Importer, write: Write
) -> None:
    write("accounts.csv", "id,name\n1,Cedar Inn\n")
    write("products.csv", "id,name\n1,Filter\n")
    head = "id,account,product,purchased_on,amount,currency\n"
    doubtful = write("purchases.csv", f"{head}1,1,1,2026-01-01,1.234,EUR\n2,1,1,2026-01-01,12,EUR\n")
    report = run_import_sqlite(doubtful.parent).files[-1]
    assert rows_of(sqlite_engine, "purchases", "amount_minor") == [(1200,)]
    assert "thousands or decimals" in report.reasons[0]
    write("purchases.csv", f"{head}1,1,1,2026-01-01,1.234,EUR\n3,1,1,2026-01-01,0.5,EUR\n")
    run_import_sqlite(doubtful)
    assert rows_of(sqlite_engine, "purchases", "amount_minor") == [(1200,), (123,), (50,)]


def test_only_the_first_column_of_a_name_is_read_and_that_is_told(run_import_sqlite: Importer, write: Write) -> None:
    report = run_import_sqlite(write("accounts.csv", "id,name,Name\n1,Acme,Acme Inc\n")).files[0]
    assert any("more than once" in note for note in report.notes)


def test_what_is_archived_is_told_by_any_way_to_write_the_column(
    sqlite_engine: Engine, run_import_sqlite: Importer, write: Write
) -> None:
    lines = "1,Acme,0,\n2,Beta,1,\n3,Gamma,,2026-01-01\n"
    report = run_import_sqlite(write("accounts.csv", f"id,name,Is Deleted,Archived at\n{lines}")).files[0]
    assert rows_of(sqlite_engine, "accounts", "name") == [("Acme",)]
    assert report.left_out == 2
    assert not report.unused_columns


def test_a_formula_in_a_text_file_is_no_value(sqlite_engine: Engine, run_import_sqlite: Importer, write: Write) -> None:
    report = run_import_sqlite(
        write("accounts.csv", 'id,name\n1,"=HYPERLINK(""https://a.example"",""Acme"")"\n')
    ).files[0]
    assert rows_of(sqlite_engine, "accounts", "name") == []
    assert "formula" in report.reasons[0]


def test_a_satisfaction_of_four_is_not_four_percent(
    sqlite_engine: Engine, run_import_sqlite: Importer, write: Write
) -> None:
    folder = write("accounts.csv", "id,name\n1,Acme\n").parent
    answers = (
        "csat,4,,2026-01-01",
        "csat,4,5,2026-01-02",
        "csat,80,,2026-01-03",
        "csat,0,,2026-01-04",
        "nps,4,,2026-01-05",
    )
    rows = "".join(f"1,{answer}\n" for answer in answers)
    write("surveys.csv", f"account,kind,score,scale_max,answered_on\n{rows}")
    report = run_import_sqlite(folder).files[-1]
    assert rows_of(sqlite_engine, "surveys", "score") == [(80,), (80,), (0,), (4,)]
    assert "of how many" in report.reasons[0]


@pytest.mark.parametrize(
    "second", ["id,product,price\n2,Tea,50\n3,Mug,60\n", "\nproduct,family,list_price\nTea,Drinks,50\nMug,Cups,60\n"]
)
def test_lines_of_a_second_table_below_the_first_are_no_customers(
    sqlite_engine: Engine, run_import_sqlite: Importer, write: Write, second: str
) -> None:
    report = run_import_sqlite(write("accounts.csv", f"id,name,region\n1,Kite,East\n{second}")).files[0]
    assert rows_of(sqlite_engine, "accounts", "name") == [("Kite",)]
    assert report.rejected == 3
    assert "second table" in report.reasons[0]


def test_a_gap_between_rows_begins_no_other_table(
    sqlite_engine: Engine, run_import_sqlite: Importer, write: Write
) -> None:
    run_import_sqlite(write("accounts.csv", "id,name,region\n1,Kite,East\n\n2,Name,Region\nA,Country,Name\n"))
    assert len(rows_of(sqlite_engine, "accounts", "name")) == 3


def test_cells_below_no_column_name_are_told(run_import_sqlite: Importer, write: Write) -> None:
    report = run_import_sqlite(write("accounts.csv", "id,name,\n1,Kite,\n2,Lark,owes us money\n")).files[0]
    assert any("column 3 has no name" in note and "owes us money" in note for note in report.notes)


@pytest.mark.parametrize(
    ("file", "text", "left"),
    [
        ("invoices.csv", "id,account,due_on,voided\n1,1,2026-01-01,no\n2,1,2026-01-02,yes\n", 1),
        (
            "purchases.csv",
            "id,account,product,purchased_on,Cancelled at\n1,1,Tea,2026-01-01,\n2,1,Tea,2026-01-02,2026-01-03\n",
            1,
        ),
        ("subscriptions.csv", "id,account,product,started_on,cancelled\n1,1,Tea,2026-01-01,yes\n", 0),
        ("invoices.csv", "id,account,due_on,取消\n1,1,2026-01-01,\n2,1,2026-01-02,はい\n", 1),
    ],
)
def test_cancelled_sales_and_void_bills_are_left_out(
    sqlite_engine: Engine, run_import_sqlite: Importer, write: Write, file: str, text: str, left: int
) -> None:
    folder = write("accounts.csv", "id,name\n1,Kite\n").parent
    write("products.csv", "name\nTea\n")
    write(file, text)
    report = run_import_sqlite(folder).files[-1]
    assert report.left_out == left
    assert len(rows_of(sqlite_engine, file.removesuffix(".csv"), "key")) == 1
