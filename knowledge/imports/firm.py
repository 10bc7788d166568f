"""What holds for our own firm's files where neither they nor the mapping say, and how a job's cells are read so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from knowledge.imports.answers import Answers
from knowledge.imports.cells.words import read_id, read_salesforce_id
from knowledge.imports.files.lines import header_key
from knowledge.imports.jobs import Job
from knowledge.imports.reading import Manner


@dataclass(frozen=True)
class Firm:
    """What holds for our own firm's files where neither they nor the mapping say. ``rejects``: folder for bad rows."""

    currency: str | None = None
    timezone: str | None = None
    fiscal_year_starts: int = 4
    rejects: Path | None = None
    answers: Answers = field(default_factory=Answers)


@dataclass(frozen=True)
class Doubts:
    """What the amounts of the files leave open. ``not_firms``: by system, one that cannot be in the

    firm's currency, and its file.

    ``points``: files in which a point may stand between thousands.
    """

    not_firms: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    points: frozenset[str] = frozenset()


def manner_of(job: Job, firm: Firm) -> Manner:
    """How the cells of a job's file are written."""
    mapping, rule = job.mapping, job.rule
    return Manner(
        currency=rule.currency or mapping.currency or firm.answers.currency,
        firm_currency=firm.currency,
        timezone=mapping.timezone or firm.timezone,
        times_in=rule.times_in or mapping.times_in,
        date_formats=(*rule.date_format, *mapping.date_format),
        decimal_mark=rule.decimal_mark or mapping.decimal_mark or ".",
        fiscal_year_starts=mapping.fiscal_year_starts or firm.fiscal_year_starts,
        amounts_are_minor=rule.amounts == "minor",
        null_words=frozenset(header_key(word) for word in (*rule.null_words, *mapping.null_words)),
        read_id=read_salesforce_id if mapping.ids == "salesforce" else read_id,
    )
