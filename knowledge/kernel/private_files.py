"""Files that hold customers' data are for the owner of the process alone."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

_OWNER_ONLY = 0o600


def keep_private(path: Path) -> None:
    """Makes the file, where it is not there, and lets nobody else read it; SQLite gives its side files the same."""
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, _OWNER_ONLY))
    with suppress(PermissionError):  # somebody else's file: who may read it is theirs to say
        path.chmod(_OWNER_ONLY)
