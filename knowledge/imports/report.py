"""What an import did, file by file."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from enum import StrEnum


class Effect(StrEnum):
    """What became of one line, strongest last."""

    LEFT_OUT = "left_out"
    UNCHANGED = "unchanged"
    CHANGED = "changed"
    ADDED = "added"
    REJECTED = "rejected"


@dataclass(frozen=True)
class FileReport:
    """One file (or sheet). ``read`` = added + changed + unchanged + left_out + rejected; ``tables``: rows by table.

    ``read_as``: preset or mapping, encoding, delimiter, header line, currency and where it came from, days and times.
    """

    name: str
    read: int = 0
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    left_out: int = 0
    rejected: int = 0
    tables: dict[str, dict[str, int]] = field(default_factory=dict)
    reject_file: str | None = None
    reasons: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    read_as: dict[str, str] = field(default_factory=dict)
    left_out_because: dict[str, int] = field(default_factory=dict)
    rejected_because: dict[str, int] = field(default_factory=dict)
    new_words: tuple[str, ...] = ()
    unused_columns: tuple[str, ...] = ()
    seconds: float = 0.0
    rows_per_second: int = 0

    @property
    def has_changed_rows(self) -> bool:
        """Whether the store holds anything after it that it did not hold before."""
        return any(
            counts.get("added") or counts.get("changed") or counts.get("removed") for counts in self.tables.values()
        )


@dataclass(frozen=True)
class Skipped:
    """A file that was not imported, and why."""

    name: str
    reason: str


@dataclass(frozen=True)
class ImportReport:
    """The whole import. ``dry_run``: nothing was written; ``notes``: what is to be said of the store as a whole."""

    as_of: str
    dry_run: bool
    files: tuple[FileReport, ...]
    skipped: tuple[Skipped, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def rejected(self) -> int:
        """Lines that went to a reject file."""
        return sum(file.rejected for file in self.files)

    @property
    def exit_code(self) -> int:
        """0 all is in the store, 2 nothing could be imported, 3 some lines or files could not."""
        taken = sum(file.read - file.rejected for file in self.files)
        if not taken and (self.rejected or self.skipped or not self.files):
            return 2
        return 3 if self.rejected or self.skipped else 0

    def to_dict(self) -> dict[str, object]:
        """For ``--json``."""
        totals = {effect.value: sum(getattr(file, effect.value) for file in self.files) for effect in Effect}
        return {
            **asdict(self),
            "totals": {"read": sum(f.read for f in self.files), **totals},
            "exit_code": self.exit_code,
        }
