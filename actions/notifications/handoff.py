"""One step of a handoff, to whom it concerns."""

from __future__ import annotations

from actions.draft_talk_track.talk import tell_short_talk
from actions.list_handoffs.answer import show_handoff
from actions.notifications.notification import Notification
from actions.presenters.discussions import tell_discussion
from actions.presenters.four_questions import tell_four_questions
from actions.reply import Discussion, Reply, Section
from knowledge.accounts.queries.account_360 import load_account_360
from knowledge.errors import AccountUnknown
from knowledge.handoffs.handoff import HandoffCard
from knowledge.handoffs.lifecycle import HandoffEvent, HandoffKind, HandoffState
from knowledge.handoffs.queries.handoffs import load_handoff, load_steps
from knowledge.kernel.access import AccessContext
from knowledge.kernel.unit_of_work import AuditedUnitOfWork
from knowledge.notifications.commands.enqueue_notifications import known_language
from knowledge.notifications.commands.notifications import NoticeCard, NoticeKind
from knowledge.offers.advice import advise
from knowledge.people.queries.colleagues import load_colleagues
from knowledge.playbook.phrases import Phrases

# Parts that ask somebody to act: needless once the handoff has moved on.
_ASKS_TO_ACT = {
    HandoffEvent.SEND: {HandoffState.OPEN},
    HandoffEvent.RESEND: {HandoffState.OPEN},
    HandoffEvent.ASK: {HandoffState.ASKED},
    HandoffEvent.REMIND: {HandoffState.OPEN, HandoffState.ASKED, HandoffState.ACCEPTED},
    HandoffEvent.ESCALATE: {HandoffState.OPEN, HandoffState.ASKED, HandoffState.ACCEPTED},
    HandoffEvent.RETURN: {HandoffState.RETURNED},
}


def _tell(card: NoticeCard, unit_of_work: AuditedUnitOfWork, say: Phrases) -> Reply | None:
    handoff = load_handoff(unit_of_work.access, int(card.facts.get("handoff_id", 0)))
    part = HandoffEvent(str(card.facts["part"]))
    if handoff is None or handoff.state not in _ASKS_TO_ACT.get(part, set(HandoffState)):
        return None
    named = f"notices.handoff_{part}_{handoff.kind}"
    headline = say(named if say.has(named) else f"notices.handoff_{part}", account=handoff.account)
    shown = show_handoff(handoff, unit_of_work, say, headline=headline)
    reply = shown.model_copy(update={"discussion": _discussion(card, handoff, unit_of_work.access, say)})
    is_new = part in {HandoffEvent.SEND, HandoffEvent.REASSIGN, HandoffEvent.RESEND}
    if is_new and handoff.to_id in {None, unit_of_work.person_id}:
        return reply.model_copy(update={"sections": (*reply.sections, *_brief(handoff, unit_of_work.access, say))})
    return reply


def _discussion(card: NoticeCard, handoff: HandoffCard, access: AccessContext, say: Phrases) -> Discussion | None:
    """The step that is told, for both sides; those who read it there may speak another language."""
    told = [step for step in load_steps(access, handoff.id) if step.version == card.facts.get("version")]
    people = load_colleagues(access.connection, on=access.as_of).values() if told else ()
    others = [one.language for one in people if one.key in {handoff.from_key, *(step.who_key for step in told)}]
    languages = [known_language(language, access.rules) for language in others]
    return tell_discussion(handoff, told[0] if told else None, say, languages=languages)


def _brief(handoff: HandoffCard, access: AccessContext, say: Phrases) -> tuple[Section, ...]:
    """What the receiver needs at once: the customer in short, and the words for the product suggested."""
    try:
        case = load_account_360(access, handoff.account_id)
    except AccountUnknown:
        return ()
    known, _ = tell_four_questions(case, access.rules, say)
    if handoff.kind is not HandoffKind.TO_SALES:
        return (known,)
    advice = advise(case, access.rules)
    offer = next((offer for offer in advice.offers if offer.candidate.product.id == handoff.product_id), None)
    return (known, *(tell_short_talk(case, advice, offer, access, say) if offer else ()))


NOTIFICATION = Notification(NoticeKind.HANDOFF, _tell)
