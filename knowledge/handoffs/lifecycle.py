"""The life of a handoff: its states, what may happen in each, who may do it, and when the clock acts.

One table says it all. What is not in the table cannot happen, and in every open state somebody holds the handoff.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from knowledge.handoffs.rules import HandoffRules
from knowledge.kernel.business_time import BusinessTime


class HandoffKind(StrEnum):
    """Who hands over what: CS a need to sales, sales a customer in trouble to CS, anybody a task to the owner."""

    TO_SALES = "to_sales"
    TO_CS = "to_cs"
    TASK = "task"


class HandoffState(StrEnum):
    """Where a handoff stands."""

    OPEN = "open"
    ASKED = "asked"
    ACCEPTED = "accepted"
    TOUCHED = "touched"
    DECLINED = "declined"
    RETURNED = "returned"
    WON = "won"
    LOST = "lost"
    DONE = "done"
    WITHDRAWN = "withdrawn"


class HandoffEvent(StrEnum):
    """What can happen to a handoff."""

    SEND = "send"
    ACCEPT = "accept"
    ASK = "ask"
    ANSWER = "answer"
    DECLINE = "decline"
    REASSIGN = "reassign"
    TOUCH = "touch"
    WIN = "win"
    LOSE = "lose"
    FINISH = "finish"
    WITHDRAW = "withdraw"
    RESEND = "resend"
    REOPEN = "reopen"
    TAKE_BACK = "take_back"
    NOTE = "note"
    REMIND = "remind"
    ESCALATE = "escalate"
    RETURN = "return"


class Side(StrEnum):
    """Who may do it: who received it, who sent it, either of them, or the clock."""

    RECEIVER = "receiver"
    SENDER = "sender"
    EITHER = "either"
    CLOCK = "clock"


class Urgency(StrEnum):
    HOT = "hot"
    NORMAL = "normal"


@dataclass(frozen=True)
class Move:
    """What a step leads to, and who may take it."""

    to: HandoffState
    by: Side


S, E = HandoffState, HandoffEvent
CLOSED = frozenset({S.WON, S.LOST, S.DONE, S.WITHDRAWN})
CLOCKED = frozenset({S.OPEN, S.ASKED, S.ACCEPTED})
# A need is won or lost; what CS or an owner sees to is done.
_OFFERS, _ERRANDS = frozenset({HandoffKind.TO_SALES}), frozenset({HandoffKind.TO_CS, HandoffKind.TASK})
_ONLY_FOR = {E.WIN: _OFFERS, E.LOSE: _OFFERS, E.FINISH: _ERRANDS}
_CLOCK_EVENTS = (E.REMIND, E.ESCALATE, E.RETURN)

MOVES: dict[tuple[HandoffState, HandoffEvent], Move] = {
    (S.OPEN, E.ACCEPT): Move(S.ACCEPTED, Side.RECEIVER),
    (S.OPEN, E.ASK): Move(S.ASKED, Side.RECEIVER),
    (S.OPEN, E.DECLINE): Move(S.DECLINED, Side.RECEIVER),
    (S.OPEN, E.REASSIGN): Move(S.OPEN, Side.EITHER),
    (S.OPEN, E.WITHDRAW): Move(S.WITHDRAWN, Side.SENDER),
    (S.OPEN, E.WIN): Move(S.WON, Side.RECEIVER),
    (S.OPEN, E.LOSE): Move(S.LOST, Side.RECEIVER),
    (S.OPEN, E.FINISH): Move(S.DONE, Side.RECEIVER),
    (S.OPEN, E.REMIND): Move(S.OPEN, Side.CLOCK),
    (S.OPEN, E.ESCALATE): Move(S.OPEN, Side.CLOCK),
    (S.OPEN, E.RETURN): Move(S.RETURNED, Side.CLOCK),
    (S.ASKED, E.ANSWER): Move(S.OPEN, Side.SENDER),
    (S.ASKED, E.ACCEPT): Move(S.ACCEPTED, Side.RECEIVER),
    (S.ASKED, E.DECLINE): Move(S.DECLINED, Side.RECEIVER),
    (S.ASKED, E.REASSIGN): Move(S.OPEN, Side.EITHER),
    (S.ASKED, E.WITHDRAW): Move(S.WITHDRAWN, Side.SENDER),
    (S.ASKED, E.WIN): Move(S.WON, Side.RECEIVER),
    (S.ASKED, E.LOSE): Move(S.LOST, Side.RECEIVER),
    (S.ASKED, E.FINISH): Move(S.DONE, Side.RECEIVER),
    (S.ASKED, E.REMIND): Move(S.ASKED, Side.CLOCK),
    (S.ASKED, E.ESCALATE): Move(S.ASKED, Side.CLOCK),
    (S.ASKED, E.RETURN): Move(S.RETURNED, Side.CLOCK),
    (S.ACCEPTED, E.TOUCH): Move(S.TOUCHED, Side.RECEIVER),
    (S.ACCEPTED, E.DECLINE): Move(S.DECLINED, Side.RECEIVER),
    (S.ACCEPTED, E.REASSIGN): Move(S.OPEN, Side.EITHER),
    (S.ACCEPTED, E.WITHDRAW): Move(S.WITHDRAWN, Side.SENDER),
    (S.ACCEPTED, E.WIN): Move(S.WON, Side.RECEIVER),
    (S.ACCEPTED, E.LOSE): Move(S.LOST, Side.RECEIVER),
    (S.ACCEPTED, E.FINISH): Move(S.DONE, Side.RECEIVER),
    (S.ACCEPTED, E.REMIND): Move(S.ACCEPTED, Side.CLOCK),
    (S.ACCEPTED, E.ESCALATE): Move(S.ACCEPTED, Side.CLOCK),
    (S.ACCEPTED, E.RETURN): Move(S.RETURNED, Side.CLOCK),
    (S.TOUCHED, E.WIN): Move(S.WON, Side.RECEIVER),
    (S.TOUCHED, E.LOSE): Move(S.LOST, Side.RECEIVER),
    (S.TOUCHED, E.FINISH): Move(S.DONE, Side.RECEIVER),
    (S.TOUCHED, E.DECLINE): Move(S.DECLINED, Side.RECEIVER),
    (S.TOUCHED, E.REASSIGN): Move(S.OPEN, Side.EITHER),
    (S.TOUCHED, E.WITHDRAW): Move(S.WITHDRAWN, Side.SENDER),
    (S.DECLINED, E.RESEND): Move(S.OPEN, Side.SENDER),
    (S.DECLINED, E.REASSIGN): Move(S.OPEN, Side.EITHER),
    (S.DECLINED, E.WITHDRAW): Move(S.WITHDRAWN, Side.SENDER),
    (S.RETURNED, E.RESEND): Move(S.OPEN, Side.SENDER),
    (S.RETURNED, E.ACCEPT): Move(S.ACCEPTED, Side.RECEIVER),
    (S.RETURNED, E.REASSIGN): Move(S.OPEN, Side.EITHER),
    (S.RETURNED, E.WITHDRAW): Move(S.WITHDRAWN, Side.SENDER),
    (S.WON, E.REOPEN): Move(S.TOUCHED, Side.RECEIVER),
    (S.LOST, E.REOPEN): Move(S.TOUCHED, Side.RECEIVER),
    (S.DONE, E.REOPEN): Move(S.TOUCHED, Side.RECEIVER),
    (S.ASKED, E.TAKE_BACK): Move(S.OPEN, Side.RECEIVER),
    (S.ACCEPTED, E.TAKE_BACK): Move(S.OPEN, Side.RECEIVER),
    (S.TOUCHED, E.TAKE_BACK): Move(S.ACCEPTED, Side.RECEIVER),
    (S.DECLINED, E.TAKE_BACK): Move(S.OPEN, Side.RECEIVER),
    (S.WITHDRAWN, E.TAKE_BACK): Move(S.OPEN, Side.SENDER),
    **{(state, E.NOTE): Move(state, Side.EITHER) for state in S if state not in CLOSED},
}


def find_move(state: HandoffState, event: HandoffEvent, kind: HandoffKind = HandoffKind.TO_SALES) -> Move | None:
    """What ``event`` does in ``state``; None where it cannot happen, and then nothing changes."""
    return MOVES.get((state, event)) if kind in _ONLY_FOR.get(event, frozenset(HandoffKind)) else None


def next_steps(state: HandoffState, side: Side, kind: HandoffKind = HandoffKind.TO_SALES) -> tuple[HandoffEvent, ...]:
    """What one side may do now, in the order of the table."""
    mine = {side, Side.EITHER}
    return tuple(
        event for (at, event), move in MOVES.items() if at == state and move.by in mine and find_move(at, event, kind)
    )


def clock_event(nudges: int) -> HandoffEvent:
    """What the clock does next: remind, then escalate to the manager, then hand it back to CS."""
    return _CLOCK_EVENTS[min(nudges, len(_CLOCK_EVENTS) - 1)]


def due_at(
    state: HandoffState, urgency: Urgency, since: dt.datetime, rules: HandoffRules, time: BusinessTime
) -> dt.datetime | None:
    """Until when the side that holds it has to act; None where no clock runs."""
    days = _days(state, urgency, rules)
    return time.add(since, days) if days else None


def acts_at(
    state: HandoffState, urgency: Urgency, since: dt.datetime, rules: HandoffRules, time: BusinessTime, *, nudges: int
) -> dt.datetime | None:
    """When the clock acts next: half the time, all of it, and ``return_days`` beyond. None where no clock runs."""
    days = _days(state, urgency, rules)
    if not days:
        return None
    return time.add(since, (days / 2, days, days + rules.return_days)[min(nudges, 2)])


def _days(state: HandoffState, urgency: Urgency, rules: HandoffRules) -> float | None:
    if state not in CLOCKED:
        return None
    if state is S.ACCEPTED:
        return rules.first_touch_days
    return rules.answer_days_hot if urgency is Urgency.HOT else rules.answer_days
