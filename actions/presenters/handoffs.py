"""A handoff told: what was handed over, where it stands, every step, and what the reader may do."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from zoneinfo import ZoneInfo

from actions.reply import AccountRef, Choice, Line, Section, Tone
from knowledge.catalogue.catalogue import Catalogue
from knowledge.handoffs.handoff import HandoffCard, StepCard
from knowledge.handoffs.lifecycle import HandoffEvent, HandoffKind, HandoffState, Side, next_steps
from knowledge.playbook.formats import Money
from knowledge.playbook.phrases import Phrases

# What each event needs beside the button: words of the reader's own, or a person.
NEEDS_WORDS = {
    HandoffEvent.ASK,
    HandoffEvent.ANSWER,
    HandoffEvent.DECLINE,
    HandoffEvent.FINISH,
    HandoffEvent.NOTE,
}
_BUTTONS = (
    HandoffEvent.ACCEPT,
    HandoffEvent.ASK,
    HandoffEvent.ANSWER,
    HandoffEvent.DECLINE,
    HandoffEvent.TOUCH,
    HandoffEvent.FINISH,
    HandoffEvent.RESEND,
    HandoffEvent.REASSIGN,
    HandoffEvent.WITHDRAW,
)


def account_of(card: HandoffCard) -> AccountRef:
    """The account as a reply names it."""
    return AccountRef(id=card.account_id, name=card.account)


def receiver_of(card: HandoffCard, say: Phrases) -> str:
    """Who has it: a person, or a queue."""
    if card.to_name:
        return say("handoffs.person", name=card.to_name)
    if card.team:
        return say("handoffs.queue_of", team=card.team)
    return say("handoffs.queue_cs" if card.kind is HandoffKind.TO_CS else "handoffs.queue")


def sender_of(card: HandoffCard, say: Phrases) -> str:
    """Who handed it over: a person, or their side where nobody is named."""
    if card.from_name:
        return say("handoffs.person", name=card.from_name)
    return say("handoffs.sales" if card.kind is HandoffKind.TO_CS else "handoffs.cs")


def tell_handed(card: HandoffCard, catalogue: Catalogue, say: Phrases) -> Section:
    """What was handed over."""
    product = catalogue.products.get(card.product_id or 0)
    lines = [Line(text=card.need, tone=Tone.QUOTE)]
    if product:
        lines.append(Line(text=say("handoffs.product", product=product.called(say.language))))
    lines.append(Line(text=say(f"handoffs.urgency_{card.urgency}")))
    facts = (("evidence", card.evidence), ("contact", card.contact), ("avoid", card.avoid), ("link", card.link))
    for key, text in facts:
        if text:
            tone = Tone.CAUTION if key == "avoid" else Tone.PLAIN
            lines.append(Line(text=say(f"handoffs.{key}", text=text), tone=tone))
    return Section(key="handed", title=say(f"handoffs.handed_title_{card.kind}"), lines=tuple(lines))


def tell_standing(card: HandoffCard, zone: ZoneInfo, say: Phrases) -> str:
    """Where it stands, in one sentence, with the time by which somebody has to act."""
    facts = {"account": card.account, "who": receiver_of(card, say)}
    due = {"due": card.due_at.astimezone(zone)} if card.due_at else {}
    match card.state:
        case HandoffState.OPEN | HandoffState.ACCEPTED if due:
            return say(f"handoffs.standing_{card.state}", **facts, **due)
        case HandoffState.ASKED if due:
            return say("handoffs.standing_asked", **facts, **due, sender=sender_of(card, say))
        case HandoffState.WON if card.amount_minor is not None and card.currency:
            money = Money(card.amount_minor, card.currency)
            return say("handoffs.standing_won_amount", **facts, money=money)
        case HandoffState.DECLINED | HandoffState.LOST | HandoffState.DONE:
            return say(f"handoffs.standing_{card.state}", **facts, reason=card.reason or "")
        case HandoffState.TOUCHED | HandoffState.WON:
            return say(f"handoffs.standing_{card.state}", **facts)
        case _:
            return say(f"handoffs.standing_{card.state}", account=card.account, sender=sender_of(card, say))


def tell_steps(steps: Iterable[StepCard], zone: ZoneInfo, say: Phrases) -> Section:
    """Every step so far, with who took it; both sides read the same."""
    lines = tuple(Line(text=_tell_step(step, zone, say)) for step in steps)
    return Section(key="steps", title=say("handoffs.steps_title"), lines=lines)


def _tell_step(step: StepCard, zone: ZoneInfo, say: Phrases) -> str:
    by_clock = step.event in {HandoffEvent.REMIND, HandoffEvent.ESCALATE, HandoffEvent.RETURN}
    who = step.who or (say("handoffs.clock") if by_clock else say("handoffs.somebody"))
    if step.event in {HandoffEvent.REASSIGN, HandoffEvent.SEND, HandoffEvent.RESEND}:
        named = step.facts.get("to")
        to = say("handoffs.person", name=named) if named else say("handoffs.queue")
        did = say(f"handoffs.did_{step.event}", who=who, to=to)
    else:
        did = say(f"handoffs.did_{step.event}", who=who)
    at: dt.datetime = step.at.astimezone(zone)
    told = say("handoffs.step", at=at, did=did)
    if not step.text or step.event is HandoffEvent.SEND:
        return told
    return say("handoffs.step_words", told=told, text=step.text)


def handoff_choices(card: HandoffCard, sides: frozenset[Side], say: Phrases) -> tuple[Choice, ...]:
    """The steps that the reader may take now, as buttons; each names the version it was drawn from."""
    possible = {event for side in sides for event in next_steps(card.state, side, card.kind)}
    slots: dict[str, str | int] = {"handoff_id": card.id, "version": card.version}
    return tuple(
        Choice(label=say(f"handoffs.choice_{event}"), intent="list_handoffs", slots={**slots, "step": str(event)})
        for event in _BUTTONS
        if event in possible
    )
