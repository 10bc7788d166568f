import datetime as dt
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.handoffs.lifecycle import (
    CLOCKED,
    CLOSED,
    MOVES,
    HandoffEvent,
    HandoffKind,
    HandoffState,
    Side,
    Urgency,
    acts_at,
    clock_event,
    due_at,
    find_move,
    next_steps,
)
from knowledge.handoffs.rules import HandoffRules
from knowledge.kernel.business_time import BusinessTime

TOKYO = BusinessTime("JP", "Asia/Tokyo", dt.time(9), dt.time(18))
RULES = HandoffRules()


@given(st.sampled_from(HandoffKind), st.lists(st.sampled_from(HandoffEvent), max_size=40))
@settings(deadline=None)
def test_no_sequence_of_events_reaches_an_undefined_state_or_loses_a_handoff(
    kind: HandoffKind, events: list[HandoffEvent]
) -> None:
    state = HandoffState.OPEN
    for event in events:
        move = find_move(state, event, kind)
        state = move.to if move else state
        assert state in HandoffState
        if state not in CLOSED:
            assert next_steps(state, Side.RECEIVER, kind) or next_steps(state, Side.SENDER, kind), "nobody can act"
    assert state in CLOSED or _reachable(state, kind) & CLOSED


def _reachable(state: HandoffState, kind: HandoffKind) -> set[HandoffState]:
    reached, before = {state}, set[HandoffState]()
    while reached != before:
        before = set(reached)
        reached |= {move.to for (at, event) in MOVES if at in before and (move := find_move(at, event, kind))}
    return reached


def test_a_need_is_won_or_lost_and_what_cs_or_an_owner_sees_to_is_done() -> None:
    ends = {kind: _reachable(HandoffState.OPEN, kind) & CLOSED for kind in HandoffKind}
    errand = {HandoffState.DONE, HandoffState.WITHDRAWN}
    assert ends[HandoffKind.TO_SALES] == {HandoffState.WON, HandoffState.LOST, HandoffState.WITHDRAWN}
    assert ends[HandoffKind.TO_CS] == ends[HandoffKind.TASK] == errand


def test_where_a_clock_runs_it_ends_with_cs() -> None:
    for state in CLOCKED:
        at = state
        for nudges in range(3):
            move = find_move(at, clock_event(nudges))
            assert move is not None
            assert move.by is Side.CLOCK
            at = move.to
        assert at is HandoffState.RETURNED


def test_a_closed_handoff_is_only_opened_by_undoing_its_outcome() -> None:
    assert {event for (state, event) in MOVES if state in CLOSED} == {HandoffEvent.REOPEN, HandoffEvent.TAKE_BACK}


def test_a_hot_handoff_on_friday_evening_is_due_after_the_holidays() -> None:
    friday = dt.datetime(2026, 9, 18, 17, tzinfo=ZoneInfo("Asia/Tokyo"))  # 21 to 23 September 2026 are holidays
    due = due_at(HandoffState.OPEN, Urgency.HOT, friday, RULES, TOKYO)
    assert due == dt.datetime(2026, 9, 24, 17, tzinfo=ZoneInfo("Asia/Tokyo"))


def test_the_clock_reminds_at_half_time_escalates_when_due_and_returns_a_day_later() -> None:
    wednesday = dt.datetime(2026, 9, 30, 9, tzinfo=ZoneInfo("Asia/Tokyo"))
    times = [acts_at(HandoffState.OPEN, Urgency.NORMAL, wednesday, RULES, TOKYO, nudges=n) for n in range(3)]
    assert [time.astimezone(TOKYO.zone).strftime("%d %H:%M") for time in times if time] == [
        "30 18:00",
        "01 18:00",
        "02 18:00",
    ]


@given(
    st.integers(0, 60 * 24 * 700),
    st.floats(0.1, 8),
    st.floats(0.1, 8),
    st.sampled_from(["Asia/Tokyo", "Europe/Berlin", "America/New_York"]),
)
@settings(deadline=None)
def test_business_time_adds_up(minutes: int, one: float, more: float, zone: str) -> None:
    time = BusinessTime({"Asia/Tokyo": "JP", "Europe/Berlin": "DE"}.get(zone, "US"), zone, dt.time(9), dt.time(18))
    start = dt.datetime(2026, 1, 1, tzinfo=dt.UTC) + dt.timedelta(minutes=minutes)
    first = time.add(start, one)
    assert first > start
    assert abs(time.add(first, more) - time.add(start, one + more)) < dt.timedelta(seconds=1) or _at_edge(first, time)


def _at_edge(moment: dt.datetime, time: BusinessTime) -> bool:
    return moment.astimezone(time.zone).time() >= time.closes
