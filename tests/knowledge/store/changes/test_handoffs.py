import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import Engine, select

from knowledge.errors import AccountUnknown, HandoffMoved
from knowledge.handoff import HandoffCard
from knowledge.playbook.handoffs import HandoffEvent, HandoffState, Urgency
from knowledge.playbook.routing import RouteReason, route_handoff
from knowledge.store.changes.handoffs import NewHandoff, Step, send_handoff, take_step
from knowledge.store.models import HandoffStep
from knowledge.store.queries.colleagues import load_colleagues
from knowledge.store.queries.handoffs import find_handoffs, load_handoff, load_steps

from .conftest import TODAY


def _send(pen_of: Any) -> HandoffCard:
    with pen_of("cho") as pen:
        people = load_colleagues(pen.book.connection, on=TODAY)
        route = route_handoff(people[2], people, due_on=TODAY, queue_team="")
        return send_handoff(pen, NewHandoff(1, "SSO for 200 people", Urgency.HOT, product_id=1), route)


def _take(pen_of: Any, who: str, card: HandoffCard, event: HandoffEvent) -> HandoffCard:
    with pen_of(who) as pen:
        return take_step(pen, card, Step(event), None)


def test_a_handoff_goes_to_the_owner_with_its_clock_running(firm: Engine, pen_of: Any) -> None:
    card = _send(pen_of)
    assert (card.to_key, card.state, card.version) == ("rei", HandoffState.OPEN, 1)
    assert card.due_at == dt.datetime(2026, 10, 1, 1, tzinfo=dt.UTC)  # one business day after Wednesday 10:00 Tokyo
    with pen_of("rei") as pen:
        assert [found.id for found in find_handoffs(pen.book)] == [card.id]


def test_a_double_click_changes_nothing_the_second_time(firm: Engine, pen_of: Any) -> None:
    card = _send(pen_of)
    _take(pen_of, "rei", card, HandoffEvent.ACCEPT)
    with pytest.raises(HandoffMoved):
        _take(pen_of, "rei", card, HandoffEvent.ACCEPT)
    with pen_of("rei") as pen:
        assert [step.event for step in load_steps(pen.book, card.id)] == ["send", "accept"]


def test_two_people_at_once_give_one_result(firm: Engine, pen_of: Any) -> None:
    for _ in range(5):
        card = _send(pen_of)

        def press(choice: tuple[str, HandoffEvent], card: HandoffCard = card) -> bool:
            try:
                _take(pen_of, choice[0], card, choice[1])
            except HandoffMoved:
                return False
            return True

        choices = [("rei", HandoffEvent.ACCEPT), ("ron", HandoffEvent.DECLINE), ("cho", HandoffEvent.WITHDRAW)]
        with ThreadPoolExecutor(3) as pool:
            taken = list(pool.map(press, choices))
        assert taken.count(True) == 1
        with pen_of("rei") as pen:
            now = load_handoff(pen.book, card.id)
        assert now is not None
        assert now.version == 2
        with firm.connect() as connection:
            steps = connection.execute(select(HandoffStep.event).where(HandoffStep.handoff_id == card.id)).scalars()
            assert len(list(steps)) == 2


def test_what_is_not_in_the_table_cannot_happen(firm: Engine, pen_of: Any) -> None:
    with pytest.raises(HandoffMoved):
        _take(pen_of, "rei", _send(pen_of), HandoffEvent.TOUCH)


def test_nobody_hands_over_an_account_they_may_not_see(firm: Engine, pen_of: Any) -> None:
    with pen_of("cho") as pen:
        people = load_colleagues(pen.book.connection, on=TODAY)
        route = route_handoff(None, people, due_on=TODAY, queue_team="")
        assert route.reason is RouteReason.QUEUE_UNOWNED
        with pytest.raises(AccountUnknown):
            send_handoff(pen, NewHandoff(99, "more seats", Urgency.NORMAL), route)
