import re
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook
from sqlalchemy import Engine

from knowledge.errors import ImportRefused
from tests.knowledge.imports.conftest import Importer, rows_of

Write = Callable[..., Path]
OPPORTUNITY = "Id,AccountId,Name,StageName,Amount,CloseDate,IsClosed,IsWon\n6,001A,x,Won,12,2026-05-01,true,true\n"


@pytest.mark.parametrize("mapping", [None, "salesforce"])
def test_an_export_that_lacks_a_telling_column_is_told_by_its_company(
    engine: Engine, run_import: Importer, write: Write, mapping: str | None
) -> None:
    folder = write("Accounts.csv", "Id,Name,Industry,Website\n001A,Harrow,Tools,harrow.example\n").parent
    write("Opportunities.csv", OPPORTUNITY)
    report = run_import(folder, mapping=mapping)
    assert report.exit_code == 0
    assert rows_of(engine, "accounts", "key") == [("salesforce:001A",)]
    assert rows_of(engine, "deals", "account_id") == [(1,)]


def test_a_file_that_nothing_fits_is_told_with_the_nearest_preset(run_import: Importer, write: Write) -> None:
    with pytest.raises(ImportRefused, match=r"looks like salesforce's deals.*lacks 'StageName'.*--suggest"):
        run_import(write("list.csv", "Id,AccountId,Amount\n1,2,3\n"))
    with pytest.raises(ImportRefused, match="no preset comes near"):
        run_import(write("things.csv", "a,b\n1,2\n"))
    with pytest.raises(ImportRefused, match=r"has no column 'account', so it is not our own; it looks like stripe's"):
        run_import(write("subscriptions.csv", "id,Customer ID,Plan,Amount,Interval,Quantity\n1,2,3,4,month,5\n"))


def test_each_sheet_of_a_workbook_is_told(run_import: Importer, tmp_path: Path) -> None:
    book = Workbook()
    first = book.active
    assert first is not None
    first.title = "accounts"
    for row in (["name"], ["Harrow"]):
        first.append(row)
    for title, names in (("purchases", ["who", "what"]), ("Tickets 2026", ["a", "b"])):
        sheet = book.create_sheet(title)
        sheet.append(names)
        sheet.append([1, 2])
    book.save(tmp_path / "book.xlsx")
    report = run_import(tmp_path / "book.xlsx")
    assert report.exit_code == 3
    assert [skip.name for skip in report.skipped] == ["book.xlsx#purchases", "book.xlsx#Tickets 2026"]


def test_two_files_of_one_name_keep_their_folders_in_the_report(run_import: Importer, write: Write) -> None:
    east, west = write("east/accounts.csv", "name\nHarrow\n"), write("west/accounts.csv", "name\nCedar\n")
    assert {file.name for file in run_import(east, west).files} == {"east/accounts.csv", "west/accounts.csv"}


@pytest.mark.parametrize("name", ["hubspot-crm-exports-all-deals-2026-09-01.csv", "all-deals.csv", "deals-2026.csv"])
def test_hubspot_deals_are_told_under_their_own_names_and_by_their_flags(
    engine: Engine, run_import: Importer, write: Write, name: str
) -> None:
    folder = write("companies.csv", "Record ID,Company name,Company Domain Name\n11,Harrow,harrow.example\n").parent
    head = "Record ID,Deal Name,Deal Stage,Close Date,Is Closed Won,Is closed lost,Associated Company IDs"
    write(name, f"{head}\n1,a,#7 at last,2026-05-01 10:00,true,false,11\n2,b,#8,2026-05-01,false,true,11\n"
          "3,c,Talks,2026-05-01,false,false,11\n")  # fmt: skip
    run_import(folder)
    assert [outcome for (outcome,) in rows_of(engine, "deals", "outcome")] == ["won", "lost", "open"]


def test_words_that_no_preset_knows_are_told_with_how_they_were_taken(run_import: Importer, write: Write) -> None:
    folder = write("companies.csv", "Record ID,Company name,Company Domain Name\n11,Harrow,harrow.example\n").parent
    write("deals.csv", "Record ID,Deal Name,Deal Stage,Associated Company IDs\n1,a,#7 Won at last,11\n")
    words = run_import(folder).files[1].new_words
    assert words == (
        "deals.outcome: '#7 Won at last' (1) taken as open; if that is wrong, name them under values: in a mapping",
    )


def test_stripes_dashboard_export_of_subscriptions_is_known(engine: Engine, run_import: Importer, write: Write) -> None:
    folder = write("customers.csv", "id,Description,Email,Name,Created (UTC),Delinquent\n"
                   "cus_1,,ann@harrow.example,Harrow,2026-01-04 09:12,false\n").parent  # fmt: skip
    write("subscriptions.csv", "id,Customer ID,Plan,Quantity,Interval,Amount,Currency,Created (UTC),"
          "Current Period End (UTC)\n"
          "sub_1,cus_1,Pro,10,month,1200.00,usd,2026-01-04 09:12,2026-10-04 09:12\n")  # fmt: skip
    assert run_import(folder).exit_code == 0
    assert rows_of(engine, "subscriptions", "seats", "monthly_minor", "currency") == [(10, 120_000, "USD")]


def test_a_salesforce_export_under_our_own_name_is_salesforces(
    engine: Engine, run_import: Importer, write: Write
) -> None:
    run_import(write("Account.csv", "Id,Name,Industry,BillingCountry\n0015g00000XyZaBAAV,Harrow,Tools,Japan\n"))
    assert rows_of(engine, "accounts", "key", "country") == [("salesforce:0015g00000XyZaBAAV", "Japan")]


def test_our_own_files_stay_ours(engine: Engine, run_import: Importer, write: Write) -> None:
    folder = write("accounts.csv", "Id,Name,Website,Industry,Remark\n1,Harrow,harrow.example,Tools,x\n").parent
    write("ticket.csv", "id,account,opened_on\nT1,Harrow,2026-01-01\n")
    assert run_import(folder).exit_code == 0
    assert rows_of(engine, "accounts", "key") == [("files:1",)]
    assert rows_of(engine, "tickets", "account_id") == [(1,)]


def test_a_column_that_is_called_otherwise_is_named(run_import_sqlite: Importer, write: Write) -> None:
    with pytest.raises(ImportRefused, match=r"has no column 'account'; customer seems to be it: call it account"):
        run_import_sqlite(write("purchases.csv", "customer,product,date,amount\nHarrow,Tea,2026-01-01,5\n"))
    with pytest.raises(ImportRefused, match=r"its columns are those of our tickets.csv"):
        run_import_sqlite(write("help desk.csv", "id,account,opened_on,severity\n1,Harrow,2026-01-01,low\n"))


def test_the_command_that_is_shown_can_be_run(run_import_sqlite: Importer, write: Write) -> None:
    path = write("my things (2).csv", "a,b\n1,2\n")
    with pytest.raises(ImportRefused, match=re.escape(f"--suggest '{path.as_posix()}'")):
        run_import_sqlite(path)
