"""Handoffs: which are open, where one stands, and every step that either side takes."""

from __future__ import annotations

from actions.asking import ask_for
from actions.base import QuestionAction
from actions.changes import unit_of_work_for
from actions.hand_off_account.colleague import read_taker
from actions.presenters.discussions import IN_DISCUSSION, said_in_discussion
from actions.presenters.handoffs import (
    NEEDS_WORDS,
    account_of,
    handoff_choices,
    receiver_of,
    sender_of,
    tell_handed,
    tell_standing,
    tell_steps,
)
from actions.question import Question
from actions.reply import AccountRef, Choice, Reply, Table
from actions.set_reminder.moments import zone_of
from knowledge.catalogue.queries.catalogue import load_catalogue
from knowledge.errors import HandoffMoved
from knowledge.handoffs.commands.moves import move, sides
from knowledge.handoffs.handoff import HandoffCard
from knowledge.handoffs.lifecycle import HandoffEvent, HandoffState, find_move
from knowledge.handoffs.queries.handoffs import find_handoffs, load_handoff, load_steps
from knowledge.kernel.access import AccessContext
from knowledge.kernel.unit_of_work import AuditedUnitOfWork
from knowledge.playbook.phrases import Phrases

_MOST_TRIES = 3
_WHY_DECLINED = ("no_budget", "not_now", "in_talks", "no_fit")


class ListHandoffs(QuestionAction):
    """What was handed over and what became of it, for both sides alike."""

    intent = "list_handoffs"

    def answer(self, question: Question, access: AccessContext, say: Phrases) -> Reply:
        """Take a step in one, show one, or list those that are open."""
        unit_of_work = unit_of_work_for(question, access)
        card = _find(question, access, say)
        if card is None:
            return _list(question, access, say)
        step = question.word("step")
        if step == IN_DISCUSSION:
            return _take_words(question, unit_of_work, card, say)
        if step not in set(HandoffEvent):
            return show_handoff(card, unit_of_work, say)
        return _take(question, unit_of_work, card, HandoffEvent(step), say)


def show_handoff(
    card: HandoffCard, unit_of_work: AuditedUnitOfWork, say: Phrases, *, headline: str | None = None
) -> Reply:
    """One handoff with all its steps, and the buttons the reader may press now."""
    zone = zone_of(unit_of_work.access)
    standing = tell_standing(card, zone, say)
    sections = (
        tell_handed(card, load_catalogue(unit_of_work.access), say),
        tell_steps(load_steps(unit_of_work.access, card.id), zone, say),
    )
    return Reply(
        intent=ListHandoffs.intent,
        language=say.language,
        headline=f"{headline} {standing}" if headline else standing,
        account=account_of(card),
        sections=sections,
        choices=handoff_choices(card, sides(unit_of_work, card), say),
    )


def _find(question: Question, access: AccessContext, say: Phrases) -> HandoffCard | None:
    """The handoff meant: by its number, or the only open one of the customer named; None to list them."""
    if number := question.number("handoff_id"):
        card = load_handoff(access, number)
        if card is None:
            raise HandoffMoved("There is no such handoff for you.", handoff_id=number)
        return card
    found = find_handoffs(access, account_id=question.account_id, closed=question.account_id is not None)
    if question.account_id is not None or question.word("step") in set(HandoffEvent):
        open_ones = [card for card in found if find_move(card.state, HandoffEvent.NOTE)]
        if question.account_id is not None and found:
            return (open_ones or found)[0]
        if len(open_ones) > 1:
            options = [(card.account, {"handoff_id": card.id, "version": card.version}) for card in open_ones[:4]]
            raise ask_for(question, ListHandoffs.intent, "handoff_id", say("handoffs.which"), say=say, options=options)
        return open_ones[0] if open_ones else None
    return None


def _take(
    question: Question, unit_of_work: AuditedUnitOfWork, card: HandoffCard, event: HandoffEvent, say: Phrases
) -> Reply:
    """Take one step; when it is not possible any more, show how it stands now instead."""
    account = account_of(card)
    seen = question.number("version")
    if find_move(card.state, event, card.kind) is None or (seen is not None and seen != card.version):
        return show_handoff(card, unit_of_work, say, headline=say("handoffs.not_possible"))
    text, to_id = question.free("text") or None, None
    if event in NEEDS_WORDS and not text:
        headline = say(f"handoffs.words_{event}", account=card.account)
        reasons = [say(f"handoffs.reason_{name}") for name in _WHY_DECLINED] if event is HandoffEvent.DECLINE else []
        options = [(reason, {"text": reason}) for reason in reasons]
        raise ask_for(
            question, ListHandoffs.intent, "text", headline, say=say, options=options, account=account, free=True
        )
    if event is HandoffEvent.REASSIGN:
        to_id = _read_person(question, unit_of_work, card, account, say)
    try:
        moved = move(unit_of_work, card, event, text=text, to_id=to_id)
    except HandoffMoved:
        now = load_handoff(unit_of_work.access, card.id) or card
        return show_handoff(now, unit_of_work, say, headline=say("handoffs.not_possible"))
    return show_handoff(moved, unit_of_work, say, headline=say(f"handoffs.done_{event}"))


def _take_words(question: Question, unit_of_work: AuditedUnitOfWork, card: HandoffCard, say: Phrases) -> Reply:
    """Keep what was written where both sides read it; those there (``read_by``) need not be told of it.

    Written ``beside`` the thread, in the same group, it counts only while an answer is waited for.
    """
    text = question.word("text")
    if text is None or (question.number("beside") and card.state is not HandoffState.ASKED):
        return show_handoff(card, unit_of_work, say)
    read_by = (question.word("read_by") or "").split(",")
    for _ in range(_MOST_TRIES):  # two may write at the same moment: neither's words are lost
        try:
            moved = move(
                unit_of_work, card, said_in_discussion(card, sides(unit_of_work, card)), text=text, read_by=read_by
            )
        except HandoffMoved:
            card = load_handoff(unit_of_work.access, card.id) or card
        else:
            return show_handoff(moved, unit_of_work, say)
    told = show_handoff(card, unit_of_work, say, headline=say("handoffs.discussion_over"))
    return told.model_copy(update={"trouble": True})


def _read_person(
    question: Question, unit_of_work: AuditedUnitOfWork, card: HandoffCard, account: AccountRef, say: Phrases
) -> int:
    """The colleague to take it over."""
    return read_taker(
        question,
        ListHandoffs.intent,
        "person",
        unit_of_work.access,
        kind=card.kind,
        account=account,
        say=say,
        team=card.team,
        holder_id=card.to_id,
    ).id


def _list(question: Question, access: AccessContext, say: Phrases) -> Reply:
    cards, zone = find_handoffs(access, account_id=question.account_id), zone_of(access)
    if not cards:
        return Reply(intent=ListHandoffs.intent, language=say.language, headline=say("handoffs.none"))
    columns = tuple(say(f"handoffs.column_{name}") for name in ("account", "need", "sides", "state", "due"))
    rows = tuple(
        (
            card.account,
            card.need,
            say("handoffs.sides", sender=sender_of(card, say), who=receiver_of(card, say)),
            say(f"handoffs.state_{card.state}"),
            say("handoffs.at", due=card.due_at.astimezone(zone)) if card.due_at else "–",
        )
        for card in cards
    )
    late = sum(1 for card in cards if card.due_at and card.due_at < question.now)
    headline = (
        say("handoffs.list", count=len(cards), late=late) if late else say("handoffs.list_calm", count=len(cards))
    )
    choices = tuple(
        Choice(
            label=say("handoffs.open", account=card.account), intent=ListHandoffs.intent, slots={"handoff_id": card.id}
        )
        for card in cards[:3]
    )
    table = Table(key="handoffs", columns=columns, rows=rows)
    return Reply(intent=ListHandoffs.intent, language=say.language, headline=headline, tables=(table,), choices=choices)
