"""The sentences of an offer, each from one fact: value, what it gives, proof, small start, ask."""

from __future__ import annotations

from typing import Any

from actions.draft_talk_track.context import DraftContext, Part
from actions.draft_talk_track.fact_figures import (
    price_figure,
    small_figure,
)
from actions.draft_talk_track.house import product_sentence
from actions.draft_talk_track.request import ReaderRole
from actions.presenters.offer_figures import follow_on_figure
from actions.presenters.prices import price_change
from knowledge.offers.advice import TimedOffer
from knowledge.playbook.note_signals import Signal
from knowledge.playbook.themes import find_theme
from knowledge.terms import OfferKind, Verdict

_CONVINCES = 0.25  # share of similar customers from which their number speaks for an offer
_WHERE = {role: f"draft_offer.where_{role}" for role in ReaderRole}
_FOR_ROLES = {role: f"draft_offer.for_{role}" for role in ReaderRole}


def value(d: DraftContext, offer: TimedOffer) -> Part:
    """What it does for them, never a bare name."""
    candidate = offer.candidate
    product, text = d.called(candidate.product), candidate.product.value(d.language)
    if own := product_sentence(d, candidate.product):
        return own
    if candidate.kind is OfferKind.SEATS:
        use = candidate.seat_use
        is_planned = Signal.HIRING in d.plans and d.plans[Signal.HIRING].count is not None
        name = "value_seats_near" if use and use.used < use.bought else "value_seats"
        name = "value_seats_planned" if is_planned else name
        return d.part(f"draft_offer.{name}", weight=0, topic="seats", offer=product)
    if candidate.rhythm:
        return d.part(f"draft_offer.value_{candidate.kind}", offer=product)
    if text:
        return d.part("draft_offer.value", weight=0, offer=product, value=text)
    return d.part("draft_offer.value_plain", offer=product)


def gives(d: DraftContext, offer: TimedOffer) -> Part | None:
    """The three things that the plan brings over what they have."""
    candidate = offer.candidate
    if candidate.kind is OfferKind.SEATS:
        return None
    owned = candidate.owned if candidate.kind is OfferKind.UPSELL else None
    have = set(owned.gives(d.language)) if owned else set()
    lines = [inside(line, d.language) for line in candidate.product.gives(d.language) if line not in have][:3]
    if not lines:
        return None
    said = d.say.join(lines)
    if owned:
        return d.part("draft_offer.gives_more", weight=3, owned=d.called(owned), gives=said)
    return d.part("draft_offer.gives", weight=3, gives=said)


def inside(line: str, language: str) -> str:
    """A catalogue line inside a sentence: without its capital, but for "FAQ" and "A/B"."""
    is_word = language == "en" and len(line) > 1 and line[0].isupper() and line[1].islower()
    return line[0].lower() + line[1:] if is_word else line


def for_reader(d: DraftContext, offer: TimedOffer) -> Part | None:
    """What this reader cares for."""
    candidate, role = offer.candidate, d.addressee.role
    product = d.called(candidate.product)
    if role is ReaderRole.FINANCE:
        change = price_change(d.case, candidate)
        if change is None or change.diff.minor <= 0 or change.is_once:
            return None
        figure = price_figure(d, candidate.product, change)
        return d.part("draft_offer.for_finance", topic="price", figures=(figure,), product=product, diff=change.diff)
    if candidate.kind is OfferKind.SEATS:
        return d.part("draft_offer.for_user_seats", weight=2) if role is ReaderRole.USER else None
    if role is ReaderRole.OTHER or candidate.rhythm or d.case.orders_again:
        return None
    return d.part(_FOR_ROLES[role], weight=2, account=d.customer)


def proof(d: DraftContext, offer: TimedOffer) -> Part | None:
    """What similar customers did: a past count, never a promise. A small share speaks against it, unless asked for."""
    pair = offer.candidate.follow_on
    if pair is None or pair.adopters < d.rules.offers.fewest_cases:
        return None
    if pair.adopters < _CONVINCES * pair.owners and "proof" not in d.request.mention:
        return None
    products = d.case.catalogue.products
    return d.part(
        "draft_offer.proof",
        weight=2,
        topic="proof",
        figures=(follow_on_figure(d.case, pair, d.rules, d.say),),
        owners=pair.owners,
        adopters=pair.adopters,
        antecedent=d.called(products[pair.antecedent]),
        product=d.called(products[pair.product]),
        days=d.rules.offers.horizon_days,
    )


def start(d: DraftContext, offer: TimedOffer, *, names_it: bool = False) -> Part:
    """The smallest step: some days, or a few people. ``names_it``: where the product was not spoken of before."""
    rules, kind = d.rules.drafts, offer.candidate.kind
    product: dict[str, Any] = {"product": d.called(offer.candidate.product)}
    if offer.candidate.rhythm:
        return d.part(f"draft_offer.start_{kind}", weight=2, topic="trial", **product)
    if d.case.orders_again:
        return d.part("draft_offer.start_article", weight=2, topic="trial", **product)
    facts: dict[str, Any] = {"where": d.say(_WHERE[d.addressee.role])}
    facts |= {"people": rules.first_people} if kind is OfferKind.SEATS else {"days": rules.trial_days}
    if names_it:
        return d.part(
            f"draft_offer.start_{kind}_of", weight=2, topic="trial", figures=(small_figure(d),), **facts, **product
        )
    return d.part(f"draft_offer.start_{kind}", weight=2, topic="trial", figures=(small_figure(d),), **facts)


def also(d: DraftContext, offer: TimedOffer) -> Part:
    """A second thing, in one sentence."""
    name, text = d.called(offer.candidate.product), offer.candidate.product.value(d.language)
    if offer.candidate.kind is OfferKind.SEATS or not text:
        return d.part("draft_offer.also_seats", weight=-1, offer=name)
    return d.part("draft_offer.also", weight=-1, offer=name, value=text)


def beside(d: DraftContext, offer: TimedOffer) -> Part:
    """A product that a letter about something else was to mention."""
    name, text = d.called(offer.candidate.product), offer.candidate.product.value(d.language)
    if offer.candidate.kind is OfferKind.SEATS or not text:
        return d.part("draft_offer.beside_plain", weight=-1, topic="product", offer=name)
    return d.part("draft_offer.beside", weight=-1, topic="product", offer=name, value=text)


def ask(d: DraftContext, offer: TimedOffer) -> Part:
    """What one asks for, as strongly as the tone allows."""
    facts: dict[str, Any] = {"topic": topic_of(d, offer)}
    name = d.toned("draft_offer.ask")
    if name != "draft_offer.ask_softer":
        facts |= {"minutes": d.rules.drafts.talk_minutes, "when": when(d, offer)}
    return Part("draft_offer.ask", d.say(name, **facts), 0, "meeting", (small_figure(d),))


def topic_of(d: DraftContext, offer: TimedOffer) -> str:
    """What the talk would be about: their matter, else the product."""
    candidate = offer.candidate
    if candidate.need and (theme := find_theme(candidate.need.text, "needs", d.language)):
        return theme.called
    product = d.called(candidate.product)
    if candidate.kind is OfferKind.SEATS:
        return d.say("draft_offer.topic_seats", product=product)
    if candidate.seat_use:
        return d.say("draft_offer.topic_quota", product=d.called(candidate.owned) if candidate.owned else product)
    return d.say("draft_offer.topic_product", product=product)


def when(d: DraftContext, offer: TimedOffer) -> str:
    """Next week, or after the day to wait for."""
    until = offer.timing.until
    if offer.timing.verdict is Verdict.WAIT and until:
        return d.say("draft_frame.after_day", day=d.day(until))
    return d.say("draft_frame.next_week")
