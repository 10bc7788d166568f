import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from sqlalchemy import Engine, select, update

from knowledge.handoffs.commands.clocks import advance_handoffs
from knowledge.handoffs.commands.handoffs import NewHandoff
from knowledge.handoffs.commands.moves import hand_over
from knowledge.handoffs.lifecycle import HandoffState, Urgency
from knowledge.handoffs.queries.handoffs import load_handoff, load_steps
from knowledge.playbook.rules import Rules
from knowledge.tables import Account, Notice
from tests.knowledge.small_firm import NOW


def _send(unit_of_work_of: Any) -> int:
    with unit_of_work_of("cho") as unit_of_work:
        return hand_over(unit_of_work, NewHandoff(1, "SSO", Urgency.HOT))[0].id


def _tick(firm: Engine, days: float) -> int:
    at = NOW + dt.timedelta(days=days)
    return advance_handoffs(firm, Rules(), now=at, today=at.date())


def test_any_number_of_replicas_take_each_step_once(firm: Engine, unit_of_work_of: Any) -> None:
    handoff = _send(unit_of_work_of)
    with ThreadPoolExecutor(4) as pool:
        moved = sum(pool.map(lambda _: _tick(firm, 0.25), range(4)))  # 16:00, beyond half a business day
    assert moved == 1
    with firm.connect() as connection:
        keys = list(connection.execute(select(Notice.key).where(Notice.key.like("%remind%"))).scalars())
    assert keys == [f"handoff:{handoff}:2:remind:rei"]


def test_an_unanswered_handoff_ends_with_cs_and_every_step_is_written_down(firm: Engine, unit_of_work_of: Any) -> None:
    handoff = _send(unit_of_work_of)
    for day in (0.25, 1.25, 2.25):
        assert _tick(firm, day) == 1
    assert _tick(firm, 30) == 0
    with unit_of_work_of("cho") as unit_of_work:
        card = load_handoff(unit_of_work.access, handoff)
        assert card is not None
        assert card.state is HandoffState.RETURNED
        assert [step.event for step in load_steps(unit_of_work.access, handoff)] == [
            "send",
            "remind",
            "escalate",
            "return",
        ]


def test_after_a_long_sleep_people_still_get_time_between_the_steps(firm: Engine, unit_of_work_of: Any) -> None:
    _send(unit_of_work_of)
    assert _tick(firm, 20) == 1
    assert _tick(firm, 20) == 0, "not reminded, escalated and returned in one moment"


def test_a_new_owner_takes_over_what_waits_for_the_old_one(firm: Engine, unit_of_work_of: Any) -> None:
    handoff = _send(unit_of_work_of)
    with firm.begin() as connection:
        connection.execute(update(Account).where(Account.id == 1).values(owner_id=3))
    assert _tick(firm, 0) == 1
    with unit_of_work_of("cho") as unit_of_work:
        card = load_handoff(unit_of_work.access, handoff)
    assert card is not None
    assert card.to_key == "ron"
    assert _tick(firm, 0) == 0
