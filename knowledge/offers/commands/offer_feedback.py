"""What a colleague thinks of an offer, kept with the rule behind it; and what operations decide about rules."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import delete, func, insert, select

from knowledge.accounts.queries.accounts import load_account
from knowledge.errors import NothingToUndo, RuleUnknown
from knowledge.kernel.moments import as_utc
from knowledge.kernel.unit_of_work import AuditedUnitOfWork
from knowledge.notifications.commands.enqueue_notifications import announce_rule
from knowledge.offers.queries.rule_states import load_rule_states
from knowledge.offers.rule_state import Decision, RuleState
from knowledge.tables import OfferFeedback, RuleDecision
from knowledge.terms import OfferWord


@dataclass(frozen=True)
class WordSaid:
    """One colleague's word on an offer of ``product_id``, which ``rule`` justified; ``proposal_id``: see the table."""

    account_id: int
    word: OfferWord
    product_id: int | None = None
    rule: str | None = None
    proposal_id: int | None = None


def say_word(unit_of_work: AuditedUnitOfWork, said: WordSaid) -> int:
    """Keep a word by itself; the change to undo. AccountUnknown where the account is out of sight."""
    load_account(unit_of_work.access, said.account_id)
    feedback_id = keep_word(unit_of_work, said)
    facts = {"feedback_id": feedback_id, "word": said.word, "rule": said.rule, "product_id": said.product_id}
    return unit_of_work.audit("feedback.given", account_id=said.account_id, facts=facts)


def keep_word(unit_of_work: AuditedUnitOfWork, said: WordSaid) -> int:
    """Keep a word in the caller's change, and tell operations where it sets the rule aside; its id."""
    before = find_state(unit_of_work, said.rule)
    values = {
        "at": as_utc(unit_of_work.now),
        "day": unit_of_work.access.as_of,
        "person_key": unit_of_work.access.viewer.key,
        "account_id": said.account_id,
        "product_id": said.product_id,
        "rule": said.rule,
        "said": said.word,
        "proposal_id": said.proposal_id,
    }
    made = insert(OfferFeedback).values(values).returning(OfferFeedback.id)
    feedback_id = int(unit_of_work.access.connection.execute(made).scalar_one())
    now = find_state(unit_of_work, said.rule)
    if now and now.is_set_aside and not (before and before.is_set_aside):
        announce_rule(unit_of_work, now.rule, feedback_id)
    return feedback_id


def undo_word(unit_of_work: AuditedUnitOfWork, feedback_id: int) -> None:
    """Take a word back. NothingToUndo where it is gone."""
    gone = delete(OfferFeedback).where(OfferFeedback.id == feedback_id).returning(OfferFeedback.id)
    if unit_of_work.access.connection.execute(gone).first() is None:
        raise NothingToUndo("This was taken back already.")


def drop_words_of(unit_of_work: AuditedUnitOfWork, proposal_id: int) -> None:
    """Take back the words that came with an outcome."""
    unit_of_work.access.connection.execute(delete(OfferFeedback).where(OfferFeedback.proposal_id == proposal_id))


def find_state(unit_of_work: AuditedUnitOfWork, rule: str | None) -> RuleState | None:
    """The state of one rule; None where nobody said or decided anything about it."""
    return (
        next((state for state in load_rule_states(unit_of_work.access) if state.rule == rule), None) if rule else None
    )


def decide_rule(unit_of_work: AuditedUnitOfWork, rule: str, decision: Decision) -> int:
    """Restore a rule, or set it aside whatever colleagues say; the change. RuleUnknown where restoring finds nothing
    that was set aside."""
    state = find_state(unit_of_work, rule)
    if decision is Decision.RESTORED and not (state and state.is_set_aside):
        raise RuleUnknown(rule, [each.rule for each in load_rule_states(unit_of_work.access) if each.is_set_aside])
    last = unit_of_work.access.connection.execute(select(func.coalesce(func.max(OfferFeedback.id), 0))).scalar_one()
    values = {
        "at": as_utc(unit_of_work.now),
        "rule": rule,
        "decision": decision,
        "after_feedback": int(last),
        "person_key": unit_of_work.access.viewer.key,
    }
    made = insert(RuleDecision).values(values).returning(RuleDecision.id)
    decision_id = int(unit_of_work.access.connection.execute(made).scalar_one())
    return unit_of_work.audit(f"rule.{decision}", account_id=None, text=rule, facts={"decision_id": decision_id})


def undo_decision(unit_of_work: AuditedUnitOfWork, decision_id: int) -> None:
    """Take a decision back: the rule stands as before it."""
    unit_of_work.access.connection.execute(delete(RuleDecision).where(RuleDecision.id == decision_id))
