"""Offers in words: the name, the reason from this customer's own facts, the value, the moment."""

from __future__ import annotations

from actions.reply import Line, Mood, Offer, Section
from actions.telling.figures import tell_unit
from actions.telling.timing import tell_moment
from knowledge.analytics.advice import Advice, TimedOffer
from knowledge.analytics.candidates import Candidate
from knowledge.case import Case
from knowledge.playbook.formats import Share
from knowledge.playbook.phrases import Phrases
from knowledge.playbook.rules import Rules
from knowledge.terms import OfferKind


def name_offer(candidate: Candidate, say: Phrases) -> str:
    """How a colleague would call the offer: "more seats of CRM", "CRM Pro (up from CRM)"."""
    product = candidate.product.called(say.language)
    if candidate.kind is OfferKind.UPSELL and candidate.owned:
        return say("recommend_offer.upsell_named", product=product, owned=candidate.owned.called(say.language))
    return say(f"recommend_offer.{candidate.kind}_named", product=product)


def tell_reason(case: Case, candidate: Candidate, rules: Rules, say: Phrases) -> str:
    """Why this product for this customer: their need, their limit, what others did; each with its counts."""
    reasons = []
    if need := candidate.need:
        reasons.append(say("recommend_offer.reason_need", need=need.text, day=need.said_on))
    if use := candidate.seat_use:
        facts = {"used": use.used, "seats": use.bought, "share": Share(use.share)}
        reasons.append(
            say("recommend_offer.reason_quota", unit=tell_unit(use.unit, say), **facts)
            if use.unit
            else say("recommend_offer.reason_limit", **facts)
        )
    if pair := candidate.follow_on:
        reasons.append(
            say(
                "recommend_offer.reason_history",
                adopters=pair.adopters,
                owners=pair.owners,
                antecedent=case.catalogue.products[pair.antecedent].called(say.language),
                days=rules.offers.horizon_days,
                base_adopters=pair.base_adopters,
                base_owners=pair.base_owners,
            )
        )
        if pair.adopters < rules.offers.fewest_cases:
            reasons.append(say("recommend_offer.reason_few"))
    if (candidate.is_related or candidate.is_addon) and not candidate.follow_on:
        reasons.append(say("recommend_offer.reason_related"))
    if any(name == "growing" for name, _ in candidate.parts):
        reasons.append(say("recommend_offer.reason_growing"))
    return " ".join(reasons) if say.language == "en" else "".join(reasons)


def tell_offers(case: Case, offers: tuple[TimedOffer, ...], rules: Rules, say: Phrases) -> tuple[Section, ...]:
    """One section: each offer with reason, value and moment."""
    lines: list[Line] = []
    for place, offer in enumerate(offers, start=1):
        candidate = offer.candidate
        text = say(
            "recommend_offer.offer_line",
            place=place,
            kind=say(f"recommend_offer.kind_{candidate.kind}"),
            offer=name_offer(candidate, say),
            reason=tell_reason(case, candidate, rules, say),
        )
        keys = [f"score_{candidate.product.id}"]
        if pair := candidate.follow_on:
            keys.append(f"follow_on_{pair.antecedent}_{pair.product}")
        lines.append(Line(text=text, mood=Mood.GOOD, figures=tuple(keys)))
        if value := tell_value(candidate, say):
            lines.append(Line(text=value))
        lines.append(Line(text=tell_moment(case, offer, say)))
    if len({offer.candidate.kind is OfferKind.CROSS_SELL for offer in offers}) > 1:
        lines.append(Line(text=say("recommend_offer.both")))
    return (Section(key="offers", title=say("recommend_offer.offers_title"), lines=tuple(lines)),) if lines else ()


def tell_looked_at(case: Case, advice: Advice, rules: Rules, say: Phrases) -> tuple[Section, ...]:
    """What they do not have and why it is not offered, when nothing fits."""
    lines = []
    for product, pair in advice.looked_at:
        name = product.called(say.language)
        if pair is None:
            lines.append(Line(text=say("recommend_offer.looked_at_none", product=name)))
            continue
        antecedent = case.catalogue.products[pair.antecedent].called(say.language)
        facts = {"adopters": pair.adopters, "owners": pair.owners, "days": rules.offers.horizon_days}
        base = {"base_adopters": pair.base_adopters, "base_owners": pair.base_owners}
        text = say("recommend_offer.looked_at", product=name, antecedent=antecedent, **facts, **base)
        lines.append(Line(text=text, figures=(f"follow_on_{pair.antecedent}_{pair.product}",)))
    title = say("recommend_offer.looked_at_title")
    return (Section(key="looked_at", title=title, lines=tuple(lines)),) if lines else ()


def tell_value(candidate: Candidate, say: Phrases) -> str:
    """What the customer gains, in their terms; empty when nobody wrote it."""
    if candidate.kind is OfferKind.SEATS:
        return say("recommend_offer.value_seats")
    value = candidate.product.value(say.language)
    return say("recommend_offer.value", value=value) if value else ""


def build_offers(case: Case, offers: tuple[TimedOffer, ...], rules: Rules, say: Phrases) -> tuple[Offer, ...]:
    """The offers as data: kind, product, reason, counts, score."""
    return tuple(
        Offer(
            kind=offer.candidate.kind,
            product=offer.candidate.product.called(say.language),
            product_id=offer.candidate.product.id,
            reason=tell_reason(case, offer.candidate, rules, say),
            value=tell_value(offer.candidate, say),
            evidence=count_evidence(offer.candidate),
            score=round(offer.candidate.score, 4),
        )
        for offer in offers
    )


def count_evidence(candidate: Candidate) -> dict[str, float | int | str | None]:
    """The counts behind an offer, by name; the parts of its score as points_<part>."""
    evidence: dict[str, float | int | str | None] = {f"points_{name}": round(p, 4) for name, p in candidate.parts}
    if pair := candidate.follow_on:
        evidence |= {
            "owners": pair.owners,
            "adopters": pair.adopters,
            "share": round(pair.share, 4),
            "lower_bound": round(pair.lower_bound, 4),
            "base_owners": pair.base_owners,
            "base_adopters": pair.base_adopters,
            "base_share": round(pair.base_share, 4),
            "antecedent_id": pair.antecedent,
        }
    if use := candidate.seat_use:
        evidence |= {"seats_used": use.used, "seats": use.bought, "seat_share": round(use.share, 4)}
    if need := candidate.need:
        evidence |= {"need": need.text, "need_said_on": need.said_on.isoformat()}
    return evidence
