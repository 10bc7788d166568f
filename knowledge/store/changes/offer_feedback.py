"""What a colleague thinks of an offer, kept with the rule behind it; and what operations decide about rules."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import delete, func, insert, select

from knowledge.errors import NothingToUndo, RuleUnknown
from knowledge.store.changes.announcing import announce_rule
from knowledge.store.changes.pen import Pen
from knowledge.store.models import OfferFeedback, RuleDecision
from knowledge.store.moments import as_utc
from knowledge.store.queries.accounts import load_account
from knowledge.store.queries.rule_states import Decision, RuleState, load_rule_states
from knowledge.terms import OfferWord


@dataclass(frozen=True)
class WordSaid:
    """One colleague's word on an offer of ``product_id``, which ``rule`` justified; ``proposal_id``: see the table."""

    account_id: int
    word: OfferWord
    product_id: int | None = None
    rule: str | None = None
    proposal_id: int | None = None


def say_word(pen: Pen, said: WordSaid) -> int:
    """Keep a word by itself; the change to undo. AccountUnknown where the account is out of sight."""
    load_account(pen.book, said.account_id)
    feedback_id = keep_word(pen, said)
    facts = {"feedback_id": feedback_id, "word": said.word, "rule": said.rule, "product_id": said.product_id}
    return pen.audit("feedback.given", account_id=said.account_id, facts=facts)


def keep_word(pen: Pen, said: WordSaid) -> int:
    """Keep a word in the caller's change, and tell operations where it sets the rule aside; its id."""
    before = find_state(pen, said.rule)
    values = {
        "at": as_utc(pen.now),
        "day": pen.book.as_of,
        "person_key": pen.book.viewer.key,
        "account_id": said.account_id,
        "product_id": said.product_id,
        "rule": said.rule,
        "said": said.word,
        "proposal_id": said.proposal_id,
    }
    made = insert(OfferFeedback).values(values).returning(OfferFeedback.id)
    feedback_id = int(pen.book.connection.execute(made).scalar_one())
    now = find_state(pen, said.rule)
    if now and now.is_set_aside and not (before and before.is_set_aside):
        announce_rule(pen, now.rule, feedback_id)
    return feedback_id


def undo_word(pen: Pen, feedback_id: int) -> None:
    """Take a word back. NothingToUndo where it is gone."""
    gone = delete(OfferFeedback).where(OfferFeedback.id == feedback_id).returning(OfferFeedback.id)
    if pen.book.connection.execute(gone).first() is None:
        raise NothingToUndo("This was taken back already.")


def drop_words_of(pen: Pen, proposal_id: int) -> None:
    """Take back the words that came with an outcome."""
    pen.book.connection.execute(delete(OfferFeedback).where(OfferFeedback.proposal_id == proposal_id))


def find_state(pen: Pen, rule: str | None) -> RuleState | None:
    """The state of one rule; None where nobody said or decided anything about it."""
    return next((state for state in load_rule_states(pen.book) if state.rule == rule), None) if rule else None


def decide_rule(pen: Pen, rule: str, decision: Decision) -> int:
    """Restore a rule, or set it aside whatever colleagues say; the change. RuleUnknown where restoring finds nothing
    that was set aside."""
    state = find_state(pen, rule)
    if decision is Decision.RESTORED and not (state and state.is_set_aside):
        raise RuleUnknown(rule, [each.rule for each in load_rule_states(pen.book) if each.is_set_aside])
    last = pen.book.connection.execute(select(func.coalesce(func.max(OfferFeedback.id), 0))).scalar_one()
    values = {
        "at": as_utc(pen.now),
        "rule": rule,
        "decision": decision,
        "after_feedback": int(last),
        "person_key": pen.book.viewer.key,
    }
    made = insert(RuleDecision).values(values).returning(RuleDecision.id)
    decision_id = int(pen.book.connection.execute(made).scalar_one())
    return pen.audit(f"rule.{decision}", account_id=None, text=rule, facts={"decision_id": decision_id})


def undo_decision(pen: Pen, decision_id: int) -> None:
    """Take a decision back: the rule stands as before it."""
    pen.book.connection.execute(delete(RuleDecision).where(RuleDecision.id == decision_id))
