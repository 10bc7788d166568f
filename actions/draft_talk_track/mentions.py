"""What must be mentioned: added from facts where the text does not say it yet; where there is no fact, that is said."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from actions.draft_talk_track import offer_parts, offer_prices, offer_reasons, relation_parts
from actions.draft_talk_track.appointment import draft_appointment
from actions.draft_talk_track.asker_words import is_promise, names, own_sentence, shares_words, thing
from actions.draft_talk_track.care import severe
from actions.draft_talk_track.context import DraftContext, Paragraph, Part
from actions.draft_talk_track.fact_figures import day_figure, small_figure, ticket_figure
from actions.draft_talk_track.letter import Draft
from actions.presenters.choosing_offer import is_called
from knowledge.playbook.reported_speech import is_japanese
from knowledge.playbook.themes import find_theme
from knowledge.terms import DraftPurpose

_KEPT = -1  # a weight that no shortening takes away


def with_mentions(d: DraftContext, draft: Draft) -> Draft:
    """The draft with one more paragraph of what was asked for by name."""
    if meeting := _meeting_told(d):
        draft = _with_meeting(draft, meeting)
    there = {part.topic for paragraph in draft.paragraphs for part in paragraph if part}
    wanted = [topic for topic in d.request.mention if topic in _PARTS]
    sure = {part.topic for paragraph in draft.paragraphs for part in paragraph if part and part.weight == _KEPT}
    kept = tuple([_marked(part, set(wanted) - sure) for part in paragraph] for paragraph in draft.paragraphs)
    missing = [topic for topic in wanted if topic not in there]
    if d.request.purpose in (DraftPurpose.APOLOGY, DraftPurpose.PAYMENT):
        missing = [topic for topic in missing if topic not in _SELLING]
    added: Paragraph = []
    for topic in missing:
        parts = [part for part in _PARTS[topic](d) if part]
        if not parts:
            d.notes.append(d.say("draft_frame.no_topic", what=d.say(f"draft_frame.topic_{topic}")))
        added += [_marked(part, {part.topic}) for part in parts]
    added += _free_words(d, draft)
    if not added:
        return replace(draft, paragraphs=kept)
    dates: list[Paragraph] = [[part] for part in added if part and part.topic == "meeting"]
    lists: list[Paragraph] = [[part] for part in added if part and part.topic == "tiers"]
    others: Paragraph = [part for part in added if part and part.topic not in ("meeting", "tiers")]
    return replace(draft, paragraphs=(*kept[:-1], others, *lists, *kept[-1:], *dates))


def mentioned(d: DraftContext) -> list[Part]:
    """What must be mentioned, by itself, for a text that is no letter."""
    meeting = _meeting_told(d)
    topics = [part for topic in d.request.mention if topic in _PARTS for part in _PARTS[topic](d) if part]
    return [*topics, *_free_words(d, None), *([meeting] if meeting else [])]


def _free_words(d: DraftContext, draft: Draft | None) -> list[Part]:
    """Words that are no topic: a sentence of the asker's own, the need of theirs that has them, else that one would
    like to talk about it. What of it rests on nobody's record is said; what is no thing to speak of is left out."""
    text = " ".join(part.text for paragraph in draft.paragraphs for part in paragraph if part) if draft else ""
    found: list[Part] = []
    for words in d.request.mention:
        if words in _PARTS or words in _TOLD or names(text, words):
            continue
        if sentence := own_sentence(d, words):
            found.append(Part("own_sentence", sentence, _KEPT))
            d.notes.append(d.say("draft_frame.own_sentence", what=sentence))
            continue
        if trouble := _trouble_named(d, words):
            found.append(trouble)
            continue
        need = next((need for need in d.case.needs if shares_words(need.text, words)), None)
        part = offer_reasons.need_part(d, need) if need else None
        part = part or _talk_about(d, words)
        if part is None:
            d.notes.append(d.say("draft_frame.no_words", what=words))
        elif part.text not in text:
            found.append(replace(part, weight=_KEPT))
    return found


def _trouble_named(d: DraftContext, words: str) -> Part | None:
    """A trouble of theirs that is on record and still open, in the words of their own request."""
    theme = find_theme(words, "troubles", d.language)
    for ticket in d.case.tickets if theme else ():
        subject = ticket.subject or ""
        if find_theme(subject, "troubles", d.language) != theme:
            continue
        figure = ticket_figure(d, f"ticket_{ticket.id}", subject, ticket.opened_on, solved=False)
        called = subject if is_japanese(subject) == (d.language == "ja") else theme.called if theme else ""
        day = d.day(ticket.opened_on)
        return d.part("draft_relation.trouble_named", weight=_KEPT, figures=(figure,), subject=called, day=day)
    return None


def _talk_about(d: DraftContext, words: str) -> Part | None:
    """That one would like to speak of it, which invents nothing; a bill or a promise is no matter to chat about."""
    what = "" if is_promise(words) or d.request.purpose is DraftPurpose.PAYMENT else thing(d, words)
    if not what:
        return None
    d.notes.append(d.say("draft_frame.talk_about", what=what))
    return d.part("draft_relation.talk_about", weight=_KEPT, what=what)


def _meeting_told(d: DraftContext) -> Part | None:
    """The meeting of which the asker tells: settled, or a visit they would like to pay."""
    if "agreed" in d.request.mention:
        return agreed_meeting(d)
    return wished_visit(d) if "visit" in d.request.mention else None


def _with_meeting(draft: Draft, meeting: Part) -> Draft:
    """The meeting told of in place of the one asked for."""
    others: tuple[Paragraph, ...] = tuple(
        [part for part in paragraph if part is None or part.topic != "meeting"] for paragraph in draft.paragraphs
    )
    return replace(draft, paragraphs=(*others, [meeting]))


def agreed_meeting(d: DraftContext) -> Part | None:
    """A meeting that the asker says is settled, with its day; where we know of none that day, that is said."""
    day = d.request.since
    if day is None or day <= d.case.as_of:
        d.notes.append(d.say("draft_frame.no_agreed_day"))
        return None
    is_known = any(at.astimezone(d.time.zone).date() == day for at in d.around.taken)
    if not is_known:
        d.notes.append(d.say("draft_frame.agreed_unknown", day=d.day(day, weekday=True)))
    facts = {"day": d.day(day, weekday=True), "about": _about(d)}
    figures = (day_figure(d, "agreed", day),)
    return d.part("draft_relation.agreed", weight=_KEPT, topic="meeting", figures=figures, **facts)


def wished_visit(d: DraftContext) -> Part:
    """A visit the asker would like to pay, on the day named if that lies ahead."""
    day, minutes = d.request.since, d.rules.drafts.talk_minutes
    facts: dict[str, Any] = {"about": _about(d), "minutes": minutes}
    if day and day <= d.case.as_of:
        d.notes.append(d.say("draft_frame.visit_past", day=d.day(day, weekday=True)))
        day = None
    if day is None:
        name = "draft_relation.visit_undated"
        return d.part(name, weight=_KEPT, topic="meeting", figures=(small_figure(d),), **facts)
    if not d.time.is_business_day(day):
        d.notes.append(d.say("draft_frame.visit_closed", day=d.day(day, weekday=True)))
    figures = (small_figure(d), day_figure(d, "visit", day))
    return d.part(
        "draft_relation.visit", weight=_KEPT, topic="meeting", figures=figures, day=d.day(day, weekday=True), **facts
    )


def _about(d: DraftContext) -> str:
    """What a meeting is about: what is offered, else what they have."""
    sells = d.request.sells and d.offer is not None and not d.advice.blocks
    return offer_parts.topic_of(d, d.offer) if sells and d.offer else relation_parts.name_of_main(d)


def _product(d: DraftContext) -> Paragraph:
    """A product beside the purpose: only where it is advised now."""
    named = d.request.product or ""
    offer = next((offer for offer in d.offers if is_called(offer.candidate.product, named)), None)
    return [offer_parts.beside(d, offer)] if offer and not d.advice.blocks else []


def _marked(part: Part | None, topics: set[str]) -> Part | None:
    return replace(part, weight=_KEPT) if part and part.topic and part.topic in topics else part


def _price(d: DraftContext) -> Paragraph:
    return [offer_prices.price(d, d.offer)] if d.offer and not d.advice.blocks else [relation_parts.terms(d)]


def _proof(d: DraftContext) -> Paragraph:
    return [offer_parts.proof(d, d.offer)] if d.offer and not d.advice.blocks else []


def _trial(d: DraftContext) -> Paragraph:
    return [offer_parts.start(d, d.offer, names_it=True)] if d.offer and not d.advice.blocks else []


def _tiers(d: DraftContext) -> Paragraph:
    if d.offer is None or d.advice.blocks:
        return []
    return list(offer_prices.tiers(d, d.offer))


def _need(d: DraftContext) -> Paragraph:
    return [offer_reasons.need_part(d, d.newest_need)] if d.newest_need else []


def _meeting(d: DraftContext) -> Paragraph:
    paragraphs = draft_appointment(d).paragraphs
    return [*paragraphs[1], *paragraphs[2]]


def _next_meeting(d: DraftContext) -> Paragraph:
    meeting = d.around.next_meeting
    if meeting is None:
        return []
    figures, day = (day_figure(d, "meeting", meeting.day),), d.day(meeting.day, weekday=True)
    return [d.part("draft_relation.th_next", topic="next_meeting", figures=figures, day=day)]


def _ticket(d: DraftContext) -> Paragraph:
    return [severe(d).paragraphs[0][0]] if d.case.tickets else []


_TOLD = {"agreed", "visit"}
_SELLING = {"price", "trial", "tiers", "proof", "product"}
_PARTS: dict[str, Callable[[DraftContext], Paragraph]] = {
    "price": _price,
    "trial": _trial,
    "proof": _proof,
    "tiers": _tiers,
    "need": _need,
    "meeting": _meeting,
    "next_meeting": _next_meeting,
    "ticket": _ticket,
    "product": _product,
    "use": lambda d: [relation_parts.use_fact(d)],
    "seats": lambda d: [relation_parts.use_fact(d)],
    "survey": lambda d: [relation_parts.survey(d)],
    "renewal": lambda d: [relation_parts.renewal_fact(d)],
}
