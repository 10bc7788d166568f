"""What every answer about a change has in common: the pen to write it with, and the button that takes it back."""

from __future__ import annotations

from actions.question import Question
from actions.reply import AccountRef, Choice
from knowledge.accounts.history import AccountCard
from knowledge.kernel.access import AccessContext
from knowledge.kernel.unit_of_work import AuditedUnitOfWork
from knowledge.playbook.phrases import Phrases


def unit_of_work_for(question: Question, access: AccessContext) -> AuditedUnitOfWork:
    """The asker's book, opened for writing at the moment of asking."""
    return AuditedUnitOfWork(access, question.now, question.place)


def undo_choice(change: int, say: Phrases) -> Choice:
    """The button that takes this one change back."""
    return Choice(label=say("asking.undo"), intent="undo", slots={"change": change})


def next_choice(intent: str, account: AccountRef, say: Phrases) -> Choice:
    """A button to another question about the same customer."""
    return Choice(label=say(f"{intent}.name"), intent=intent, slots={"account_id": account.id, "account": account.name})


def ref(account: AccountCard) -> AccountRef:
    """The account as a reply names it."""
    return AccountRef(id=account.id, name=account.name)
