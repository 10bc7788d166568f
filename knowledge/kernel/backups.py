"""Backups of a store: where they lie and how they are called."""

from __future__ import annotations

from pathlib import Path

from platformdirs import user_data_path

from knowledge.kernel.database import parse_url

FOLDER = "backups"


def backups_folder(url: str) -> Path:
    """``backups`` beside a store in a file; in the user's data folder for one on a server."""
    parsed = parse_url(url)
    if parsed.get_backend_name() == "sqlite" and parsed.database:
        return Path(parsed.database).parent / FOLDER
    return user_data_path("osusume") / FOLDER


def find_backups(url: str) -> list[Path]:
    """The backups of this store that lie in its folder, the oldest first."""
    name = store_name(url)
    return sorted(path for path in backups_folder(url).glob(f"{name}-*") if path.is_file())


def store_name(url: str) -> str:
    """How backups of a store begin: its file's name, or its database's."""
    database = parse_url(url).database or "store"
    return Path(database).stem
