"""What is told of whom, what it takes to write it down, and what was written down, ready to be said."""

from __future__ import annotations

from dataclasses import dataclass

from actions.changes import unit_of_work_for
from actions.question import Question
from actions.reply import Choice, Line, Tone
from knowledge.accounts.history import AccountCard
from knowledge.kernel.access import AccessContext
from knowledge.kernel.unit_of_work import AuditedUnitOfWork
from knowledge.playbook.phrases import Phrases


@dataclass(frozen=True)
class Kept:
    """``change`` takes it back; None where nothing was written. ``onward``: buttons for what is told to come next."""

    headline: str
    lines: tuple[Line, ...]
    change: int | None
    onward: tuple[Choice, ...] = ()


@dataclass(frozen=True)
class Telling:
    """What is told of whom, and what it takes to write it down."""

    question: Question
    access: AccessContext
    card: AccountCard
    say: Phrases

    @property
    def unit_of_work(self) -> AuditedUnitOfWork:
        return unit_of_work_for(self.question, self.access)

    @property
    def text(self) -> str:
        """The words to be kept."""
        return self.question.free("text") or self.question.text

    @property
    def quote(self) -> Line:
        """The words that are kept, as a line of the answer."""
        return Line(text=self.text, tone=Tone.QUOTE)
