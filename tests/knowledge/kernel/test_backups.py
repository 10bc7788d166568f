"""A store over the years: backed up while in use, restored, upgraded from older releases, refused when newer."""

from __future__ import annotations

import gzip
import json
import stat
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import inspect, text
from typer.testing import CliRunner

from bot.adapters.stores import back_up, find_faults, find_status, restore, upgrade_store
from bot.terminal.app import build_app
from knowledge.errors import BackupFailed, StoreUnreachable
from knowledge.kernel import backups, database
from knowledge.kernel.backups import find_backups
from knowledge.kernel.database import newest_version, open_engine
from knowledge.kernel.urls import parse_url
from knowledge.knowledge import open_knowledge
from tests.firms.firm import ImportedFirm, words_of
from tests.stores.write import read_facts

STORES = Path(__file__).parents[2] / "stores"
RELEASES = sorted(path.name.removesuffix(".db.gz") for path in STORES.glob("*.db.gz"))
QUESTIONS = ("show me our customers", "how many notes do we have?", "どの顧客が一番多く購入していますか？")


@pytest.fixture(autouse=True)
def own_data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))


@pytest.mark.parametrize("release", RELEASES)
def test_the_store_of_a_past_release_is_upgraded_and_tells_the_same(release: str, tmp_path: Path) -> None:
    told = json.loads((STORES / f"{release}.json").read_text(encoding="utf-8"))
    file = tmp_path / "store.db"
    file.write_bytes(gzip.decompress((STORES / f"{release}.db.gz").read_bytes()))
    url = f"sqlite:///{file}"
    knowledge = replace(open_knowledge(url), trusts_operator=True)
    try:
        assert read_facts(knowledge) == told["things"]
    finally:
        knowledge.engine.dispose()
    status = find_status(url)
    assert status.state == "current"
    assert told["rows"].items() <= status.rows.items()
    assert find_faults(url, None) is None


def test_a_restored_store_answers_the_same(open_firm: Callable[[str], ImportedFirm]) -> None:
    firm = open_firm("services_and_notes")
    before = {asked: words_of(firm.ask(asked)) for asked in QUESTIONS}
    backup = back_up(firm.url, None)
    assert backup.version == newest_version()
    assert stat.S_IMODE(backup.path.stat().st_mode) == 0o600
    assert find_faults(firm.url, backup.path) is None
    with firm.knowledge.engine.begin() as connection:
        connection.execute(text("DELETE FROM notes"))
        connection.execute(text("UPDATE accounts SET name = 'Nobody'"))
    assert words_of(firm.ask(QUESTIONS[0])) != before[QUESTIONS[0]]
    firm.knowledge.engine.dispose()
    restored = restore(firm.url, backup.path)
    assert restored.before is not None
    assert {asked: words_of(firm.ask(asked)) for asked in QUESTIONS} == before
    assert find_faults(firm.url, None) is None


def test_a_backup_is_one_moment_though_others_write(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'store.db'}"
    engine = open_engine(url)
    with engine.begin() as connection:
        connection.execute(text("INSERT INTO store_facts VALUES ('settled', '1')"))
    with engine.connect() as connection:
        connection.execute(text("INSERT INTO store_facts VALUES ('begun', '1')"))
        made = back_up(url, tmp_path / "copy.db")
        connection.commit()
    engine.dispose()
    copy = database.connect(f"sqlite:///{made.path}")
    with copy.connect() as connection:
        assert connection.execute(text("SELECT name FROM store_facts")).scalars().all() == ["settled"]
    copy.dispose()


def test_an_older_store_is_backed_up_and_upgraded_on_first_start(empty_url: str) -> None:
    _make_old(empty_url, "0020")
    assert find_status(empty_url).state == "older"
    open_engine(empty_url).dispose()
    (backup,) = find_backups(empty_url)
    assert backup.version == "0020"
    assert find_status(empty_url).state == "current"
    restored = restore(empty_url, backup.path)
    assert restored.version == "0020"
    assert find_status(empty_url).state == "current"


def test_an_older_store_is_upgraded_by_a_command_with_or_without_a_backup(empty_url: str) -> None:
    _make_old(empty_url, "0021")
    version, backup = upgrade_store(empty_url, backs_up=False)
    assert (version, backup) == ("0021", None)
    assert upgrade_store(empty_url, backs_up=True) == (newest_version(), None)


def test_without_the_servers_tools_an_older_store_is_left_and_says_what_to_do(
    empty_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    _make_old(empty_url, "0021")
    monkeypatch.setenv("PATH", str(tmp_path))
    if empty_url.startswith("sqlite"):  # needs none
        open_engine(empty_url).dispose()
        assert find_status(empty_url).state == "current"
        return
    with pytest.raises(StoreUnreachable, match=r"pg_dump is not installed.*osusume store upgrade --no-backup"):
        open_engine(empty_url)
    assert find_status(empty_url).version == "0021"


def test_a_newer_store_is_refused_with_the_way_back(empty_url: str) -> None:
    open_engine(empty_url).dispose()
    backup = back_up(empty_url, None)
    engine = open_engine(empty_url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    with pytest.raises(StoreUnreachable, match="update Osusume, or go back: osusume store restore") as refused:
        open_engine(empty_url)
    assert str(backup.path) in str(refused.value)
    newer = back_up(empty_url, None)
    restore(empty_url, backup.path)
    open_engine(empty_url).dispose()
    with pytest.raises(BackupFailed, match="newer Osusume"):
        restore(empty_url, newer.path)


def test_what_is_no_backup_is_not_restored(tmp_path: Path) -> None:
    url, broken = f"sqlite:///{tmp_path / 'store.db'}", tmp_path / "broken.db"
    open_engine(url).dispose()
    whole = back_up(url, None).path.read_bytes()
    broken.write_bytes(whole[:8192] + b"\xff" * 8192 + whole[16384:])
    for path in (tmp_path / "none.db", broken):
        with pytest.raises(BackupFailed):
            restore(url, path)
    assert find_status(url).state == "current"


def test_the_commands_say_what_they_did_in_both_languages(tmp_path: Path) -> None:
    url, run = f"sqlite:///{tmp_path / 'store.db'}", CliRunner().invoke
    app = build_app(["store"])
    assert "empty" in run(app, ["store", "status", "--store", url]).output
    assert "0022から" not in run(app, ["store", "upgrade", "--store", url, "--lang", "ja"]).output
    path = (
        run(app, ["store", "backup", "--store", url, "--lang", "ja"])
        .output.removeprefix("バックアップしました：")
        .strip()
    )
    assert Path(path).is_file()
    assert run(app, ["store", "verify", path, "--store", url]).output.strip() == "All of it can be read."
    assert run(app, ["store", "restore", path, "--store", url], input="n\n").exit_code == 1
    assert "Restored" in run(app, ["store", "restore", path, "--store", url, "--yes"]).output
    assert run(app, ["store", "verify", str(tmp_path / "none"), "--store", url]).exit_code == 1
    told = json.loads(run(app, ["store", "status", "--store", url, "--json"]).output)
    assert (told["state"], len(told["backups"])) == ("current", 2)


def _make_old(url: str, version: str) -> None:
    """A store as an older release left it: its tables go back to a version."""
    open_engine(url).dispose()
    engine = database.connect(url)
    config = Config()
    config.set_main_option("script_location", str(database._MIGRATIONS))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, version)
    assert "account_offers" in inspect(engine).get_table_names()
    engine.dispose()


def test_a_password_goes_to_no_command_line_and_what_else_the_address_says_does() -> None:
    url = parse_url("postgresql://u:hush@db.example:5433/sales?sslmode=require")
    told = backups._as_libpq(url)
    assert told == "--dbname=postgresql://u@db.example:5433/sales?sslmode=require"
