"""HubSpot, with a far end of ours that does what its documentation says."""

from __future__ import annotations

import datetime as dt
import json
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
from knowledge.sync.sources.hubspot.declaration import USUAL, HubspotTable
from knowledge.sync.sources.hubspot.objects import ASKED
from tests.knowledge.imports.conftest import rows_of
from tests.knowledge.sync.conftest import Clock, Sync, told
from tests.knowledge.sync.hubspot_far_end import TOKEN, Account, owner, served
from tests.ready_stores import SqliteTemplate

ROOT = Path(__file__).resolve().parents[3]
CHILD = """
import datetime as dt, sys
from knowledge.sync.by_rules import sync_store
for _ in sync_store(store=sys.argv[1], clock=lambda: dt.datetime.fromisoformat(sys.argv[2])):
    pass
"""
STAGES = {"501": "Talks", "502": "Closed won", "601": "Neu", "602": "Gelöst"}


@pytest.fixture
def far_end(firm: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Iterator[Account]:
    """A declared account that holds nothing, whose clock is the tests'."""
    with served(Account(moment=lambda: clock().timestamp())) as account:
        declared = f"kind: hubspot\ntoken_env: HUBSPOT_TOKEN\naddress: {account.url}\n"
        (firm / "sources" / "hubspot.yml").write_text(declared, encoding="utf-8")
        monkeypatch.setenv("HUBSPOT_TOKEN", TOKEN)
        yield account


@pytest.fixture
def hubspot(far_end: Account) -> Account:
    """Two companies with what belongs to them, in pipelines of their own."""
    far_end.owners = [
        owner(11, "Hanako", "Sato"),
        owner(12, None, None),
        owner(13, "Ken", "Mori", archived=True),
    ]
    far_end.pipelines = {
        "deals": [{"id": "5", "stages": [_stage("501"), _stage("502", isClosed="true")]}],
        "tickets": [{"id": "6", "stages": [_stage("601"), _stage("602", ticketState="CLOSED")]}],
    }
    put = far_end.put
    put("companies", "101", name="Northwind", domain="northwind.example", hubspot_owner_id="11", numberofemployees="80")
    put("companies", "102", name="Fabrikam 商事", domain=None, hs_parent_company_id="101", hubspot_owner_id="13")
    put("contacts", "201", firstname="Ann", lastname="Lee", email="ann@northwind.example", associatedcompanyid="101")
    put("contacts", "202", firstname=None, lastname=None, email="it@fabrikam.example", associatedcompanyid="102")
    put("contacts", "203", firstname="No", lastname="Company", email="no@company.example", associatedcompanyid=None)
    put("products", "301", name="Desk", price="120", recurringbillingfrequency="monthly")
    put("deals", "401", belongs_to={"companies": ["101"]}, **_deal("501", is_won="false", is_closed="false"))
    put("deals", "402", belongs_to={"companies": ["101", "102"]}, **_deal("502", is_won="true", is_closed="true"))
    for number, deal in (("451", "401"), ("452", "402")):
        line = {"hs_product_id": "301", "name": "Desk", "quantity": "10", "amount": "1200", "price": "120"}
        put("line_items", number, belongs_to={"deals": [deal]}, **line, hs_line_item_currency_code="EUR")
    put("tickets", "701", belongs_to={"companies": ["101"]}, **_ticket("601"))
    put("tickets", "702", belongs_to={"companies": ["102"]}, **_ticket("602", closed_date="2026-03-20T09:00:00Z"))
    put("tickets", "703", **_ticket("601"))
    return far_end


def _stage(number: str, **metadata: str) -> dict[str, object]:
    return {"id": number, "label": STAGES[number], "metadata": metadata}


def _deal(stage: str, *, is_won: str, is_closed: str) -> dict[str, str]:
    flags = {"hs_is_closed_won": is_won, "hs_is_closed": is_closed, "hs_is_closed_lost": "false"}
    days = {"createdate": "2026-01-10T08:00:00Z", "closedate": "2026-03-01T08:00:00Z"}
    named = {"dealname": f"Desks {stage}", "dealstage": stage, "amount": "1200", "deal_currency_code": "EUR"}
    return {**named, **flags, **days, "hubspot_owner_id": "13"}


def _ticket(stage: str, **changed: str) -> dict[str, str]:
    named = {"subject": "Nobody can sign in", "hs_pipeline_stage": stage, "hs_ticket_priority": "URGENT"}
    return {**named, "createdate": "2026-03-10T08:00:00Z", **changed}


def _export(account: Account, folder: Path) -> Path:
    """What the API lists, saved as files: records with their associations, stages by name."""
    folder.mkdir()
    for table in (HubspotTable(each) for each in USUAL if each is not HubspotTable.OWNERS):
        asked = ASKED[table]
        lines = account.export(table, list(asked.properties), list(asked.belongs_to))
        for each in lines:
            if stage := each["properties"].get(asked.stage or ""):
                name = STAGES[stage]
                each |= {"stage": name, "status": "Closed" if name == "Gelöst" else name}
        _write(folder / f"{table}.jsonl", lines)
    _write(folder / "owners.jsonl", account.owners)
    return folder


def _write(path: Path, records: list[dict[str, object]]) -> None:
    path.write_text("".join(f"{json.dumps(each)}\n" for each in records), encoding="utf-8")


def test_a_full_load_equals_a_file_import_of_what_the_api_tells(
    hubspot: Account, sync: Sync, engine: Engine, tmp_path: Path, sqlite_template: SqliteTemplate
) -> None:
    (report,) = sync()
    assert (report.failures, report.rejected) == ({}, 0)
    beside = open_engine(sqlite_template.copy_to(tmp_path / "beside.db"))
    exports = _export(hubspot, tmp_path / "exports")
    import_paths(beside, [exports], as_of=dt.date(2026, 4, 1), mapping="hubspot", firm=Firm("JPY", "Asia/Tokyo"))
    assert told(engine) == told(beside)
    beside.dispose()
    assert set(rows_of(engine, "people", "name", "left_on")) == {
        ("12@ours.example", None),
        ("Hanako Sato", None),
        ("Ken Mori", dt.date(2026, 2, 10)),
    }
    assert rows_of(engine, "deals", "key", "stage", "outcome") == [
        ("hubspot:401", "Talks", "open"),
        ("hubspot:402", "Closed won", "won"),
    ]
    assert rows_of(engine, "tickets", "key", "status", "severity") == [
        ("hubspot:701", "open", "severe"),
        ("hubspot:702", "solved", "severe"),
    ]
    assert [name for (name,) in rows_of(engine, "contacts", "name")] == ["Ann Lee", "it@fabrikam.example"]
    assert rows_of(engine, "purchases", "key", "amount_minor") == [("won:hubspot:452", 120_000)]
    assert rows_of(engine, "products", "name", "billing_period") == [("Desk", "month")]


def test_doing_it_again_whole_or_changed_only_changes_nothing(
    hubspot: Account, sync: Sync, engine: Engine, clock: Clock
) -> None:
    sync()
    before = told(engine)
    clock.later(minutes=5)
    sync()
    sync(is_full=True)
    for table in ("companies", "deals", "tickets"):
        hubspot.objects[table] = dict(reversed(hubspot.objects[table].items()))
    sync()
    assert told(engine) == before
    clock.later(minutes=15)
    hubspot.asked.clear()
    sync()
    assert told(engine) == before
    lists = [path for _, path, _ in hubspot.asked if path.startswith("/crm/objects/") and "archived=false" in path]
    assert lists == []


def test_what_changed_and_what_was_deleted_is_known_with_the_next_sync(
    hubspot: Account, sync: Sync, engine: Engine, clock: Clock
) -> None:
    sync()
    clock.later(hours=1)
    hubspot.put("companies", "101", name="Northwind Group")
    hubspot.put("tickets", "701", hs_pipeline_stage="602", closed_date="2026-04-01T09:30:00Z")
    hubspot.put("deals", "403", belongs_to={"companies": ["101"]}, **_deal("501", is_won="false", is_closed="false"))
    hubspot.archive("deals", "402")
    hubspot.archive("tickets", "702")
    hubspot.archive("contacts", "201")
    hubspot.archive("companies", "102")
    (report,) = sync()
    assert (report.failures, report.rejected) == ({}, 0)
    assert rows_of(engine, "deals", "key") == [("hubspot:401",), ("hubspot:403",)]
    assert rows_of(engine, "purchases", "key") == []
    assert rows_of(engine, "tickets", "key", "status") == [("hubspot:701", "solved")]
    assert rows_of(engine, "contacts", "name") == [("it@fabrikam.example",)]
    assert set(rows_of(engine, "accounts", "name")) == {
        ("Northwind Group",),
        ("Fabrikam 商事",),
    }  # others may rest on it
    hubspot.put("tickets", "702", belongs_to={"companies": ["101"]}, hs_pipeline_stage="601", closed_date=None)
    clock.later(minutes=5)
    sync()
    assert rows_of(engine, "tickets", "key", "status") == [("hubspot:701", "solved"), ("hubspot:702", "open")]


def test_a_ticket_that_was_moved_off_its_customer_disappears(
    hubspot: Account, sync: Sync, engine: Engine, clock: Clock
) -> None:
    sync()
    clock.later(hours=1)
    hubspot.put("tickets", "702", belongs_to={"companies": []})
    sync()
    assert rows_of(engine, "tickets", "key") == [("hubspot:701",)]


@pytest.mark.parametrize("is_full", [False, True])
def test_a_merged_company_and_its_old_id_mean_one_customer_from_then_on(
    hubspot: Account, sync: Sync, engine: Engine, clock: Clock, *, is_full: bool
) -> None:
    sync()
    clock.later(hours=1)
    hubspot.merge("companies", kept="101", gone="102")
    hubspot.merge("contacts", kept="201", gone="202")
    (report,) = sync(is_full=is_full)
    assert (report.failures, report.rejected) == ({}, 0)
    assert rows_of(engine, "accounts", "name") == [("Northwind",)]
    keys = rows_of(engine, "account_keys", "key", "account_id")
    assert {key for key, _ in keys} >= {"101", "102"}
    assert len({account for _, account in keys}) == 1
    assert rows_of(engine, "contacts", "name") == [("Ann Lee",)]
    assert len(rows_of(engine, "tickets", "key")) == 2
    before = told(engine)
    clock.later(hours=1)
    sync()
    assert told(engine) == before


def test_more_than_a_search_can_tell_is_found(
    hubspot: Account, sync: Sync, engine: Engine, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    sync()
    clock.later(hours=1)
    monkeypatch.setattr("knowledge.sync.sources.hubspot.crm._MOST_FOUND", 2)
    hubspot.most_found = 4
    for number in range(1000, 1011):
        hubspot.put("companies", str(number), name=f"Shop {number}")
    (report,) = sync("hubspot")
    assert report.failures == {}
    assert len(rows_of(engine, "accounts", "name")) == 13


def test_a_busy_account_is_waited_for_as_it_says(hubspot: Account, sync: Sync, engine: Engine) -> None:
    slow_down = {"status": "error", "errorType": "RATE_LIMIT", "policyName": "TEN_SECONDLY_ROLLING"}
    hubspot.refusals = [(429, {"Retry-After": "0"}, slow_down)] * 3
    (report,) = sync()
    assert report.failures == {}
    assert len(rows_of(engine, "deals", "key")) == 2


def test_a_scope_that_lacks_is_told_and_keeps_no_other_table_waiting(
    hubspot: Account, sync: Sync, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = hubspot.answer

    def without_tickets(method: str, path: str, *asked: object) -> tuple[int, dict[str, object]]:
        if "tickets" in path:
            return 403, {"status": "error", "message": "This app hasn't been granted all required scopes: [tickets]"}
        return whole(method, path, *asked)  # type: ignore[arg-type]

    monkeypatch.setattr(hubspot, "answer", without_tickets)
    (report,) = sync()
    assert list(report.failures) == ["tickets"]
    assert "403: This app hasn't been granted all required scopes: [tickets]" in report.failures["tickets"]
    assert len(rows_of(engine, "deals", "key")) == 2


def test_a_property_that_is_there_no_more_is_named(hubspot: Account, sync: Sync, firm: Path, clock: Clock) -> None:
    declared = (
        f"kind: hubspot\ntoken_env: HUBSPOT_TOKEN\naddress: {hubspot.url}\nproperties: {{companies: [segment]}}\n"
    )
    (firm / "sources" / "hubspot.yml").write_text(declared, encoding="utf-8")
    hubspot.put("companies", "101", segment="A")
    assert sync()[0].failures == {}
    hubspot.hidden = {"segment", "subject"}
    clock.later(days=2)
    (report,) = sync()
    assert report.failures["companies"] == "companies: HubSpot has no property 'segment', or does not show it"
    assert "has no column 'properties.subject'" not in str(report.failures.get("deals"))


def test_a_refused_key_is_one_line_without_the_key(
    hubspot: Account, sync: Sync, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HUBSPOT_TOKEN", "pat-wrong")
    (report,) = sync()
    assert set(report.failures) == set(USUAL)
    assert "(401: Authentication credentials not found.)" in report.failures["deals"]
    assert "pat-wrong" not in str(report)


@pytest.mark.parametrize("is_first", [True, False])
def test_a_kill_in_mid_page_goes_on_with_that_page(
    far_end: Account, sync: Sync, engine: Engine, store_url: str, clock: Clock, *, is_first: bool
) -> None:
    if not is_first:
        sync()
        clock.later(hours=1)
    for number in range(1000, 1450):
        far_end.put("companies", str(number), name=f"Shop {number}")
    far_end.holds_at = "after=1199" if is_first else '"value": "1399"'
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
    asked = [path + json.dumps(body) for _, path, body in far_end.asked if "/companies" in path]
    assert [each for each in asked if "after=1199" in each or '"value": "1399"' in each]
    assert len(asked) == (3 if is_first else 1)
    assert len(rows_of(engine, "accounts", "key")) == 450
