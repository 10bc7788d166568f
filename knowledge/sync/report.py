"""What a sync did, source by source."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field

from knowledge.imports.report import ImportReport


@dataclass(frozen=True)
class SourceReport:
    """One source. ``full``: tables of which all rows were read; ``failures``: by table ("*": the source itself), why.

    ``gone``: rows taken away, by table of ours. ``is_busy``: somebody else syncs it just now, so nothing was done.
    """

    name: str
    imported: ImportReport | None = None
    full: tuple[str, ...] = ()
    failures: dict[str, str] = field(default_factory=dict)
    gone: dict[str, int] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    is_busy: bool = False

    @property
    def rejected(self) -> int:
        """Rows that went to a reject file; the next sync that reads all rows tries them again."""
        return self.imported.rejected if self.imported else 0

    def to_dict(self) -> dict[str, object]:
        """For ``--json``."""
        return asdict(self) | {"imported": self.imported.to_dict() if self.imported else None}


def exit_code(reports: list[SourceReport]) -> int:
    """0 all is in, 3 some rows or tables are not, 2 nothing could be synced."""
    failed = [report for report in reports if report.failures]
    if failed and all(report.imported is None for report in reports):
        return 2
    return 3 if failed or any(report.rejected for report in reports) else 0
