"""Each kind of data goes when its days are over, and what has none stays."""

from __future__ import annotations

import csv
import datetime as dt
import json
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, insert, select
from typer.testing import CliRunner

from bot.terminal.app import build_app
from knowledge.kernel.audit import append_audit
from knowledge.kernel.conversations import save_conversation
from knowledge.kernel.database import open_engine
from knowledge.privacy.commands.retention import count_aged, drop_aged
from knowledge.privacy.rules import RetentionRules
from knowledge.tables import Account, AuditEntry, Contact, ConversationState, Note

NOW = dt.datetime(2026, 9, 30, tzinfo=dt.UTC)


def test_what_is_older_than_its_kind_may_be_is_dropped_and_nothing_else(engine: Engine) -> None:
    rules = RetentionRules(audit_days=30, notes_days=None)
    edges = (NOW - dt.timedelta(days=30, seconds=1), NOW - dt.timedelta(days=30), NOW)
    with engine.begin() as connection:
        for moment in edges:
            append_audit(connection, at=moment, person_key="p", place="x", act="said")
            save_conversation(connection, f"t{moment}", "p", {}, at=moment)
        account = {"key": "a", "source": "t", "name": "A", "normal_name": "a"}
        connection.execute(insert(Account).values(**account))
        note = {"key": "n", "source": "t", "account_id": 1, "written_on": dt.date(2001, 1, 1), "text": "old"}
        connection.execute(insert(Note).values(**note))
        assert count_aged(connection, rules, now=NOW) == {"audit": 1, "conversations": 2}
        assert drop_aged(connection, rules, now=NOW) == {"audit": 1, "conversations": 2}
        assert drop_aged(connection, rules, now=NOW) == {}
        left = [connection.execute(select(func.count()).select_from(each)).scalar_one() for each in (AuditEntry, Note)]
        assert left == [2, 1]
        assert connection.execute(select(func.count()).select_from(ConversationState)).scalar_one() == 1
        assert drop_aged(connection, RetentionRules(notes_days=30), now=NOW) == {"notes": 1}


def test_the_commands_find_hand_out_and_erase_in_both_languages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("OSUSUME_CACHE", str(tmp_path / "cache"))
    url = f"sqlite:///{tmp_path / 'store.db'}"
    engine = open_engine(url)
    with engine.begin() as connection:
        connection.execute(insert(Account).values(key="a", source="t", name="Harrow", normal_name="harrow"))
        person = {"key": "c", "source": "t", "account_id": 1, "name": "Ann Weaver", "email": "ann@harrow.example"}
        connection.execute(insert(Contact).values(**person))
    engine.dispose()
    app = build_app(["privacy"])

    def say(*arguments: str, code: int = 0, answer: str = "") -> str:
        told = CliRunner().invoke(app, ["privacy", *arguments, "--store", url], input=answer)
        assert told.exit_code == code, told.output
        return told.output

    assert "Ann Weaver, Harrow（contact:1）" in say("find", "ann@harrow.example", "--lang", "ja")
    assert json.loads(say("find", "Ann Weaver", "--json"))["own"] == {"contacts": 1}
    say("export", "Ann Weaver", "--out", str(tmp_path / "ann"))
    with (tmp_path / "ann" / "contacts.csv").open(encoding="utf-8-sig") as file:
        assert [row["email"] for row in csv.DictReader(file)] == ["ann@harrow.example"]
    assert "Nothing was erased" in say("erase", "Ann Weaver", code=1, answer="n\n")
    assert "contacts 1" in say("erase", "Ann Weaver", answer="y\n")
    assert "Nothing is kept of Ann Weaver" in say("erase", "Ann Weaver")
    assert "保存期間" in say("retention", "--lang", "ja")
