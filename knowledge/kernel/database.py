"""Opens the customer store: SQLite in a file by default, PostgreSQL by URL; created and migrated on first use."""

from __future__ import annotations

import re
from pathlib import Path

from sqlalchemy import Engine, create_engine, event, inspect, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError

from knowledge.errors import StoreUnreachable
from knowledge.kernel.private_files import keep_private

_MIGRATIONS = Path(__file__).parent / "migrations"
_BUSY_MS = 10_000  # how long one writer waits for another on SQLite


def open_engine(url: str) -> Engine:
    """Connect to the store at ``url`` and bring its tables up to date.

    Raises StoreUnreachable with one line that names the place; a password in the URL is never shown.
    """
    parsed = parse_url(url)
    try:
        engine = _connect(parsed)
    except (SQLAlchemyError, OSError, ImportError) as error:
        raise _unreachable(parsed, error) from error
    try:
        _bring_up_to_date(engine)
    except (SQLAlchemyError, OSError) as error:
        engine.dispose()
        raise _unreachable(parsed, error) from error
    return engine


def newest_version() -> str:
    """The revision the tables must have; the file names sort in the order of the revisions."""
    return max(path.stem.split("_")[0] for path in (_MIGRATIONS / "versions").glob("[0-9]*.py"))


def _bring_up_to_date(engine: Engine) -> None:
    version = _version(engine)
    if version != newest_version():
        _refuse_newer(version)
        _migrate(engine)


def _refuse_newer(version: str | None) -> None:
    """A store that a later Osusume has changed cannot be read by this one."""
    if version is not None and version > newest_version():
        cause = f"a newer Osusume made it (tables {version}, this one knows {newest_version()}); update Osusume"
        raise OSError(cause)


def parse_url(url: str) -> URL:
    """A store's address as SQLAlchemy takes it. StoreUnreachable where it is none."""
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        raise _no_address(url) from None  # the cause may quote a part of it
    if "@" in (parsed.host or ""):  # of a password that holds one itself, the rest would stand in every error
        raise _no_address(url)
    if parsed.drivername in {"postgresql", "postgres"}:
        return parsed.set(drivername="postgresql+psycopg")
    return parsed


def _no_address(url: str) -> StoreUnreachable:
    """Of a mistyped address only the first word is shown: where its password stands in it, nobody can tell."""
    word = re.match(r"\w*", url)
    shown = f"{word[0] if word else ''}…" if set(url) & set(":@?") else url
    message = (
        f"{shown!r} is not a store address. Write sqlite:///file.db or postgresql://user@host/database; "
        "signs such as @ : / ? in a password are written %40 %3A %2F %3F."
    )
    return StoreUnreachable(message, store=shown, cause="not an address")


def _connect(url: URL) -> Engine:
    if url.get_backend_name() != "sqlite":
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


def _version(engine: Engine) -> str | None:
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def _migrate(engine: Engine) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _unreachable(url: URL, error: Exception) -> StoreUnreachable:
    cause = str(getattr(error, "orig", None) or error).strip().splitlines()[0]
    if isinstance(error, (NoSuchModuleError, ImportError)):
        cause = f"{url.get_backend_name()} is not supported; use sqlite or postgresql"
    place = url.set(query={}).render_as_string(hide_password=True)
    return StoreUnreachable(f"The customer store at {place} cannot be opened: {cause}", store=place, cause=cause)
