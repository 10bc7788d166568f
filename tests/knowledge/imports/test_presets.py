import datetime as dt
from pathlib import Path

import pytest
from sqlalchemy import Engine

from knowledge.imports.mapping_files import find_mapping, preset_names
from tests.knowledge.imports.conftest import Importer, rows_of, whole_store

EXPORTS = Path(__file__).parent / "exports"
SYSTEMS = preset_names()
ONE_FIRMS = ["salesforce", "hubspot", "stripe", "zendesk", "surveys"]  # whose exports name the same customers
Totals = dict[str, int]


def test_each_preset_has_its_export_here() -> None:
    exports = {path.name for path in EXPORTS.iterdir()}
    lacking, idle = sorted(set(SYSTEMS) - exports), sorted(exports - set(SYSTEMS))
    assert not lacking, f"{EXPORTS.name}/ lacks an export of {lacking}"
    assert not idle, f"{EXPORTS.name}/{idle}: there is no knowledge/imports/presets/<system>.yml for it"


@pytest.mark.parametrize("name", SYSTEMS)
def test_a_preset_knows_the_files_of_its_export_and_their_rows_come_in(run_import_sqlite: Importer, name: str) -> None:
    system = find_mapping(name).system
    report = run_import_sqlite(EXPORTS / name)
    assert report.skipped == (), f"presets/{name}.yml: none of its files is like {report.skipped}"
    told = {file.name: file.read_as["system"] for file in report.files}
    assert system in told.values(), f"presets/{name}.yml knows no file of its export: {told}"
    assert set(told.values()) <= {system, "files"}, f"presets/{name}.yml: taken for another system's: {told}"
    idle = [file.name for file in report.files if file.read and not file.added]
    assert not idle, f"presets/{name}.yml: no row of {idle} comes in"


@pytest.mark.parametrize("system", SYSTEMS)
def test_importing_twice_changes_nothing(engine: Engine, run_import: Importer, system: str) -> None:
    first = run_import(EXPORTS / system)
    before = whole_store(engine)
    second = run_import(EXPORTS / system)
    assert whole_store(engine) == before
    assert first.skipped == ()
    for once, twice in zip(first.files, second.files, strict=True):
        assert (twice.added, twice.changed) == (0, 0)
        assert (twice.read, twice.rejected, twice.left_out) == (once.read, once.rejected, once.left_out)
        assert once.read == once.added + once.changed + once.unchanged + once.rejected + once.left_out


@pytest.mark.parametrize("order", [ONE_FIRMS, ONE_FIRMS[::-1]])
def test_five_systems_make_one_account_of_one_firm(engine: Engine, run_import: Importer, order: list[str]) -> None:
    for system in order:
        run_import(EXPORTS / system)
    names = {str(row[0]) for row in rows_of(engine, "accounts", "name")}
    assert len(names & {"株式会社あおば精機", "あおば精機(株)", "(株)あおば精機", "あおば精機", "Aoba Seiki"}) == 1
    assert len([name for name in names if "Northwind" in name]) == 1
    before = whole_store(engine)
    for system in order:
        assert not any(file.added or file.changed for file in run_import(EXPORTS / system).files)
    assert whole_store(engine) == before


def test_salesforce_in_japanese(engine: Engine, run_import: Importer) -> None:
    report = run_import(EXPORTS / "salesforce")
    assert [
        (name, parent, test)
        for _, name, parent, test in rows_of(engine, "accounts", "id", "name", "parent_id", "is_test")
    ] == [
        ("Hinode Foods Osaka", 3, False),
        ("株式会社あおば精機", None, False),
        ("ＨＩＮＯＤＥ\u3000Ｆｏｏｄｓ（株）", None, False),
        ("テスト株式会社", None, True),
    ]
    assert rows_of(engine, "accounts", "employees", "annual_revenue_minor")[0] == (1200, 3_400_000_000)
    assert rows_of(engine, "purchases", "account_id", "purchased_on", "quantity", "amount_minor", "deal_key") == [
        (2, dt.date(2025, 10, 1), 10, 480_000, "salesforce:006A"),
        (3, dt.date(2024, 4, 1), 5, 250_000, None),
    ]
    assert rows_of(engine, "notes", "account_id", "text") == [
        (3, "Uses a competitor's product / 競合製品を利用中: Rival Safe 3")
    ]
    assert rows_of(engine, "tickets", "severity", "status") == [("severe", "open"), ("high", "solved")]
    reasons = [reason for file in report.files for reason in file.reasons]
    assert reasons[0].startswith("line 3: is the same win as salesforce:006A")
    assert "Excel shortened" in reasons[1]


def test_hubspot_deals_lines_and_scores(engine: Engine, run_import: Importer) -> None:
    run_import(EXPORTS / "hubspot")
    assert rows_of(engine, "deals", "account_id", "outcome", "amount_minor", "currency", "owner_id") == [
        (2, "won", 120_050, "USD", 2),
        (1, "open", None, None, None),
    ]
    assert rows_of(engine, "surveys", "account_id", "kind", "score", "answered_on") == [
        (2, "nps", 9, dt.date(2026, 3, 1))
    ]
    assert rows_of(engine, "tickets", "severity", "status") == [("severe", "solved"), ("normal", "open")]


def test_stripe_periods_stand_on_the_item_or_on_the_subscription(engine: Engine, run_import: Importer) -> None:
    run_import(EXPORTS / "stripe")
    assert rows_of(engine, "subscriptions", "key", "seats", "monthly_minor", "currency", "renews_on") == [
        ("stripe:si_1", 10, 40_000, "JPY", dt.date(2027, 1, 1)),
        ("stripe:si_2", 1, 30_000, "JPY", dt.date(2027, 1, 1)),
        ("stripe:si_3", 4, 5_000, "USD", dt.date(2025, 7, 1)),
    ]
    assert rows_of(engine, "invoices", "due_on", "paid_on", "amount_minor") == [
        (dt.date(2025, 2, 1), dt.date(2025, 2, 15), 5_000),
        (dt.date(2026, 3, 1), None, 480_000),
    ]
    assert [row[1] for row in rows_of(engine, "accounts", "name", "is_test")] == [False, False, True]


def test_zendesk_satisfaction_is_good_or_bad(engine: Engine, run_import: Importer) -> None:
    run_import(EXPORTS / "zendesk")
    assert rows_of(engine, "tickets", "severity", "status", "satisfied") == [
        ("severe", "open", None),
        ("normal", "solved", True),
    ]
    assert rows_of(engine, "surveys", "account_id", "kind", "score", "contact_id") == [
        (1, "csat", 0, 1),
        (2, "csat", 100, None),
    ]


def test_survey_answers_find_their_account_by_domain_and_company(engine: Engine, run_import: Importer) -> None:
    report = run_import(EXPORTS / "surveys")
    assert rows_of(engine, "surveys", "account_id", "kind", "score", "answered_on") == [
        (1, "nps", 10, dt.date(2026, 3, 1)),
        (2, "nps", 3, dt.date(2026, 3, 2)),
        (2, "csat", 75, dt.date(2026, 3, 2)),
    ]
    assert report.files[1].reasons == (
        "line 6: account: none is known by y@nowhere.example",
        "line 7: score: 11 is outside 0 to 10",
    )


@pytest.mark.parametrize("paid", ["Status,paid", "Paid,TRUE"])
def test_a_bill_paid_on_a_day_that_nobody_tells_is_not_late(
    engine: Engine, run_import: Importer, tmp_path: Path, paid: str
) -> None:
    column, word = paid.split(",")
    (tmp_path / "customers.csv").write_text(
        "id,Email,Name,Created (UTC)\ncus_1,jo@kite.example,Kite,2026-01-01 10:00\n"
    )
    lines = f"in_1,300.00,usd,cus_1,2026-01-31 10:00,{word}\nin_2,300.00,usd,cus_1,2026-02-28 10:00,\n"
    (tmp_path / "invoices.csv").write_text(f"id,Amount Due,Currency,Customer,Due Date (UTC),{column}\n{lines}")
    report = run_import(tmp_path / "customers.csv", tmp_path / "invoices.csv")
    assert rows_of(engine, "invoices", "key") == [("stripe:in_2",)]
    assert report.files[1].left_out_because == {"paid, on a day that the export does not tell": 1}
