"""Salesforce, with a far end of ours that does what its documentation says."""

from __future__ import annotations

import csv
import datetime as dt
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from knowledge.imports.firm import Firm
from knowledge.imports.run import import_paths
from knowledge.kernel.database import open_engine
from tests.knowledge.imports.conftest import rows_of
from tests.knowledge.sync.conftest import Clock, Sync, told
from tests.knowledge.sync.salesforce_far_end import CLIENT, SECRET, Org, served
from tests.ready_stores import SqliteTemplate

ROOT = Path(__file__).resolve().parents[3]
CHILD = """
import datetime as dt, sys
from knowledge.sync.by_rules import sync_store
for _ in sync_store(store=sys.argv[1], clock=lambda: dt.datetime.fromisoformat(sys.argv[2])):
    pass
"""
CREATED = "2026-01-10T08:00:00.000+0000"
DECLARED = (
    "kind: salesforce\nclient_id_env: SALESFORCE_CLIENT_ID\nclient_secret_env: SALESFORCE_CLIENT_SECRET\naddress: "
)


@pytest.fixture
def far_end(firm: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Iterator[Org]:
    """A declared org of one customer, whose clock is the tests'."""
    with served(Org(moment=lambda: clock().timestamp())) as org:
        (firm / "sources" / "salesforce.yml").write_text(f"{DECLARED}{org.url}\n", encoding="utf-8")
        monkeypatch.setenv("SALESFORCE_CLIENT_ID", CLIENT)
        monkeypatch.setenv("SALESFORCE_CLIENT_SECRET", SECRET)
        yield org


@pytest.fixture
def salesforce(far_end: Org) -> Org:
    """Two accounts with what belongs to them."""
    put = far_end.put
    put("User", _id("005", 1), Name="Hanako Sato", Username="sato@ours.example", Email="sato@ours.example")
    put("User", _id("005", 2), Name="Automated Process", Username="auto@ours.example", Email=None, UserType="Automated")
    put("Product2", _id("01t", 1), Name="Desk", ProductCode="D-1", Family="None")
    put("Account", _id("001", 1), **_account("Northwind", Website="northwind.example", NumberOfEmployees=80))
    put("Account", _id("001", 2), **_account("Fabrikam 商事", Website=None, ParentId=_id("001", 1)))
    put("Contact", _id("003", 1), AccountId=_id("001", 1), Name="Ann Lee", Email="ann@northwind.example", Title="CFO")
    put("Contact", _id("003", 2), AccountId=None, Name="No Account", Email="no@account.example", Title=None)
    put("Lead", _id("00Q", 1), Company="Tailspin", Status="Open", IsConverted=False, CreatedDate=CREATED)
    put("Opportunity", _id("006", 1), **_deal("001", 1, IsWon=False, IsClosed=False))
    put("Opportunity", _id("006", 2), **_deal("001", 2, IsWon=True, IsClosed=True, StageName="Closed Won"))
    line = {"Product2Id": _id("01t", 1), "Quantity": 10.0, "TotalPrice": 1200.0, "UnitPrice": 120.0}
    put("OpportunityLineItem", _id("00k", 1), OpportunityId=_id("006", 2), Name="Desk", **line)
    put("Asset", _id("02i", 1), **_asset(Name="RivalDesk", IsCompetitorProduct=True))
    put("Asset", _id("02i", 2), **_asset(Name="Desk", IsCompetitorProduct=False, Product2Id=_id("01t", 1)))
    put("Task", _id("00T", 1), AccountId=_id("001", 1), Subject="Prices", ActivityDate="2026-03-02", TaskSubtype="Call")
    put("Task", _id("00T", 2), AccountId=_id("001", 1), Subject="Call them", ActivityDate="2026-05-02", IsClosed=False)
    put("Task", _id("00T", 3), AccountId=_id("001", 1), Subject="Some day", ActivityDate=None, IsClosed=True)
    put(
        "Event",
        _id("00U", 1),
        AccountId=_id("001", 2),
        Subject="Visit",
        ActivityDate="2026-03-09",
        EventSubtype="Event",
    )
    put("Case", _id("500", 1), **_case(Priority="High", IsEscalated=True))
    put("Case", _id("500", 2), **_case(Status="Closed", ClosedDate="2026-03-20T08:00:00.000+0000"))
    return far_end


def _id(prefix: str, number: int) -> str:
    return f"{prefix}d0000{number:07d}AAA"


def _account(name: str, **fields: object) -> dict[str, object]:
    return {"Name": name, "ParentId": None, "MasterRecordId": None, "OwnerId": _id("005", 1), "Type": None, **fields}


def _deal(prefix: str, number: int, **fields: object) -> dict[str, object]:
    named = {"AccountId": _id(prefix, number), "Name": f"Desks {number}", "StageName": "Talks", "Amount": 1200.0}
    return {**named, "OwnerId": _id("005", 1), "CreatedDate": CREATED, "CloseDate": "2026-03-01", **fields}


def _asset(**fields: object) -> dict[str, object]:
    days = {"PurchaseDate": "2025-10-01", "InstallDate": None, "CreatedDate": CREATED}
    return {"AccountId": _id("001", 1), "Product2Id": None, "Price": None, **days, **fields}


def _case(**fields: object) -> dict[str, object]:
    named = {"AccountId": _id("001", 1), "Subject": "Nobody can sign in", "Priority": "Low", "Status": "New"}
    return {**named, "CreatedDate": CREATED, "ClosedDate": None, "IsEscalated": False, **fields}


def _export(org: Org, folder: Path) -> Path:
    """As Data Loader's "Export All" writes it."""
    folder.mkdir()
    for table in org.objects:
        records = [each for each in org.objects[table].values() if each.get("UserType") != "Automated"]
        with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, org.fields_of(table))
            writer.writeheader()
            for each in records:
                writer.writerow({k: str(v).lower() if isinstance(v, bool) else v for k, v in each.items()})
    return folder


@pytest.mark.parametrize("is_much", [False, True])
def test_a_full_load_equals_a_file_import_of_what_the_api_tells(
    salesforce: Org,
    sync: Sync,
    engine: Engine,
    tmp_path: Path,
    sqlite_template: SqliteTemplate,
    monkeypatch: pytest.MonkeyPatch,
    *,
    is_much: bool,
) -> None:
    salesforce.page = 1
    salesforce.waits = 0
    if is_much:
        monkeypatch.setattr("knowledge.sync.sources.salesforce.org._MOST_QUERIED", 1)
    (report,) = sync()
    assert (report.failures, report.rejected) == ({}, 0)
    jobs = [body for method, path, body in salesforce.asked if method == "POST" and path.endswith("/jobs/query")]
    assert len(jobs) == (7 if is_much else 0)
    beside = open_engine(sqlite_template.copy_to(tmp_path / "beside.db"))
    exports = _export(salesforce, tmp_path / "exports")
    import_paths(beside, [exports], as_of=dt.date(2026, 4, 1), mapping="salesforce", firm=Firm("JPY", "Asia/Tokyo"))
    assert told(engine) == told(beside)
    beside.dispose()
    assert rows_of(engine, "people", "name") == [("Hanako Sato",)]
    assert rows_of(engine, "deals", "name", "outcome") == [("Desks 1", "open"), ("Desks 2", "won")]
    assert set(rows_of(engine, "touches", "kind", "subject")) == {("call", "Prices"), ("meeting", "Visit")}
    assert rows_of(engine, "tickets", "severity", "status") == [("severe", "open"), ("low", "solved")]
    assert rows_of(engine, "competitor_products", "name") == [("RivalDesk",)]
    assert len(rows_of(engine, "purchases", "key")) == 2


def test_doing_it_again_whole_or_changed_only_changes_nothing(
    salesforce: Org, sync: Sync, engine: Engine, clock: Clock
) -> None:
    sync()
    before = told(engine)
    clock.later(minutes=5)
    sync()
    sync(is_full=True)
    for table in ("Account", "Opportunity", "Case"):
        salesforce.objects[table] = dict(reversed(salesforce.objects[table].items()))
    sync()
    assert told(engine) == before
    clock.later(minutes=15)
    salesforce.asked.clear()
    sync()
    assert told(engine) == before
    queries = {path for _, path, _ in salesforce.asked if "/queryAll" in path}
    assert len(queries) == 11
    assert all("SystemModstamp" in path.partition("WHERE")[2] for path in queries)


def test_what_changed_and_what_was_deleted_is_known_with_the_next_sync(
    salesforce: Org, sync: Sync, engine: Engine, clock: Clock
) -> None:
    sync()
    clock.later(hours=1)
    salesforce.put("Account", _id("001", 1), Name="Northwind Group")
    salesforce.put("Opportunity", _id("006", 3), **_deal("001", 1, IsWon=False, IsClosed=False))
    salesforce.delete("Opportunity", _id("006", 2))
    salesforce.delete("OpportunityLineItem", _id("00k", 1))
    salesforce.delete("Case", _id("500", 2))
    salesforce.delete("Contact", _id("003", 1))
    (report,) = sync()
    assert (report.failures, report.rejected) == ({}, 0)
    assert len(rows_of(engine, "deals", "key")) == 2
    assert len(rows_of(engine, "purchases", "key")) == 1
    assert rows_of(engine, "tickets", "status") == [("open",)]
    assert rows_of(engine, "contacts", "name") == []
    assert ("Northwind Group",) in rows_of(engine, "accounts", "name")


def test_what_left_the_recycle_bin_disappears_with_the_next_full_read(
    salesforce: Org, sync: Sync, engine: Engine, clock: Clock
) -> None:
    sync()
    del salesforce.objects["Case"][_id("500", 2)]
    clock.later(days=2)
    sync()
    assert len(rows_of(engine, "tickets", "key")) == 1


def test_a_merged_account_and_its_old_id_mean_one_customer_from_then_on(
    salesforce: Org, sync: Sync, engine: Engine, clock: Clock
) -> None:
    sync()
    clock.later(hours=1)
    salesforce.delete("Account", _id("001", 2), MasterRecordId=_id("001", 1))
    salesforce.put("Opportunity", _id("006", 2), AccountId=_id("001", 1))
    (report,) = sync()
    assert (report.failures, report.rejected) == ({}, 0)
    assert rows_of(engine, "accounts", "name") == [("Northwind",)]
    assert len(set(rows_of(engine, "deals", "account_id"))) == 1
    before = told(engine)
    clock.later(days=2)
    sync()
    assert told(engine) == before


def test_a_session_that_expires_is_begun_anew(salesforce: Org, sync: Sync, engine: Engine) -> None:
    whole, told_of = salesforce.answer, []

    def expiring(method: str, path: str, *asked: object) -> object:
        told_of.append(path)
        if len(told_of) % 7 == 0:
            salesforce.tokens.clear()
        return whole(method, path, *asked)  # type: ignore[arg-type]

    salesforce.answer = expiring  # type: ignore[method-assign,assignment]
    (report,) = sync()
    assert report.failures == {}
    assert len([path for _, path, _ in salesforce.asked if path.endswith("/token")]) > 2
    assert len(rows_of(engine, "deals", "key")) == 2


def test_a_person_s_token_may_stand_in_for_the_app_s_own_user(
    salesforce: Org, sync: Sync, firm: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    declared = f"{DECLARED}{salesforce.url}\nrefresh_token_env: SALESFORCE_REFRESH\n"
    (firm / "sources" / "salesforce.yml").write_text(declared, encoding="utf-8")
    monkeypatch.setenv("SALESFORCE_REFRESH", "a-refresh-token")
    assert sync()[0].failures == {}
    monkeypatch.setenv("SALESFORCE_REFRESH", "an-old-one")
    (report,) = sync(is_full=True)
    assert "(400: expired access/refresh token)" in report.failures["Account"]


def test_a_refused_secret_is_one_line_without_it(salesforce: Org, sync: Sync, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SALESFORCE_CLIENT_SECRET", "a-wrong-secret")
    (report,) = sync()
    assert len(report.failures) == 11
    assert "Salesforce refuses /services/oauth2/token (400: client identifier invalid)" in report.failures["Account"]
    assert "a-wrong-secret" not in str(report)


def test_a_field_that_its_user_does_not_see_is_named_and_keeps_no_other_table_waiting(
    salesforce: Org, sync: Sync, engine: Engine
) -> None:
    salesforce.hidden = {"StageName", "Website", "IsEscalated"}
    (report,) = sync()
    told_of = "Opportunity: Salesforce has no field 'StageName', or does not show it to its user"
    assert report.failures == {"Opportunity": told_of}
    assert len(rows_of(engine, "accounts", "name")) == 2


def test_a_day_whose_calls_are_used_up_is_gone_on_with_by_the_next_sync(
    salesforce: Org, sync: Sync, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    salesforce.page = 1
    used_up = [{"errorCode": "REQUEST_LIMIT_EXCEEDED", "message": "TotalRequests Limit exceeded."}]
    whole = salesforce.answer

    def refusing(method: str, path: str, *asked: object) -> object:
        if path.endswith("-1"):
            return 403, {}, used_up
        return whole(method, path, *asked)  # type: ignore[arg-type]

    monkeypatch.setattr(salesforce, "answer", refusing)
    (report,) = sync()
    assert "(403: TotalRequests Limit exceeded.)" in report.failures["Account"]
    monkeypatch.setattr(salesforce, "answer", whole)
    salesforce.asked.clear()
    (report,) = sync()
    assert report.failures == {}
    assert not [path for _, path, _ in salesforce.asked if "FROM+Account" in path or "FROM%20Account" in path]
    assert len(rows_of(engine, "accounts", "name")) == 2


@pytest.mark.parametrize("is_much", [False, True])
def test_a_kill_in_mid_page_goes_on_with_that_page(
    far_end: Org, sync: Sync, engine: Engine, store_url: str, clock: Clock, *, is_much: bool
) -> None:
    count = 2_100 if is_much else 450
    for number in range(count):
        far_end.put("Account", _id("001", number), **_account(f"Shop {number}"))
    far_end.page, far_end.waits = count // 3, 0
    far_end.holds_at = "locator=1400" if is_much else "01g0-300"
    tables = (Path.cwd() / "sources" / "salesforce.yml").read_text(encoding="utf-8") + "tables: [Account]\n"
    (Path.cwd() / "sources" / "salesforce.yml").write_text(tables, encoding="utf-8")
    command = [sys.executable, "-c", CHILD, store_url, clock.now.isoformat()]
    child = subprocess.Popen(command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)})
    assert far_end.held.wait(60)
    child.send_signal(signal.SIGKILL)
    child.wait()
    assert rows_of(engine, "accounts", "key") == []
    far_end.holds_at = None
    far_end.asked.clear()
    (report,) = sync()
    assert report.failures == {}
    pages = [path for _, path, _ in far_end.asked if "/results" in path or "/query/01g" in path or "queryAll" in path]
    assert len(set(pages)) == 1
    assert "locator=1400" in pages[0] or "01g0-300" in pages[0]
    assert len(rows_of(engine, "accounts", "key")) == count
