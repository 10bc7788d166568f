"""After an erasure nothing of the planted names is left: not in a row, not in a byte of database, log or file."""

from __future__ import annotations

import datetime as dt
import json
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import orjson
import pytest
from sqlalchemy import create_engine, select, text

from bot.adapters.privacy import Findings, erase_personal, export_personal, find_personal, settle_store
from bot.jobs.queue import JobQueue
from knowledge.errors import SubjectUnclear
from knowledge.imports.firm import Firm as Importing
from knowledge.imports.run import import_paths
from knowledge.kernel.audit import append_audit
from knowledge.kernel.conversations import save_conversation
from knowledge.kernel.idempotency import keep_answers
from knowledge.kernel.urls import parse_url
from knowledge.notifications.commands.notifications import NewNotice, NoticeKind, add_notice
from knowledge.privacy.queries.subjects import find_subject
from knowledge.sync.staging import staging_folder
from knowledge.tables import Account, Contact, Need, Note, Survey
from tests.firms.firm import ImportedFirm

pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")
NOW = dt.datetime(2026, 9, 30, tzinfo=dt.UTC)
PLANTED = ("Zebediah Quux", "Quux", "zeb.quux", "久我山", "久我山 律子", "くがやま")
FILES = {
    "accounts.csv": """
id,name,industry
a1,Vexillum Optics Ltd,retail
a2,Harrow Mills,retail
a3,北陸光学株式会社,製造業
""",
    "people.csv": """
id,name,email,role,team
p1,Rei Rep,rei@us.example,rep,east
p2,Odo Quiller,odo.quiller@us.example,rep,east
""",
    "contacts.csv": """
id,account,name,title,email
c1,a1,Zebediah Quux,CIO,zeb.quux@vexillum.example
c2,a2,Ann Weaver,CFO,ann@harrow.example
c3,a3,久我山 律子,部長,kugayama@hokuriku.example
""",
    "surveys.csv": """
id,account,contact,kind,score,comment,answered_on
s1,a1,c1,nps,4,Quux is not amused,2026-08-01
""",
    "needs.csv": """
id,account,contact,text,said_by,said_on
n1,a1,c1,Zebediah Quux wants exports,Zebediah Quux,2026-08-02
""",
    "notes.csv": """
id,account,author,written_on,text
x1,a1,p1,2026-08-03,Met Quux; he asks for Ann Weaver at Harrow
x2,a2,p1,2026-08-04,They know Zebediah  Quux of Vexillum Optics
x3,a3,p1,2026-08-05,久我山様と面談。久我山律子様は前向き
""",
}


@pytest.fixture
def shop(written_firm: Callable[[dict[str, str]], ImportedFirm]) -> ImportedFirm:
    """Three customers; their people stand in rows, notes, our own trail, notices, threads and durable work."""
    firm = written_firm(FILES)
    with firm.knowledge.engine.begin() as connection:
        common = {"at": NOW, "person_key": "p1", "place": "chat"}
        append_audit(
            connection, **common, act="said", text="remind me to call Zebediah Quux", facts={"who": "久我山 律子"}
        )
        save_conversation(connection, "t", "p1", {"headline": "Zebediah Quux is the CIO", "n": "久我山"}, at=NOW)
        keep_answers(connection, "Ev1", [{"headline": "Call Zebediah Quux / 久我山 律子"}], at=NOW)
        new = NewNotice("r1", "p1", NoticeKind.REMINDER, "en", NOW, text="Call zebediah quux, 久我山 律子様")
        add_notice(connection, new, at=NOW)
    return firm


@pytest.fixture
def work(shop: ImportedFirm, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A job done that was told the names; the schema where durable work is kept on PostgreSQL."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setenv("OSUSUME_CACHE", str(tmp_path / "cache"))
    (tmp_path / "cache").mkdir()
    (tmp_path / "cache" / "recall.txt").write_text("asked: Zebediah Quux", encoding="utf-8")
    staged = staging_folder(shop.knowledge.engine, "crm") / "contacts.jsonl"
    staged.write_bytes(orjson.dumps({"id": "c1", "name": "Zebediah Quux", "note": "久我山 律子"}))
    rejects = tmp_path / "lines"
    rejects.mkdir()
    kept = "osusume_line,osusume_reason,name\n2,no id,Zebediah Quux\n3,no id,Other Body\n4,no id,久我山律子\n"
    (rejects / "contacts.rejected.csv").write_text(kept, encoding="utf-8-sig")
    schema, done = f"w{uuid4().hex[:12]}", threading.Event()
    durable = JobQueue(shop.url, schema=schema)
    durable.add("note", lambda facts, steps: (steps.run("say", str, f"{facts['text']}!"), done.set())[-1])
    durable.launch()
    durable.start_once("Ev1", "note", {"text": "Zebediah Quux, 久我山 律子"})
    assert done.wait(20)
    while durable.count_open():
        time.sleep(0.02)
    durable.close()
    yield schema
    if shop.url.startswith("postgresql"):
        engine = create_engine(parse_url(shop.url))
        with engine.begin() as connection:
            connection.execute(text(f"DROP SCHEMA IF EXISTS {schema} CASCADE"))
        engine.dispose()


def all_bytes(firm: ImportedFirm, schema: str, folder: Path) -> bytes:
    """Every byte kept of this store: its files with logs, or its relations on the server; and the files beside it."""
    raw = b"".join(
        path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file() and "written" not in path.parts
    )
    if firm.url.startswith("sqlite"):
        return raw
    with firm.knowledge.engine.connect() as connection:
        connection.execute(text("CHECKPOINT"))
        query = text(
            "SELECT pg_read_binary_file(pg_relation_filepath(c.oid)) FROM pg_class c JOIN pg_namespace n "
            "ON n.oid = c.relnamespace WHERE c.relkind IN ('r', 'i', 't') "
            "AND (n.nspname IN (current_schema(), :work) OR "
            "c.oid IN (SELECT reltoastrelid FROM pg_class t JOIN pg_namespace m ON m.oid = t.relnamespace "
            "WHERE m.nspname IN (current_schema(), :work)))"
        )
        return raw + b"".join(connection.execute(query, {"work": schema}).scalars())


def erase_all(firm: ImportedFirm, findings: Findings, schema: str, folder: Path) -> None:
    """Erase, and settle once nobody else who uses the database's server began before."""
    is_settled = erase_personal(firm.url, findings.subject, folder / "lines", schema=schema).log_cleared
    until = time.monotonic() + 180
    while not is_settled:
        assert time.monotonic() < until, "somebody else reads an older state of this database all the time"
        is_settled = settle_store(firm.url, schema=schema)


def left_of(names: tuple[str, ...], raw: bytes) -> list[str]:
    """The names of which a byte form is still there: plain, lower, or as JSON writes it."""
    low = raw.lower()
    return [name for name in names if any(form.lower().encode() in low for form in (name, json.dumps(name)[1:-1]))]


def test_no_byte_is_left_of_people_who_were_erased(shop: ImportedFirm, work: str, tmp_path: Path) -> None:
    assert left_of(("Zebediah Quux", "久我山 律子"), all_bytes(shop, work, tmp_path)), "they must be there before"
    for said in ("Zebediah Quux", "kugayama@hokuriku.example"):
        findings = find_personal(shop.url, said, tmp_path / "lines", schema=work)
        assert findings.beside.keys() >= {"durable work", "rejects"}
        erase_all(shop, findings, work, tmp_path)
    raw = all_bytes(shop, work, tmp_path)
    assert left_of(PLANTED, raw) == []
    assert left_of(("Ann Weaver", "Vexillum Optics Ltd", "Other Body", "北陸光学"), raw) != []
    with shop.knowledge.engine.connect() as connection:
        contact = connection.execute(select(Contact).where(Contact.id == findings.subject.id)).one()
        assert (contact.name, contact.email, contact.title) == ("[erased]", None, None)
        assert contact.left_on is not None
        assert connection.execute(select(Survey.score)).scalar_one() == 4  # the figure stays, nobody's
        assert connection.execute(select(Need.said_by)).scalar_one() == "[erased]"
        assert "Ann Weaver" in connection.execute(select(Note.text).order_by(Note.id)).scalars().all()[0]


def test_no_byte_is_left_of_a_customer_who_was_erased(shop: ImportedFirm, work: str, tmp_path: Path) -> None:
    findings = find_personal(shop.url, "Vexillum Optics", tmp_path / "lines", schema=work)
    assert findings.subject.kind == "account"
    erase_all(shop, findings, work, tmp_path)
    assert left_of(("Vexillum", *PLANTED[:3]), all_bytes(shop, work, tmp_path)) == []
    with shop.knowledge.engine.connect() as connection:
        assert connection.execute(select(Account.name).order_by(Account.id)).scalars().all() == [
            "Harrow Mills",
            "北陸光学株式会社",
        ]
        text_left = connection.execute(select(Note.text).order_by(Note.id)).scalars().all()
        assert text_left[0] == "They know [erased] of [erased]"


def test_a_colleague_who_left_is_nobody_any_more_and_their_work_stays_one(
    shop: ImportedFirm, work: str, tmp_path: Path
) -> None:
    with shop.knowledge.engine.begin() as connection:
        append_audit(connection, at=NOW, person_key="files:p2", place="C1", act="said", text="Odo Quiller was here")
    findings = find_personal(shop.url, "Odo Quiller", tmp_path / "lines", schema=work)
    erase_all(shop, findings, work, tmp_path)
    assert left_of(("Odo Quiller", "odo.quiller"), all_bytes(shop, work, tmp_path)) == []
    with shop.knowledge.engine.connect() as connection:
        assert find_subject(connection, f"colleague:{findings.subject.id}").label == "[erased]"


def test_an_import_does_not_bring_back_who_was_erased(shop: ImportedFirm, work: str, tmp_path: Path) -> None:
    findings = find_personal(shop.url, "Zebediah Quux", tmp_path / "lines", schema=work)
    erase_all(shop, findings, work, tmp_path)
    folder = tmp_path / "written"
    import_paths(
        shop.knowledge.engine, [folder], as_of=NOW.date(), firm=Importing(currency="JPY", rejects=tmp_path / "again")
    )
    with shop.knowledge.engine.connect() as connection:
        names = connection.execute(select(Contact.name).order_by(Contact.id)).scalars().all()
    assert sorted(names) == ["Ann Weaver", "[erased]", "久我山 律子"]


def test_what_is_kept_of_somebody_can_be_handed_out(shop: ImportedFirm, tmp_path: Path) -> None:
    subject, rows = export_personal(shop.url, "Zebediah Quux")
    assert subject.label.startswith("Zebediah Quux, Vexillum Optics")
    assert {"contacts", "surveys", "needs", "notes", "audit", "notices", "conversations"} <= rows.keys()
    assert rows["contacts"][0]["email"] == "zeb.quux@vexillum.example"
    assert [row["score"] for row in rows["surveys"]] == [4]


def test_whoever_is_not_sure_is_asked_for_by_address(shop: ImportedFirm) -> None:
    with shop.knowledge.engine.begin() as connection:
        connection.execute(text("UPDATE contacts SET name = 'Rei Rep' WHERE name = 'Ann Weaver'"))
        with pytest.raises(SubjectUnclear, match=r"contact:\d+ .*colleague:\d+"):
            find_subject(connection, "Rei Rep")
        assert find_subject(connection, "Nobody Anywhere").kind == "mentioned"
