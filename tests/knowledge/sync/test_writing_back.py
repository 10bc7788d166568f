"""What colleagues tell goes to HubSpot once, is taken back with "undo", and nothing of somebody else's is touched."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from knowledge.accounts.commands import records
from knowledge.kernel.access import open_access
from knowledge.kernel.undo import find_change, undo_change
from knowledge.kernel.unit_of_work import AuditedUnitOfWork
from knowledge.people.queries.people import find_viewer
from knowledge.playbook.rules import Rules
from knowledge.sync.writing.destinations import find_destinations
from knowledge.tables import Account as Customer
from knowledge.tables import AuditEntry
from knowledge.terms import NoteKind
from tests.knowledge.sync.conftest import Clock, Sync, told
from tests.knowledge.sync.hubspot_far_end import TOKEN, Account, owner, served

ROOT = Path(__file__).resolve().parents[3]
CHILD = """
import datetime as dt, sys
from knowledge.sync.by_rules import sync_store
for _ in sync_store(store=sys.argv[1], clock=lambda: dt.datetime.fromisoformat(sys.argv[2])):
    pass
"""
NOTES = "/crm/objects/2026-03/notes"
Tell = Callable[..., int]


@pytest.fixture
def hubspot(firm: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Iterator[Account]:
    """One company and its rep; notes and promises are written back."""
    with served(Account(moment=lambda: clock().timestamp())) as account:
        declared = f"kind: hubspot\ntoken_env: HUBSPOT_TOKEN\naddress: {account.url}\ntables: [owners, companies]\n"
        (firm / "sources" / "hubspot.yml").write_text(f"{declared}writes: {{note: note, promise: task}}\n")
        monkeypatch.setenv("HUBSPOT_TOKEN", TOKEN)
        account.owners = [owner(11, "Hanako", "Sato")]
        account.put("companies", "101", name="Northwind", domain="northwind.example")
        yield account


@pytest.fixture
def tell(hubspot: Account, sync: Sync, engine: Engine, clock: Clock) -> Tell:
    """A colleague tells something of Northwind, after the first sync has switched writing on."""
    _tell(engine, clock, "told before writing was switched on") if _is_known(engine) else sync()

    def make(text: str, kind: NoteKind = NoteKind.NOTE) -> int:
        return _tell(engine, clock, text, kind)

    return make


def _is_known(engine: Engine) -> bool:
    with engine.connect() as connection:
        return connection.execute(select(Customer.id)).first() is not None


def _tell(engine: Engine, clock: Clock, text: str, kind: NoteKind = NoteKind.NOTE) -> int:
    with engine.connect() as connection:
        viewer = find_viewer(connection, "hubspot:11")
        customer = connection.execute(select(Customer.id)).scalar_one()
    with open_access(engine, viewer, Rules(), as_of=clock().date()) as access:
        due_on = clock().date() if kind is NoteKind.PROMISE else None
        return records.keep_note(AuditedUnitOfWork(access, clock(), "test"), customer, text, kind=kind, due_on=due_on)


def _undo(engine: Engine, clock: Clock, change: int) -> None:
    with engine.connect() as connection:
        viewer = find_viewer(connection, "hubspot:11")
    with open_access(engine, viewer, Rules(), as_of=clock().date()) as access:
        unit_of_work = AuditedUnitOfWork(access, clock(), "test")
        undo_change(unit_of_work, find_change(unit_of_work, change))


def test_a_note_is_shown_before_goes_there_once_and_does_not_come_back_as_news(
    hubspot: Account, tell: Tell, sync: Sync, engine: Engine, clock: Clock
) -> None:
    tell("Wants <ten> desks\nby May")
    tell("A quote by Friday", NoteKind.PROMISE)
    sync()
    assert hubspot.timeline("notes") == []  # within two minutes it may be taken back
    clock.later(minutes=5)
    (preview,) = sync(dry_run=True)
    assert [line for line in preview.notes if "Wants <ten> desks" in line] != []
    assert hubspot.timeline("notes") == []
    (report,) = sync()
    assert "wrote to hubspot, note on 101, told by Hanako Sato: Wants <ten> desks\nby May" in report.notes
    ((note,), (task,)) = hubspot.timeline("notes"), hubspot.timeline("tasks")
    assert note.startswith("<div>Wants &lt;ten&gt; desks<br>by May<br>— Hanako Sato · osusume-")
    assert "A quote by Friday" in task
    (stored,) = hubspot.objects["notes"].values()
    assert stored["properties"]["hubspot_owner_id"] == "11"
    before = told(engine)
    for _ in range(3):
        clock.later(minutes=15)
        (report,) = sync()
    assert report.notes == ()
    assert (len(hubspot.timeline("notes")), len(hubspot.timeline("tasks"))) == (1, 1)
    assert told(engine)["notes"] == before["notes"]
    with engine.connect() as connection:
        acts = list(connection.execute(select(AuditEntry.act).where(AuditEntry.place == "sync")).scalars())
    assert acts == ["crm.written", "crm.written"]


def test_what_was_told_before_writing_was_switched_on_stays_here(
    hubspot: Account, sync: Sync, engine: Engine, clock: Clock, firm: Path
) -> None:
    source = firm / "sources" / "hubspot.yml"
    whole = source.read_text(encoding="utf-8")
    source.write_text(whole.partition("writes")[0], encoding="utf-8")
    sync()
    _tell(engine, clock, "Long ago")
    clock.later(hours=1)
    source.write_text(whole, encoding="utf-8")
    (report,) = sync()
    assert report.notes == ("what is told from now on goes to hubspot: note as note, promise as task",)
    clock.later(hours=1)
    sync()
    assert hubspot.timeline("notes") == []


def test_undo_takes_it_back_there_and_what_is_undone_at_once_never_goes(
    hubspot: Account, tell: Tell, sync: Sync, engine: Engine, clock: Clock
) -> None:
    kept, hasty = tell("Wants ten desks"), tell("A slip")
    _undo(engine, clock, hasty)
    clock.later(minutes=5)
    sync()
    assert len(hubspot.timeline("notes")) == 1
    _undo(engine, clock, kept)
    clock.later(minutes=5)
    (report,) = sync()
    assert report.notes == ("took back from hubspot, note on 101, told by Hanako Sato: Wants ten desks",)
    assert hubspot.timeline("notes") == []
    clock.later(minutes=5)
    assert sync()[0].notes == ()


def test_what_somebody_has_changed_there_since_stays_and_is_shown(
    hubspot: Account, tell: Tell, sync: Sync, engine: Engine, clock: Clock
) -> None:
    change = tell("Wants ten desks")
    clock.later(minutes=5)
    sync()
    (number,) = hubspot.objects["notes"]
    hubspot.put("notes", number, hs_note_body="<div>Wants twelve desks, says Ken</div>")
    _undo(engine, clock, change)
    clock.later(minutes=5)
    (report,) = sync()
    assert report.notes[0].startswith("undone here, but changed there since, so it stays in hubspot, note on 101")
    assert hubspot.timeline("notes") == ["<div>Wants twelve desks, says Ken</div>"]
    clock.later(minutes=5)
    assert sync()[0].notes == ()


@pytest.mark.parametrize("is_done", [False, True])
def test_a_kill_while_it_is_written_neither_loses_nor_doubles_it(
    hubspot: Account, tell: Tell, sync: Sync, store_url: str, clock: Clock, *, is_done: bool
) -> None:
    tell("Wants ten desks")
    clock.later(minutes=5)
    if is_done:
        hubspot.holds_after = ("POST", NOTES)
    else:
        hubspot.holds_at = "hs_note_body"
    command = [sys.executable, "-c", CHILD, store_url, clock.now.isoformat()]
    child = subprocess.Popen(command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)})
    assert hubspot.held.wait(60)
    child.send_signal(signal.SIGKILL)
    child.wait()
    assert len(hubspot.timeline("notes")) == int(is_done)
    hubspot.holds_at = hubspot.holds_after = None
    clock.later(minutes=5)
    (report,) = sync()
    assert report.failures == {}
    assert len(hubspot.timeline("notes")) == 1


def test_two_hundred_dead_lines_neither_lose_nor_double_what_was_told_and_undone(
    hubspot: Account, tell: Tell, sync: Sync, engine: Engine, clock: Clock
) -> None:
    chance, dead = random.Random(18), 0
    changes = [tell(f"Word {number:03}") for number in range(40)]
    clock.later(minutes=5)

    def drops(asked: str) -> bool:
        nonlocal dead
        goes_dead = (asked == f"POST {NOTES}" or asked.startswith("DELETE")) and dead < 200
        if not goes_dead or chance.random() > 0.5:
            return False
        dead += 1
        return True

    undone: set[int] = set()
    for _ in range(400):
        hubspot.drops = drops
        (report,) = sync("hubspot")
        if chance.random() < 0.2 and len(undone) < 15:
            undone.add(change := chance.choice([each for each in changes if each not in undone]))
            _undo(engine, clock, change)
        clock.later(minutes=3)
        if not report.failures and len(undone) == 15:
            break
    hubspot.drops = None
    sync()
    words = sorted(note.removeprefix("<div>")[:8] for note in hubspot.timeline("notes"))
    assert words == [f"Word {number:03}" for number, change in enumerate(changes) if change not in undone]
    assert dead > 50


def test_a_scope_that_lacks_is_named_and_it_goes_once_that_is_mended(
    hubspot: Account, tell: Tell, sync: Sync, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = hubspot.answer

    def read_only(method: str, path: str, *asked: object) -> tuple[int, dict[str, object]]:
        if (method, path) == ("POST", NOTES):
            return 403, {"message": "This app hasn't been granted all required scopes: [crm.objects.contacts.write]"}
        return whole(method, path, *asked)  # type: ignore[arg-type]

    tell("Wants ten desks")
    clock.later(minutes=5)
    monkeypatch.setattr(hubspot, "answer", read_only)
    (report,) = sync()
    assert "crm.objects.contacts.write" in report.failures["writes"]
    monkeypatch.setattr(hubspot, "answer", whole)
    clock.later(minutes=5)
    (report,) = sync()
    assert report.failures == {}
    assert len(hubspot.timeline("notes")) == 1


def test_whoever_tells_it_is_told_where_it_goes(
    hubspot: Account, tell: Tell, sync: Sync, engine: Engine, clock: Clock
) -> None:
    note, minutes = tell("Wants ten desks"), tell("We met", NoteKind.MINUTES)
    with engine.connect() as connection:
        assert list(find_destinations(connection, note)) == [("hubspot", "note")]
        assert list(find_destinations(connection, minutes)) == []
