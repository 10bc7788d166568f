"""What went wrong in silence when operators brought in exports: words, currencies, encodings, one-column files."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import Engine

from knowledge.imports.cells.amounts import read_amount
from knowledge.imports.suggesting.suggest import suggest_mapping
from tests.knowledge.imports.conftest import Importer, rows_of

Write = Callable[..., Path]


def test_a_row_made_from_a_reference_keeps_the_words_and_is_found_in_other_widths(
    engine: Engine, run_import: Importer, write: Write
) -> None:
    columns = "{id: No, account: 顧客, product: 商品, purchased_on: 日付}"
    rule = f"  - match: u\n    table: purchases\n    columns: {columns}\n    create: [accounts, products]\n"
    mapping = write("../m.yml", f"system: s\ncurrency: JPY\nfiles:\n{rule}")
    path = write("u.csv", "No,顧客,商品,日付\n1,あさひ食品㈱,用紙Ａ４,2026-03-01\n"
                 "2,あさひ食品（株）,用紙A4,2026-03-01\n3,③号店,3½インチ,2026-03-01\n")  # fmt: skip
    assert run_import(path, mapping=mapping).exit_code == 0
    assert run_import(path, mapping=mapping).files[0].unchanged == 3
    assert sorted(rows_of(engine, "accounts", "name")) == [("③号店",), ("あさひ食品㈱",)]
    assert sorted(rows_of(engine, "products", "name")) == [("3½インチ",), ("用紙Ａ４",)]


def test_a_file_of_one_column_keeps_commas_in_names(engine: Engine, run_import: Importer, write: Write) -> None:
    report = run_import(write("accounts.csv", 'name\nAcme, Inc.\n"Foo, Ltd."\nJohnson &amp; Sons\nBar; Co\n'))
    assert report.exit_code == 0
    assert [row[0] for row in rows_of(engine, "accounts", "name")] == [
        "Acme, Inc.", "Foo, Ltd.", "Johnson & Sons", "Bar; Co",
    ]  # fmt: skip


def test_a_space_of_windows_does_not_make_a_file_a_dos_file(engine: Engine, run_import: Importer, write: Write) -> None:
    run_import(write("products.csv", "name,family\nLabels for Typewriters\xa0by Universal,Labels\n", "cp1252"))
    assert rows_of(engine, "products", "name") == [("Labels for Typewriters by Universal",)]


def test_amounts_of_a_system_that_writes_decimals_are_not_yen_where_they_happen_to_be_whole(
    engine: Engine, run_import: Importer, write: Write
) -> None:
    write("accounts.csv", "name\nHarrow\n")
    write("products.csv", "name,list_price\nNail,\nBolt,14\n")
    folder = write("purchases.csv", "id,account,product,purchased_on,amount\n1,Harrow,Nail,2026-03-01,14\n"
                   "2,Harrow,Nail,2026-03-01,9.8\n3,Harrow,Nail,2026-03-01,¥300\n").parent  # fmt: skip
    report = run_import(folder)
    assert [file.rejected for file in report.files] == [1, 0, 2]
    assert "'14' in which currency, since '9.8' in purchases.csv is not JPY" in report.files[2].reasons[0]
    assert rows_of(engine, "purchases", "amount_minor") == [(300,)]


def test_one_odd_amount_among_many_is_rejected_alone(engine: Engine, run_import: Importer, write: Write) -> None:
    rows = "".join(f"{n},Harrow,{100 + n}\n" for n in range(100))
    report = run_import(write("accounts.csv", "name\nHarrow\n"),
                        write("deals.csv", f"id,account,amount\n{rows}x,Harrow,9.5\n"))  # fmt: skip
    assert report.files[1].rejected == 1


def test_the_currency_of_a_column_is_told(run_import: Importer, write: Write) -> None:
    report = run_import(write("accounts.csv", "name,annual_revenue,currency\nHarrow,12.5,USD\n"))
    assert report.files[0].read_as["currency"] == "1 in USD (column)"


@pytest.mark.parametrize("text", ["31/Mar/2026", "31-Mar-2026", "31 March 2026"])
def test_days_with_the_months_name_are_read(engine: Engine, run_import: Importer, write: Write, text: str) -> None:
    run_import(write("accounts.csv", f"name,created_on\nHarrow,{text}\n"))
    assert rows_of(engine, "accounts", "created_on") == [(dt.date(2026, 3, 31),)]


def test_lines_without_an_id_that_replace_others_are_told(run_import: Importer, write: Write) -> None:
    run_import(write("accounts.csv", "name\nHarrow\n"), write("products.csv", "name\nNail\n"))
    run_import(write("tokyo/purchases.csv", "account,product,purchased_on,amount\nHarrow,Nail,2026-03-01,10\n"))
    report = run_import(
        write("osaka/purchases.csv", "account,product,purchased_on,amount\nHarrow,Nail,2026-03-01,20\n")
    )
    assert any("replace what an earlier purchases.csv said" in note for note in report.files[0].notes)


def test_a_file_with_ids_and_names_only_is_not_said_to_be_like_a_preset(run_import: Importer, write: Write) -> None:
    report = run_import(write("accounts.csv", "name\nHarrow\n").parent,
                        write("payments/x.csv", "id,email,total\n1,a@b.example,3\n").parent)  # fmt: skip
    assert "no preset comes near" in report.skipped[0].reason


DRAFTED = {
    "items below a bill": (
        "請求書.csv",
        "行形式,取引先名称,請求日,請求書番号,品名,品目コード,単価,数量,金額\n請求書,みなと,2026/04/01,I-1,,,,,\n"
        '品目,,,,保守,HS,"50,000",1,"50,000"\n品目,,,,追加,ID,"1,000",20,"20,000"\n請求書,ひかり,2026/04/02,I-2,,,,,\n'
        '品目,,,,保守,HS,"50,000",1,"50,000"\n',
        [(50000, 1), (20000, 20), (50000, 1)],
    ),
    "a shop's further items, and what was voided": (
        "orders_export.csv",
        "Name,Financial Status,Paid at,Currency,Total,Billing Company,Lineitem quantity,Lineitem name,Lineitem price,"
        "Lineitem sku\n#1,paid,2026-02-01,JPY,3300,Kei,2,Bag,1000,B\n#1,,,,,,1,Filter,500,F\n"
        "#2,voided,2026-02-02,JPY,1000,Sun,1,Bag,1000,B\n",
        [(2000, 2), (500, 1)],
    ),
    "money that was spent": (
        "取引.csv",
        "収支区分,管理番号,発生日,取引先,金額,品目\n収入,F1,2026/04/01,サクラ,110000,保守\n支出,F2,2026/04/02,電力,9000,電気\n",
        [(110000, 1)],
    ),
    "a footer without a customer": (
        "売上.csv",
        "売上伝票日付,伝票番号,得意先名,商品名,数量,金額\nR.08/01/15,1,あおば,用紙,10,32000\n,,,合計,,32000\n",
        [(32000, 10)],
    ),
}


@pytest.mark.parametrize("kind", DRAFTED)
def test_a_draft_does_not_book_what_is_no_sale(engine: Engine, run_import: Importer, write: Write, kind: str) -> None:
    name, text, amounts = DRAFTED[kind]
    path = write(name, text)
    draft = suggest_mapping([path], currency="JPY").mapping
    assert draft is not None
    report = run_import(path, mapping=write("../draft.yml", draft))
    assert report.exit_code == 0, report.to_dict()
    assert rows_of(engine, "purchases", "amount_minor", "quantity") == amounts


def test_a_draft_tells_colleagues_from_customers_and_leaves_suppliers_alone(write: Write) -> None:
    folder = write("employees.csv", "employeeID,employeeName,title\n5,Ann Lee,Manager\n").parent
    write("shippers.csv", "shipperID,companyName\n3,Fast Freight\n")
    write("categories.csv", "categoryID,categoryName\n4,Dairy\n")
    found = suggest_mapping([folder])
    told = {line.partition(":")[0]: line for line in found.lines}
    assert "taken as people" in told["employees.csv"]
    assert "taken as" not in told["shippers.csv"] + told["categories.csv"]


def test_a_count_within_the_order_is_not_taken_for_an_id(write: Write) -> None:
    path = write("order_items.csv", "order_id,order_item_id,product_id,price\no1,1,p1,5\no1,2,p2,5\no2,1,p1,5\n")
    mapping = suggest_mapping([path], currency="JPY").mapping
    assert mapping is not None
    assert "id: order_item_id" not in mapping


def test_a_persons_name_stands_where_no_firm_is_named(engine: Engine, run_import: Importer, write: Write) -> None:
    path = write("Customer.csv", "CustomerId,FirstName,LastName,Company\n1,Ann,Lee,Harrow\n2,Bo,Kim,\n")
    draft = suggest_mapping([path]).mapping
    assert draft is not None
    assert run_import(path, mapping=write("../d.yml", draft)).exit_code == 0
    assert rows_of(engine, "accounts", "name") == [("Harrow",), ("Bo Kim",)]


def test_rejects_run_nothing_in_a_spreadsheet_and_come_back_as_they_were(
    engine: Engine, run_import: Importer, write: Write, tmp_path: Path
) -> None:
    write(
        "needs.csv",
        'account,text,said_on\nHarrow,=1+1 is fun,2026-03-01\nHarrow,"@all, \'=x",2026-03-02\nHarrow,-5%,2026-03-03\n',
    )
    run_import(tmp_path / "in")
    kept = (tmp_path / "rejects" / "needs.rejected.csv").read_text("utf-8-sig")
    assert ",'=1+1 is fun," in kept
    assert ",\"'@all, '=x\"," in kept
    assert ",-5%," in kept
    run_import(tmp_path / "rejects")  # still nobody known: a second mending keeps the cells where they were
    assert (tmp_path / "rejects" / "needs.rejected.csv").read_text("utf-8-sig") == kept
    run_import(write("accounts.csv", "name\nHarrow\n"))
    assert run_import(tmp_path / "rejects").exit_code == 0
    assert [row[0] for row in rows_of(engine, "needs", "text")] == ["=1+1 is fun", "@all, '=x", "-5%"]


def test_the_latest_by_date_holds_though_it_was_said_before(engine: Engine, run_import: Importer, write: Write) -> None:
    mapping = write(
        "../m.yml",
        "system: s\nfiles:\n  - match: u\n    rows:\n"
        "      - {table: accounts, columns: {id: C, name: Customer, region: Region}}\n"
        "      - {table: products, columns: {id: P, name: Product, family: Family}}\n"
        "      - {table: purchases, columns: {id: No, account: C, product: P, purchased_on: Day}}\n",
    )
    said = ["1,1,East,2026-01-01,Old", "2,1,East,2026-05-01,Old", "3,1,West,2026-03-01,New", "4,1,East,2026-01-02,Old",
            "5,2,East,2026-01-01,Old", "6,2,West,2026-02-01,New", "7,2,East,2026-03-01,Old"]  # fmt: skip
    lines = "".join(f"{no},C{c},Firm {c},{region},{day},P{c},Nail {c},{family}\n" for no, c, region, day, family in
                    (line.split(",") for line in said))  # fmt: skip
    report = run_import(write("u.csv", f"No,C,Customer,Region,Day,P,Product,Family\n{lines}"), mapping=mapping)
    assert report.exit_code == 0
    assert report.files[0].added == 7
    assert rows_of(engine, "accounts", "region") == [("East",), ("East",)]
    assert rows_of(engine, "products", "family") == [("Old",), ("Old",)]
    assert report.files[0].tables["accounts"]["added"] == 2


def test_a_line_whose_customer_was_refused_before_is_refused_as_well(run_import: Importer, write: Write) -> None:
    mapping = write("../m.yml", "system: s\nfiles:\n  - match: u\n    rows:\n"
                    "      - {table: accounts, columns: {id: C, name: Customer, website: Site}}\n"
                    "      - {table: notes, columns: {id: No, account: C, written_on: Day, text: Text}}\n")  # fmt: skip
    header = "No,C,Customer,Site,Day,Text\n"
    run_import(write("u.csv", f"{header}1,C1,Nordic Toys,toys.example,2026-01-01,a\n"), mapping=mapping)
    again = [f"{no},C1,Harbour Bank,harbour.example,2026-01-0{no},b" for no in (2, 3)]
    report = run_import(write("u.csv", header + "\n".join(again) + "\n"), mapping=mapping)
    ((because, count),) = report.files[0].rejected_because.items()
    assert count == 2
    assert "id C1 was Nordic Toys, toys.example; here it is Harbour Bank" in because


@pytest.mark.parametrize(
    ("table", "header", "first", "second"),
    [
        ("subscriptions", "account,product,started_on,seats", "Harrow,Nail,2026-03-01,10", "Harrow,Nail,2026-03-01,20"),
        ("usage", "account,day,active_users", "Harrow,2026-03-01,5", "Harrow,2026-03-01,9"),
        ("churn_events", "account,lost_on,reason", "Harrow,2026-03-01,price", "Harrow,2026-03-01,support"),
    ],
)
def test_a_line_without_an_id_that_says_otherwise_than_another_file_is_told(
    run_import: Importer, write: Write, table: str, header: str, first: str, second: str
) -> None:
    run_import(write("accounts.csv", "name\nHarrow\n"), write("products.csv", "name\nNail\n"))
    run_import(write(f"{table}_1.csv", f"{header}\n{first}\n"))
    other = write(f"{table}_2.csv", f"{header}\n{second}\n")
    assert any(f"replace what {table}_1.csv said otherwise" in note for note in run_import(other).files[0].notes)
    assert run_import(other).files[0].notes == ()


def test_a_sign_that_holds_another_is_read_as_a_whole() -> None:
    assert read_amount("AU$1,200.50") == (Decimal("1200.50"), "AU$")
    assert read_amount("NZ$5") == (Decimal(5), "NZ$")


def test_where_quotes_are_escaped_by_a_backslash_so_are_backslashes_and_apostrophes(
    engine: Engine, run_import: Importer, write: Write
) -> None:
    run_import(write("accounts.csv", 'id,name,region\n1,"Harrow \\"Tool\\", O\\\'Neil",C:\\\\x\n'))
    assert rows_of(engine, "accounts", "name", "region") == [('Harrow "Tool", O\'Neil', "C:\\x")]


def test_a_question_mark_hides_no_mark_of_deletion(engine: Engine, run_import: Importer, write: Write) -> None:
    report = run_import(write("accounts.csv", "id,name,Archived?\n1,Harrow,No\n2,Cedar,Yes\n"))
    assert rows_of(engine, "accounts", "name") == [("Harrow",)]
    assert report.files[0].left_out == 1
