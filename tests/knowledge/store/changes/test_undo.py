import datetime as dt
from typing import Any

import pytest
from sqlalchemy import Engine, select

from knowledge.errors import NothingToUndo
from knowledge.store.changes.checklists import tick_item
from knowledge.store.changes.holds import lift_hold, place_hold
from knowledge.store.changes.needs import record_need
from knowledge.store.changes.outcomes import OutcomeSaid, log_outcome
from knowledge.store.changes.undo import find_change, undo_change
from knowledge.store.models import AuditEntry, ChecklistMark, Need, Proposal
from knowledge.store.queries.history import load_hold, load_open_needs
from knowledge.terms import OfferKind, ProposalOutcome

from .conftest import NOW, TODAY

NEXT_WEEK = TODAY + dt.timedelta(days=7)


def _undo(pen: Any, change: int | None = None) -> None:
    undo_change(pen, find_change(pen, change))


def test_each_change_is_taken_back_last_first_and_audited(firm: Engine, pen_of: Any) -> None:
    with pen_of("cho") as pen:
        record_need(pen, 1, "SSO for 200 people", said_by="Ada", product_id=None)
        place_hold(pen, 1, "unhappy", until=NEXT_WEEK)
        tick_item(pen, 1, "cross_sell:sso", "goal")
    with pen_of("cho") as pen:
        for _ in range(3):
            _undo(pen)
        assert load_open_needs(pen.book, 1) == ()
        assert load_hold(pen.book, 1) is None
        with pytest.raises(NothingToUndo):
            _undo(pen)
    with firm.connect() as connection:
        assert connection.execute(select(Need.id)).all() == []
        assert connection.execute(select(ChecklistMark.id)).all() == []
        acts = list(connection.execute(select(AuditEntry.act).order_by(AuditEntry.id)).scalars())
    assert acts == ["need.recorded", "hold.placed", "checklist.ticked", "undo", "undo", "undo"]


def test_an_outcome_on_an_open_offer_is_put_back_as_it_was(firm: Engine, pen_of: Any) -> None:
    def said(outcome: ProposalOutcome, **more: Any) -> OutcomeSaid:
        return OutcomeSaid(1, 1, OfferKind.CROSS_SELL, outcome, **more)

    with pen_of("rei") as pen:
        pitched = log_outcome(pen, said(ProposalOutcome.PITCHED))
        lost = log_outcome(pen, said(ProposalOutcome.LOST, reason="price", later_until=NEXT_WEEK))
        assert lost.proposal_id == pitched.proposal_id
    with pen_of("rei") as pen:
        _undo(pen, lost.change)
    with firm.connect() as connection:
        row = connection.execute(select(Proposal.outcome, Proposal.outcome_on, Proposal.reason)).one()
    assert tuple(row) == ("pitched", None, None)


def test_what_somebody_changed_since_is_not_undone(firm: Engine, pen_of: Any) -> None:
    with pen_of("rei") as pen:
        first = log_outcome(pen, OutcomeSaid(1, 1, OfferKind.CROSS_SELL, ProposalOutcome.PITCHED))
    with pen_of("ron") as pen:
        log_outcome(pen, OutcomeSaid(1, 1, OfferKind.CROSS_SELL, ProposalOutcome.WON, amount_minor=100))
    with pen_of("rei") as pen, pytest.raises(NothingToUndo):
        _undo(pen, first.change)


def test_nobody_undoes_what_another_did(firm: Engine, pen_of: Any) -> None:
    with pen_of("cho") as pen:
        _, change = place_hold(pen, 1, "unhappy", until=NEXT_WEEK)
    with pen_of("rei") as pen, pytest.raises(NothingToUndo):
        _undo(pen, change)


def test_lifting_is_undone_too(firm: Engine, pen_of: Any) -> None:
    with pen_of("cho") as pen:
        place_hold(pen, 1, "unhappy", until=NEXT_WEEK)
        lift_hold(pen, 1)
        assert load_hold(pen.book, 1) is None
        _undo(pen)
        assert load_hold(pen.book, 1) is not None
        assert pen.now == NOW
