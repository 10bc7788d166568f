"""What is told unasked, in words: a reminder, a checklist's open items, a step of a handoff, a hold that ended."""

from __future__ import annotations

import datetime as dt

from actions.list_handoffs import show_handoff
from actions.meetings import tell_next
from actions.product_feedback import read_month, tell_feedback
from actions.reply import AccountRef, Discussion, Line, Mood, Reply, Section
from actions.set_reminder import snooze_choices
from actions.show_checklist import list_items
from actions.telling.alerts import tell_alert, tell_due_digest
from actions.telling.changes import next_choice, ref
from actions.telling.checklist import choose_talk
from actions.telling.discussions import tell_discussion
from actions.telling.four_questions import tell_four_questions
from actions.telling.rules import tell_rule_set_aside
from actions.telling.talk import tell_talk_track
from actions.telling.target_reviews import tell_target_review
from knowledge.analytics.advice import TimedOffer, advise
from knowledge.case import Case
from knowledge.errors import AccountUnknown
from knowledge.handoff import HandoffCard
from knowledge.playbook.checklists import Talk
from knowledge.playbook.handoffs import HandoffEvent, HandoffKind, HandoffState
from knowledge.playbook.phrases import Phrases
from knowledge.store.book import Book
from knowledge.store.case import load_case
from knowledge.store.changes.announcing import known_language
from knowledge.store.changes.notices import NoticeCard, NoticeKind
from knowledge.store.changes.pen import Pen
from knowledge.store.changes.reminders import was_told_today
from knowledge.store.queries.accounts import load_account
from knowledge.store.queries.colleagues import load_colleagues
from knowledge.store.queries.handoffs import load_handoff, load_steps
from knowledge.store.queries.holds import load_hold_by_id
from knowledge.store.queries.meetings import load_meeting, load_next_meeting

# Parts that ask somebody to act: needless once the handoff has moved on.
_ASKS_TO_ACT = {
    HandoffEvent.SEND: {HandoffState.OPEN},
    HandoffEvent.RESEND: {HandoffState.OPEN},
    HandoffEvent.ASK: {HandoffState.ASKED},
    HandoffEvent.REMIND: {HandoffState.OPEN, HandoffState.ASKED, HandoffState.ACCEPTED},
    HandoffEvent.ESCALATE: {HandoffState.OPEN, HandoffState.ASKED, HandoffState.ACCEPTED},
    HandoffEvent.RETURN: {HandoffState.RETURNED},
}


def tell_notice(card: NoticeCard, pen: Pen) -> Reply | None:
    """The notice in the reader's language; None when there is nothing to tell any more."""
    say = Phrases(pen.book.viewer.own.language or card.language)
    match card.kind:
        case NoticeKind.REMINDER:
            return _reminder(card, pen.book, say)
        case NoticeKind.CHECKLIST:
            return _checklist(card, pen, say)
        case NoticeKind.HOLD_ENDED:
            return _hold_ended(card, pen.book, say)
        case NoticeKind.HANDOFF:
            return _handoff(card, pen, say)
        case NoticeKind.DIGEST:
            return tell_due_digest(card, pen, say)
        case NoticeKind.ALERT:
            return tell_alert(card, pen.book, say)
        case NoticeKind.WEEKLY:
            from actions.telling.weekly import tell_due_weekly  # figures of all customers: heavy, and rarely due

            return tell_due_weekly(card, pen, say)
        case NoticeKind.FEEDBACK:
            return _feedback(card, pen.book, say)
        case NoticeKind.TARGET_REVIEW:
            return tell_target_review(card, pen.book, say)
        case NoticeKind.RULE_SET_ASIDE:
            return tell_rule_set_aside(str(card.facts["rule"]), pen.book, say)


def _feedback(card: NoticeCard, book: Book, say: Phrases) -> Reply | None:
    """Last month for product; nothing where nothing was heard."""
    reply = tell_feedback(book, read_month(str(card.facts["month"]), book.as_of), say)
    if not reply.tables:
        return None
    return reply.model_copy(update={"headline": say("product_feedback.monthly", told=reply.headline)})


def _reminder(card: NoticeCard, book: Book, say: Phrases) -> Reply:
    account = _account(card, book)
    following = (next_choice("recommend_offer", account, say),) if account else ()
    return Reply(
        stem="set_reminder",
        language=say.language,
        headline=say("notices.reminder", note=card.text or say("set_reminder.plain_note")),
        account=account,
        choices=(*following, *snooze_choices(card, say)),
    )


def _checklist(card: NoticeCard, pen: Pen, say: Phrases) -> Reply | None:
    """What is still open on the list, once a day at most.

    Nothing when all is seen to, the account is out of sight, or the meeting it was for is off or over.
    """
    book = pen.book
    account = _account(card, book)
    if account is None or not _is_still_ahead(card, pen) or was_told_today(pen, card):
        return None
    case = load_case(book, account.id)
    advice = advise(case, book.rules)
    named = str(card.facts.get("talk"))
    talk = Talk(named) if named in set(Talk) else choose_talk(case, advice)
    items = list_items(case, advice, book, say, talk=talk)
    left = tuple(item for item in items if not item.done)
    if not left:
        return None
    meeting = load_next_meeting(book, account.id, now=pen.now)
    told = "meetings.checklist" if {"meeting_id", "meeting_on"} & card.facts.keys() else "notices.checklist"
    lines = (Line(text=tell_next(meeting, book, say)),) if meeting else ()
    return Reply(
        stem="show_checklist",
        language=say.language,
        headline=say(told, account=account.name, left=len(left), all=len(items)),
        account=account,
        sections=(Section(key="meeting", lines=lines),) if lines else (),
        checklist=left,
        choices=(next_choice("show_checklist", account, say), *snooze_choices(card, say)),
    )


def _is_still_ahead(card: NoticeCard, pen: Pen) -> bool:
    """Whether the meeting that this is for is still to come; so is what is for none."""
    if "meeting_on" in card.facts:
        return pen.book.as_of <= dt.date.fromisoformat(str(card.facts["meeting_on"]))
    if "meeting_id" not in card.facts:
        return True
    meeting = load_meeting(pen.book, int(card.facts["meeting_id"]))
    return meeting is not None and meeting.at is not None and meeting.at > pen.now


def _hold_ended(card: NoticeCard, book: Book, say: Phrases) -> Reply | None:
    account = _account(card, book)
    hold = load_hold_by_id(book, int(card.facts.get("hold_id", 0)))
    if account is None or hold is None or hold.was_lifted:
        return None
    return Reply(
        stem="hold_account",
        language=say.language,
        headline=say("notices.hold_ended", account=account.name),
        account=account,
        sections=(Section(key="hold", lines=(Line(text=hold.reason, mood=Mood.QUOTE),)),),
        choices=(next_choice("recommend_offer", account, say), next_choice("hold_account", account, say)),
    )


def _handoff(card: NoticeCard, pen: Pen, say: Phrases) -> Reply | None:
    handoff = load_handoff(pen.book, int(card.facts.get("handoff_id", 0)))
    part = HandoffEvent(str(card.facts["part"]))
    if handoff is None or handoff.state not in _ASKS_TO_ACT.get(part, set(HandoffState)):
        return None
    named = f"notices.handoff_{part}_{handoff.kind}"
    headline = say(named if say.has(named) else f"notices.handoff_{part}", account=handoff.account)
    shown = show_handoff(handoff, pen, say, headline=headline)
    reply = shown.model_copy(update={"discussion": _discussion(card, handoff, pen.book, say)})
    is_new = part in {HandoffEvent.SEND, HandoffEvent.REASSIGN, HandoffEvent.RESEND}
    if is_new and handoff.to_id in {None, pen.person_id}:
        return reply.model_copy(update={"sections": (*reply.sections, *_brief(handoff, pen.book, say))})
    return reply


def _discussion(card: NoticeCard, handoff: HandoffCard, book: Book, say: Phrases) -> Discussion | None:
    """The step that is told, for both sides; those who read it there may speak another language."""
    told = [step for step in load_steps(book, handoff.id) if step.version == card.facts.get("version")]
    people = load_colleagues(book.connection, on=book.as_of).values() if told else ()
    others = [one.language for one in people if one.key in {handoff.from_key, *(step.who_key for step in told)}]
    languages = [known_language(language, book.rules) for language in others]
    return tell_discussion(handoff, told[0] if told else None, say, languages=languages)


def _brief(handoff: HandoffCard, book: Book, say: Phrases) -> tuple[Section, ...]:
    """What the receiver needs at once: the customer in short, and the words for the product suggested."""
    try:
        case = load_case(book, handoff.account_id)
    except AccountUnknown:
        return ()
    known, _ = tell_four_questions(case, book.rules, say)
    if handoff.kind is not HandoffKind.TO_SALES:
        return (known,)
    offer = _offer_of(handoff, case, book)
    return (known, *(tell_talk_track(case, offer, book.rules, say, short=True) if offer else ()))


def _offer_of(handoff: HandoffCard, case: Case, book: Book) -> TimedOffer | None:
    offers = advise(case, book.rules).offers
    named = [offer for offer in offers if offer.candidate.product.id == handoff.product_id]
    return named[0] if named else None


def _account(card: NoticeCard, book: Book) -> AccountRef | None:
    try:
        return ref(load_account(book, card.account_id)) if card.account_id else None
    except AccountUnknown:
        return None
