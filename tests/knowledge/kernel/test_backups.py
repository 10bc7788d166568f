"""A store over the years: backed up while in use, restored, upgraded from older releases, refused when newer."""

from __future__ import annotations

import gzip
import json
import shutil
import stat
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import inspect, text
from typer.testing import CliRunner

from bot.adapters.stores import back_up, find_faults, find_status, restore, upgrade_store
from bot.terminal.app import build_app, main
from knowledge.errors import BackupFailed, StoreTooOld, StoreUnreachable
from knowledge.kernel import backups, database
from knowledge.kernel.backups import find_backups
from knowledge.kernel.database import WITH_STEPS, newest_version, oldest_version, open_engine
from knowledge.kernel.urls import parse_url
from knowledge.knowledge import open_knowledge
from tests.firms.firm import ImportedFirm, words_of
from tests.stores.write import read_facts

STORES = Path(__file__).parents[2] / "stores"
RELEASES = sorted(path.name.removesuffix(".db.gz") for path in STORES.glob("*.db.gz"))
QUESTIONS = ("show me our customers", "how many notes do we have?", "どの顧客が一番多く購入していますか？")

TOMORROW = """
import sqlalchemy as sa
from alembic import op

revision, down_revision = "9000", "{before}"


def upgrade() -> None:
    op.add_column("notes", sa.Column("tomorrow", sa.String(40)))
"""


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


def test_the_first_releases_store_is_what_its_one_step_makes_and_is_opened_without_a_change(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, made, file = tmp_path / "migrations", tmp_path / "made.db", tmp_path / "store.db"
    shutil.copytree(database._MIGRATIONS, folder)
    for step in sorted((folder / "versions").glob("[0-9]*.py"))[1:]:
        step.unlink()
    monkeypatch.setattr(database, "_MIGRATIONS", folder)
    file.write_bytes(gzip.decompress((STORES / "0.1.0.db.gz").read_bytes()))
    before = _tables(f"sqlite:///{file}")
    open_engine(f"sqlite:///{made}").dispose()
    open_engine(f"sqlite:///{file}").dispose()
    assert before == _tables(f"sqlite:///{file}") == _tables(f"sqlite:///{made}")
    assert find_backups(f"sqlite:///{file}") == []


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


@pytest.fixture
def older_url(empty_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A store of today, and an Osusume of tomorrow, whose tables are one step further."""
    open_engine(empty_url).dispose()
    folder = tmp_path / "migrations"
    shutil.copytree(database._MIGRATIONS, folder)
    (folder / "versions" / "9000_tomorrow.py").write_text(TOMORROW.format(before=newest_version()))
    monkeypatch.setattr(database, "_MIGRATIONS", folder)
    return empty_url


def test_an_older_store_is_backed_up_and_upgraded_on_first_start(older_url: str) -> None:
    before = find_status(older_url)
    assert before.state == "older"
    open_engine(older_url).dispose()
    (backup,) = find_backups(older_url)
    assert backup.version == before.version
    assert find_status(older_url).state == "current"
    restored = restore(older_url, backup.path)
    assert restored.version == before.version
    assert find_status(older_url).state == "current"
    engine = database.connect(older_url)
    assert "tomorrow" in {column["name"] for column in inspect(engine).get_columns("notes")}
    engine.dispose()


def test_an_older_store_is_upgraded_by_a_command_with_or_without_a_backup(older_url: str) -> None:
    before = find_status(older_url).version
    assert upgrade_store(older_url, backs_up=False) == (before, None)
    assert upgrade_store(older_url, backs_up=True) == ("9000", None)


def test_without_the_servers_tools_an_older_store_is_left_and_says_what_to_do(
    older_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    before = find_status(older_url).version
    monkeypatch.setenv("PATH", str(tmp_path))
    if older_url.startswith("sqlite"):  # needs none
        open_engine(older_url).dispose()
        assert find_status(older_url).state == "current"
        return
    with pytest.raises(StoreUnreachable, match=r"pg_dump is not installed.*osusume store upgrade --no-backup"):
        open_engine(older_url)
    assert find_status(older_url).version == before


def test_a_store_of_before_the_first_release_is_left_as_it_is_and_says_what_to_do(empty_url: str) -> None:
    open_engine(empty_url).dispose()
    _say_version(empty_url, "0022")
    backup = back_up(empty_url, None)
    said = f"import your files anew, or bring it to {oldest_version()} with commit {WITH_STEPS}"
    for opens in (open_engine, lambda url: upgrade_store(url, backs_up=True)):
        with pytest.raises(StoreTooOld, match=said):
            opens(empty_url)
    with pytest.raises(BackupFailed, match="before the first release"):
        restore(empty_url, backup.path)
    assert (find_status(empty_url).state, find_status(empty_url).version) == ("too_old", "0022")
    assert [each.path for each in find_backups(empty_url)] == [backup.path]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["notes"], "Put it aside and import your files anew"),
        (["さくら商事の満足度は？"], "別の場所に移してファイルを取り込み直すか"),
        (["notes", "--lang", "ja"], "別の場所に移してファイルを取り込み直すか"),
        (["notes", "--lang=ja"], "別の場所に移してファイルを取り込み直すか"),
    ],
)
def test_a_command_on_such_a_store_says_so_in_one_line_and_in_their_language(
    arguments: list[str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    url = f"sqlite:///{tmp_path / 'store.db'}"
    open_engine(url).dispose()
    _say_version(url, "0022")
    monkeypatch.setattr("sys.argv", ["osusume", "ask", "--store", url, *arguments])
    with pytest.raises(SystemExit) as ended:
        main()
    (line,) = capsys.readouterr().err.splitlines()
    assert ended.value.code == 2
    assert said in line
    assert WITH_STEPS in line
    assert WITH_STEPS in CliRunner().invoke(build_app(["store"]), ["store", "status", "--store", url]).output


def test_a_newer_store_is_refused_with_the_way_back(empty_url: str) -> None:
    open_engine(empty_url).dispose()
    backup = back_up(empty_url, None)
    _say_version(empty_url, "9999")
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


def _tables(url: str) -> dict[str, object]:
    """Tables with their columns, keys and indexes, and the triggers, as the store has them."""
    engine = database.connect(url)
    seen, found = inspect(engine), {}
    for name in seen.get_table_names():
        columns = [{key: str(value) for key, value in column.items()} for column in seen.get_columns(name)]
        told = (seen.get_foreign_keys(name), seen.get_unique_constraints(name), seen.get_indexes(name))
        found[name] = (columns, seen.get_pk_constraint(name), *(sorted(each, key=str) for each in told))
    with engine.connect() as connection:
        found["triggers"] = connection.scalars(text("SELECT sql FROM sqlite_master WHERE type = 'trigger'")).all()
    engine.dispose()
    return found


def _say_version(url: str, version: str) -> None:
    engine = database.connect(url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :version"), {"version": version})
    engine.dispose()


def test_a_password_goes_to_no_command_line_and_what_else_the_address_says_does() -> None:
    url = parse_url("postgresql://u:hush@db.example:5433/sales?sslmode=require")
    told = backups._as_libpq(url)
    assert told == "--dbname=postgresql://u@db.example:5433/sales?sslmode=require"
