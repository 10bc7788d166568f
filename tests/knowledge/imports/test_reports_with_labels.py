"""What people export by hand bears labels in their language, and the name of a report or view."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Engine

from tests.knowledge.imports.conftest import Importer, rows_of

Write = Callable[..., Path]


def test_reports_of_salesforce_are_told_by_their_labels(
    sqlite_engine: Engine, run_import_sqlite: Importer, write: Write
) -> None:
    footer = '\n"Grand Totals (1 records)"\n"Copyright (c) 2026 salesforce.com, inc."\n'
    head = '"Account ID","Account Name","Account Owner","Website","Annual Revenue Currency","Annual Revenue"'
    accounts = write("report1.csv", f'{head}\n0015g00000XyZaB,Larkfield,,larkfield.example,USD,"1,200.50"\n{footer}')
    write(
        "report2.csv",
        "Account Name,Opportunity Name,Stage,Amount Currency,Amount,Close Date\n"
        'Larkfield,Renewal,Closed Won,EUR,"2,400.50",2026-03-01\n',
    )
    write(
        "report3.csv",
        "Case Number,Account Name,Subject,Priority,Status,Date/Time Opened\n"
        "00001026,Larkfield,Down,Critical,New,2026-03-01 10:00\n",
    )
    run_import_sqlite(accounts.parent)
    assert rows_of(sqlite_engine, "accounts", "key", "name") == [("salesforce:0015g00000XyZaBAAV", "Larkfield")]
    assert rows_of(sqlite_engine, "deals", "outcome", "amount_minor", "currency") == [("won", 240050, "EUR")]
    assert rows_of(sqlite_engine, "tickets", "severity", "status") == [("severe", "open")]


def test_japanese_labels_of_salesforce_and_hubspot_are_told_too(
    sqlite_engine: Engine, run_import_sqlite: Importer, write: Write
) -> None:
    folder = write("取引先.csv", "取引先 ID,取引先名,業種\n0015g00000XyZaB,東西商事,卸売\n", "cp932").parent
    write("商談.csv", "商談 ID,取引先名,商談名,フェーズ,完了予定日,金額\n1,東西商事,更改,受注,2026/4/1,5000\n", "cp932")
    write("report4.csv", "ケース番号,取引先名,件名,優先度,状況,作成日時\n1,東西商事,停止,緊急,新規,2026/4/1 10:00\n")
    views = "hubspot-crm-exports-すべての会社-2026-04-01.csv", "hubspot-crm-exports-今期-2026-04-01.csv"
    write(views[0], "レコードID,会社名,会社ドメイン名\n123,さくら物産,sakura.example\n")
    write(
        views[1],
        "レコードID,取引名,取引ステージ,金額,クローズ日,関連する会社のID\n9,追加,契約成立,700,2026-04-01,123;124\n",
    )
    report = run_import_sqlite(folder)
    assert report.exit_code == 0
    assert rows_of(sqlite_engine, "deals", "key", "outcome", "closed_on") == [
        ("hubspot:9", "won", dt.date(2026, 4, 1)),
        ("salesforce:1", "won", dt.date(2026, 4, 1)),
    ]
    assert rows_of(sqlite_engine, "tickets", "severity") == [("severe",)]


def test_an_export_of_hubspot_bears_the_name_of_somebodys_view(
    sqlite_engine: Engine, run_import_sqlite: Importer, write: Write
) -> None:
    day = "2026-04-01"
    folder = write(
        f"hubspot-crm-exports-my-best-{day}.csv",
        "Record ID,Company name,Company Domain Name\n1,Larkfield,larkfield.example\n",
    ).parent
    write(
        f"hubspot-crm-exports-people-{day}.csv",
        "Record ID,First Name,Last Name,Email,Associated Company IDs\n5,Ann,Roe,ann@larkfield.example,1\n",
    )
    write(
        f"hubspot-crm-exports-q3-{day}.csv",
        "Record ID,Deal Name,Deal Stage,Close Date,Associated Company IDs\n9,More,Closed Won,2026-03-01,1\n",
    )
    run_import_sqlite(folder)
    assert rows_of(sqlite_engine, "contacts", "name", "account_id") == [("Ann Roe", 1)]
    assert rows_of(sqlite_engine, "deals", "key") == [("hubspot:9",)]


def test_a_view_of_zendesk_names_organizations(
    sqlite_engine: Engine, run_import_sqlite: Importer, write: Write
) -> None:
    folder = write("organizations.csv", "id,name\n5,Larkfield\n").parent
    write(
        "export-2026-04-01.csv",
        "ID,Requester,Subject,Status,Priority,Created at,Organization,Satisfaction Score\n"
        "7,Tom,Down,Open,Urgent,2026-03-01 10:00,Larkfield,Good\n8,Tom,Slow,Open,-,2026-03-01 10:00,,Offered\n",
    )
    run_import_sqlite(folder)
    assert rows_of(sqlite_engine, "tickets", "key", "severity", "satisfied") == [("zendesk:7", "severe", True)]


def test_a_subscription_of_stripe_that_was_never_paid_never_began(
    sqlite_engine: Engine, run_import_sqlite: Importer, write: Write
) -> None:
    folder = write("customers.csv", "id,email,name\ncus_1,ann@larkfield.example,Larkfield\n").parent
    row = "cus_1,Pro,1,usd,month,30.00"
    write(
        "subscriptions.csv",
        "id,Customer ID,Plan,Quantity,Currency,Interval,Amount,Status,Start (UTC),Current Period End (UTC)\n"
        f"sub_1,{row},active,2026-01-01 10:00,2026-05-01 10:00\n"
        f"sub_2,{row},incomplete_expired,2026-01-01 10:00,2026-05-01 10:00\n",
    )
    report = run_import_sqlite(folder)
    assert rows_of(sqlite_engine, "subscriptions", "key") == [("stripe:sub_1",)]
    assert report.files[-1].left_out == 1
