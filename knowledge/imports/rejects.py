"""Bad rows, kept: line, reason and original cells in a CSV file that can be mended and imported again."""

from __future__ import annotations

import csv
import os
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

from platformdirs import user_data_path

LINE, REASON = "osusume_line", "osusume_reason"
MARK = ".rejected"
_REASONS_SHOWN = 10
_KINDS_COUNTED = 10_000


def rejects_folder() -> Path:
    """``rejects`` in the current folder, or in the user's data folder where the current one cannot be written."""
    here = Path.cwd()
    return (here if os.access(here, os.W_OK) else user_data_path("osusume")) / "rejects"


def name_without_mark(stem: str) -> str:
    """The stem of the file that a mended reject file came from."""
    return stem.removesuffix(MARK)


class Rejects:
    """Writes one file's rejects; nothing at all where there are none, or on a dry run (``folder`` None)."""

    def __init__(self, folder: Path | None, source_name: str, header: Sequence[str]) -> None:
        relative = Path(source_name.replace("#", "/").replace("..", "_").lstrip("/"))
        stem = name_without_mark(relative.stem if "#" not in source_name else relative.name)
        self._path = folder / relative.with_name(f"{stem}{MARK}.csv") if folder else None
        self._header = [name for name in header if name not in (LINE, REASON)]
        self._keep = [place for place, name in enumerate(header) if name not in (LINE, REASON)]
        self._file: object | None = None
        self._reasons: Counter[str] = Counter()
        self._examples: list[str] = []

    def __enter__(self) -> Rejects:
        return self

    def add(self, line: int, reason: str, cells: Sequence[str]) -> None:
        """Keep one bad row."""
        self._reasons[reason if len(self._reasons) < _KINDS_COUNTED else "other reasons"] += 1
        if len(self._examples) < _REASONS_SHOWN:
            self._examples.append(f"line {line}: {reason}")
        if self._path is None:
            return
        if self._file is None:
            self._open(self._path)
        kept = [cells[place] if place < len(cells) else "" for place in self._keep]
        self._writer.writerow([line, reason, *kept, *cells[len(self._keep) :]])

    @property
    def path(self) -> Path | None:
        """Where the rejects are, if there are any."""
        return self._path if self._file is not None else None

    @property
    def reasons(self) -> tuple[str, ...]:
        """The first reasons with their lines."""
        return tuple(self._examples)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, lineage: TracebackType | None
    ) -> None:
        if self._file is None or self._path is None:
            return
        self._file.close()  # type: ignore[attr-defined]
        if kind is None:
            self._unfinished.replace(self._path)
        else:
            self._unfinished.unlink()

    def _open(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._unfinished = path.with_name(path.name + ".part")
        file = self._unfinished.open("w", encoding="utf-8-sig", newline="")
        self._file = file
        self._writer = csv.writer(file)
        self._writer.writerow([LINE, REASON, *self._header])
