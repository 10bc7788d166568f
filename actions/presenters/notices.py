"""What is told unasked, in words: a reminder, a checklist's open items, a step of a handoff, a hold that ended."""

from __future__ import annotations

import datetime as dt

from actions.draft_talk_track.talk import tell_short_talk
from actions.list_handoffs.answer import show_handoff
from actions.presenters.alerts import tell_alert, tell_due_digest
from actions.presenters.changes import next_choice, ref
from actions.presenters.checklist import choose_talk
from actions.presenters.discussions import tell_discussion
from actions.presenters.four_questions import tell_four_questions
from actions.presenters.rules import tell_rule_set_aside
from actions.presenters.target_reviews import tell_target_review
from actions.product_feedback.answer import read_month, tell_feedback
from actions.reply import AccountRef, Discussion, Line, Reply, Section, Tone
from actions.request_erasure.answer import tell_request
from actions.set_reminder.answer import snooze_choices
from actions.set_reminder.meetings import tell_next
from actions.show_checklist.answer import list_items
from actions.watch.answer import tell_watched
from knowledge.accounts.queries.account_360 import load_account_360
from knowledge.accounts.queries.accounts import load_account
from knowledge.errors import AccountUnknown
from knowledge.handoffs.handoff import HandoffCard
from knowledge.handoffs.lifecycle import HandoffEvent, HandoffKind, HandoffState
from knowledge.handoffs.queries.handoffs import load_handoff, load_steps
from knowledge.kernel.access import AccessContext
from knowledge.kernel.unit_of_work import AuditedUnitOfWork
from knowledge.notifications.commands.enqueue_notifications import known_language
from knowledge.notifications.commands.notifications import NoticeCard, NoticeKind
from knowledge.notifications.commands.reminders import was_told_today
from knowledge.notifications.queries.meetings import load_meeting, load_next_meeting
from knowledge.offers.advice import advise
from knowledge.offers.queries.holds import load_hold_by_id
from knowledge.people.queries.colleagues import load_colleagues
from knowledge.playbook.checklists import Talk
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


def tell_notice(card: NoticeCard, unit_of_work: AuditedUnitOfWork) -> Reply | None:
    """The notice in the reader's language; None when there is nothing to tell any more."""
    say = Phrases(unit_of_work.access.viewer.own.language or card.language)
    match card.kind:
        case NoticeKind.REMINDER | NoticeKind.WATCH:
            return _own(card, unit_of_work.access, say)
        case NoticeKind.CHECKLIST:
            return _checklist(card, unit_of_work, say)
        case NoticeKind.HOLD_ENDED:
            return _hold_ended(card, unit_of_work.access, say)
        case NoticeKind.HANDOFF:
            return _handoff(card, unit_of_work, say)
        case NoticeKind.DIGEST:
            return tell_due_digest(card, unit_of_work, say)
        case NoticeKind.ALERT:
            return tell_alert(card, unit_of_work.access, say)
        case NoticeKind.WEEKLY:
            from actions.presenters.weekly import tell_due_weekly  # figures of all customers: heavy, and rarely due

            return tell_due_weekly(card, unit_of_work, say)
        case NoticeKind.FEEDBACK:
            return _feedback(card, unit_of_work.access, say)
        case NoticeKind.TARGET_REVIEW:
            return tell_target_review(card, unit_of_work.access, say)
        case NoticeKind.RULE_SET_ASIDE | NoticeKind.PRIVACY_REQUEST:
            return _for_operations(card, unit_of_work.access, say)


def _feedback(card: NoticeCard, access: AccessContext, say: Phrases) -> Reply | None:
    """Last month for product; nothing where nothing was heard."""
    reply = tell_feedback(access, read_month(str(card.facts["month"]), access.as_of), say)
    if not reply.tables:
        return None
    return reply.model_copy(update={"headline": say("product_feedback.monthly", told=reply.headline)})


def _for_operations(card: NoticeCard, access: AccessContext, say: Phrases) -> Reply | None:
    if card.kind is NoticeKind.PRIVACY_REQUEST:
        return tell_request(card, say)
    return tell_rule_set_aside(str(card.facts["rule"]), access, say)


def _own(card: NoticeCard, access: AccessContext, say: Phrases) -> Reply | None:
    """What somebody asked to be told: a note of theirs, or what a look-up finds by then."""
    return tell_watched(card, access, say) if card.kind is NoticeKind.WATCH else _reminder(card, access, say)


def _reminder(card: NoticeCard, access: AccessContext, say: Phrases) -> Reply:
    account = _account(card, access)
    following = (next_choice("recommend_offer", account, say),) if account else ()
    return Reply(
        intent="set_reminder",
        language=say.language,
        headline=say("notices.reminder", note=card.text or say("set_reminder.plain_note")),
        account=account,
        choices=(*following, *snooze_choices(card, say)),
    )


def _checklist(card: NoticeCard, unit_of_work: AuditedUnitOfWork, say: Phrases) -> Reply | None:
    """What is still open on the list, once a day at most.

    Nothing when all is seen to, the account is out of sight, or the meeting it was for is off or over.
    """
    access = unit_of_work.access
    account = _account(card, access)
    if account is None or not _is_still_ahead(card, unit_of_work) or was_told_today(unit_of_work, card):
        return None
    case = load_account_360(access, account.id)
    advice = advise(case, access.rules)
    named = str(card.facts.get("talk"))
    talk = Talk(named) if named in set(Talk) else choose_talk(case, advice)
    items = list_items(case, advice, access, say, talk=talk)
    left = tuple(item for item in items if not item.done)
    if not left:
        return None
    meeting = load_next_meeting(access, account.id, now=unit_of_work.now)
    told = "meetings.checklist" if {"meeting_id", "meeting_on"} & card.facts.keys() else "notices.checklist"
    lines = (Line(text=tell_next(meeting, access, say)),) if meeting else ()
    return Reply(
        intent="show_checklist",
        language=say.language,
        headline=say(told, account=account.name, left=len(left), all=len(items)),
        account=account,
        sections=(Section(key="meeting", lines=lines),) if lines else (),
        checklist=left,
        choices=(next_choice("show_checklist", account, say), *snooze_choices(card, say)),
    )


def _is_still_ahead(card: NoticeCard, unit_of_work: AuditedUnitOfWork) -> bool:
    """Whether the meeting that this is for is still to come; so is what is for none."""
    if "meeting_on" in card.facts:
        return unit_of_work.access.as_of <= dt.date.fromisoformat(str(card.facts["meeting_on"]))
    if "meeting_id" not in card.facts:
        return True
    meeting = load_meeting(unit_of_work.access, int(card.facts["meeting_id"]))
    return meeting is not None and meeting.at is not None and meeting.at > unit_of_work.now


def _hold_ended(card: NoticeCard, access: AccessContext, say: Phrases) -> Reply | None:
    account = _account(card, access)
    hold = load_hold_by_id(access, int(card.facts.get("hold_id", 0)))
    if account is None or hold is None or hold.was_lifted:
        return None
    return Reply(
        intent="hold_account",
        language=say.language,
        headline=say("notices.hold_ended", account=account.name),
        account=account,
        sections=(Section(key="hold", lines=(Line(text=hold.reason, tone=Tone.QUOTE),)),),
        choices=(next_choice("recommend_offer", account, say), next_choice("hold_account", account, say)),
    )


def _handoff(card: NoticeCard, unit_of_work: AuditedUnitOfWork, say: Phrases) -> Reply | None:
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


def _account(card: NoticeCard, access: AccessContext) -> AccountRef | None:
    try:
        return ref(load_account(access, card.account_id)) if card.account_id else None
    except AccountUnknown:
        return None
