"""Why a customer is not to be called now, in a few words."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence

from actions.presenters.left_out import is_in_the_works
from knowledge.accounts.account_360 import JUDGED
from knowledge.offers.advice import Advice, Outcome
from knowledge.offers.call_list import HeldBack
from knowledge.offers.gate import GateReason
from knowledge.playbook.phrases import Phrases

_GROWS_OLD = {GateReason.DETRACTOR, GateReason.CSAT_LOW}


def tell_held(advice: Advice, say: Phrases) -> str:
    """The first thing that speaks against it."""
    why = first_reason(advice)
    if advice.outcome is Outcome.RESTING and all(rest.last_no == JUDGED for rest in advice.resting):
        why = "judged"
    if advice.outcome is Outcome.LEFT_OUT and is_in_the_works(advice):
        why = "in_the_works"
    return say(f"rank_accounts.because_{why}")


def first_reason(advice: Advice) -> str:
    """What keeps from offering first: a reason of the gate, else what came of the advice."""
    return str(advice.blocks[0].reason if advice.blocks else advice.outcome)


def find_held_day(advice: Advice) -> dt.date | None:
    """The day on which that first thing ends by itself; a survey only grows old then, and nobody is happier for it."""
    if not advice.blocks:
        return advice.until
    first = advice.blocks[0]
    return None if first.reason in _GROWS_OLD else first.lifts_on


def tell_more_held(held: Sequence[HeldBack], say: Phrases) -> str:
    """Those without a line of their own, counted by reason."""
    counted = Counter(tell_held(each.advice, say) for each in held)
    if len(counted) == 1:
        return say("rank_accounts.held_more", count=len(held), reasons=next(iter(counted)))
    reasons = [say("rank_accounts.held_reason", why=why, count=count) for why, count in counted.most_common()]
    return say("rank_accounts.held_more", count=len(held), reasons=say.join(reasons))
