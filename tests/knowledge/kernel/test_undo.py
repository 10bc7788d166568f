import datetime as dt
from typing import Any

import pytest
from sqlalchemy import Engine, select

from knowledge.accounts.commands.needs import record_need
from knowledge.accounts.queries.history import load_hold, load_open_needs
from knowledge.errors import NothingToUndo
from knowledge.kernel.undo import find_change, undo_change
from knowledge.offers.commands.holds import lift_hold, place_hold
from knowledge.playbook.commands.checklists import tick_item
from knowledge.proposals.commands.outcomes import OutcomeSaid, log_outcome
from knowledge.tables import AuditEntry, ChecklistMark, Need, Proposal
from knowledge.terms import OfferKind, ProposalOutcome
from tests.knowledge.small_firm import NOW, TODAY

NEXT_WEEK = TODAY + dt.timedelta(days=7)


def _undo(unit_of_work: Any, change: int | None = None) -> None:
    undo_change(unit_of_work, find_change(unit_of_work, change))


def test_each_change_is_taken_back_last_first_and_audited(firm: Engine, unit_of_work_of: Any) -> None:
    with unit_of_work_of("cho") as unit_of_work:
        record_need(unit_of_work, 1, "SSO for 200 people", said_by="Ada", product_id=None)
        place_hold(unit_of_work, 1, "unhappy", until=NEXT_WEEK)
        tick_item(unit_of_work, 1, "cross_sell:sso", "goal")
    with unit_of_work_of("cho") as unit_of_work:
        for _ in range(3):
            _undo(unit_of_work)
        assert load_open_needs(unit_of_work.access, 1) == ()
        assert load_hold(unit_of_work.access, 1) is None
        with pytest.raises(NothingToUndo):
            _undo(unit_of_work)
    with firm.connect() as connection:
        assert connection.execute(select(Need.id)).all() == []
        assert connection.execute(select(ChecklistMark.id)).all() == []
        acts = list(connection.execute(select(AuditEntry.act).order_by(AuditEntry.id)).scalars())
    assert acts == ["need.recorded", "hold.placed", "checklist.ticked", "undo", "undo", "undo"]


def test_an_outcome_on_an_open_offer_is_put_back_as_it_was(firm: Engine, unit_of_work_of: Any) -> None:
    def said(outcome: ProposalOutcome, **more: Any) -> OutcomeSaid:
        return OutcomeSaid(1, 1, OfferKind.CROSS_SELL, outcome, **more)

    with unit_of_work_of("rei") as unit_of_work:
        pitched = log_outcome(unit_of_work, said(ProposalOutcome.PITCHED))
        lost = log_outcome(unit_of_work, said(ProposalOutcome.LOST, reason="price", later_until=NEXT_WEEK))
        assert lost.proposal_id == pitched.proposal_id
    with unit_of_work_of("rei") as unit_of_work:
        _undo(unit_of_work, lost.change)
    with firm.connect() as connection:
        row = connection.execute(select(Proposal.outcome, Proposal.outcome_on, Proposal.reason)).one()
    assert tuple(row) == ("pitched", None, None)


def test_what_somebody_changed_since_is_not_undone(firm: Engine, unit_of_work_of: Any) -> None:
    with unit_of_work_of("rei") as unit_of_work:
        first = log_outcome(unit_of_work, OutcomeSaid(1, 1, OfferKind.CROSS_SELL, ProposalOutcome.PITCHED))
    with unit_of_work_of("ron") as unit_of_work:
        log_outcome(unit_of_work, OutcomeSaid(1, 1, OfferKind.CROSS_SELL, ProposalOutcome.WON, amount_minor=100))
    with unit_of_work_of("rei") as unit_of_work, pytest.raises(NothingToUndo):
        _undo(unit_of_work, first.change)


def test_nobody_undoes_what_another_did(firm: Engine, unit_of_work_of: Any) -> None:
    with unit_of_work_of("cho") as unit_of_work:
        _, change = place_hold(unit_of_work, 1, "unhappy", until=NEXT_WEEK)
    with unit_of_work_of("rei") as unit_of_work, pytest.raises(NothingToUndo):
        _undo(unit_of_work, change)


def test_lifting_is_undone_too(firm: Engine, unit_of_work_of: Any) -> None:
    with unit_of_work_of("cho") as unit_of_work:
        place_hold(unit_of_work, 1, "unhappy", until=NEXT_WEEK)
        lift_hold(unit_of_work, 1)
        assert load_hold(unit_of_work.access, 1) is None
        _undo(unit_of_work)
        assert load_hold(unit_of_work.access, 1) is not None
        assert unit_of_work.now == NOW
