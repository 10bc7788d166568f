"""A brief for our own manager: state, suggestion, what to watch, what is needed; in note form."""

from __future__ import annotations

from dataclasses import replace

from actions.draft_talk_track.blocks import Block, answer_by, offer_figures_of
from actions.draft_talk_track.context import DraftContext, Part
from actions.draft_talk_track.fact_figures import (
    contract_figure,
    need_figure,
    price_figure,
    promise_figure,
)
from actions.draft_talk_track.gate_figures import gate_figures
from actions.draft_talk_track.offer_reasons import last_order
from actions.draft_talk_track.relation_parts import touch_figure
from actions.presenters.figures import (
    money_figure,
    number,
    renewal_figure,
    seats_figure,
    survey_figure,
    trend_figure,
    whole,
)
from actions.presenters.offers import name_offer, tell_first_reason
from actions.presenters.prices import price_change
from knowledge.accounts.columns import day_or_none
from knowledge.offers.gate import Caution, GateReason
from knowledge.playbook.formats import Money
from knowledge.playbook.reported_speech import is_japanese, write_arabic
from knowledge.playbook.themes import find_theme


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
            figures=(*contracts, money_figure(d.case, d.rules, d.say)),
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
            "draft_inside.brief_trend" if round(abs(trend) * 100) else "draft_inside.brief_trend_flat",
            weight=2,
            topic="use",
            figures=(trend_figure(d.case, d.rules, d.say),),
            days=d.rules.usage.recent_days,
            share=_signed(trend),
        )
        if trend is not None
        else None,
        _last_order(d),
        survey,
        _need_line(d),
        d.part(
            "draft_inside.brief_touch", weight=2, figures=(touch_figure(d),), day=d.day(d.around.touches[0].happened_on)
        )
        if d.around.touches
        else None,
    ]


def _last_order(d: DraftContext) -> Part | None:
    ordered = last_order(d) if d.case.orders_again else None
    if ordered is None:
        return None
    return d.part("draft_inside.brief_orders", weight=0, product=d.called(ordered[0]), day=d.day(ordered[1]))


def _signed(share: float) -> str:
    return f"{'+' if share >= 0 else '−'}{round(abs(share) * 100)}%"


def _need_line(d: DraftContext) -> Part | None:
    need = d.newest_need
    if need is None:
        return None
    theme = find_theme(need.text, "needs", d.language)
    text = (
        write_arabic(need.text.rstrip("。"))
        if is_japanese(need.text) == (d.language == "ja")
        else theme.called
        if theme
        else ""
    )
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
        figures=(*offer_figures_of(d, d.offer), *([need_figure(d, candidate.need)] if candidate.need else [])),
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


def _risks(d: DraftContext) -> list[Part | None]:
    from actions.presenters.gate import tell_blocks, tell_cautions

    blocks, figures = tell_blocks(d.case, d.advice, d.rules, d.say)
    collapsed = any(block.reason is GateReason.USE_COLLAPSED for block in d.advice.blocks)
    told = {Caution.USE_FALLING} if collapsed else set()  # the block has said so
    advice = replace(d.advice, cautions=tuple(caution for caution in d.advice.cautions if caution not in told))
    lines = [line for section in (*blocks[:1], *tell_cautions(d.case, advice, d.say)) for line in section.lines]
    parts: list[Part | None] = [Part("gate", line.text, 1, "", (*figures, *gate_figures(d))) for line in lines]
    by = day_or_none(d.case.row["decide_by"])
    days = whole(d.case.row, "days_to_decide")
    is_told = Caution.RENEWAL_NEAR in d.advice.cautions
    if by and days is not None and not is_told and 0 <= days <= d.rules.timing.renewal_windows[0]:
        parts.append(
            d.part(
                "draft_inside.brief_renewal",
                topic="renewal",
                figures=(renewal_figure(d.case, d.say),),
                day=d.day(by),
                days=days,
            )
        )
    return parts


def _wish(d: DraftContext) -> Part:
    by = answer_by(d)
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
