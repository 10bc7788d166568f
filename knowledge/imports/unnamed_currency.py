"""Whether amounts that name no currency can be the firm's: a file full of decimals is not in yen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from knowledge.imports.amount_sample import amount_places, sample_cells
from knowledge.imports.cells.amounts import minor_digits, read_amount
from knowledge.imports.cells.unclear import CellUnclear
from knowledge.imports.jobs import Job, files_without_currency

_FEW = 0.02  # share of amounts with decimals up to which those are the doubtful ones, and not the file


def find_contradictions(jobs: Sequence[Job], firm_currency: str | None) -> dict[str, tuple[str, str]]:
    """By system, a cell with decimals where the firm's currency has none, and so cannot be meant, and its file."""
    if firm_currency is None or minor_digits(firm_currency):
        return {}
    unnamed = set(files_without_currency(jobs))
    pairs = [(job.mapping.system, _contradiction(job)) for job in jobs if job.source.name in unnamed]
    return {system: cell for system, cell in pairs if cell}


def _contradiction(job: Job) -> tuple[str, str] | None:
    places = amount_places(job) if job.rule.amounts == "main" else []
    cells = list(_bare_amounts(job, places))
    fine = [cell for cell, has_decimals in cells if has_decimals]
    return (fine[0], job.source.name) if len(fine) > _FEW * len(cells) else None


def _bare_amounts(job: Job, places: Sequence[int]) -> Iterator[tuple[str, bool]]:
    """Amounts without a sign of their currency, and whether they have decimals."""
    mark = job.rule.decimal_mark or job.mapping.decimal_mark or "."
    for cell in sample_cells(job, places):
        try:
            amount, sign = read_amount(cell, mark)
        except CellUnclear:
            continue
        if sign is None:
            yield cell, amount != amount.to_integral_value()
