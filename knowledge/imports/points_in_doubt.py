"""Whether points in a file's amounts may stand between thousands.

They may where all go on with three digits, or where others of the file's amounts have a comma before their decimals.
"""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.imports.amount_sample import amount_places, sample_cells
from knowledge.imports.cells.amounts import has_decimal_comma, may_be_grouped
from knowledge.imports.jobs import Job


def find_points_in_doubt(jobs: Sequence[Job]) -> frozenset[str]:
    """Names of files whose amounts cannot tell ``1.200`` from 1200; a mapping's ``decimal_mark`` settles it."""
    return frozenset(job.source.name for job in jobs if not _is_told(job) and _may_group(job))


def _is_told(job: Job) -> bool:
    """By the mapping, or by a file whose numbers are numbers and not text."""
    is_text = job.source.read_as.delimiter is not None
    return not is_text or bool(job.rule.decimal_mark or job.mapping.decimal_mark or job.rule.amounts == "minor")


def _may_group(job: Job) -> bool:
    cells = list(sample_cells(job, amount_places(job)))
    in_doubt = [may_be_grouped(cell) for cell in cells if "." in cell]
    return any(in_doubt) and (all(in_doubt) or any(map(has_decimal_comma, cells)))
