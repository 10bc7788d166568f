"""The talk track of a call: opener, questions, offer, proof, small start, objections, close, by customer and reader."""

from __future__ import annotations

import re
from typing import Any

from actions.draft_talk_track import offer_parts, offer_prices, offer_reasons
from actions.draft_talk_track.context import DraftContext, Part
from actions.draft_talk_track.fact_figures import contract_figure, plan_figure, small_figure
from actions.draft_talk_track.house import price_note, product_sentence
from actions.draft_talk_track.request import ReaderRole
from actions.presenters.figures import seats_figure, survey_figure, tell_unit, trend_figure
from actions.presenters.offer_figures import follow_on_figure
from actions.presenters.talk import tell_order_proof, tell_value
from actions.reply import Line, Section, Tone
from knowledge.accounts.columns import day_or_none
from knowledge.offers.advice import TimedOffer
from knowledge.offers.candidates import Candidate
from knowledge.offers.gate import Caution
from knowledge.playbook.articles import load_objections
from knowledge.playbook.formats import Share, WholeMonth
from knowledge.playbook.note_signals import Signal
from knowledge.playbook.reported_speech import report_speech
from knowledge.playbook.themes import find_theme
from knowledge.terms import OfferKind, Voice

_FRESH_ORDER_DAYS = 45  # after that nobody asks how the delivery went
_QUESTIONS, _OBJECTIONS = 3, 3
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
_INDUSTRIES = {
    "manufacturing": "manufacturing",
    "retail": "retail",
    "logistics": "logistics",
    "healthcare": "healthcare",
    "construction": "construction",
    "wholesale": "wholesale",
    "professional services": "services",
    "it services": "it",
}
_ROLES_ASKED = {role: f"draft_call.ask_{role}" for role in ReaderRole}


def talk_sections(d: DraftContext, offer: TimedOffer) -> tuple[tuple[Section, ...], tuple[Part, ...]]:
    """The sections in the order of the call; a shorter one leaves proof and objections out."""
    short = d.request.length is not None
    blocks: list[tuple[str, list[Part]]] = [
        ("opener", [opener(d, offer)]),
        ("ask", questions(d, offer)[: 2 if short else _QUESTIONS]),
        ("offer", _offer(d, offer)),
    ]
    if not short:
        blocks.append(("proof", [proof(d, offer)]))
    blocks.append(("start", [_start(d, offer)]))
    if not short:
        blocks.append(("objections", objections(d, offer)))
    blocks.append(("close", [_close(d, offer)]))
    out = set(d.request.leave_out)
    kept = [(name, [part for part in parts if part.topic not in out]) for name, parts in blocks]
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


def opener(d: DraftContext, offer: TimedOffer) -> Part:
    """The first sentence, tied to something true about them."""
    candidate = offer.candidate
    if candidate.need and (part := _opener_need(d, offer)):
        return part
    if use := candidate.seat_use:
        product = d.called(d.case.catalogue.products[use.product_id])
        if use.unit:
            level = "over" if use.used > use.bought else "near"
            figures = (seats_figure(d.case, use.product_id, d.say),)
            facts: dict[str, Any] = {
                "used": use.used,
                "seats": use.bought,
                "unit": tell_unit(use.unit, d.say),
                "product": product,
            }
            return d.part(f"draft_call.opener_quota_{level}", topic="use", figures=figures, **facts)
        return offer_reasons.seats_part(d, "draft_call.opener_seats", use, product)
    return _opener_moment(d)


def _opener_need(d: DraftContext, offer: TimedOffer) -> Part | None:
    from actions.draft_talk_track.fact_figures import need_figure

    need = offer.candidate.need
    if need is None:
        return None
    figures, day, speaker = (need_figure(d, need),), d.day(need.said_on), need.said_by or ""
    if said := report_speech(need.text, d.language):
        if speaker and speaker != d.addressee.name:
            who = offer_reasons.speaker_name(d, speaker)
            return d.part("draft_call.opener_need_of", topic="need", figures=figures, day=day, said=said, speaker=who)
        return d.part("draft_call.opener_need_own", topic="need", figures=figures, day=day, said=said)
    theme = find_theme(need.text, "needs", d.language)
    return (
        d.part("draft_call.opener_theme", topic="need", figures=figures, day=day, theme=theme.called) if theme else None
    )


def _opener_moment(d: DraftContext) -> Part:
    ordered = offer_reasons.last_order(d)
    if d.case.orders_again and ordered and not d.is_lost and (d.case.as_of - ordered[1]).days > _FRESH_ORDER_DAYS:
        return d.part("draft_call.opener_ordered_before", product=d.called(ordered[0]), day=d.day(ordered[1]))
    if d.case.orders_again and ordered and not d.is_lost:
        return d.part("draft_call.opener_ordered", product=d.called(ordered[0]), day=d.day(ordered[1]))
    if d.main is None:
        return d.part("draft_call.opener_new", account=d.customer)
    product, ended = d.called(d.main), day_or_none(d.case.row["ended_on"])
    if d.is_lost and ended:
        return d.part("draft_call.opener_lost", product=product, day=d.day(ended))
    if d.rising is not None:
        figures = (trend_figure(d.case, d.rules, d.say),)
        return d.part("draft_call.opener_growing", topic="use", figures=figures, product=product, share=Share(d.rising))
    if d.nps and d.nps[0] > d.rules.gate.nps_cautions_at_most:
        figures = (survey_figure(d.case, "nps", d.say),)
        return d.part(
            "draft_call.opener_promoter",
            topic="survey",
            figures=figures,
            score=d.nps[0],
            day=d.day(d.nps[1]),
            product=product,
        )
    if d.main_since:
        contract = d.main_contract
        behind = (contract_figure(d, contract),) if contract else ()
        return d.part("draft_call.opener_since", figures=behind, product=product, since=WholeMonth(d.main_since))
    return d.part("draft_call.opener_new", account=d.customer)


def questions(d: DraftContext, offer: TimedOffer) -> list[Part]:
    """Two or three that lead to the real problem: satisfaction if unknown, need, reader, trade, moment."""
    candidate = offer.candidate
    product, main = d.called(candidate.product), d.called(d.main) if d.main else ""
    found: list[Part] = []
    if main and Caution.UNKNOWN_SATISFACTION in d.advice.cautions:
        name = "ask_satisfied_order" if d.case.orders_again else "ask_satisfied"
        found.append(d.part(f"draft_call.{name}", product=main))
    elif main and d.nps and Caution.PASSIVE in d.advice.cautions:
        figures = (survey_figure(d.case, "nps", d.say),)
        found.append(d.part("draft_call.ask_passive", topic="survey", figures=figures, score=d.nps[0], product=main))
    found.append(_question_of_matter(d, offer, product, main))
    asked = "draft_call.ask_sold" if d.case.orders_again else _ROLES_ASKED[d.addressee.role]
    found.append(d.part(asked, product=product))
    by = day_or_none(d.case.row["decide_by"])
    if by and 0 < (by - d.case.as_of).days <= d.rules.timing.renewal_windows[-1]:
        found.append(d.part("draft_call.ask_renewal", topic="renewal", day=d.day(by)))
    trade = _INDUSTRIES.get((d.case.account.industry or "").lower())
    if trade:
        found.append(d.part(f"draft_call.ask_industry_{trade}"))
    return found


def _question_of_product(d: DraftContext, candidate: Candidate) -> Part | None:
    """How they do today what the product would do: the first thing it brings that is no mere number."""
    owned = candidate.owned if candidate.kind is OfferKind.UPSELL else None
    have = set(owned.gives(d.language)) if owned else set()
    lines = [line for line in candidate.product.gives(d.language) if line not in have and not re.search(r"\d", line)]
    if not lines:
        return None
    return d.part("draft_call.ask_product", what=offer_parts.inside(lines[0], d.language))


def _question_of_matter(d: DraftContext, offer: TimedOffer, product: str, main: str) -> Part:
    candidate = offer.candidate
    if candidate.need and (theme := find_theme(candidate.need.text, "needs", d.language)):
        name = "ask_need_cost" if d.addressee.role in (ReaderRole.FINANCE, ReaderRole.OWNER) else "ask_need"
        return d.part(f"draft_call.{name}", topic="need", theme=theme.called)
    if candidate.kind is OfferKind.SEATS:
        plan = d.plans.get(Signal.HIRING)
        if plan and plan.count:
            return d.part(
                "draft_call.ask_seats_hiring", figures=(plan_figure(d, plan),), count=plan.count, product=product
            )
        return d.part("draft_call.ask_seats", product=product)
    if candidate.rhythm:
        return d.part(f"draft_call.ask_{candidate.kind}", product=product)
    if d.case.orders_again:
        return d.part("draft_call.ask_range")
    if candidate.seat_use and candidate.owned:
        return d.part("draft_call.ask_quota", product=d.called(candidate.owned))
    if asked := _question_of_product(d, candidate):
        return asked
    if candidate.kind is OfferKind.UPSELL and candidate.owned:
        return d.part("draft_call.ask_upsell", product=d.called(candidate.owned))
    return d.part("draft_call.ask_next", product=main) if main else d.part("draft_call.ask_new")


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
