"""Which rules behind offers are set aside: by what colleagues said, or by what operations decided."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import func, select

from knowledge.accounts.queries.aggregates.frame import Statement, day
from knowledge.kernel.access import AccessContext
from knowledge.offers.rule_state import Decision, RuleState
from knowledge.tables import OfferFeedback, RuleDecision
from knowledge.terms import OfferWord

_DECIDED = select(RuleDecision).order_by(RuleDecision.id)


def find_set_aside(access: AccessContext) -> frozenset[str]:
    """The rules that justify no offer on the day asked about."""
    return frozenset(state.rule for state in load_rule_states(access) if state.is_set_aside)


def load_rule_states(access: AccessContext) -> list[RuleState]:
    """Every rule with feedback or a decision, set aside ones first."""
    decided = {row.rule: row for row in access.connection.execute(_DECIDED)}
    said: dict[str, dict[str, tuple[int, dt.date]]] = {}
    counted: Sequence[Any] = access.connection.execute(_said_since(), {"as_of": access.as_of}).all()
    for rule, word, people, last in counted:
        said.setdefault(str(rule), {})[word] = (int(people), last)
    needed = access.rules.learning.not_relevant_people
    states = []
    for rule in said.keys() | decided.keys():
        against, last_on = said.get(rule, {}).get(OfferWord.NOT_RELEVANT, (0, None))
        helpful, _ = said.get(rule, {}).get(OfferWord.HELPFUL, (0, None))
        row = decided.get(rule)
        decision = Decision(row.decision) if row else None
        is_off = decision is Decision.SET_ASIDE or against >= needed
        who = str(row.person_key) if row else None
        states.append(RuleState(rule, is_off, against, helpful, last_on, decision, who))
    return sorted(states, key=lambda state: (not state.is_set_aside, -state.not_relevant, state.rule))


@cache
def _said_since() -> Statement:
    """By rule, what colleagues said since operations last decided on it."""
    after = (
        select(RuleDecision.rule, func.max(RuleDecision.after_feedback).label("last"))
        .group_by(RuleDecision.rule)
        .cte("decided")
    )
    told = OfferFeedback
    return (
        select(told.rule, told.said, func.count(told.person_key.distinct()), func.max(told.day))
        .outerjoin(after, after.c.rule == told.rule)
        .where(told.rule.is_not(None), told.day <= day("as_of"), told.id > func.coalesce(after.c.last, 0))
        .group_by(told.rule, told.said)
    )
