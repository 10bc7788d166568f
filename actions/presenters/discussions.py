"""A question about a handoff and its answers, told where both sides read them together."""

from __future__ import annotations

from collections.abc import Iterable

from actions.reply import Discussion
from knowledge.handoffs.handoff import HandoffCard, StepCard
from knowledge.handoffs.lifecycle import HandoffEvent, HandoffState, Side
from knowledge.playbook.phrases import Phrases

IN_DISCUSSION = "discuss"  # the step of a button or message that says only: this was written where both sides read it
_SAID_BY_BOTH = {HandoffEvent.ASK, HandoffEvent.ANSWER, HandoffEvent.NOTE}


def tell_discussion(
    card: HandoffCard, step: StepCard | None, say: Phrases, *, languages: Iterable[str]
) -> Discussion | None:
    """A step's words for both sides; None where it has none. A question begins it, between who asks and who sent it."""
    if step is None or step.event not in _SAID_BY_BOTH or not step.text or not step.who:
        return None
    asks = step.event is HandoffEvent.ASK and step.who_key is not None and step.who_key != card.from_key
    facts = {"account": card.account, "who": step.who, "text": step.text}
    return Discussion(
        handoff_id=card.id,
        step=step.version,
        members=(step.who_key or "", card.from_key) if asks else (),
        headline=say(f"handoffs.discussed_{step.event}", **facts),
        hints=tuple(
            Phrases(language)("handoffs.discussion_hint") for language in dict.fromkeys([say.language, *languages])
        ),
    )


def said_in_discussion(card: HandoffCard, sides: frozenset[Side]) -> HandoffEvent:
    """What words written there are: the answer, where one is waited for from this side; else a note."""
    answers = card.state is HandoffState.ASKED and Side.SENDER in sides
    return HandoffEvent.ANSWER if answers else HandoffEvent.NOTE
