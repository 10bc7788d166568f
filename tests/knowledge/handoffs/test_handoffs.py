import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import Engine, select

from knowledge.errors import AccountUnknown, HandoffMoved
from knowledge.handoffs.commands.handoffs import NewHandoff, Step, send_handoff, take_step
from knowledge.handoffs.handoff import HandoffCard
from knowledge.handoffs.lifecycle import HandoffEvent, HandoffState, Urgency
from knowledge.handoffs.queries.handoffs import find_handoffs, load_handoff, load_steps
from knowledge.handoffs.routing import RouteReason, route_handoff
from knowledge.people.queries.colleagues import load_colleagues
from knowledge.tables import HandoffStep
from tests.knowledge.small_firm import TODAY


def _send(unit_of_work_of: Any) -> HandoffCard:
    with unit_of_work_of("cho") as unit_of_work:
        people = load_colleagues(unit_of_work.access.connection, on=TODAY)
        route = route_handoff(people[2], people, due_on=TODAY, queue_team="")
        return send_handoff(unit_of_work, NewHandoff(1, "SSO for 200 people", Urgency.HOT, product_id=1), route)


def _take(unit_of_work_of: Any, who: str, card: HandoffCard, event: HandoffEvent) -> HandoffCard:
    with unit_of_work_of(who) as unit_of_work:
        return take_step(unit_of_work, card, Step(event), None)


def test_a_handoff_goes_to_the_owner_with_its_clock_running(firm: Engine, unit_of_work_of: Any) -> None:
    card = _send(unit_of_work_of)
    assert (card.to_key, card.state, card.version) == ("rei", HandoffState.OPEN, 1)
    assert card.due_at == dt.datetime(2026, 10, 1, 1, tzinfo=dt.UTC)  # one business day after Wednesday 10:00 Tokyo
    with unit_of_work_of("rei") as unit_of_work:
        assert [found.id for found in find_handoffs(unit_of_work.access)] == [card.id]


def test_a_double_click_changes_nothing_the_second_time(firm: Engine, unit_of_work_of: Any) -> None:
    card = _send(unit_of_work_of)
    _take(unit_of_work_of, "rei", card, HandoffEvent.ACCEPT)
    with pytest.raises(HandoffMoved):
        _take(unit_of_work_of, "rei", card, HandoffEvent.ACCEPT)
    with unit_of_work_of("rei") as unit_of_work:
        assert [step.event for step in load_steps(unit_of_work.access, card.id)] == ["send", "accept"]


def test_two_people_at_once_give_one_result(firm: Engine, unit_of_work_of: Any) -> None:
    for _ in range(5):
        card = _send(unit_of_work_of)

        def press(choice: tuple[str, HandoffEvent], card: HandoffCard = card) -> bool:
            try:
                _take(unit_of_work_of, choice[0], card, choice[1])
            except HandoffMoved:
                return False
            return True

        choices = [("rei", HandoffEvent.ACCEPT), ("ron", HandoffEvent.DECLINE), ("cho", HandoffEvent.WITHDRAW)]
        with ThreadPoolExecutor(3) as pool:
            taken = list(pool.map(press, choices))
        assert taken.count(True) == 1
        with unit_of_work_of("rei") as unit_of_work:
            now = load_handoff(unit_of_work.access, card.id)
        assert now is not None
        assert now.version == 2
        with firm.connect() as connection:
            steps = connection.execute(select(HandoffStep.event).where(HandoffStep.handoff_id == card.id)).scalars()
            assert len(list(steps)) == 2


def test_what_is_not_in_the_table_cannot_happen(firm: Engine, unit_of_work_of: Any) -> None:
    with pytest.raises(HandoffMoved):
        _take(unit_of_work_of, "rei", _send(unit_of_work_of), HandoffEvent.TOUCH)


def test_nobody_hands_over_an_account_they_may_not_see(firm: Engine, unit_of_work_of: Any) -> None:
    with unit_of_work_of("cho") as unit_of_work:
        people = load_colleagues(unit_of_work.access.connection, on=TODAY)
        route = route_handoff(None, people, due_on=TODAY, queue_team="")
        assert route.reason is RouteReason.QUEUE_UNOWNED
        with pytest.raises(AccountUnknown):
            send_handoff(unit_of_work, NewHandoff(99, "more seats", Urgency.NORMAL), route)
