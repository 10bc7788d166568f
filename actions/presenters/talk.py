"""An offer's value and its proof in spoken words, each from this customer's facts."""

from __future__ import annotations

from actions.presenters.figures import tell_unit
from knowledge.accounts.account_360 import Account360
from knowledge.offers.candidate import Candidate
from knowledge.playbook.phrases import Phrases
from knowledge.playbook.rules import Rules
from knowledge.terms import OfferKind


def tell_value(candidate: Candidate, say: Phrases) -> str:
    """The offer and its value in the customer's terms, never a bare product name."""
    offer, value = candidate.product.called(say.language), candidate.product.value(say.language)
    if candidate.kind is OfferKind.SEATS:
        return say("talk_track.offer_seats", product=offer)
    if rhythm := candidate.rhythm:
        return say(f"talk_track.offer_{candidate.kind}", offer=offer, due=rhythm.due_on, last=rhythm.last_on)
    if value:
        return say("talk_track.offer_value", offer=offer, value=value)
    return say("talk_track.offer_plain", offer=offer)


def tell_proof(case: Account360, candidate: Candidate, rules: Rules, say: Phrases) -> str:
    """What similar customers did, or their own figures; where there is nothing to show, that."""
    if told := tell_order_proof(case, candidate, say):
        return told
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
            else say("talk_track.proof_people" if use.by_people else "talk_track.proof_own", **facts)
        )
    return say("talk_track.proof_none")


def tell_order_proof(case: Account360, candidate: Candidate, say: Phrases) -> str:
    """What orders prove: their own rhythm, what stands in one order, what alike customers carry; empty for the rest."""
    product = candidate.product.called(say.language)
    if rhythm := candidate.rhythm:
        return say("talk_track.proof_rhythm", product=product, days=rhythm.days, gap=rhythm.gap_days)
    if pair := candidate.together:
        antecedent = case.catalogue.products[pair.antecedent].called(say.language)
        counts = {"together": pair.together, "buyers": pair.buyers}
        return say("talk_track.proof_together", product=product, antecedent=antecedent, **counts)
    if carried := candidate.carried:
        counts = {"carriers": carried.carriers, "accounts": carried.accounts}
        return say("talk_track.proof_carried", product=product, **counts)
    return ""
