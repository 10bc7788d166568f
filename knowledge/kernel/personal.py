"""What a table declares of itself: whose data it holds, why, how long, and what an erasure does to its rows."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Holds(StrEnum):
    """Whose data the rows are.

    ``PERSON``: a row is somebody. ``CUSTOMER``: a row is about a customer, and its words may name people. ``WORK``:
    what the assistant keeps of its own work, whose words may name anybody. ``NOTHING``: no row is about anybody.
    """

    PERSON = "person"
    CUSTOMER = "customer"
    WORK = "work"
    NOTHING = "nothing"


class Kept(StrEnum):
    """Kinds of data that are dropped when their time is over; ``retention`` in config.yml says after how many days."""

    CONVERSATIONS = "conversations"
    AUDIT = "audit"
    NOTES = "notes"
    SURVEYS = "surveys"
    NOTICES = "notices"
    TOKENS = "tokens"
    JOBS = "jobs"


@dataclass(frozen=True)
class Personal:
    """One table's declaration; ``why`` stands in docs/privacy.md.

    ``own``: columns that tell who a row's person is, blanked by an erasure. ``drops``: a row whose words name who is
    erased is dropped whole, for it is only a copy or soon over. ``is_trail``: of an erased customer the row stays
    without its words, so that the trail has no gap. ``kept`` with ``aged_by``: dropped so long after that moment.
    """

    holds: Holds
    why: str
    own: tuple[str, ...] = ()
    drops: bool = False
    is_trail: bool = False
    kept: Kept | None = None
    aged_by: str | None = None
