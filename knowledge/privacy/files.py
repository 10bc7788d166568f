"""Files that we write and that may name somebody: rejects of imports, and caches."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from knowledge.privacy.masking import Identifiers

_ENCODING = "utf-8-sig"


def mask_rejects(folder: Path, identifiers: Identifiers, *, changes: bool = True) -> int:
    """How many rejected lines name them; ``changes``: those lines are dropped, and a file of none left is deleted."""
    return sum(_mask_file(path, identifiers, changes=changes) for path in sorted(folder.rglob("*.csv*")))


def _mask_file(path: Path, identifiers: Identifiers, *, changes: bool) -> int:
    rows = list(csv.reader(io.StringIO(path.read_text(encoding=_ENCODING))))
    kept = [row for row in rows if not any(identifiers.mask(cell) != cell for cell in row)]
    dropped = len(rows) - len(kept)
    if dropped and changes:
        if len(kept) <= 1:  # the heading alone
            path.unlink()
        else:
            written = io.StringIO(newline="")
            csv.writer(written).writerows(kept)
            path.write_text(written.getvalue(), encoding=_ENCODING, newline="")
    return dropped


def clear_caches(folder: Path, identifiers: Identifiers, *, changes: bool = True) -> int:
    """How many cached files name them; ``changes``: they are deleted, and made anew when they are needed."""
    found = list(_naming(folder, identifiers))
    for path in found if changes else ():
        path.unlink()
    return len(found)


def _naming(folder: Path, identifiers: Identifiers) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and _may_name(raw := path.read_bytes().lower(), identifiers):
            words = raw.decode("utf-8", "ignore")
            if identifiers.mask(words) != words:
                yield path


def _may_name(raw: bytes, identifiers: Identifiers) -> bool:
    return any(hint.lower().encode() in raw for hint in identifiers.hints)
