import re
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import Engine

from knowledge.errors import ImportRefused
from knowledge.imports.answers import Answers
from knowledge.imports.conditions import compile_wanted
from knowledge.imports.filling import FillDown
from knowledge.imports.formulas import compile_formula
from knowledge.imports.mapping_files import load_mapping
from tests.knowledge.imports.conftest import Importer, rows_of

Write = Callable[..., Path]
HEADER = {"unit price": 0, "quantity": 1, "discount": 2, "sub-total": 3}


@pytest.mark.parametrize(
    ("expression", "cells", "worth"),
    [
        ("unit price * quantity * (1 - discount)", ["14.00", "12", "25%", ""], "126"),
        ("Unit Price × Quantity × (1 − Discount)", ["14.00", "12", "", ""], "168"),
        ("{sub-total} ÷ 4 + unit price", ["1", "", "", "100"], "26"),
        ("-{sub-total}", ["", "", "", "5"], "-5"),
        ("unit price * quantity", ["", "12", "", ""], None),
        ("unit price - discount", ["", "", "", ""], None),
        ("unit price * 110%", ["10", "", "", ""], "11"),
        ("unit price * quantity + {sub-total}", ["10", "", "", "5"], None),
        ("{sub-total} + unit price", ["10", "", "", ""], "10"),
    ],
)
def test_amounts_are_worked_out(expression: str, cells: list[str], worth: str | None) -> None:
    value, _ = compile_formula(expression, HEADER)(cells)
    assert value == (None if worth is None else Decimal(worth))


@pytest.mark.parametrize("expression", ["a *", "a b (", "(a", "* a", "a ^ 2 {"])
def test_what_is_no_formula_is_refused_before_anything_is_read(write: Write, expression: str) -> None:
    path = write("m.yml", f"system: x\nfiles:\n  - match: a.csv\n    table: costs\n    columns: {{spent_on: d}}\n"
                 f"    computed: {{amount: \"{expression}\"}}\n")  # fmt: skip
    with pytest.raises(ImportRefused, match=r"mapping m.yml"):
        load_mapping(path)


@pytest.mark.parametrize(
    ("wanted", "holding", "not_holding"),
    [
        ({"below": 0}, "-3", "0"), ("< 0", "(1,200)", "5"), ({"at_least": "10"}, "10", "9"), (">= 10", "10", ""),
        ({"begins_with": "C"}, "c-1", "1c"), ("begins with C", "C-1", "AC"), ("C*", "C123", "AC"),
        ({"contains": "refund"}, "Partially Refunded", "paid"), ({"ends_with": "x"}, "abx", "xb"),
        ({"empty": "true"}, "#N/A", "x"), ("is empty", " ", "x"), ("not empty", "x", ""), ({"empty": "false"}, "x", ""),
        ({"matches": "^[CR]\\d+"}, "R12", "X12"), ({"not": "paid"}, "open", "Paid"), ("!= paid", "open", "paid"),
        ({"before": "2026-04-01"}, "2026/3/31", "2026-04-01"), ({"above": 1, "at_most": 5}, "5", "6"),
        ("paid", "Paid", "unpaid"), ("", "", "x"),
    ],
)  # fmt: skip
def test_conditions_compare_and_match(wanted: object, holding: str, not_holding: str) -> None:
    test = compile_wanted((wanted,))  # type: ignore[arg-type]
    assert test(holding)
    assert not test(not_holding)


def test_an_unknown_condition_is_told_with_those_there_are(write: Write) -> None:
    from knowledge.imports.mapping_files import load_mapping

    path = write("m.yml", "system: x\nfiles:\n  - match: a.csv\n    table: accounts\n    columns: {name: n}\n"
                 "    when: {n: {bigger: 3}}\n")  # fmt: skip
    with pytest.raises(ImportRefused, match=r"no condition 'bigger'.*above"):
        load_mapping(path)


def test_a_new_group_takes_nothing_from_the_group_above() -> None:
    header = {"status": 0, "currency": 1, "company": 2}
    fill = FillDown(["company", "status"], [], header)
    rows = [["paid", "USD", "Northline"], ["", "", ""], ["paid", "USD", ""], ["", "", ""]]
    assert [fill.apply(row)[2] for row in rows] == ["Northline", "Northline", "", ""]


def test_cells_are_filled_within_one_order_only() -> None:
    fill = FillDown(["company"], ["order"], {"order": 0, "company": 1})
    assert [fill.apply(row)[1] for row in ([["1", "A"], ["1", ""], ["2", ""], ["2", "B"]])] == ["A", "A", "", "B"]


def test_items_below_a_bill_belong_to_its_customer(engine: Engine, run_import: Importer, write: Write) -> None:
    mapping = write(
        "m.yml",
        """
system: bills
currency: JPY
files:
  - match: bills.csv
    fill_down: {columns: [取引先, 請求日], within: 請求書番号}
    leave_out:
      - {when: {行形式: 請求書}, because: the bill itself}
    table: purchases
    create: [accounts, products]
    columns: {account: 取引先, product: 品名, purchased_on: 請求日, quantity: 数量, unit_price: 単価}
""",
    )
    run_import(write("bills.csv", "行形式,請求書番号,取引先,請求日,品名,数量,単価\n請求書,1,みどり工具,R8.4.1,,,\n"
                     "品目,1,,,替刃,3,\"1,200\"\n品目,1,,,砥石,1,800\n請求書,2,あおば商店,R8.4.2,,,\n"
                     "品目,2,,,替刃,1,1200\n"), mapping=mapping)  # fmt: skip
    assert rows_of(engine, "accounts", "name") == [("みどり工具",), ("あおば商店",)]
    assert [amount for (amount,) in rows_of(engine, "purchases", "amount_minor")] == [3600, 800, 1200]


def test_a_file_without_names_of_columns_is_given_some(engine: Engine, run_import: Importer, write: Write) -> None:
    mapping = write("m.yml", "system: x\nfiles:\n  - match: list.csv\n    header: [code, firm, area]\n"
                    "    skip_lines: 1\n    skip_last_lines: 1\n    null_words: [未定]\n    table: accounts\n"
                    "    columns: {id: code, name: firm, region: area}\n"
                    "    values: {region: {NULL: null, ~: null}}\n")  # fmt: skip
    run_import(write("list.csv", "made 2026-04-01\n7,Harrow Tools,未定\n8,Cedar Inn,~\n9,Willow,OH\nend,of file\n"),
               mapping=mapping)  # fmt: skip
    assert rows_of(engine, "accounts", "name", "region") == [
        ("Harrow Tools", None),
        ("Cedar Inn", None),
        ("Willow", "OH"),
    ]


def test_the_price_of_a_piece_may_be_finer_than_a_cent(engine: Engine, run_import: Importer, write: Write) -> None:
    run_import(write("accounts.csv", "name\nHarrow\n"), write("products.csv", "name\nNail\n"))
    run_import(write("purchases.csv", "account,product,purchased_on,quantity,unit_price,discount,currency\n"
                     "Harrow,Nail,2026-04-01,1000,0.0125,10%,USD\n"))  # fmt: skip
    assert rows_of(engine, "purchases", "amount_minor") == [(1125,)]


def test_a_good_part_of_a_line_stays_when_another_is_bad(engine: Engine, run_import: Importer, write: Write) -> None:
    mapping = write("m.yml", "system: x\ncurrency: USD\nfiles:\n  - match: o.csv\n    rows:\n"
                    "      - {table: accounts, columns: {id: c, name: n}}\n"
                    "      - {table: purchases, columns: {account: c, product: p, purchased_on: d},"
                    " create: products}\n")  # fmt: skip
    report = run_import(write("o.csv", "c,n,p,d\n1,Harrow,Nail,soon\n2,Cedar,Nail,2026-04-01\n"), mapping=mapping)
    assert rows_of(engine, "accounts", "name") == [("Harrow",), ("Cedar",)]
    assert report.files[0].reasons[0].startswith("line 2: purchases: purchased_on: 'soon'")


@pytest.mark.parametrize(
    ("amount", "currency", "stored"),
    [("$1,200.50", "", None), ("1200.50", "", None), ("US$1,200.50", "", (120050, "USD")), ("1’200", "", (1200, "JPY")),
     ("€5", "", (500, "EUR")), ("$5", "CAD", (500, "CAD")), ("€5", "USD", None), ("¥5", "CNY", (500, "CNY"))],
)  # fmt: skip
def test_a_sign_that_contradicts_the_currency_is_asked_about(
    engine: Engine, run_import: Importer, write: Write, amount: str, currency: str, stored: object
) -> None:
    run_import(write("accounts.csv", "name\nHarrow\n"), write("products.csv", "name\nNail\n"))
    report = run_import(write("purchases.csv", "account,product,purchased_on,amount,currency\n"
                              f'Harrow,Nail,2026-04-01,"{amount}",{currency}\n')).files[0]  # fmt: skip
    assert rows_of(engine, "purchases", "amount_minor", "currency") == ([stored] if stored else [])
    assert ("currency" in str(report.reasons)) is (stored is None)


@pytest.mark.parametrize(("flag", "yes"), [("IsDeleted", "true"), ("archived", "1"), ("deleted_at", "2026-03-01"),
                                           ("_fivetran_deleted", "TRUE"), ("削除フラグ", "1")])  # fmt: skip
def test_rows_deleted_where_they_come_from_are_left_out(
    engine: Engine, run_import: Importer, write: Write, flag: str, yes: str
) -> None:
    report = run_import(
        write("accounts.csv", f"id,name,{flag}\n1,Harrow,{'' if 'at' in flag else 'false'}\n2,Gone,{yes}\n")
    )
    assert rows_of(engine, "accounts", "name") == [("Harrow",)]
    assert sum(report.files[0].left_out_because.values()) == 1


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("system: Shop A\nfiles: []\n", "cannot stand before ids"),
        ("system: s\ncurrency: DOLLAR\nfiles: []\n", "'DOLLAR' is not a currency"),
        ("system: s\ntimezone: Mars/Base\nfiles: []\n", "there is no time zone 'Mars/Base'"),
        ("system: s\nencoding: klingon\nfiles: []\n", "there is no encoding 'klingon'"),
        ("system: s\ndate_format: '%Q'\nfiles: []\n", "'%Q' is no date format"),
        ("system: s\nmerge: nmae\nfiles: []\n", "'nmae' is none of"),
        ("system: s\n", "files: is missing"),
        ("", "must be keys with values"),
        (
            "system: s\nfiles:\n  - match: a\n    table: leads\n    columns: {created_on: d}\n    header_row: x\n",
            "must be a number",
        ),
    ],
)
def test_what_is_wrong_in_a_mapping_is_told_in_our_words(write: Write, text: str, told: str) -> None:
    with pytest.raises(ImportRefused, match=re.escape(told)):
        load_mapping(write("m.yml", text))


def test_a_currency_or_encoding_given_by_hand_must_be_one() -> None:
    with pytest.raises(ImportRefused, match="'DOLLAR' is not a currency"):
        Answers(currency="DOLLAR")
    with pytest.raises(ImportRefused, match="there is no encoding 'klingon'"):
        Answers(encoding="klingon")


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ("{region: {no: North, NO: Norway}}", "'no' and 'NO' are the same word"),
        ("{region: {north: North, north: Nord}}", "line 6: 'north' stands there twice"),
    ],
)
def test_a_word_with_two_meanings_is_refused(write: Write, values: str, told: str) -> None:
    path = write("m.yml", "system: x\nfiles:\n  - match: a.csv\n    table: accounts\n"
                 f"    columns: {{name: n, region: r}}\n    values: {values}\n")  # fmt: skip
    with pytest.raises(ImportRefused, match=re.escape(told)):
        load_mapping(path)


def test_what_stands_beside_rows_is_told_to_belong_into_them(write: Write) -> None:
    path = write("m.yml", "system: x\nfiles:\n  - match: a.csv\n    create: accounts\n"
                 "    rows:\n      - table: accounts\n        columns: {name: n}\n")  # fmt: skip
    with pytest.raises(ImportRefused, match="'create' stands beside 'rows'"):
        load_mapping(path)
