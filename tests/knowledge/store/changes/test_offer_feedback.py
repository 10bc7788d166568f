"""Colleagues' words on offers: counted by different people, told to operations, decided by them, taken back."""

import datetime as dt
from typing import Any

import pytest
from sqlalchemy import Engine, insert

from actions.telling.notices import tell_notice
from knowledge.errors import RuleUnknown
from knowledge.playbook.rules import Rules
from knowledge.store.book import open_book
from knowledge.store.changes.notices import claim_due
from knowledge.store.changes.offer_feedback import WordSaid, decide_rule, find_state, say_word
from knowledge.store.changes.outcomes import OutcomeSaid, log_outcome
from knowledge.store.changes.undo import find_change, undo_change
from knowledge.store.models import Person, Proposal
from knowledge.store.queries.experience import load_experience
from knowledge.store.queries.rule_states import Decision, find_set_aside
from knowledge.store.sight import OPERATOR
from knowledge.terms import OfferKind, OfferWord, ProposalOutcome

from .conftest import NOW, TODAY

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
    with open_book(engine, OPERATOR, Rules(), as_of=TODAY) as book:
        return find_set_aside(book)


def test_the_third_person_sets_the_rule_aside_and_operations_hear_of_it_once(ops: Engine, pen_of: Any) -> None:
    for who in ("rei", "rei", "ron", "mana", "cho"):
        with pen_of(who) as pen:
            say_word(pen, WORD)
    assert _set_aside(ops) == {RULE}
    cards = claim_due(ops, now=NOW, worker="one", lease=dt.timedelta(minutes=2))
    assert [(card.person_key, card.kind) for card in cards] == [("otto", "rule_set_aside")]
    with pen_of("otto") as pen:
        told = tell_notice(cards[0], pen)
        assert told is not None
        assert told.headline == "A rule was set aside: SSO for a need in the customer's words."
        decide_rule(pen, RULE, Decision.RESTORED)
        assert tell_notice(cards[0], pen) is None, "it has come back meanwhile"


def test_a_restored_rule_counts_from_then_on_and_undo_sets_it_aside_again(ops: Engine, pen_of: Any) -> None:
    for who in ("rei", "ron", "mana"):
        with pen_of(who) as pen:
            say_word(pen, WORD)
    with pen_of("otto") as pen:
        decide_rule(pen, RULE, Decision.RESTORED)
    assert _set_aside(ops) == frozenset()
    with pen_of("rei") as pen:
        say_word(pen, WORD)
        state = find_state(pen, RULE)
        assert state is not None
        assert (state.not_relevant, state.is_set_aside) == (1, False)
    with pen_of("otto") as pen:
        undo_change(pen, find_change(pen, None))
    assert _set_aside(ops) == {RULE}


def test_nothing_is_restored_that_was_not_set_aside(ops: Engine, pen_of: Any) -> None:
    with pen_of("otto") as pen, pytest.raises(RuleUnknown):
        decide_rule(pen, RULE, Decision.RESTORED)


def test_a_customers_not_relevant_counts_too_and_goes_with_its_outcome(ops: Engine, pen_of: Any) -> None:
    with pen_of("rei") as pen:
        said = OutcomeSaid(1, 1, OfferKind.CROSS_SELL, ProposalOutcome.NOT_RELEVANT, rule=RULE)
        change = log_outcome(pen, said).change
    for who in ("ron", "mana"):
        with pen_of(who) as pen:
            say_word(pen, WORD)
    assert _set_aside(ops) == {RULE}
    with pen_of("rei") as pen:
        undo_change(pen, find_change(pen, change))
    assert _set_aside(ops) == frozenset()


def test_take_up_counts_answers_and_overdue_silence_and_is_fresh_after_each_outcome(firm: Engine, pen_of: Any) -> None:
    old = TODAY - dt.timedelta(days=91)
    with firm.begin() as connection:
        mine = {"account_id": 1, "product_id": 1, "kind": "cross_sell", "source": "test"}
        for number, (day, outcome) in enumerate([(old, "pitched"), (TODAY, "pitched"), (old, "won")]):
            on = old if outcome == "won" else None
            values = {**mine, "key": f"p{number}", "proposed_on": day, "outcome": outcome, "outcome_on": on}
            connection.execute(insert(Proposal).values(values))
    with open_book(firm, OPERATOR, Rules(), as_of=TODAY) as book:
        taken = load_experience(book).by_rule["cross_sell:1"]
    assert (taken.proposals, taken.won) == (2, 1)
    with pen_of("rei") as pen:
        log_outcome(pen, OutcomeSaid(1, 1, OfferKind.CROSS_SELL, ProposalOutcome.WON))
        taken = load_experience(pen.book).by_rule["cross_sell:1"]
    assert (taken.proposals, taken.won) == (3, 2)
    with pen_of("rei") as pen:
        undo_change(pen, find_change(pen, None))
        assert load_experience(pen.book).by_rule["cross_sell:1"].proposals == 2
