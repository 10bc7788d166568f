"""Why a customer is not to be called now, in a few words."""

from __future__ import annotations

from knowledge.analytics.advice import Advice
from knowledge.playbook.phrases import Phrases


def tell_held(advice: Advice, say: Phrases) -> str:
    """The first thing that speaks against it."""
    why = advice.blocks[0].reason if advice.blocks else advice.outcome
    return say(f"rank_accounts.because_{why}")
