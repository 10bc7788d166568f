"""The doctor says what is right and how to mend what is not, in either language."""

from __future__ import annotations

import datetime as dt
import threading
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from bot.jobs.queue import Steps
from bot.jobs.stuck import Stuck, find_stuck
from bot.slack.doctor import examine
from bot.slack.membership import AllowedWorkspaces
from bot.slack.secrets import Secrets
from knowledge.sync.state import TableState, forget_others, save_states
from tests.bot.slack.conftest import Desk
from tests.bot.slack.slack_far_end import TOKEN


def findings(desk: Desk, language: str, **tokens: str) -> dict[str, tuple[bool, str]]:
    store = desk.office.knowledge.engine.url.render_as_string(hide_password=False)
    secrets = Secrets(api=desk.far_end.url, **tokens)
    return {found.name: (found.is_right, found.text) for found in examine(secrets, store, language)}


def test_each_check_says_how_to_mend_what_is_wrong(desk: Desk) -> None:
    found = findings(desk, "en")
    assert found["bot token"] == (False, found["bot token"][1])
    assert "SLACK_BOT_TOKEN is not set" in found["bot token"][1]
    assert "SLACK_APP_TOKEN is not set" in found["app token"][1]
    assert found["store"][0]
    assert found["blocks"][0]


@pytest.mark.parametrize(("language", "name"), [("en", "schedule"), ("ja", "スケジュール")])
def test_the_next_digest_and_stuck_notices_are_told(desk: Desk, language: str, name: str) -> None:
    is_right, told = findings(desk, language, bot_token=TOKEN)[name]
    assert is_right, told
    assert "2026" in told
    day = desk.office.conversation.clock.today() - dt.timedelta(days=2)
    values = "'stuck', 'demo:maya.collins', 'reminder', 'en', '{}', :at, :at, 'waiting', 0, 0"
    columns = "key, person_key, kind, language, facts, created_at, due_at, state, attempts, round"
    with desk.office.knowledge.engine.begin() as connection:
        connection.execute(text(f"INSERT INTO notices ({columns}) VALUES ({values})"), {"at": f"{day} 00:00:00"})
    try:
        is_right, told = findings(desk, language, bot_token=TOKEN)[name]
    finally:
        with desk.office.knowledge.engine.begin() as connection:
            connection.execute(text("DELETE FROM notices WHERE key = 'stuck'"))
    assert not is_right
    assert "osusume run" in told


def test_each_source_is_told_right_failing_or_never_read(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert findings(desk, "en", bot_token=TOKEN)["sources"] == (
        True,
        "no system is synced; osusume connect sets one up",
    )
    monkeypatch.setenv("OSUSUME_HOME", str(tmp_path))
    (tmp_path / "sources").mkdir()
    declared = "kind: sql\nurl_env: CRM_URL\ntables: {deals: {select: SELECT 1}}\n"
    (tmp_path / "sources" / "crm.yml").write_text(declared, encoding="utf-8")
    is_right, told = findings(desk, "en", bot_token=TOKEN)["sources"]
    assert (is_right, "crm is declared and was never read" in told) == (False, True)
    now = desk.office.conversation.clock.now()
    state = TableState("crm", "deals", now, ("deals",), synced_at=now)
    with desk.office.knowledge.engine.begin() as connection:
        save_states(connection, "crm", [state])
    try:
        assert findings(desk, "en", bot_token=TOKEN)["sources"][0]
        with desk.office.knowledge.engine.begin() as connection:
            save_states(connection, "crm", [state.fails("has no column 'stage'", at=now)])
        is_right, told = findings(desk, "ja", bot_token=TOKEN)["同期元"]
    finally:
        forget_others(desk.office.knowledge.engine, [])
    assert not is_right
    assert "crm/dealsを同期できていません：has no column 'stage'" in told


def test_jobs_that_nobody_finishes_are_counted_with_whose_they_are(desk: Desk) -> None:
    durable = desk.answering.durable
    begun, go_on = threading.Event(), threading.Event()

    def wait(_facts: dict[str, Any], _steps: Steps) -> None:
        begun.set()
        assert go_on.wait(60)

    durable.add("wait", wait)
    url, now = durable.store_url, dt.datetime.now(tz=dt.UTC)
    before = find_stuck(url, before=now + dt.timedelta(minutes=1))
    durable.start_once("stuck-job", "wait", {})
    try:
        assert begun.wait(60)
        found = find_stuck(url, before=now + dt.timedelta(minutes=1))
    finally:
        go_on.set()
        desk.settle()
    assert before == Stuck(0, ())
    assert found == Stuck(1, ("tests",))
    assert find_stuck("sqlite:////nowhere/store.db", before=now) is None


def test_a_store_that_cannot_be_used_is_told_in_japanese(tmp_path: Path) -> None:
    empty = f"sqlite:///{tmp_path / 'empty.db'}"
    found = {one.name: one.text for one in examine(Secrets(api="http://127.0.0.1:1/api/"), empty, "ja")}
    assert "顧客データがまだありません" in found["ストア"]
    assert found["処理状況"].startswith("まだありません")


def test_a_workspace_that_waits_is_named_with_what_to_do(desk: Desk) -> None:
    secrets = Secrets(client_id="1.2", client_secret="s", signing_secret="x", api=desk.far_end.url)
    store = str(desk.office.knowledge.engine.url)
    found = {finding.name: finding for finding in examine(secrets, store)}
    assert "bot token" not in found
    assert not found["workspaces"].is_right
    AllowedWorkspaces(desk.office).note_pending("T0OTHER", "Elsewhere")
    waits = next(finding for finding in examine(secrets, store) if finding.name == "workspaces")
    assert "osusume workspaces allow T0OTHER" in waits.text
    AllowedWorkspaces(desk.office).allow("T0OTHER")
    assert next(finding for finding in examine(secrets, store) if finding.name == "workspaces").is_right
