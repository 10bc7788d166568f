"""Texts that stay inside a firm: a brief for our manager, one page for their approval, minutes of a meeting."""

from __future__ import annotations

import datetime as dt

from actions.draft_talk_track import offer_parts
from actions.draft_talk_track.context import DraftContext, Part
from actions.draft_talk_track.courtesy import meeting_day, said_around
from actions.draft_talk_track.fact_figures import (
    contract_figure,
    day_figure,
    need_figure,
    price_figure,
    promise_figure,
    small_figure,
)
from actions.draft_talk_track.relation import touch_figure
from actions.presenters.figures import number, seats_figure, survey_figure, tell_unit, trend_figure, whole
from actions.presenters.offer_figures import follow_on_figure
from actions.presenters.offers import name_offer, tell_first_reason
from actions.presenters.prices import more_seats, price_change
from actions.presenters.tiers import build_tiers
from actions.reply import Figure
from knowledge.accounts.columns import day_or_none
from knowledge.offers.advice import TimedOffer
from knowledge.playbook.formats import Money
from knowledge.playbook.reported_speech import is_japanese
from knowledge.playbook.themes import find_theme
from knowledge.terms import OfferKind

Block = tuple[str, list[Part | None]]
_MARGIN_DAYS = 5  # business days from now until a trial begins


def _by(d: DraftContext) -> dt.date:
    return d.business_day(d.rules.drafts.news_days)


# --------------------------------------------------------------------------------------------- for our manager


def brief_blocks(d: DraftContext) -> list[Block]:
    """State, suggestion, what to watch, what is needed; in note form."""
    return [
        ("brief_state", _state(d)),
        ("brief_suggest", _suggestion(d)),
        ("brief_risk", _risks(d)),
        ("brief_wish", [_wish(d)]),
    ]


def _state(d: DraftContext) -> list[Part | None]:
    use, row = d.use_of(d.main), d.case.row
    monthly, currency = whole(row, "monthly_minor"), d.rules.firm.currency
    products = d.say.join([d.called(d.case.catalogue.products[c.product_id]) for c in d.case.running])
    contracts = tuple(contract_figure(d, contract) for contract in d.case.running)
    survey = (
        d.part(
            "draft_inside.brief_survey",
            figures=(survey_figure(d.case, "nps", d.say),),
            score=d.nps[0],
            day=d.day(d.nps[1]),
        )
        if d.nps
        else d.part("draft_inside.brief_survey_none")
    )
    trend = number(row, "use_trend")
    return [
        d.part(
            "draft_inside.brief_contracts",
            weight=0,
            figures=contracts,
            products=products,
            monthly=Money(monthly, currency) if monthly else "",
        )
        if products
        else None,
        d.part(
            "draft_inside.brief_use",
            topic="use",
            figures=(seats_figure(d.case, use.product_id, d.say),),
            used=use.used,
            seats=use.bought,
            product=d.called(d.main),
        )
        if use and d.main
        else None,
        d.part(
            "draft_inside.brief_trend",
            weight=2,
            topic="use",
            figures=(trend_figure(d.case, d.rules, d.say),),
            days=d.rules.usage.recent_days,
            share=_signed(trend),
        )
        if trend is not None
        else None,
        survey,
        _need_line(d),
        d.part(
            "draft_inside.brief_touch", weight=2, figures=(touch_figure(d),), day=d.day(d.around.touches[0].happened_on)
        )
        if d.around.touches
        else None,
    ]


def _signed(share: float) -> str:
    return f"{'+' if share >= 0 else '−'}{round(abs(share) * 100)}%"


def _need_line(d: DraftContext) -> Part | None:
    need = d.newest_need
    if need is None:
        return None
    theme = find_theme(need.text, "needs", d.language)
    text = need.text if is_japanese(need.text) == (d.language == "ja") else theme.called if theme else ""
    return (
        d.part(
            "draft_inside.brief_need", topic="need", figures=(need_figure(d, need),), day=d.day(need.said_on), need=text
        )
        if text
        else None
    )


def _suggestion(d: DraftContext) -> list[Part | None]:
    if d.offer is None:
        return [d.part("draft_inside.brief_no_offer", weight=0)]
    candidate = d.offer.candidate
    reason = tell_first_reason(d.case, candidate, d.rules, d.say)
    offer = d.part(
        "draft_inside.brief_offer",
        weight=0,
        figures=offer_figures_of(d, d.offer),
        offer=name_offer(candidate, d.say),
        reason=reason,
    )
    change = price_change(d.case, candidate)
    if change is None or change.is_once or change.diff.minor <= 0:
        return [offer]
    worth = d.part(
        "draft_inside.brief_worth",
        topic="price",
        figures=(price_figure(d, candidate.product, change),),
        diff=change.diff,
        year=change.year,
        without_tax=d.rules.drafts.prices_without_tax,
    )
    return [offer, worth]


def offer_figures_of(d: DraftContext, offer: TimedOffer) -> tuple[Figure, ...]:
    """The figures that stand behind an offer."""
    from actions.presenters.offer_figures import offer_figures

    return tuple(offer_figures(d.case, (offer,), d.rules, d.say))


def _risks(d: DraftContext) -> list[Part | None]:
    from actions.presenters.gate import tell_blocks, tell_cautions

    blocks, figures = tell_blocks(d.case, d.advice, d.rules, d.say)
    lines = [line for section in (*blocks[:1], *tell_cautions(d.case, d.advice, d.say)) for line in section.lines]
    parts: list[Part | None] = [Part("gate", line.text, 1, "", figures) for line in lines]
    by = day_or_none(d.case.row["decide_by"])
    days = whole(d.case.row, "days_to_decide")
    if by and days is not None and 0 <= days <= d.rules.timing.renewal_windows[0]:
        figure = day_figure(d, "until", by, why="renewal")
        parts.append(d.part("draft_inside.brief_renewal", topic="renewal", figures=(figure,), day=d.day(by), days=days))
    return parts


def _wish(d: DraftContext) -> Part:
    by = _by(d)
    figures = (promise_figure(d, by),)
    if d.offer is None:
        return d.part("draft_inside.brief_wish_none", weight=0, figures=figures, by=d.day(by))
    return d.part(
        "draft_inside.brief_wish_offer",
        weight=0,
        figures=figures,
        offer=name_offer(d.offer.candidate, d.say),
        by=d.day(by),
    )


# ----------------------------------------------------------------------------------------- for their approval


def approval_blocks(d: DraftContext, offer: TimedOffer) -> list[Block]:
    """Purpose, need, proposal, benefit, cost, alternatives, risk, schedule, decision; as a committee reads it."""
    return [
        ("ap_purpose", [_purpose(d, offer)]),
        ("ap_problem", _problem(d, offer)),
        ("ap_proposal", [_proposal(d, offer)]),
        ("ap_effect", _effect(d, offer)),
        ("ap_cost", _cost(d, offer)),
        ("ap_compare", _compare(d, offer)),
        ("ap_risk", [_risk(d, offer)]),
        ("ap_schedule", _schedule(d)),
        ("ap_decision", [_decision(d, offer)]),
    ]


def _purpose(d: DraftContext, offer: TimedOffer) -> Part:
    candidate = offer.candidate
    product = d.called(candidate.product)
    if candidate.need and (theme := find_theme(candidate.need.text, "needs", d.language)):
        return d.part("draft_inside.ap_purpose_theme", theme=theme.called, product=product)
    if candidate.kind is OfferKind.SEATS:
        return d.part("draft_inside.ap_purpose_seats", product=product)
    if candidate.seat_use:
        return d.part("draft_inside.ap_purpose_quota", product=product)
    return d.part("draft_inside.ap_purpose_plain", product=product)


def _problem(d: DraftContext, offer: TimedOffer) -> list[Part | None]:
    candidate, use = offer.candidate, offer.candidate.seat_use
    parts: list[Part | None] = []
    if need := candidate.need:
        theme = find_theme(need.text, "needs", d.language)
        text = (
            need.text.rstrip("。.") if is_japanese(need.text) == (d.language == "ja") else theme.called if theme else ""
        )
        if text:
            parts.append(
                d.part(
                    "draft_inside.ap_problem_need", figures=(need_figure(d, need),), need=text, day=d.day(need.said_on)
                )
            )
    if use:
        product = d.called(d.case.catalogue.products[use.product_id])
        figures = (seats_figure(d.case, use.product_id, d.say),)
        if use.unit:
            parts.append(
                d.part(
                    "draft_inside.ap_problem_quota",
                    figures=figures,
                    used=use.used,
                    seats=use.bought,
                    unit=tell_unit(use.unit, d.say),
                    product=product,
                )
            )
        else:
            parts.append(
                d.part(
                    "draft_inside.ap_problem_seats",
                    figures=figures,
                    used=use.used,
                    seats=use.bought,
                    free=max(0, use.bought - use.used),
                    product=product,
                )
            )
    parts.append(d.part("draft_inside.ap_problem_open", weight=2))
    return parts


def _proposal(d: DraftContext, offer: TimedOffer) -> Part:
    candidate = offer.candidate
    product = d.called(candidate.product)
    if candidate.kind is OfferKind.SEATS and candidate.seat_use:
        more = more_seats(candidate)
        figures = (seats_figure(d.case, candidate.seat_use.product_id, d.say), *_price_figures(d, offer))
        return d.part(
            "draft_inside.ap_proposal_seats",
            figures=figures,
            count=more,
            total=candidate.seat_use.bought + more,
            product=product,
        )
    part = offer_parts.gives(d, offer)
    gives = candidate.product.gives(d.language)[:3]
    if part is None or not gives:
        return Part("draft_inside.ap_proposal_product", product)
    return d.part(
        "draft_inside.ap_proposal_product",
        product=product,
        gives=d.say.join([offer_parts.inside(g, d.language) for g in gives]),
    )


def _effect(d: DraftContext, offer: TimedOffer) -> list[Part | None]:
    candidate = offer.candidate
    text = candidate.product.value(d.language)
    parts: list[Part | None] = [
        d.part("draft_inside.ap_effect_seats")
        if candidate.kind is OfferKind.SEATS
        else d.part("draft_inside.ap_effect_value", value=text)
        if text
        else None
    ]
    change = price_change(d.case, candidate)
    if change and not change.is_once and change.diff.minor > 0 and candidate.kind is not OfferKind.SEATS:
        parts.append(
            d.part(
                "draft_inside.ap_effect_even", figures=(price_figure(d, candidate.product, change),), diff=change.diff
            )
        )
    pair = candidate.follow_on
    if pair and pair.adopters >= d.rules.offers.fewest_cases:
        products = d.case.catalogue.products
        parts.append(
            d.part(
                "draft_inside.ap_effect_proof",
                weight=2,
                topic="proof",
                figures=(follow_on_figure(d.case, pair, d.rules, d.say),),
                adopters=pair.adopters,
                owners=pair.owners,
                antecedent=d.called(products[pair.antecedent]),
                product=d.called(products[pair.product]),
                days=d.rules.offers.horizon_days,
            )
        )
    return parts


def _price_figures(d: DraftContext, offer: TimedOffer) -> tuple[Figure, ...]:
    change = price_change(d.case, offer.candidate)
    return (price_figure(d, offer.candidate.product, change),) if change else ()


def _cost(d: DraftContext, offer: TimedOffer) -> list[Part | None]:
    change, taxless = price_change(d.case, offer.candidate), d.rules.drafts.prices_without_tax
    if change is None:
        return [d.part("draft_inside.ap_cost_unknown", topic="price")]
    figures = (price_figure(d, offer.candidate.product, change),)
    if change.now and change.now.minor:
        line = d.part(
            "draft_inside.ap_cost_change",
            topic="price",
            figures=figures,
            now=change.now,
            then=change.then,
            diff=change.diff,
            year=change.year,
            without_tax=taxless,
        )
    else:
        line = d.part(
            "draft_inside.ap_cost_line",
            topic="price",
            figures=figures,
            diff=change.diff,
            year=change.year,
            without_tax=taxless,
        )
    return [d.part("draft_inside.ap_cost_initial", weight=2, topic="price"), line]


def _compare(d: DraftContext, offer: TimedOffer) -> list[Part | None]:
    tiers = build_tiers(d.case, (offer,), d.say, rules=d.rules)
    return [
        d.part("draft_inside.ap_compare_line", weight=1, topic="tiers", name=tier.name, price=tier.price)
        for tier in tiers
    ]


def _risk(d: DraftContext, offer: TimedOffer) -> Part:
    rules, figures = d.rules.drafts, (small_figure(d),)
    match offer.candidate.kind:
        case OfferKind.SEATS:
            return d.part("draft_inside.ap_risk_seats", topic="trial", figures=figures, people=rules.first_people)
        case OfferKind.UPSELL:
            return d.part("draft_inside.ap_risk_upsell", topic="trial", figures=figures, days=rules.trial_days)
        case _:
            return d.part("draft_inside.ap_risk_trial", topic="trial", figures=figures, days=rules.trial_days)


def _schedule(d: DraftContext) -> list[Part | None]:
    start = d.business_day(_MARGIN_DAYS)
    end = start + dt.timedelta(days=d.rules.drafts.trial_days)
    figures = (
        day_figure(d, "promise", start, count=_MARGIN_DAYS),
        day_figure(d, "until", end, why=str(d.rules.drafts.trial_days)),
    )
    by = day_or_none(d.case.row["decide_by"])
    renewal = (
        d.part(
            "draft_inside.ap_schedule_renewal",
            weight=2,
            topic="renewal",
            figures=(day_figure(d, "until", by, why="renewal"),),
            day=d.day(by),
        )
        if by and by > d.case.as_of
        else None
    )
    return [d.part("draft_inside.ap_schedule_start", figures=figures, start=d.day(start), end=d.day(end)), renewal]


def _decision(d: DraftContext, offer: TimedOffer) -> Part:
    change, name = price_change(d.case, offer.candidate), name_offer(offer.candidate, d.say)
    if change is None or change.is_once:
        return d.part("draft_inside.ap_decision_plain", weight=0, offer=name)
    figures = (price_figure(d, offer.candidate.product, change),)
    return d.part("draft_inside.ap_decision_line", weight=0, figures=figures, offer=name, year=change.year)


# ----------------------------------------------------------------------------------------------------- minutes


def minutes_blocks(d: DraftContext) -> tuple[dt.date | None, list[Block]]:
    """Day, people, what they told us, how it stands, what comes next; only what is recorded."""
    day = meeting_day(d)
    need = said_around(d, day)
    figures = (touch_figure(d),) if day else ()
    head: list[Part | None] = [
        d.part("draft_inside.mi_when", weight=0, figures=figures, day=d.day(day, weekday=True)) if day else None,
        d.part("draft_inside.mi_who", weight=0, people=_people(d)),
    ]
    heard: list[Part | None] = []
    if need:
        part = offer_parts.need_part(d, need)
        heard = [part]
    else:
        d.notes.append(d.say("draft_frame.no_minutes"))
    by = _by(d)
    theme = find_theme(need.text, "needs", d.language) if need else None
    upcoming = d.around.next_meeting
    next_: list[Part | None] = [
        d.part(
            "draft_inside.mi_next_ours",
            figures=(promise_figure(d, by),),
            rep=d.rep,
            topic=theme.called,
            by=d.day(by, weekday=True),
        )
        if theme
        else None,
        d.part(
            "draft_inside.mi_next_meeting",
            figures=(day_figure(d, "meeting", upcoming.day),),
            day=d.day(upcoming.day, weekday=True),
        )
        if upcoming
        else None,
    ]
    use = d.use_of(d.main)
    state: list[Part | None] = [
        d.part(
            "draft_inside.brief_use",
            weight=2,
            topic="use",
            figures=(seats_figure(d.case, use.product_id, d.say),),
            used=use.used,
            seats=use.bought,
            product=d.called(d.main),
        )
        if use and d.main
        else None
    ]
    return day, [("", head), ("mi_heard", heard), ("mi_state", state), ("mi_next", next_)]


def _people(d: DraftContext) -> str:
    ours = d.say("draft_inside.mi_person", name=d.sender, firm=d.firm)
    name = d.addressee.whole(d.language)
    theirs = [d.say("draft_inside.mi_person_theirs", name=name, firm=d.account)] if name else []
    return d.say.join([*theirs, ours])
