"""One imagined customer's whole story, before it becomes rows."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from knowledge.terms import NameKind, ProposalOutcome, Severity, SurveyKind


@dataclass(frozen=True)
class Contract:
    """One product a customer runs. ``steps``: total seats from a day on; ``kind``: new, or the kind of offer it was.

    ``used``: share of the seats or of the plan's limit in use at the end; ``trend``: the last four weeks against the
    twelve before, 0.2 for a fifth more.
    """

    product: str
    steps: tuple[tuple[dt.date, int], ...]
    kind: str
    used: float
    trend: float
    ended: dt.date | None
    renews_on: dt.date | None
    notice_by: dt.date | None
    cancel_requested_on: dt.date | None

    @property
    def started(self) -> dt.date:
        return self.steps[0][0]


@dataclass(frozen=True)
class Firm:
    """Who the customer is. ``people`` are keys: owner and csm."""

    key: str
    name: str
    names: tuple[tuple[str, NameKind], ...]
    industry: str
    employees: int
    country: str
    city: str
    language: str
    created: dt.date
    owner: str
    csm: str | None = None
    onboarded: dt.date | None = None


@dataclass(frozen=True)
class Person:
    """Somebody at the customer."""

    name: str
    title: str
    reading: str | None = None
    is_champion: bool = False
    left_on: dt.date | None = None


@dataclass(frozen=True)
class Answer:
    """A survey answer."""

    on: dt.date
    score: int
    kind: SurveyKind = SurveyKind.NPS
    comment: str | None = None


@dataclass(frozen=True)
class Inquiry:
    """A support ticket; open while ``closed`` is empty."""

    on: dt.date
    subject: str
    product: str
    severity: Severity = Severity.NORMAL
    closed: dt.date | None = None
    reopened: int = 0
    satisfied: bool | None = None


@dataclass(frozen=True)
class Remark:
    """A note, a touch (with its kind) or a need (with who said it), by one of us."""

    on: dt.date
    text: str
    by: str | None = None
    kind: str = ""
    said_by: str | None = None
    product: str | None = None


@dataclass(frozen=True)
class Pitch:
    """An offer made that was not won; what was won follows from the contracts."""

    on: dt.date
    product: str
    kind: str
    by: str
    outcome: ProposalOutcome
    outcome_on: dt.date | None = None
    later_until: dt.date | None = None
    reason: str | None = None
    text: str | None = None


@dataclass(frozen=True)
class Life:
    """All that the store will know of one customer."""

    firm: Firm
    contracts: tuple[Contract, ...]
    contacts: tuple[Person, ...] = ()
    answers: tuple[Answer, ...] = ()
    inquiries: tuple[Inquiry, ...] = ()
    notes: tuple[Remark, ...] = ()
    touches: tuple[Remark, ...] = ()
    needs: tuple[Remark, ...] = ()
    pitches: tuple[Pitch, ...] = ()
    pays_days_late: int = -4
