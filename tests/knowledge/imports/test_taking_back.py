"""What the system that rows come from has deleted since is gone from the store as well."""

from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Engine

from tests.knowledge.imports.conftest import Importer, rows_of

Write = Callable[..., Path]


def test_a_ticket_deleted_since_is_gone(engine: Engine, run_import: Importer, write: Write) -> None:
    header = "id,organization_id,subject,status,priority,created_at\n"
    run_import(write("organizations.csv", "id,name\n5,Harrow\n"), mapping="zendesk")
    run_import(write("tickets.csv", f"{header}1,5,x,open,urgent,2026-03-01\n2,5,y,open,low,2026-03-01\n"),
               mapping="zendesk")  # fmt: skip
    report = run_import(write("tickets.csv", f"{header}1,5,x,deleted,urgent,2026-03-01\n"), mapping="zendesk").files[0]
    assert rows_of(engine, "tickets", "key") == [("zendesk:2",)]
    assert report.tables["tickets"]["removed"] == 1
    assert any("1 of the tickets of an earlier import" in note for note in report.notes)


def test_a_deal_deleted_since_takes_its_lines_and_purchases_with_it(
    engine: Engine, run_import: Importer, write: Write
) -> None:
    run_import(write("Account.csv", "Id,Name,ParentId\n001A00000000001,Harrow,\n"), mapping="salesforce")
    run_import(write("Product2.csv", "Id,Name,ProductCode\n01tA00000000001,Nail,N\n"), mapping="salesforce")
    deal = "Id,AccountId,Name,StageName,CloseDate,IsDeleted\n006A00000000001,001A00000000001,x,Closed Won,2026-01-05,"
    run_import(write("Opportunity.csv", f"{deal}false\n"), mapping="salesforce")
    run_import(write("OpportunityLineItem.csv", "Id,OpportunityId,Product2Id,Quantity,TotalPrice\n"
                     "00kA00000000001,006A00000000001,01tA00000000001,1,100\n"), mapping="salesforce")  # fmt: skip
    assert len(rows_of(engine, "purchases", "id")) == 1
    run_import(write("Opportunity.csv", f"{deal}true\n"), mapping="salesforce")
    assert [rows_of(engine, table, "id") for table in ("deals", "deal_lines", "purchases")] == [[], [], []]


def test_a_customer_deleted_since_stays_since_others_stand_on_it_and_that_is_told(
    engine: Engine, run_import: Importer, write: Write
) -> None:
    header = "Record ID,Company name,Company Domain Name,Archived\n"
    run_import(write("companies.csv", f"{header}1,Harrow,,false\n"))
    report = run_import(write("companies.csv", f"{header}1,Harrow,,true\n"))
    assert rows_of(engine, "accounts", "name") == [("Harrow",)]
    assert report.files[0].left_out == 1


def test_an_id_that_is_left_out_without_being_stored_changes_nothing(
    engine: Engine, run_import: Importer, write: Write
) -> None:
    header = "id,organization_id,subject,status,priority,created_at\n"
    report = run_import(write("tickets.csv", f"{header}1,5,x,deleted,urgent,2026-03-01\n"), mapping="zendesk")
    assert "removed" not in report.files[0].tables["tickets"]
    assert rows_of(engine, "tickets", "id") == []
