"""Backups of a store: made by the database's own means, named by when and by the tables' version, restored, checked."""

from __future__ import annotations

import datetime as dt
import os
import re
import shutil
import sqlite3
import subprocess
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from platformdirs import user_data_path
from sqlalchemy import create_engine, text
from sqlalchemy.engine import URL

from knowledge.errors import BackupFailed
from knowledge.kernel.private_files import keep_private
from knowledge.kernel.urls import parse_url

FOLDER = "backups"
_PAGES = 2_000  # copied at once, so that writers wait for milliseconds
_DUMP, _RESTORE, _PSQL = "pg_dump", "pg_restore", "psql"
_OF_SCHEMA = re.compile(r"\d+; \d+ \d+ (?:SCHEMA|(?:COMMENT|ACL) - SCHEMA) ")
_OF_TABLE = re.compile(r"\d+; \d+ \d+ TABLE \S+ (?P<table>\S+) ")


@dataclass(frozen=True)
class Backup:
    """One backup. ``version``: that of its tables."""

    path: Path
    made_at: dt.datetime
    version: str


def backups_folder(url: str) -> Path:
    """``backups`` beside a store in a file; in the user's data folder for one on a server."""
    parsed = parse_url(url)
    if parsed.get_backend_name() == "sqlite" and parsed.database:
        return Path(parsed.database).parent / FOLDER
    return user_data_path("osusume") / FOLDER


def find_backups(url: str) -> list[Backup]:
    """The backups of this store that lie in its folder, the oldest first."""
    found = [read_name(path) for path in backups_folder(url).glob(f"{_store_name(url)}-*")]
    return sorted((each for each in found if each), key=lambda each: each.made_at)


def read_name(path: Path) -> Backup | None:
    """When a backup was made and of which version, as its name says; None for any other file."""
    *_, moment, version = ("-", "-", *path.stem.split("-"))
    try:
        made = dt.datetime.strptime(moment, "%Y%m%dT%H%M%S").replace(tzinfo=dt.UTC)
    except ValueError:
        return None
    return Backup(path, made, version) if version.isdigit() else None


def make_backup(url: str, *, version: str, now: dt.datetime, to: Path | None = None) -> Backup:
    """A copy of the store as it is at one moment, while others go on writing; for the owner of the process alone.

    ``to``: a file, or a folder. Raises BackupFailed, where PostgreSQL's tools are missing with what to install.
    """
    parsed = parse_url(url)
    is_file = parsed.get_backend_name() == "sqlite"
    folder, ending = to or backups_folder(url), ".db" if is_file else ".dump"
    path = to if to and to.suffix else folder / _name(url, now, version, ending)
    while path is not to and path.exists():  # two within a second are two
        now += dt.timedelta(seconds=1)
        path = folder / _name(url, now, version, ending)
    path.parent.mkdir(parents=True, exist_ok=True)
    keep_private(path)
    try:
        if is_file:
            _copy_sqlite(Path(str(parsed.database)), path, journal="DELETE")  # a copy is one file
        else:
            what = [_as_libpq(parsed), f"--schema={_schema(parsed)}", f"--file={path}"]
            _run_tool(parsed, [_DUMP, "--format=custom", "--no-owner", *what])
    except BackupFailed:
        path.unlink(missing_ok=True)
        raise
    return Backup(path, now, version)


def restore_backup(path: Path, url: str) -> None:
    """Put a backup in place of what the store holds. Raises BackupFailed; the store is as before then."""
    parsed = parse_url(url)
    if parsed.get_backend_name() == "sqlite":
        target = Path(str(parsed.database))
        target.parent.mkdir(parents=True, exist_ok=True)
        keep_private(target)
        _copy_sqlite(path, target, journal="WAL")
        return
    _restore_dump(parsed, path)


def version_in(path: Path) -> str | None:
    """The version of a backup's tables: in a SQLite file it is read, of a dump the name tells it."""
    if _is_sqlite(path):
        connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
        try:
            row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        except sqlite3.DatabaseError as error:
            raise BackupFailed(f"{path}: is no store ({error})", path=str(path), cause=str(error)) from error
        finally:
            connection.close()
        return str(row[0]) if row else None
    named = read_name(path)
    return named.version if named else None


def find_damage(path: Path) -> str | None:
    """What is wrong with a backup; None where all of it can be read."""
    if not path.is_file():
        return "there is no such file"
    if _is_sqlite(path):
        connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
        try:
            told = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
            return None if told == "ok" else str(told)
        except sqlite3.DatabaseError as error:
            return str(error)
        finally:
            connection.close()
    tool = shutil.which(_RESTORE)
    if tool is None:
        return f"{_RESTORE} is not installed, so that a dump cannot be read"
    read = subprocess.run([tool, "--file=/dev/null", str(path)], capture_output=True, text=True, check=False)  # noqa: S603
    return None if read.returncode == 0 else _last_line(read.stderr)


def _name(url: str, moment: dt.datetime, version: str, ending: str) -> str:
    return f"{_store_name(url)}-{moment.astimezone(dt.UTC):%Y%m%dT%H%M%S}-{version}{ending}"


def _is_sqlite(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(15) == b"SQLite format 3"


def _store_name(url: str) -> str:
    return Path(parse_url(url).database or "store").stem


def _copy_sqlite(source: Path, target: Path, *, journal: str) -> None:
    """SQLite's own backup: one moment of the source, also while it is written to."""
    if not source.is_file():
        raise BackupFailed(f"{source}: there is no such file", path=str(source), cause="there is no such file")
    reading, writing = sqlite3.connect(source), sqlite3.connect(target, timeout=30)
    try:
        reading.backup(writing, pages=_PAGES)
        writing.execute(f"PRAGMA journal_mode={journal}")
    except sqlite3.DatabaseError as error:
        raise BackupFailed(f"{source}: {error}", path=str(source), cause=str(error)) from error
    finally:
        reading.close()
        writing.close()


def _restore_dump(url: URL, path: Path) -> None:
    """Our tables dropped and the dump's made in one transaction; what else lies in the schema is left alone."""
    schema = _schema(url)
    with TemporaryDirectory() as folder:
        listed, script = Path(folder) / "list", Path(folder) / "script.sql"
        _run_tool(url, [_RESTORE, "--list", f"--file={listed}", str(path)])
        lines = listed.read_text(encoding="utf-8").splitlines()
        listed.write_text("\n".join(line for line in lines if not _OF_SCHEMA.match(line)), encoding="utf-8")
        _run_tool(url, [_RESTORE, "--no-owner", f"--use-list={listed}", f"--file={script}", str(path)])
        told = {found["table"] for line in lines if (found := _OF_TABLE.match(line))}
        dropped = ", ".join(f'"{schema}"."{name}"' for name in sorted(told | _own_tables()))
        before = f'DROP TABLE IF EXISTS {dropped} CASCADE; DROP FUNCTION IF EXISTS "{schema}".name_grams(text) CASCADE;'
        quiet = ["--quiet", "--no-psqlrc", "--set=ON_ERROR_STOP=1", "--single-transaction"]
        _run_tool(url, [_PSQL, *quiet, f"--command={before}", f"--file={script}", _as_libpq(url)])


def _own_tables() -> set[str]:
    from knowledge.tables import Base  # the tables are built on the kernel

    return {*Base.metadata.tables, "alembic_version"}


def _schema(url: URL) -> str:
    engine = create_engine(url)
    try:
        with engine.connect() as connection:
            return str(connection.execute(text("SELECT current_schema()")).scalar_one())
    finally:
        engine.dispose()


def _as_libpq(url: URL) -> str:
    """The address as the tools take it, with what it says beside (sslmode …) and without its password."""
    plain = URL.create("postgresql", url.username, host=url.host, port=url.port, database=url.database, query=url.query)
    return f"--dbname={plain.render_as_string(hide_password=False)}"


def _run_tool(url: URL, command: list[str]) -> None:
    """One of PostgreSQL's tools; the password goes by the environment, where no list of processes shows it."""
    tool = shutil.which(command[0])
    if tool is None:
        cause = f"{command[0]} is not installed (Debian: postgresql-client; macOS: libpq)"
        raise BackupFailed(f"{cause}. Install it, or back up with your server's own means.", path="", cause=cause)
    environment = {**os.environ, **({"PGPASSWORD": str(url.password)} if url.password else {})}
    run = subprocess.run([tool, *command[1:]], env=environment, capture_output=True, text=True, check=False)  # noqa: S603
    if run.returncode:
        cause = _last_line(run.stderr)
        raise BackupFailed(f"{command[0]}: {cause}", path="", cause=cause)


def _last_line(told: str) -> str:
    lines = [line for line in told.strip().splitlines() if line]
    return lines[-1] if lines else "it failed without a word"
