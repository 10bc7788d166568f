"""The talk track: opener, questions, offer, proof, small start, objections, close; all from this customer's facts."""

from __future__ import annotations

from actions.presenters.figures import number, tell_unit, whole
from actions.reply import Line, Section, Tone
from knowledge.accounts.account_360 import Account360
from knowledge.offers.advice import TimedOffer
from knowledge.offers.candidates import Candidate
from knowledge.playbook.formats import Share
from knowledge.playbook.phrases import Phrases
from knowledge.playbook.rules import Rules
from knowledge.satisfaction.policy import Satisfaction
from knowledge.terms import OfferKind, Verdict
from knowledge.usage.policy import UseState

_OBJECTIONS = ("price", "time", "enough")


def tell_talk_track(
    case: Account360, offer: TimedOffer, rules: Rules, say: Phrases, *, short: bool
) -> tuple[Section, ...]:
    """The sections of a call, in the order of the call; the short form leaves proof and objections out."""
    candidate = offer.candidate
    parts = [
        ("opener", [tell_opener(case, candidate, say)]),
        ("ask", _questions(case, candidate, say)[: 2 if short else 3]),
        ("offer", [tell_value(candidate, say)]),
    ]
    if not short:
        parts.append(("proof", [tell_proof(case, candidate, rules, say)]))
    parts.append(("start", [say(f"talk_track.start_{candidate.kind}")]))
    if not short:
        parts.append(("objections", _objections(say)))
    parts.append(("close", [say("talk_track.close", when=tell_meeting(offer, say))]))
    return tuple(
        Section(
            key=f"talk_{name}",
            title=say(f"talk_track.{name}_title"),
            lines=tuple(Line(text=text, tone=Tone.PLAIN) for text in lines),
        )
        for name, lines in parts
    )


def tell_opener(case: Account360, candidate: Candidate, say: Phrases) -> str:
    """The first sentence, tied to something true about them."""
    owned = used_product(case, candidate, say)
    trend = number(case.row, "use_trend")
    if need := candidate.need:
        return say("talk_track.opener_need", day=need.said_on, need=need.text)
    if use := candidate.seat_use:
        facts = {"used": use.used, "seats": use.bought, "product": owned}
        return (
            say("talk_track.opener_quota", unit=tell_unit(use.unit, say), **facts)
            if use.unit
            else say("talk_track.opener_limit", **facts)
        )
    if owned and trend and case.row["use_state"] == UseState.RISING:
        grown = case.called(number(case.row, "use_product_id"), say.language) or owned
        return say("talk_track.opener_growing", product=grown, share=Share(trend))
    if case.row["satisfaction"] == Satisfaction.PROMOTER:
        return say("talk_track.opener_promoter", score=whole(case.row, "nps"))
    return say("talk_track.opener_plain", product=owned) if owned else say("talk_track.opener_new")


def tell_value(candidate: Candidate, say: Phrases) -> str:
    """The offer and its value in the customer's terms, never a bare product name."""
    offer, value = candidate.product.called(say.language), candidate.product.value(say.language)
    if candidate.kind is OfferKind.SEATS:
        return say("talk_track.offer_seats", product=offer)
    if value:
        return say("talk_track.offer_value", offer=offer, value=value)
    return say("talk_track.offer_plain", offer=offer)


def tell_proof(case: Account360, candidate: Candidate, rules: Rules, say: Phrases) -> str:
    """What similar customers did, or their own figures; where there is nothing to show, that."""
    if pair := candidate.follow_on:
        products = case.catalogue.products
        return say(
            "talk_track.proof_history",
            adopters=pair.adopters,
            owners=pair.owners,
            antecedent=products[pair.antecedent].called(say.language),
            product=products[pair.product].called(say.language),
            days=rules.offers.horizon_days,
        )
    if use := candidate.seat_use:
        facts = {"used": use.used, "seats": use.bought}
        return (
            say("talk_track.proof_quota", unit=tell_unit(use.unit, say), **facts)
            if use.unit
            else say("talk_track.proof_own", **facts)
        )
    return say("talk_track.proof_none")


def tell_meeting(offer: TimedOffer, say: Phrases) -> str:
    """When to meet: soon, or after the day to wait for."""
    until = offer.timing.until
    if offer.timing.verdict is Verdict.WAIT and until:
        return say("talk_track.close_when_later", day=until)
    return say("talk_track.close_when_now")


def used_product(case: Account360, candidate: Candidate, say: Phrases) -> str:
    """The product to start the talk from: the one the offer builds on, else the one they use most lately."""
    return candidate.owned.called(say.language) if candidate.owned else used_product_of(case, say)


def used_product_of(case: Account360, say: Phrases) -> str:
    """The product they took last; empty when they have none."""
    for contract in reversed(case.running):
        return case.catalogue.products[contract.product_id].called(say.language)
    for line in reversed(case.purchases):
        return case.catalogue.products[line.product_id].called(say.language)
    return ""


def _questions(case: Account360, candidate: Candidate, say: Phrases) -> list[str]:
    product = used_product(case, candidate, say)
    first = say("talk_track.ask_1", product=product) if product else say("talk_track.ask_1_new")
    return [first, say(f"talk_track.ask_2_{candidate.kind}"), say("talk_track.ask_3")]


def _objections(say: Phrases) -> list[str]:
    return [
        f"{say(f'talk_track.objection_{name}_said')} → {say(f'talk_track.objection_{name}_answer')}"
        for name in _OBJECTIONS
    ]
