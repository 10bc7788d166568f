"""Opens the customer store: SQLite in a file by default, PostgreSQL by URL; created and migrated on first use."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Engine, create_engine, event, inspect, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import NoSuchModuleError, SQLAlchemyError

from knowledge.errors import BackupFailed, StoreTooOld, StoreUnreachable
from knowledge.kernel.private_files import keep_private
from knowledge.kernel.urls import parse_url

if TYPE_CHECKING:
    from knowledge.kernel.backups import Backup

_MIGRATIONS = Path(__file__).parent / "migrations"
WITH_STEPS = "0847d7a"
"""A commit of before the steps to the first release's tables became one: it brings up a store that is older."""
_CONNECT_SECONDS = 10
_BUSY_MS = 10_000  # how long one writer waits for another on SQLite


def open_engine(url: str) -> Engine:
    """Connect to the store at ``url`` and bring its tables up to date; older ones are backed up before.

    Raises StoreUnreachable with one line that names the place; a password in the URL is never shown.
    """
    parsed = parse_url(url)
    try:
        engine = _connect(parsed)
    except (SQLAlchemyError, OSError, ImportError) as error:
        raise _unreachable(parsed, error) from error
    try:
        _bring_up_to_date(engine, url)
    except (SQLAlchemyError, OSError) as error:
        engine.dispose()
        raise _unreachable(parsed, error) from error
    except StoreUnreachable:
        engine.dispose()
        raise
    return engine


def newest_version() -> str:
    """The revision the tables must have."""
    return max(_versions())


def oldest_version() -> str:
    """The revision of the first release: the oldest that there is a way from."""
    return min(_versions())


def _versions() -> list[str]:
    """The file names sort in the order of the revisions."""
    return [path.stem.split("_")[0] for path in (_MIGRATIONS / "versions").glob("[0-9]*.py")]


def _bring_up_to_date(engine: Engine, url: str) -> None:
    version = find_version(engine)
    if version is None:
        migrate(engine)
    elif version != newest_version():
        refuse_foreign(version, url)
        back_up_older(url, version)
        migrate(engine)


def refuse_foreign(version: str, url: str) -> None:
    """A store that a later Osusume has changed cannot be read by this one: OSError with the two ways back.

    Nor can one that is older than the first release: StoreTooOld.
    """
    if version < oldest_version():
        raise StoreTooOld(place_of(url), version=version, oldest=oldest_version(), commit=WITH_STEPS)
    if version > newest_version():
        from knowledge.kernel.backups import find_backups

        older = [each for each in find_backups(url) if each.version <= newest_version()]
        back = f", or go back: osusume store restore {older[-1].path}" if older else ""
        cause = f"a newer Osusume made it (tables {version}, this one knows {newest_version()}); update Osusume{back}"
        raise OSError(cause)


def back_up_older(url: str, version: str) -> Backup:
    """A backup before the tables are changed. OSError with what to do where none can be made."""
    from knowledge.kernel.backups import make_backup  # an answer needs none

    try:
        return make_backup(url, version=version, now=dt.datetime.now(tz=dt.UTC))
    except BackupFailed as error:
        cause = f"its tables ({version}) are older than this Osusume's ({newest_version()}), and {error.facts['cause']}"
        raise OSError(f"{cause}; back it up yourself, then: osusume store upgrade --no-backup") from error


def _connect(url: URL) -> Engine:
    if url.get_backend_name() != "sqlite":
        if "connect_timeout" not in url.query:  # else a server that is gone keeps people waiting for minutes
            url = url.update_query_dict({"connect_timeout": str(_CONNECT_SECONDS)})
        return create_engine(url, pool_pre_ping=True)
    if url.database and url.database != ":memory:":
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
        keep_private(Path(url.database))
    engine = create_engine(url)
    event.listen(engine, "connect", _tune_sqlite)
    return engine


def _tune_sqlite(connection: object, _record: object) -> None:
    cursor = connection.cursor()  # type: ignore[attr-defined]
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", f"busy_timeout={_BUSY_MS}"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def connect(url: str) -> Engine:
    """Connect to the store as it is, whatever its version. Raises StoreUnreachable."""
    parsed = parse_url(url)
    try:
        engine = _connect(parsed)
        engine.connect().close()
    except (SQLAlchemyError, OSError, ImportError) as error:
        raise _unreachable(parsed, error) from error
    return engine


def find_version(engine: Engine) -> str | None:
    """The version of the store's tables; None where there are none yet."""
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def migrate(engine: Engine) -> None:
    """Bring the tables to the newest version."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def place_of(url: URL | str) -> str:
    """The address without its password."""
    parsed = parse_url(url) if isinstance(url, str) else url
    return parsed.set(query={}).render_as_string(hide_password=True)


def _unreachable(url: URL, error: Exception) -> StoreUnreachable:
    cause = str(getattr(error, "orig", None) or error).strip().splitlines()[0]
    if isinstance(error, (NoSuchModuleError, ImportError)):
        cause = f"{url.get_backend_name()} is not supported; use sqlite or postgresql"
    place = place_of(url)
    return StoreUnreachable(f"The customer store at {place} cannot be opened: {cause}", store=place, cause=cause)
