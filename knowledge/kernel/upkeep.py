"""The store over the years: upgraded, backed up, restored, each with what must come before it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from knowledge.errors import BackupFailed, StoreUnreachable
from knowledge.kernel.backups import Backup, find_backups, find_damage, make_backup, restore_backup, version_in
from knowledge.kernel.database import (
    WITH_STEPS,
    back_up_older,
    connect,
    find_version,
    migrate,
    newest_version,
    oldest_version,
    place_of,
    refuse_foreign,
)
from knowledge.kernel.store_check import count_rows


@dataclass(frozen=True)
class StoreStatus:
    """``place``: the address without its password. ``rows``: by table, those that hold any."""

    place: str
    version: str | None
    newest: str
    oldest: str
    rows: dict[str, int]
    backups: tuple[Backup, ...]

    @property
    def state(self) -> str:
        """``empty``, ``current``, ``older``, ``too_old`` or ``newer``."""
        if self.version is None:
            return "empty"
        if self.version == self.newest:
            return "current"
        if self.version < self.oldest:
            return "too_old"
        return "older" if self.version < self.newest else "newer"


@dataclass(frozen=True)
class Restored:
    """What was restored, and the backup of what was there before, if there was anything."""

    version: str | None
    before: Backup | None


def find_status(url: str) -> StoreStatus:
    """How the store stands; it is not changed, whatever its version."""
    engine = connect(url)
    try:
        version = find_version(engine)
        rows = count_rows(engine) if version else {}
    finally:
        engine.dispose()
    return StoreStatus(place_of(url), version, newest_version(), oldest_version(), rows, tuple(find_backups(url)))


def upgrade_store(url: str, *, backs_up: bool) -> tuple[str | None, Backup | None]:
    """Bring the tables to this Osusume's version; the version before, and the backup made first. StoreUnreachable."""
    engine = connect(url)
    try:
        version = find_version(engine)
        if version == newest_version():
            return version, None
        if version:
            refuse_foreign(version, url)
        backup = back_up_older(url, version) if version and backs_up else None
        migrate(engine)
    except OSError as error:
        raise StoreUnreachable(str(error), store=place_of(url), cause=str(error)) from error
    finally:
        engine.dispose()
    return version, backup


def back_up(url: str, to: Path | None, *, now: dt.datetime) -> Backup:
    """A copy of the store as it is now. BackupFailed."""
    version = _version_of(url)
    if version is None:
        raise BackupFailed("There is nothing in the store to back up.", path="", cause="the store is empty")
    return make_backup(url, version=version, now=now, to=to)


def restore(url: str, path: Path, *, now: dt.datetime) -> Restored:
    """Put a backup in place of what the store holds, after a backup of that, and upgrade it. BackupFailed."""
    if damage := find_damage(path):
        raise BackupFailed(f"{path}: {damage}", path=str(path), cause=f"{path}: {damage}")
    version = version_in(path)
    if version and version > newest_version():
        cause = f"{path} is of a newer Osusume (tables {version}, this one knows {newest_version()})"
        raise BackupFailed(f"{cause}; update Osusume.", path=str(path), cause=cause)
    if version and version < oldest_version():
        cause = f"{path} was made before the first release (tables {version}, this one knows {oldest_version()})"
        raise BackupFailed(f"{cause}; commit {WITH_STEPS} still reads it.", path=str(path), cause=cause)
    there = _version_of(url)
    before = make_backup(url, version=there, now=now) if there else None
    restore_backup(path, url)
    upgrade_store(url, backs_up=False)
    return Restored(version, before)


def _version_of(url: str) -> str | None:
    engine = connect(url)
    try:
        return find_version(engine)
    finally:
        engine.dispose()
