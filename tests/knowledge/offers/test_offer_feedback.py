"""Colleagues' words on offers: counted by different people, told to operations, decided by them, taken back."""

import datetime as dt
from typing import Any

import pytest
from sqlalchemy import Engine, insert

from actions.notifications.registry import tell_notice
from knowledge.errors import RuleUnknown
from knowledge.kernel.access import open_access
from knowledge.kernel.undo import find_change, undo_change
from knowledge.kernel.visibility import OPERATOR
from knowledge.notifications.commands.notifications import claim_due
from knowledge.offers.commands.offer_feedback import WordSaid, decide_rule, find_state, say_word
from knowledge.offers.queries.experience import load_experience
from knowledge.offers.queries.rule_states import find_set_aside
from knowledge.offers.rule_state import Decision
from knowledge.playbook.rules import Rules
from knowledge.proposals.commands.outcomes import OutcomeSaid, log_outcome
from knowledge.tables import Person, Proposal
from knowledge.terms import OfferKind, OfferWord, ProposalOutcome
from tests.knowledge.small_firm import NOW, TODAY

RULE = "need:1"
WORD = WordSaid(1, OfferWord.NOT_RELEVANT, 1, RULE)


@pytest.fixture
def ops(firm: Engine) -> Engine:
    with firm.begin() as connection:
        who = {
            "key": "otto",
            "name": "Otto",
            "role": "ops",
            "language": "en",
            "country": "JP",
            "timezone": "Asia/Tokyo",
        }
        connection.execute(insert(Person).values(id=9, source="test", **who))
    return firm


def _set_aside(engine: Engine) -> frozenset[str]:
    with open_access(engine, OPERATOR, Rules(), as_of=TODAY) as access:
        return find_set_aside(access)


def test_the_third_person_sets_the_rule_aside_and_operations_hear_of_it_once(ops: Engine, unit_of_work_of: Any) -> None:
    for who in ("rei", "rei", "ron", "mana", "cho"):
        with unit_of_work_of(who) as unit_of_work:
            say_word(unit_of_work, WORD)
    assert _set_aside(ops) == {RULE}
    cards = claim_due(ops, now=NOW, worker="one", lease=dt.timedelta(minutes=2))
    assert [(card.person_key, card.kind) for card in cards] == [("otto", "rule_set_aside")]
    with unit_of_work_of("otto") as unit_of_work:
        told = tell_notice(cards[0], unit_of_work)
        assert told is not None
        assert told.headline == "A rule was set aside: SSO for a need in the customer's words."
        decide_rule(unit_of_work, RULE, Decision.RESTORED)
        assert tell_notice(cards[0], unit_of_work) is None, "it has come back meanwhile"


def test_a_restored_rule_counts_from_then_on_and_undo_sets_it_aside_again(ops: Engine, unit_of_work_of: Any) -> None:
    for who in ("rei", "ron", "mana"):
        with unit_of_work_of(who) as unit_of_work:
            say_word(unit_of_work, WORD)
    with unit_of_work_of("otto") as unit_of_work:
        decide_rule(unit_of_work, RULE, Decision.RESTORED)
    assert _set_aside(ops) == frozenset()
    with unit_of_work_of("rei") as unit_of_work:
        say_word(unit_of_work, WORD)
        state = find_state(unit_of_work, RULE)
        assert state is not None
        assert (state.not_relevant, state.is_set_aside) == (1, False)
    with unit_of_work_of("otto") as unit_of_work:
        undo_change(unit_of_work, find_change(unit_of_work, None))
    assert _set_aside(ops) == {RULE}


def test_nothing_is_restored_that_was_not_set_aside(ops: Engine, unit_of_work_of: Any) -> None:
    with unit_of_work_of("otto") as unit_of_work, pytest.raises(RuleUnknown):
        decide_rule(unit_of_work, RULE, Decision.RESTORED)


def test_a_customers_not_relevant_counts_too_and_goes_with_its_outcome(ops: Engine, unit_of_work_of: Any) -> None:
    with unit_of_work_of("rei") as unit_of_work:
        said = OutcomeSaid(1, 1, OfferKind.CROSS_SELL, ProposalOutcome.NOT_RELEVANT, rule=RULE)
        change = log_outcome(unit_of_work, said).change
    for who in ("ron", "mana"):
        with unit_of_work_of(who) as unit_of_work:
            say_word(unit_of_work, WORD)
    assert _set_aside(ops) == {RULE}
    with unit_of_work_of("rei") as unit_of_work:
        undo_change(unit_of_work, find_change(unit_of_work, change))
    assert _set_aside(ops) == frozenset()


def test_take_up_counts_answers_and_overdue_silence_and_is_fresh_after_each_outcome(
    firm: Engine, unit_of_work_of: Any
) -> None:
    old = TODAY - dt.timedelta(days=91)
    with firm.begin() as connection:
        mine = {"account_id": 1, "product_id": 1, "kind": "cross_sell", "source": "test"}
        for number, (day, outcome) in enumerate([(old, "pitched"), (TODAY, "pitched"), (old, "won")]):
            on = old if outcome == "won" else None
            values = {**mine, "key": f"p{number}", "proposed_on": day, "outcome": outcome, "outcome_on": on}
            connection.execute(insert(Proposal).values(values))
    with open_access(firm, OPERATOR, Rules(), as_of=TODAY) as access:
        taken = load_experience(access).by_rule["cross_sell:1"]
    assert (taken.proposals, taken.won) == (2, 1)
    with unit_of_work_of("rei") as unit_of_work:
        log_outcome(unit_of_work, OutcomeSaid(1, 1, OfferKind.CROSS_SELL, ProposalOutcome.WON))
        taken = load_experience(unit_of_work.access).by_rule["cross_sell:1"]
    assert (taken.proposals, taken.won) == (3, 2)
    with unit_of_work_of("rei") as unit_of_work:
        undo_change(unit_of_work, find_change(unit_of_work, None))
        assert load_experience(unit_of_work.access).by_rule["cross_sell:1"].proposals == 2
