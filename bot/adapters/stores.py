"""The store as a whole for the terminal: how it stands, upgraded, backed up, restored, checked."""

from __future__ import annotations

from pathlib import Path

from bot.adapters.open_store import store_address
from bot.clock import utc_now
from knowledge.kernel import upkeep
from knowledge.kernel.backups import Backup, find_damage
from knowledge.kernel.database import WITH_STEPS, connect, newest_version
from knowledge.kernel.store_check import find_store_damage
from knowledge.kernel.upkeep import Restored, StoreStatus

__all__ = [
    "WITH_STEPS",
    "Restored",
    "StoreStatus",
    "back_up",
    "find_faults",
    "find_status",
    "newest_version",
    "restore",
    "upgrade_store",
]


def find_status(store: str | None) -> StoreStatus:
    """How the store stands; it is not changed, whatever its version."""
    return upkeep.find_status(store_address(store))


def upgrade_store(store: str | None, *, backs_up: bool) -> tuple[str | None, Backup | None]:
    """Bring the tables to this Osusume's version; the version before, and the backup made first. StoreUnreachable."""
    return upkeep.upgrade_store(store_address(store), backs_up=backs_up)


def back_up(store: str | None, to: Path | None) -> Backup:
    """A copy of the store as it is now. BackupFailed."""
    return upkeep.back_up(store_address(store), to, now=utc_now())


def restore(store: str | None, path: Path) -> Restored:
    """Put a backup in place of what the store holds, after a backup of that, and upgrade it. BackupFailed."""
    return upkeep.restore(store_address(store), path, now=utc_now())


def find_faults(store: str | None, path: Path | None) -> str | None:
    """What is wrong with a backup, or with the store itself; None where all of it can be read."""
    if path:
        return find_damage(path)
    engine = connect(store_address(store))
    try:
        return find_store_damage(engine)
    finally:
        engine.dispose()
