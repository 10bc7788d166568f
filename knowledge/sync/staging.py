"""Where a pull is kept until it is loaded: a file a table, with how far it has come, so that a killed one goes on."""

from __future__ import annotations

import datetime as dt
import fcntl
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import orjson
from platformdirs import user_data_path
from sqlalchemy import Engine, text

from knowledge.kernel.private_files import keep_private
from knowledge.sync.source_kind import Json, OpenedSource

_OWNER_ONLY = 0o700
_GOES_STALE = dt.timedelta(hours=24)  # a position in somebody's pages is forgotten there sooner or later
_TRY_LOCK = "SELECT pg_try_advisory_lock(hashtext(current_schema() || :name))"


@dataclass(frozen=True)
class Staged:
    """A pull that began ``at`` (UTC): its file, how much of it is whole, and where to go on."""

    path: Path
    since: Json
    at: dt.datetime
    cursor: Json = None
    resume: Json = None
    size: int = 0
    records: int = 0


def staging_root() -> Path:
    """Where every pull of this user lies."""
    return user_data_path("osusume") / "sync"


def staging_folder(engine: Engine, source: str) -> Path:
    """For the owner of this process alone; each store has its own."""
    store = hashlib.sha256(engine.url.render_as_string(hide_password=False).encode()).hexdigest()[:12]
    folder = staging_root() / store / source
    folder.mkdir(parents=True, exist_ok=True, mode=_OWNER_ONLY)
    return folder


@contextmanager
def claim_source(engine: Engine, folder: Path, source: str) -> Iterator[bool]:
    """Whether nobody else syncs this source: on this machine by a file, on others by the database they share."""
    lock = os.open(folder / "lock", os.O_CREAT | os.O_RDWR, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if engine.dialect.name != "postgresql":
            yield True
            return
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            yield bool(connection.execute(text(_TRY_LOCK), {"name": f":sync:{source}"}).scalar())
            connection.invalidate()  # the lock ends with its connection
    except BlockingIOError:
        yield False
    finally:
        os.close(lock)


def stage(opened: OpenedSource, table: str, folder: Path, *, since: Json, now: dt.datetime) -> Staged:
    """Pull a table into its file, page by page; a pull from the same cursor that was killed is gone on with."""
    staged = _find_begun(folder, table, since, now) or Staged(_path(folder, table), since, now)
    keep_private(staged.path)
    with staged.path.open("r+b") as file:
        file.truncate(staged.size)
        file.seek(staged.size)
        for page in opened.pull(table, since=since, resume=staged.resume):
            file.writelines(orjson.dumps(record) + b"\n" for record in page.records)
            staged = replace(
                staged,
                cursor=page.cursor,
                resume=page.resume,
                size=file.tell(),
                records=staged.records + len(page.records),
            )
            if page.resume is not None:
                file.flush()
                os.fsync(file.fileno())
                _note(folder, table, staged)
    return staged


def keep_last(path: Path, key: str) -> None:
    """Of several records with one key only the last, as it was told after the others."""
    with path.open("rb") as file:
        last = {orjson.loads(line)[key]: number for number, line in enumerate(file)}
    numbers = set(last.values())
    unfinished = path.with_suffix(".part")
    keep_private(unfinished)
    with path.open("rb") as file, unfinished.open("wb") as kept:
        kept.writelines(line for number, line in enumerate(file) if number in numbers)
    unfinished.replace(path)


def drop_staged(folder: Path, table: str) -> None:
    """It is loaded, or cannot be gone on with."""
    for path in (_path(folder, table), _mark(folder, table)):
        path.unlink(missing_ok=True)


def _path(folder: Path, table: str) -> Path:
    return folder / f"{table}.jsonl"


def _mark(folder: Path, table: str) -> Path:
    return folder / f"{table}.position"


def _note(folder: Path, table: str, staged: Staged) -> None:
    mark = _mark(folder, table)
    unfinished = mark.with_suffix(".part")
    keep_private(unfinished)
    unfinished.write_bytes(orjson.dumps(asdict(staged) | {"path": None}))
    unfinished.replace(mark)


def _find_begun(folder: Path, table: str, since: Json, now: dt.datetime) -> Staged | None:
    mark, path = _mark(folder, table), _path(folder, table)
    if not (mark.exists() and path.exists()):
        return None
    told = orjson.loads(mark.read_bytes())
    begun = Staged(**(told | {"path": path, "at": dt.datetime.fromisoformat(told["at"])}))
    is_ours = begun.since == since and now - begun.at < _GOES_STALE and path.stat().st_size >= begun.size
    return begun if is_ours else None
