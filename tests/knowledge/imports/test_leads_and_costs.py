"""Leads and costs come in as any other file: tried first, mended, and twice without a change."""

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Engine

from tests.knowledge.imports.conftest import Importer, rows_of, whole_store

EXPORTS = Path(__file__).parent / "exports"
Write = Callable[..., Path]
LEADS = """id,created_on,company,channel,owner,account,deal,deal_on
L1,2026/3/2,(株)さくら商事,展示会,Ken,株式会社さくら商事,D1,
L2,2026/3/5,Larkfield Bakery,web,Ken,,,
L3,soon,Somebody,web,Ken,,,
L4,2026-03-09,Globex,fair,Nobody,,,2026-04-01
"""
COSTS = """spent_on,amount,currency,kind,team
2026/3/1,"¥600,000",,advertising,East
2026/3/1,2000.50,USD,events,East
2026/3/1,much,JPY,events,West
"""


def write_firm(write: Write) -> Path:
    write("people.csv", "name,team\nKen,East\n")
    write("accounts.csv", "name\n株式会社さくら商事\n")
    write("deals.csv", "id,account,outcome,opened_on\nD1,さくら商事,open,2026-03-20\n")
    write("leads.csv", LEADS)
    return write("costs.csv", COSTS).parent


def test_a_dry_run_counts_leads_and_costs_and_writes_nothing(
    engine: Engine, run_import: Importer, write: Write
) -> None:
    folder, before = write_firm(write), whole_store(engine)
    files = {file.name: file for file in run_import(folder, dry_run=True).files}
    assert (files["leads.csv"].added, files["leads.csv"].rejected) == (3, 1)
    assert (files["costs.csv"].added, files["costs.csv"].rejected) == (2, 1)
    assert whole_store(engine) == before


def test_leads_and_costs_stand_as_they_were_written(engine: Engine, run_import: Importer, write: Write) -> None:
    report = run_import(write_firm(write))
    assert rows_of(engine, "leads", "created_on", "company", "channel", "owner_id", "account_id") == [
        (dt.date(2026, 3, 2), "(株)さくら商事", "展示会", 1, 1),
        (dt.date(2026, 3, 5), "Larkfield Bakery", "web", 1, None),
        (dt.date(2026, 3, 9), "Globex", "fair", None, None),
    ]
    assert rows_of(engine, "leads", "deal_id", "deal_on") == [(1, None), (None, None), (None, dt.date(2026, 4, 1))]
    assert rows_of(engine, "costs", "spent_on", "amount_minor", "currency", "kind", "team") == [
        (dt.date(2026, 3, 1), 600_000, "JPY", "advertising", "East"),
        (dt.date(2026, 3, 1), 200_050, "USD", "events", "East"),
    ]
    told = next(file for file in report.files if file.name == "leads.csv")
    assert any("imported without owner" in note and "'Nobody'" in note for note in told.notes), told.notes


def test_what_could_not_be_read_is_kept_and_can_be_mended(
    engine: Engine, run_import: Importer, write: Write, tmp_path: Path
) -> None:
    report = run_import(write_firm(write))
    assert report.exit_code == 3
    for name, wrong, right, in_store in (("leads", "soon", "2026-03-07", 4), ("costs", "much", "50000", 3)):
        rejected = tmp_path / "rejects" / f"{name}.rejected.csv"
        text = rejected.read_text("utf-8-sig")
        assert f"'{wrong}'" in text
        rejected.write_text(text.replace(f",{wrong},", f",{right},"))
        assert run_import(rejected).exit_code == 0
        assert len(rows_of(engine, name, "id")) == in_store


def test_a_second_run_changes_nothing(engine: Engine, run_import: Importer, write: Write) -> None:
    folder = write_firm(write)
    run_import(folder)
    before = whole_store(engine)
    for file in run_import(folder).files:
        assert (file.added, file.changed) == (0, 0), file.name
    assert whole_store(engine) == before


def test_two_equal_costs_of_one_month_are_two_costs(engine: Engine, run_import: Importer, write: Write) -> None:
    costs = write("costs.csv", "spent_on,amount,kind\n2026-03-01,100,events\n2026-03-01,100,events\n")
    for _ in range(2):
        run_import(costs)
        assert rows_of(engine, "costs", "amount_minor") == [(100,), (100,)]


def test_salesforce_leads_count_their_deal_even_where_it_is_not_exported(engine: Engine, run_import: Importer) -> None:
    report = run_import(EXPORTS / "salesforce")
    assert rows_of(engine, "leads", "company", "channel", "account_id", "deal_on") == [
        ("株式会社あおば精機", "展示会", 2, dt.date(2025, 7, 1)),
        ("Hinode Foods", "Web", 3, dt.date(2026, 2, 3)),  # its opportunity, 006Z, is in no file
        ("日の出フーズ", "紹介", 3, None),  # converted to a customer without a deal
        ("みなと運輸", "Web", None, None),
    ]
    assert rows_of(engine, "leads", "deal_id")[1] == (None,)
    leads = next(file for file in report.files if file.name == "Lead.csv")
    assert leads.reasons == ("line 6: created_on: '三月ごろ' is not a date we can read; write it as 2026-04-01",)


def test_hubspot_leads_name_their_company_and_deal(engine: Engine, run_import: Importer) -> None:
    report = run_import(EXPORTS / "hubspot")
    assert rows_of(engine, "leads", "created_on", "company", "channel", "owner_id", "account_id", "deal_id") == [
        (dt.date(2025, 4, 20), "Northwind Traders", "Trade fair", 2, 2, 1),
        (dt.date(2026, 1, 8), "Aoba Seiki", "Web", 1, 1, 2),
        (dt.date(2026, 3, 11), "Larkfield Bakery", "Web", 2, None, None),
    ]
    leads = next(file for file in report.files if file.name == "leads.csv")
    assert len(leads.reasons) == 1
    assert "created_on" in leads.reasons[0]


def test_hubspot_leads_of_the_api_come_in_too(engine: Engine, run_import: Importer, write: Write) -> None:
    given = {"hs_lead_name": "Larkfield Bakery", "hs_createdate": "2026-03-11T16:40:00Z", "hs_lead_source": "Web"}
    lead = {"id": "901", "properties": given}
    run_import(write("leads.json", json.dumps({"results": [lead]})))
    assert rows_of(engine, "leads", "key", "company", "channel", "created_on") == [
        ("hubspot:901", "Larkfield Bakery", "Web", dt.date(2026, 3, 11))
    ]
