"""Handoffs of every kind pushed about at random, over a real store: none is lost, none stands in no state."""

from __future__ import annotations

import datetime as dt
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import Engine, func, select

from knowledge.errors import HandoffMoved, NothingToUndo
from knowledge.handoffs.commands.clocks import advance_handoffs
from knowledge.handoffs.commands.handoffs import NewHandoff
from knowledge.handoffs.commands.moves import hand_over, move
from knowledge.handoffs.lifecycle import CLOCKED, CLOSED, HandoffEvent, HandoffKind, HandoffState, Urgency, find_move
from knowledge.handoffs.queries.handoffs import load_handoff
from knowledge.kernel.undo import find_change, undo_change
from knowledge.playbook.rules import Rules
from knowledge.tables import Handoff, HandoffStep
from tests.knowledge.small_firm import NOW, TODAY, UnitOfWorkOf

PEOPLE = ("mana", "rei", "ron", "cho")
_BY_ITSELF = {HandoffEvent.SEND, HandoffEvent.REMIND, HandoffEvent.ESCALATE, HandoffEvent.RETURN}
BY_HAND = sorted(set(HandoffEvent) - _BY_ITSELF)


def _life(firm: Engine, unit_of_work_of: UnitOfWorkOf) -> type[RuleBasedStateMachine]:
    class Life(RuleBasedStateMachine):
        """One handoff a run; whoever likes tries whatever they like, and time passes."""

        @initialize(kind=st.sampled_from(HandoffKind), sender=st.sampled_from(PEOPLE))
        def send(self, kind: HandoffKind, sender: str) -> None:
            self.now, self.kind = NOW, kind
            with unit_of_work_of(sender, now=self.now) as unit_of_work:
                card, _ = hand_over(unit_of_work, NewHandoff(1, "SSO", Urgency.NORMAL, kind=kind))
            self.id, self.before = card.id, card.state

        @rule(who=st.sampled_from(PEOPLE), event=st.sampled_from(BY_HAND), stale=st.booleans())
        def press(self, who: str, event: HandoffEvent, stale: bool) -> None:
            with unit_of_work_of(who, now=self.now) as unit_of_work:
                card = load_handoff(unit_of_work.access, self.id)
                if card is None:
                    return
                expected = find_move(card.state, event, card.kind)
                try:
                    moved = move(unit_of_work, card, event, text="because")
                except HandoffMoved:
                    return
                assert expected is not None
                assert moved.state == expected.to
                if stale:
                    try:
                        move(unit_of_work, card, event, text="again")
                    except HandoffMoved:
                        return
                    raise AssertionError("a stale card was moved")

        @rule(who=st.sampled_from(PEOPLE))
        def undo(self, who: str) -> None:
            with unit_of_work_of(who, now=self.now) as unit_of_work:
                try:
                    undo_change(unit_of_work, find_change(unit_of_work, None))
                except NothingToUndo:
                    return

        @rule(hours=st.integers(1, 60))
        def wait(self, hours: int) -> None:
            self.now += dt.timedelta(hours=hours)
            advance_handoffs(firm, Rules(), now=self.now, today=TODAY)

        @invariant()
        def it_is_somewhere_and_somebody_has_it(self) -> None:
            if not hasattr(self, "id"):
                return
            with firm.connect() as connection:
                row: Any = connection.execute(select(Handoff).where(Handoff.id == self.id)).one()
                steps = select(func.count()).where(HandoffStep.handoff_id == self.id)
                assert connection.execute(steps).scalar() == row.version, "each step is kept once"
            state = HandoffState(row.state)
            assert state in CLOSED or row.to_id is not None or row.team is not None or row.from_key
            assert (row.next_at is not None) == (state in CLOCKED)
            assert (row.due_at is not None) == (state in CLOCKED)

        def teardown(self) -> None:
            """Left alone, what waits for an answer comes back to its sender."""
            if not hasattr(self, "id"):
                return
            for _ in range(6):
                self.now += dt.timedelta(days=30)
                advance_handoffs(firm, Rules(), now=self.now, today=TODAY)
            with firm.connect() as connection:
                state = connection.execute(select(Handoff.state).where(Handoff.id == self.id)).scalar_one()
            assert state not in CLOCKED

    return Life


def test_no_sequence_of_deeds_loses_a_handoff(firm: Engine, unit_of_work_of: UnitOfWorkOf) -> None:
    life = settings(
        max_examples=25, stateful_step_count=15, deadline=None, suppress_health_check=list(HealthCheck), database=None
    )
    run_state_machine_as_test(_life(firm, unit_of_work_of), settings=life)
