import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Engine

from knowledge.churn.queries.history import load_churn_windows
from knowledge.churn.queries.teaching import learn_from_losses
from knowledge.imports.report import ImportReport
from knowledge.imports.suggesting.suggest import suggest_mapping
from knowledge.knowledge import Knowledge
from knowledge.semantic.changes import find_changes
from knowledge.semantic.look_up import look_up
from knowledge.semantic.query import Period, Query
from knowledge.settings import load_rules
from tests.knowledge.imports.conftest import Importer, rows_of

Write = Callable[..., Path]
# Layouts as public samples and exports of shops, desks and books have them; the firms are made up.
LAYOUTS: dict[str, tuple[dict[str, str], dict[str, int]]] = {
    "a superstore's flat orders": (
        {"Orders.csv": "Row ID,Order ID,Order Date,Ship Date,Customer ID,Customer Name,Segment,Country,State,"
         "Product ID,Category,Sub-Category,Product Name,Sales,Quantity,Discount,Profit\n"
         "1,O-1,11/8/2026,11/11/2026,C-1,Harrow,Corporate,US,OH,P-1,Office,Paper,Pads,261.96,2,0,41.9\n"
         "2,O-1,11/18/2026,11/20/2026,C-2,Cedar,Corporate,US,TX,P-2,Office,Pens,Pens,14.62,1,0.2,6.8\n"},
        {"accounts": 2, "products": 2, "purchases": 2},
    ),
    "orders and their lines": (
        {"customers.csv": "CustomerID,CompanyName,ContactName,Country\nHARRO,Harrow Tools,Ann Lee,US\n",
         "products.csv": "ProductID,ProductName,UnitPrice\n1,Chai Mix,18\n",
         "orders.csv": "OrderID,CustomerID,OrderDate\n10,HARRO,7/16/2026\n",
         "order_details.csv": "OrderID,ProductID,UnitPrice,Quantity,Discount\n10,1,14,12,0.25\n"},
        {"accounts": 1, "products": 1, "deals": 1, "deal_lines": 1, "purchases": 1},
    ),
    "a music shop": (
        {"Customer.csv": "CustomerId,FirstName,LastName,Company,Country,Email\n"
         "1,Ann,Lee,Harrow Tools,US,a@harrow.example\n",
         "Track.csv": "TrackId,Name,UnitPrice\n7,Blue Song,0.99\n",
         "Invoice.csv": "InvoiceId,CustomerId,InvoiceDate,Total\n3,1,2026-01-01 00:00:00,0.99\n",
         "InvoiceLine.csv": "InvoiceLineId,InvoiceId,TrackId,UnitPrice,Quantity\n1,3,7,0.99,1\n"},
        {"accounts": 1, "products": 1, "deals": 1, "deal_lines": 1, "purchases": 1},
    ),
    "a Brazilian marketplace": (
        {"olist_orders.csv": "order_id,customer_id,order_status,order_purchase_timestamp\n"
         "o1,c1,delivered,2026-01-02 10:56:33\n",
         "olist_order_items.csv": "order_id,order_item_id,product_id,price\no1,1,p1,58.90\n"},
        {"deals": 1, "deal_lines": 1, "purchases": 1},
    ),
    "a subscription firm": (
        {"accounts.csv": "account_id,account_name,industry,signup_date\nA-1,Harrow,Tools,2025-10-16\n",
         "subscriptions.csv": "subscription_id,account_id,start_date,end_date,plan_tier,seats,mrr_amount\n"
         "S-1,A-1,2025-10-20,,Pro,9,441\n",
         "feature_usage.csv": "usage_id,account_id,usage_date,feature_name,usage_count\n"
         "U-1,A-1,2026-01-02,export,9\n",
         "support_tickets.csv": "ticket_id,account_id,submitted_at,closed_at,priority\nT-1,A-1,2026-01-02,,urgent\n",
         "churn_events.csv": "churn_event_id,account_id,churn_date,reason_code\nC-1,A-1,2026-03-01,pricing\n"},
        {"accounts": 1, "subscriptions": 1, "usage": 1, "tickets": 1, "churn_events": 1},
    ),
    "a Japanese sales journal": (
        {"売上明細.csv": "伝票番号,売上日,得意先コード,得意先名,商品コード,商品名,数量,単価,金額\n"
         "1001,2026/04/01,C01,みどり工具,P1,替刃,3,1200,3600\n"},
        {"accounts": 1, "products": 1, "purchases": 1},
    ),
    "a Japanese list of customers": (
        {"顧客一覧.csv": "レコード番号,会社名,業種,都道府県,従業員数,法人番号\n"
         "1,みどり工具,製造,大阪府,30,1234567890123\n"},
        {"accounts": 1},
    ),
    "bills with their due days": (
        {"請求書.csv": "請求書番号,取引先名,請求日,支払期限,合計金額\n7,みどり工具,2026-04-01,2026-04-30,5000\n"},
        {"invoices": 1},
    ),
    "grocery baskets": (
        {"groceries.csv": "Member_number,Date,itemDescription\n1808,21-07-2026,fruit\n2552,05-01-2026,milk\n"},
        {"accounts": 2, "products": 2, "purchases": 2},
    ),
    "a warehouse of resellers": (
        {"DimReseller.csv": "ResellerKey,ResellerName,NumberEmployees,AnnualSales\n1,Harrow Bikes,2,300000\n",
         "DimEmployee.csv": "EmployeeKey,FirstName,LastName,MiddleName,EmailAddress\n7,Ann,Lee,B,ann@us.example\n",
         "DimProduct.csv": "ProductKey,EnglishProductName,ListPrice\n3,Sport Helmet,35\n",
         "FactResellerSales.csv": "ProductKey,OrderDateKey,ResellerKey,EmployeeKey,SalesOrderNumber,OrderQuantity,"
         "SalesAmount,OrderDate\n3,20261229,1,7,SO1,2,70,2026-12-29 00:00:00\n"},
        {"accounts": 1, "people": 1, "products": 1, "purchases": 1},
    ),
    "people as customers": (
        {"Customers.csv": "CustomerKey,Prefix,FirstName,LastName,BirthDate\n9,MS.,Ann,Lee,1980-05-01\n",
         "Sales.csv": "OrderDate,OrderNumber,ProductKey,CustomerKey,OrderLineItem,OrderQuantity\n"
         "2026-01-02,SO1,3,9,1,2\n2026-01-03,SO2,3,9,1,1\n",
         "Products.csv": "ProductKey,ProductName,ModelName\n3,Sport Helmet,Sport\n"},
        {"accounts": 1, "products": 1, "purchases": 2},
    ),
    "business cards": (
        {"cards.csv": "会社名,役職,姓,名,e-mail,名刺交換日\nみどり工具,部長,森,彩,mori@midori.example,2026/04/01\n"
         "みどり工具,,原,健,hara@midori.example,2026/04/02\n"},
        {"accounts": 1, "contacts": 2},
    ),
    "columns with their thing before each": (
        {"deals-77.csv": "Deal - ID,Deal - Title,Deal - Organization,Deal - Value,Deal - Currency of Value,"
         "Deal - Status,Deal - Deal closed on,Deal - Lost reason\n5,Shelves,Harrow,120,USD,Lost,2026-02-01,Too dear\n"
         "6,Racks,Cedar,90,USD,Won,2026-02-03,\n"},
        {"accounts": 2, "deals": 2},
    ),
    "accounts with columns not to be touched": (
        {"My Active Accounts.csv": "(Do Not Modify) Account,(Do Not Modify) Row Checksum,Account Name,Owner\n"
         "6f0c,abc=,Harrow,Ann Lee\n"},
        {"accounts": 1},
    ),
    "a journal with sums between its lines": (
        {"売上明細表.csv": "売上日付,伝票番号,得意先コード,得意先名,商品コード,商品名,数量,単価,金額\n"
         "R.08/04/01,1,01,みどり工具,P1,替刃,2,1000,2000\n,,,,,,,伝票計,2000\n"
         "R.08/04/02,2,02,森金物,P1,替刃,1,1000,1000\n,,,,,,,伝票計,1000\n"},
        {"accounts": 2, "products": 1, "purchases": 2},
    ),
}  # fmt: skip


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_draft_brings_public_layouts_in_unchanged(
    engine: Engine, run_import: Importer, write: Write, tmp_path: Path, layout: str
) -> None:
    files, stored = LAYOUTS[layout]
    folder = next(iter([write(name, text) for name, text in files.items()])).parent
    suggestion = suggest_mapping([folder], currency="USD")
    assert suggestion.mapping is not None, suggestion.lines
    draft = write("../draft.yml", suggestion.mapping)
    report = run_import(folder, mapping=draft)
    assert report.exit_code == 0, report.to_dict()
    assert {table: len(rows_of(engine, table, "id")) for table in stored} == stored


def test_a_draft_says_how_sure_it_is_and_what_is_missing(write: Write) -> None:
    path = write("list.csv", "client,item,when,total (EUR)\nHarrow,Nail,2026-04-01,5\n")
    suggestion = suggest_mapping([path], currency="JPY")
    assert any("satisfaction is unknown" in line for line in suggestion.missing)
    assert suggestion.mapping is None or "%" in suggestion.mapping


def test_a_currency_that_the_amounts_contradict_is_left_to_the_operator(write: Write) -> None:
    path = write("o.csv", "order date,customer name,product,amount\n2026-04-01,Harrow,Nail,5.25\n")
    mapping = suggest_mapping([path], currency="JPY").mapping
    assert mapping is not None
    assert "# currency: USD   # DOUBT" in mapping


def test_day_and_month_that_may_be_either_are_marked(write: Write) -> None:
    path = write("o.csv", "order date,customer name,product,amount\n4/1/2026,Harrow,Nail,5\n")
    mapping = suggest_mapping([path], currency="USD").mapping
    assert mapping is not None
    assert "DOUBT: day and month" in mapping


def test_what_a_preset_knows_needs_no_draft(write: Write) -> None:
    path = write("Opportunity.csv", "Id,AccountId,Name,StageName\n1,2,x,Closed Won\n")
    suggestion = suggest_mapping([path])
    assert suggestion.mapping is None
    assert "salesforce's deals" in suggestion.lines[0]


def test_new_kinds_of_data_come_in(engine: Engine, run_import: Importer, write: Write) -> None:
    folder = write("accounts.csv", "name\nHarrow\n").parent
    write("products.csv", "name\nNail\n")
    write("churn_events.csv", "account,lost_on,reason\nHarrow,2026-03-01,price\n")
    write("competitor_products.csv", "account,name,competitor,product\nHarrow,Rival Safe 3,Rival,Nail\n")
    write("contract_changes.csv", "account,product,changed_on,kind,monthly_before,monthly_after\n"
          "Harrow,Nail,2026-02-01,seats_reduced,500,300\n")  # fmt: skip
    assert run_import(folder).exit_code == 0
    assert rows_of(engine, "churn_events", "lost_on", "reason") == [(dt.date(2026, 3, 1), "price")]
    assert rows_of(engine, "competitor_products", "name", "product_id") == [("Rival Safe 3", 1)]
    assert rows_of(engine, "contract_changes", "kind", "monthly_after_minor") == [("seats_reduced", 300)]


def test_new_kinds_of_data_can_be_asked_for(engine: Engine, run_import: Importer, write: Write) -> None:
    folder = write("accounts.csv", "name\nHarrow\nCedar\n").parent
    write("products.csv", "name\nNail\n")
    write("churn_events.csv", "account,lost_on,reason\nHarrow,2026-03-01,price\nCedar,2026-12-01,later\n")
    write("competitor_products.csv", "account,name,competitor,product,until_on\nHarrow,Safe 3,Rival,Nail,\n"
          "Harrow,Safe 1,Rival,,2025-01-01\n")  # fmt: skip
    write("contract_changes.csv", "account,product,changed_on,kind,monthly_before,monthly_after,currency\n"
          "Harrow,Nail,2026-02-01,seats_reduced,500,300,JPY\n")  # fmt: skip
    assert run_import(folder).exit_code == 0
    with Knowledge(engine, load_rules(), trusts_operator=True).access("operator", as_of=dt.date(2026, 4, 1)) as access:
        losses = look_up(Query("loss", select=("customer", "reason")), access)
        theirs = look_up(Query("competitor_product", select=("name", "competitor", "ours")), access)
        changed = look_up(Query("contract_change", select=("kind", "change")), access)
        news = find_changes(access, Period(dt.date(2026, 2, 1), dt.date(2026, 2, 28)))
    assert [row["reason"] for row in losses.rows] == ["price"]  # a loss that is yet to come is none
    assert [(row["name"], row["competitor"]) for row in theirs.rows] == [("Safe 3", "Rival")]
    assert [row["kind"] for row in changed.rows] == ["seats_reduced"]
    assert "contract_changes" in {each.key for each in news}


def test_what_was_sent_back_is_below_zero_however_it_is_written(
    engine: Engine, run_import: Importer, write: Write
) -> None:
    run_import(write("accounts.csv", "name\nHarrow\n"), write("products.csv", "name\nNail\n"))
    run_import(write("purchases.csv", "id,account,product,purchased_on,quantity,amount,is_return\n"
                     "1,Harrow,Nail,2026-04-01,2,-100,\n2,Harrow,Nail,2026-04-02,1,50,yes\n"))  # fmt: skip
    assert rows_of(engine, "purchases", "quantity", "amount_minor") == [(-2, -100), (-1, -50)]


def test_a_list_that_says_who_was_lost_teaches_the_learner(
    sqlite_engine: Engine, run_import_sqlite: Importer, write: Write
) -> None:
    def line(number: int) -> str:
        lost = f"Yes,2025-1{number % 3}-20,price" if number % 4 == 0 else "No,,"
        return f"C{number},Larkfield {number} Trading,Pro,2024-0{number % 9 + 1}-05,120.50,{lost}\n"

    head = "Customer ID,Customer Name,Plan,Start Date,MRR,Churned,Churn Date,Reason\n"
    customers = write("customers_2025.csv", head + "".join(map(line, range(1, 41))))
    found = suggest_mapping([customers], currency="USD")
    mapping = write("mapping.yml", str(found.mapping))
    assert run_import_sqlite(customers, mapping=mapping).exit_code == 0
    assert len(rows_of(sqlite_engine, "churn_events", "lost_on")) == 10
    assert sum(ended is not None for (ended,) in rows_of(sqlite_engine, "subscriptions", "ended_on")) == 10
    knowledge = Knowledge(sqlite_engine, load_rules(), trusts_operator=True)
    with knowledge.access("operator", as_of=dt.date(2026, 4, 1)) as access:
        lesson, _ = learn_from_losses(access)
        windows = load_churn_windows(access, horizon_days=90, windows=4)
    assert {window.definition for window in windows} == {"events+contract"}
    assert sum(int(window.lost.sum()) for window in windows) == 10
    assert lesson.losses == 10


@pytest.mark.parametrize(
    ("column", "word"), [("解約フラグ", "1"), ("Attrition Flag", "Attrited Customer"), ("Exited", "1")]
)
def test_a_list_of_losses_without_a_day_asks_for_it(write: Write, column: str, word: str) -> None:
    path = write("bank.csv", f"Customer ID,Company,{column}\nC1,Larkfield,{word}\nC2,Cedar Inn,0\nC3,Harrow,0\n")
    drafted = str(suggest_mapping([path]).mapping)
    assert "lost_on: 2" in drafted
    assert "DOUBT: no column names the day" in drafted
    assert word in drafted.partition("when:")[2]


def test_orders_whose_states_are_numbers_are_orders(write: Write) -> None:
    path = write(
        "SalesOrderHeader.csv",
        "SalesOrderID,OrderDate,Status,CustomerID,TotalDue\n43659,2026-05-31 00:00:00.000,5,1,2315.23\n",
    )
    assert 'outcome: {"*": won}   # DOUBT: 5' in str(suggest_mapping([path]).mapping)


def test_a_pipeline_with_a_table_of_products_becomes_deals_and_their_lines(
    sqlite_engine: Engine, run_import_sqlite: Importer, write: Write
) -> None:
    rows = "*,1,東西商事,更改,替刃,2,1000,2026-04-01\n,1,,,本体,1,500,\n*,2,さくら物産,追加,本体,3,500,2026-05-01\n"
    path = write("案件.csv", f"レコードの開始行,レコード番号,会社名,案件名,商品名,数量,単価,受注予定日\n{rows}")
    mapping = write("mapping.yml", str(suggest_mapping([path], currency="JPY").mapping))
    assert run_import_sqlite(path, mapping=mapping).exit_code == 0
    assert rows_of(sqlite_engine, "deals", "name", "outcome") == [("更改", "open"), ("追加", "open")]
    assert rows_of(sqlite_engine, "deal_lines", "deal_id", "quantity", "amount_minor") == [
        (1, 2, 2000),
        (1, 1, 500),
        (2, 3, 1500),
    ]


@pytest.mark.parametrize(("companies", "taken"), [(("Northline", "Tallow"), "Company"), (("", ""), "Name")])
def test_a_shop_of_firms_is_told_from_one_of_people(write: Write, companies: tuple[str, str], taken: str) -> None:
    rows = "".join(f"#{n},2026-03-0{n},Filter,20.00,Ann Lee {n},{firm}\n" for n, firm in enumerate(companies, 1))
    header = "Name,Paid at,Lineitem name,Lineitem price,Billing Name,Billing Company\n"
    drafted = str(suggest_mapping([write("orders_export_1.csv", header + rows)], currency="USD").mapping)
    assert f"account: Billing {taken}" in drafted


def test_payments_are_purchases_of_what_they_describe(write: Write) -> None:
    path = write(
        "unified_payments.csv",
        "id,Created date (UTC),Amount,Currency,Customer ID,Description,Status\n"
        "ch_1,2026-01-01 10:00,10,usd,cus_1,Pro plan,Paid\nch_2,2026-01-02 10:00,12,usd,cus_2,Pro plan,Refunded\n",
    )
    drafted = str(suggest_mapping([path]).mapping)
    assert "table: purchases" in drafted
    assert "when: {Status: [Refunded]}" in drafted


def test_the_amount_of_a_line_is_taken_before_that_of_its_bill(
    engine: Engine, run_import: Importer, write: Write
) -> None:
    bills = write(
        "SalesInvoices.csv",
        "*ContactName,*InvoiceNumber,*InvoiceDate,Total,*Description,*Quantity,LineAmount,Currency\n"
        "Harrow,INV-1,2026-01-05,330,Pads,2,200,USD\nHarrow,INV-1,2026-01-05,330,Pens,5,100,USD\n",
    )
    mapping = bills.parent.parent / "draft.yml"
    mapping.write_text(str(suggest_mapping([bills]).mapping), encoding="utf-8")
    assert run_import(bills, mapping=mapping).exit_code == 0
    assert rows_of(engine, "purchases", "amount_minor") == [(20_000,), (10_000,)]
    assert rows_of(engine, "accounts", "name") == [("Harrow",)]


def test_a_word_that_holds_one_known_word_means_that(write: Write) -> None:
    deals = "Record Id,Deal Name,Account Name,Stage,Closing Date,Reason For Loss\n"
    rows = "1,Shelves,Harrow,Closed-Lost to Competition,2026-02-01,Price\n2,Racks,Cedar,Qualification,2026-05-01,\n"
    drafted = str(suggest_mapping([write("Deals_001.csv", deals + rows)]).mapping)
    assert '"Closed-Lost to Competition": lost' in drafted
    assert "DOUBT: Qualification" in drafted
    assert "lost_reason: Reason For Loss" in drafted


def _import_as_drafted(run_import: Importer, path: Path, currency: str | None = None) -> ImportReport:
    mapping = path.parent.parent / "draft.yml"
    mapping.write_text(str(suggest_mapping([path], currency=currency).mapping), encoding="utf-8")
    return run_import(path, mapping=mapping)


@pytest.mark.parametrize(
    ("stem", "first", "second", "column"),
    [
        ("Sales by Customer Detail", "Birch Bakery", "Flour", "Product/Service"),
        ("Sales by Product Detail", "Flour", "Birch Bakery", "Customer"),
    ],
)
def test_headings_without_a_column_name_stand_for_the_lines_below_them(
    engine: Engine, run_import: Importer, write: Write, stem: str, first: str, second: str, column: str
) -> None:
    path = write(
        f"{stem}.csv",
        f"Our Mill,,,,,\n{stem},,,,,\n,,,,,\n,Date,Transaction Type,{column},Qty,Amount\n"
        f"{first},,,,,\n,03/25/2026,Invoice,{second},4,400\n,03/28/2026,Credit Memo,{second},1,100\n"
        f"Total for {first},,,,3,300\nOther,,,,,\n,03/29/2026,Invoice,{second},1,90\nTotal for Other,,,,1,90\n"
        "TOTAL,,,,4,390\n",
    )
    assert _import_as_drafted(run_import, path, "JPY").files[0].rejected == 0
    assert rows_of(engine, "purchases", "purchased_on", "quantity", "amount_minor") == [
        (dt.date(2026, 3, 25), 4, 400), (dt.date(2026, 3, 28), -1, -100), (dt.date(2026, 3, 29), 1, 90),
    ]  # fmt: skip
    found = {name for (name,) in rows_of(engine, "accounts", "name") + rows_of(engine, "products", "name")}
    assert found == {"Birch Bakery", "Flour", "Other"}


def test_credit_notes_take_back_and_bills_that_we_owe_are_left_out(
    engine: Engine, run_import: Importer, write: Write
) -> None:
    path = write(
        "Invoices.csv",
        "*ContactName,*InvoiceNumber,*InvoiceDate,*Description,*Quantity,LineAmount,Currency,Type\n"
        "Harrow,I-1,2026-01-05,Pads,2,200,USD,Sales invoice\nHarrow,C-1,2026-01-09,Pads,1,100,USD,Sales credit note\n"
        "Pulp Mill,B-1,2026-01-07,Paper,1,900,USD,Bill\n",
    )
    report = _import_as_drafted(run_import, path)
    assert report.files[0].left_out == 1
    assert rows_of(engine, "accounts", "name") == [("Harrow",)]
    assert rows_of(engine, "purchases", "amount_minor") == [(20_000,), (-10_000,)]


def test_a_list_that_labels_each_customer_needs_no_day_of_those_who_stay(
    engine: Engine, run_import: Importer, write: Write
) -> None:
    path = write(
        "churned_customers.csv",
        "Customer ID,Company,Churn,Churn Date,Churn Reason\nC1,Harrow,Yes,2026-02-03,price\nC2,Cedar,No,,\n",
    )
    assert _import_as_drafted(run_import, path).exit_code == 0
    assert rows_of(engine, "accounts", "name") == [("Harrow",), ("Cedar",)]
    assert rows_of(engine, "churn_events", "lost_on", "reason") == [(dt.date(2026, 2, 3), "price")]


def test_what_customers_have_of_competitors_is_told_by_its_columns(
    engine: Engine, run_import: Importer, write: Write
) -> None:
    header = "Customer,Competitor,Competitor Product,Qty,Since\n"
    path = write("installed base.csv", f"{header}Harrow,Rivalry,Rival CRM,9,2025-01-02\n")
    _import_as_drafted(run_import, path)
    assert rows_of(engine, "competitor_products", "name", "competitor", "quantity", "since_on") == [
        ("Rival CRM", "Rivalry", 9, dt.date(2025, 1, 2))
    ]
