"""What a firm chooses to have written back, and what a system that can be written to must be able to do."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol, Self

from pydantic import Field

from knowledge.sync.source_kind import Declaration


class Told(StrEnum):
    """Kinds of what colleagues tell that can be written back."""

    NOTE = "note"
    MINUTES = "minutes"
    PROMISE = "promise"
    CANCELLATION = "cancellation"
    NEED = "need"
    VISIT = "visit"
    COMPLAINT = "complaint"
    PROBLEM = "problem"


class Becomes(StrEnum):
    """What it becomes there."""

    NOTE = "note"
    TASK = "task"


class WritingDeclaration(Declaration):
    """A source that can be written to. ``writes``: each kind that is, and as what; nothing, unless told."""

    writes: dict[Told, Becomes] = Field(default_factory=dict)


@dataclass(frozen=True)
class Entry:
    """Something told, ready to be written. ``key``: its mark there, by which it is found again.

    ``customer``, ``owner``: ids of that system; ``teller``: who told it, by name. ``due_on``: of a promise.
    """

    key: str
    becomes: Becomes
    text: str
    at: dt.datetime
    customer: str
    teller: str | None
    owner: str | None
    due_on: dt.date | None = None


@dataclass(frozen=True)
class Written:
    """What stands there. ``text``: as the system keeps it, in which it shows whether somebody has changed it since."""

    id: str
    text: str


class Writer(Protocol):
    """A system that is written to.

    Each method raises SourceRefused; with ``may_resume`` where nobody knows what came of it.
    """

    def write(self, entry: Entry) -> Written:
        """Make it, asking once."""

    def find(self, entry: Entry) -> Written | None:
        """What was made of it before; None: nothing."""

    def read(self, written_id: str, becomes: Becomes) -> Written | None:
        """What stands under an id now; None: nothing any more."""

    def remove(self, written_id: str, becomes: Becomes) -> None:
        """Take it away."""

    def __enter__(self) -> Self:
        """Connect."""

    def __exit__(self, *_: object) -> None:
        """Let go."""


class OpensWriter(Protocol):
    """Makes a writer of a declaration and the secrets it names."""

    def __call__(self, declared: Any, secrets: Mapping[str, str]) -> Writer:
        """Nothing is connected yet."""
