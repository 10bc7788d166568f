"""Bad rows, kept: line, reason and original cells in a CSV file that can be mended and imported again."""

from __future__ import annotations

import csv
import glob
import os
import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

from platformdirs import user_data_path

from knowledge.imports.telling import tell

LINE, REASON = "osusume_line", "osusume_reason"
MARK = ".rejected"
_REASONS_SHOWN = 10
_KINDS_COUNTED = 200


def rejects_folder() -> Path:
    """``rejects`` in the current folder, or in the user's data folder where the current one cannot be written."""
    here = Path.cwd()
    return (here if os.access(here, os.W_OK) else user_data_path("osusume")) / "rejects"


_MARKED = re.compile(rf"{re.escape(MARK)}(-\d+)?$")


def name_without_mark(stem: str) -> str:
    """The stem of the file that a mended reject file came from."""
    return _MARKED.sub("", stem)


_FORMULA = re.compile(r"'*\s*[=+\-@\t\r]")
_PLAIN_NUMBER = re.compile(r"[+-]?[\d.,]+%?")
_QUOTED = re.compile(
    r"'[^']*'|“[^”]*”|「[^」]*」|\"[^\"]*\"|(?<=line )\d+|\d+(?=行目)"
    r"|\([^()]*\)|（[^（）]*）|; nearest: .*$|。近いもの：.*$"
)


def kind_of(reason: str) -> str:
    """A reason without the words of one line, so that equal ones can be counted.

    >>> kind_of("account: account 'X' is not in the store; nearest: Y")
    "account: account '…' is not in the store"
    """
    return _QUOTED.sub(
        lambda found: "" if found[0][0] in "(（;。" else "…" if found[0].isdigit() else f"{found[0][0]}…{found[0][-1]}",
        reason,
    ).strip()


def _harmless(cell: str) -> str:
    """A cell that a spreadsheet would run as a formula, with an apostrophe that makes it a text."""
    return f"'{cell}" if _is_formula(cell) else cell


def as_it_was(cell: str) -> str:
    """A cell of a reject file without the apostrophe that it got there.

    >>> as_it_was(_harmless("=SUM(A1)")), as_it_was(_harmless("-1,200")), as_it_was(_harmless("'=1"))
    ('=SUM(A1)', '-1,200', "'=1")
    """
    return cell[1:] if cell[:1] == "'" and _is_formula(cell[1:]) else cell


def _is_formula(cell: str) -> bool:
    return bool(_FORMULA.match(cell)) and not _PLAIN_NUMBER.fullmatch(cell)


class Rejects:
    """Writes one file's rejects; nothing at all where there are none, or on a dry run (``folder`` None).

    Rejects of another import are never overwritten. ``mended``: the reject file that is being imported itself; what is
    still bad of it takes its place.
    """

    def __init__(
        self, folder: Path | None, source_name: str, header: Sequence[str], *, mended: Path | None = None
    ) -> None:
        relative = Path(source_name.replace("#", "/").replace("..", "_").lstrip("/"))
        stem = name_without_mark(relative.stem if "#" not in source_name else relative.name)
        self._path = folder / relative.with_name(f"{stem}{MARK}.csv") if folder else None
        self._mended = mended.resolve() if mended else None
        self._header = [name for name in header if name not in (LINE, REASON)]
        self._width = len(header)
        self._keep = [place for place, name in enumerate(header) if name not in (LINE, REASON)]
        self._file: object | None = None
        self._is_settled = False
        self.counts: Counter[str] = Counter()
        self._examples: list[str] = []

    def __enter__(self) -> Rejects:
        return self

    def add(self, line: int, reason: str, cells: Sequence[str]) -> None:
        """Keep one bad row."""
        kind = kind_of(reason)
        is_counted = kind in self.counts or len(self.counts) < _KINDS_COUNTED
        self.counts[kind if is_counted else tell("imports.other_reasons")] += 1
        if len(self._examples) < _REASONS_SHOWN:
            self._examples.append(tell("imports.on_line", line=str(line), what=reason))
        if self._path is None:
            return
        if self._file is None:
            self._open(self._path)
        kept = [cells[place] if place < len(cells) else "" for place in self._keep]
        self._writer.writerow([line, reason, *map(_harmless, [*kept, *cells[self._width :]])])

    @property
    def path(self) -> Path | None:
        """Where the rejects are, if there are any."""
        return self._path if self._file is not None else None

    @property
    def reasons(self) -> tuple[str, ...]:
        """The first reasons with their lines."""
        return tuple(self._examples)

    def settle(self) -> None:
        """Bring the file under its own name before the store keeps the good rows: a process killed loses neither."""
        if self._file is None or self._path is None:
            return
        self._file.flush()  # type: ignore[attr-defined]
        os.fsync(self._file.fileno())  # type: ignore[attr-defined]
        self._file.close()  # type: ignore[attr-defined]
        if self._mended is None or self._path.resolve() != self._mended:
            self._keep_beside(self._path)
            self._is_settled = True

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, lineage: TracebackType | None
    ) -> None:
        if self._file is None or self._path is None:
            return
        self._file.close()  # type: ignore[attr-defined]
        if kind is not None:
            self._made.unlink(missing_ok=True)
        elif not self._is_settled:
            self._keep_beside(self._path)

    def _keep_beside(self, path: Path) -> None:
        """Under the next free name; the same rejects again need no second file."""
        stem, number, place = path.name.removesuffix(".csv"), 1, path
        while place.exists() and place.resolve() != self._mended:
            if _is_same(place, self._unfinished):
                self._unfinished.unlink()
                self._path = place  # and nothing of ours to take back
                return
            number += 1
            place = path.with_name(f"{stem}-{number}.csv")
        self._unfinished.replace(place)
        self._made = self._path = place

    def _open(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        _remove_what_a_killed_import_left(path)
        self._made = self._unfinished = path.with_name(f"{path.name}.{os.getpid()}.part")
        file = self._unfinished.open("w", encoding="utf-8-sig", newline="")
        self._file = file
        self._writer = csv.writer(file)
        self._writer.writerow([LINE, REASON, *self._header])


def _is_same(one: Path, other: Path) -> bool:
    return one.stat().st_size == other.stat().st_size and one.read_bytes() == other.read_bytes()


def _remove_what_a_killed_import_left(path: Path) -> None:
    """Unfinished rejects of processes that live no more."""
    for left in path.parent.glob(f"{glob.escape(path.name)}.*.part"):
        process = left.name.removesuffix(".part").rpartition(".")[2]
        if process.isdecimal() and not _lives(int(process)):
            left.unlink(missing_ok=True)


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True  # somebody else's
    return True
