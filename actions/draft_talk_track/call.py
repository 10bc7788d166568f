"""The talk track of a call: opener, questions, offer, proof, small start, objections, close, by customer and reader."""

from __future__ import annotations

from typing import Any

from actions.draft_talk_track import offer_parts, offer_prices
from actions.draft_talk_track.asker_words import without_left_out
from actions.draft_talk_track.call_questions import opener, questions
from actions.draft_talk_track.context import DraftContext, Part
from actions.draft_talk_track.fact_figures import small_figure
from actions.draft_talk_track.house import price_note, product_sentence
from actions.draft_talk_track.mentions import mentioned
from actions.draft_talk_track.request import Length, ReaderRole
from actions.presenters.figures import seats_figure
from actions.presenters.offer_figures import follow_on_figure
from actions.presenters.talk import tell_order_proof, tell_value
from actions.reply import Line, Section, Tone
from knowledge.offers.advice import TimedOffer
from knowledge.playbook.articles import load_objections
from knowledge.playbook.note_signals import Signal
from knowledge.terms import OfferKind, Voice

_QUESTIONS, _OBJECTIONS = 3, 3
_QUESTIONS_KEPT = {None: 2, Length.SHORTER: 2, Length.HALF: 1, Length.SHORTEST: 1}
# What this reader holds against it most often; the customer's own facts come before.
_BY_ROLE: dict[ReaderRole, tuple[str, ...]] = {
    ReaderRole.FINANCE: ("price", "roi_unclear", "lock_in"),
    ReaderRole.IT: ("security", "migration", "too_complex"),
    ReaderRole.OWNER: ("roi_unclear", "not_now", "thinking"),
    ReaderRole.SALES: ("no_time", "resistance", "price"),
    ReaderRole.MARKETING: ("roi_unclear", "too_complex", "ask_boss"),
    ReaderRole.SUPPORT: ("no_time", "too_complex", "ask_boss"),
    ReaderRole.OPERATIONS: ("resistance", "migration", "no_time"),
    ReaderRole.USER: ("resistance", "too_complex", "enough"),
    ReaderRole.OTHER: ("price", "no_time", "ask_boss"),
}


def talk_sections(d: DraftContext, offer: TimedOffer) -> tuple[tuple[Section, ...], tuple[Part, ...]]:
    """The sections in the order of the call; a shorter one leaves proof and objections out, then start and opener."""
    short, length = d.request.is_short, d.request.length
    blocks: list[tuple[str, list[Part]]] = [
        ("opener", [] if length is Length.SHORTEST else [opener(d, offer)]),
        ("ask", questions(d, offer)[: _QUESTIONS_KEPT[length] if short else _QUESTIONS]),
        ("offer", _offer(d, offer)),
    ]
    if not short:
        blocks.append(("proof", [proof(d, offer)]))
    if length not in (Length.HALF, Length.SHORTEST):
        blocks.append(("start", [_start(d, offer)]))
    if not short:
        blocks.append(("objections", objections(d, offer)))
    said = {part.topic for _, parts in blocks for part in parts}
    also = [part for part in mentioned(d) if part.topic not in said or part.topic == "meeting"]
    agreed = bool(also) and "agreed" in d.request.mention
    blocks += [("also", also), ("close", [] if agreed else [_close(d, offer)])]
    kept = [(name, [told for part in parts if (told := without_left_out(d, part))]) for name, parts in blocks]
    sections = tuple(
        Section(
            key=f"talk_{name}",
            title=d.say(f"talk_track.{name}_title"),
            lines=tuple(Line(text=part.text, tone=Tone.PLAIN) for part in parts),
        )
        for name, parts in kept
        if parts
    )
    return sections, tuple(part for _, parts in kept for part in parts)


def _offer(d: DraftContext, offer: TimedOffer) -> list[Part]:
    candidate = offer.candidate
    name, value = d.called(candidate.product), candidate.product.value(d.language)
    if own := product_sentence(d, candidate.product):
        first = own
    elif candidate.kind is OfferKind.SEATS:
        first = d.part("talk_track.offer_seats", topic="seats", product=name)
    elif candidate.rhythm:
        first = Part("talk_track.offer", tell_value(candidate, d.say))
    elif value:
        first = d.part("draft_call.offer_value", offer=name, value=value)
    elif d.case.orders_again:
        first = d.part("talk_track.offer_article", offer=name)
    else:
        first = d.part("talk_track.offer_plain", offer=name)
    cost = offer_prices.price(d, offer)
    wants = "price" in d.request.mention or d.addressee.role is ReaderRole.FINANCE
    ready = (
        [Part("draft_call.price", d.say("draft_call.price", price=cost.text), 1, "price", cost.figures)]
        if cost and wants
        else []
    )
    note = price_note(d, candidate.product) if ready else None
    return [first, *ready, *([note] if note else [])]


def proof(d: DraftContext, offer: TimedOffer) -> Part:
    """What similar customers did, or their own figures; where there is nothing to show, that."""
    candidate = offer.candidate
    product = d.called(candidate.product)
    if told := tell_order_proof(d.case, candidate, d.say):
        return Part("talk_track.proof", told, topic="proof")
    if pair := candidate.follow_on:
        products = d.case.catalogue.products
        return d.part(
            "talk_track.proof_history",
            topic="proof",
            figures=(follow_on_figure(d.case, pair, d.rules, d.say),),
            adopters=pair.adopters,
            owners=pair.owners,
            antecedent=d.called(products[pair.antecedent]),
            product=d.called(products[pair.product]),
            days=d.rules.offers.horizon_days,
        )
    if (use := candidate.seat_use) and not use.unit:
        figures = (seats_figure(d.case, use.product_id, d.say),)
        return d.part(
            "draft_call.proof_own", topic="proof", figures=figures, used=use.used, seats=use.bought, product=product
        )
    return d.part("draft_call.proof_none", topic="proof", product=product)


def _start(d: DraftContext, offer: TimedOffer) -> Part:
    rules, kind = d.rules.drafts, offer.candidate.kind
    facts: dict[str, Any] = {"product": d.called(offer.candidate.product)}
    if offer.candidate.rhythm:
        return d.part(f"draft_call.start_{kind}", topic="trial", **facts)
    if d.case.orders_again:
        return d.part("draft_call.start_article", topic="trial", **facts)
    facts |= {"people": rules.first_people} if kind is OfferKind.SEATS else {"days": rules.trial_days}
    return d.part(f"draft_call.start_{kind}", topic="trial", figures=(small_figure(d),), **facts)


def objections(d: DraftContext, offer: TimedOffer) -> list[Part]:
    """The three likeliest from this reader at this customer, with the playbook's answers."""
    keys = [key for key in (*_from_facts(d, offer), *_BY_ROLE[d.addressee.role]) if key in load_objections()]
    found = []
    for key in list(dict.fromkeys(keys))[:_OBJECTIONS]:
        objection = load_objections()[key]
        text = f"{objection.title.of(d.language)} → {objection.answer.of(d.language)}"
        found.append(Part(f"objection.{key}", text))
    return found


def _from_facts(d: DraftContext, offer: TimedOffer) -> list[str]:
    keys = []
    if Signal.COMPARING in d.plans or d.around.of_competitors:
        keys.append("competitor")
    if Signal.BUDGET_ROUND in d.plans:
        keys.append("no_budget")
    use = d.use_of(d.main)
    if (
        offer.candidate.kind is not OfferKind.SEATS
        and use
        and use.share < d.rules.timing.limit_near_share
        and not offer.candidate.need
    ):
        keys.append("enough")
    return keys


def _close(d: DraftContext, offer: TimedOffer) -> Part:
    topic = offer_parts.topic_of(d, offer)
    if d.has_tone(Voice.SOFTER):
        return Part("draft_call.close", d.say("draft_call.close_softer", topic=topic), 0, "meeting")
    name = {ReaderRole.FINANCE: "close_finance", ReaderRole.IT: "close_it", ReaderRole.OWNER: "close_owner"}.get(
        d.addressee.role, "close"
    )
    facts: dict[str, Any] = {"topic": topic, "minutes": d.rules.drafts.talk_minutes, "when": offer_parts.when(d, offer)}
    return Part("draft_call.close", d.say(f"draft_call.{name}", **facts), 0, "meeting", (small_figure(d),))
