"""Whether points in a file's amounts may stand between thousands: where all that have one go on with three digits."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.imports.amount_sample import amount_places, sample_cells
from knowledge.imports.cells.amounts import may_be_grouped
from knowledge.imports.plan import Job


def find_points_in_doubt(jobs: Sequence[Job]) -> frozenset[str]:
    """Names of files whose amounts cannot tell ``1.200`` from 1200; a mapping's ``decimal_mark`` settles it."""
    return frozenset(job.source.name for job in jobs if not _is_told(job) and _only_threes(job))


def _is_told(job: Job) -> bool:
    """By the mapping, or by a file whose numbers are numbers and not text."""
    is_text = job.source.read_as.delimiter is not None
    return not is_text or bool(job.rule.decimal_mark or job.mapping.decimal_mark or job.rule.amounts == "minor")


def _only_threes(job: Job) -> bool:
    pointed = [cell for cell in sample_cells(job, amount_places(job)) if "." in cell]
    return bool(pointed) and all(map(may_be_grouped, pointed))
