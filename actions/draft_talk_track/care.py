"""Letters to a customer who must not be pitched: they help, and fit the reason."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from actions.draft_talk_track.context import DraftContext, Part
from actions.draft_talk_track.fact_figures import (
    contract_figure,
    day_figure,
    promise_figure,
    small_figure,
    ticket_figure,
)
from actions.draft_talk_track.gate_figures import asks_figure
from actions.draft_talk_track.letter import Draft
from actions.draft_talk_track.named_figures import contact_figure
from actions.presenters.figures import number, seats_figure, survey_figure, trend_figure, whole
from knowledge.accounts.columns import day_or_none
from knowledge.offers.gate import GateReason
from knowledge.playbook.formats import WholeMonth
from knowledge.playbook.themes import find_theme
from knowledge.terms import LostReason

# The first that holds decides: trouble before displeasure before quiet.
_SOON_DAYS = 21  # nobody is left in peace until the week after next
_ORDER = (
    GateReason.SEVERE_TICKET,
    GateReason.DETRACTOR,
    GateReason.CSAT_LOW,
    GateReason.HOLD,
    GateReason.ONBOARDING_LOW_ADOPTION,
    GateReason.USE_COLLAPSED,
    GateReason.CHURN_HIGH,
    GateReason.BUDGET_FROZEN,
    GateReason.ASKS_CAP,
)


_ANSWERS = {GateReason.DETRACTOR: "nps", GateReason.CSAT_LOW: "csat"}  # of two bad answers the newer one counts


def draft_care(d: DraftContext) -> Draft | None:
    """The letter for the reason that weighs most; None where nothing but a product rests, or no reason holds."""
    reasons = {block.reason for block in d.advice.blocks}
    reason = next((reason for reason in _ORDER if reason in reasons), None)
    if reason is None:
        return draft_resting(d) if d.advice.resting and not d.advice.offers else None
    if reasons >= _ANSWERS.keys() and reason in _ANSWERS:
        reason = max(_ANSWERS, key=lambda each: day_or_none(d.case.row[f"{_ANSWERS[each]}_on"]) or dt.date.min)
    return _LETTERS[reason](d)


def trouble_first(d: DraftContext) -> Part | None:
    """What any letter to somebody in trouble says before it comes to its own matter; None where there is none."""
    reasons = {block.reason for block in d.advice.blocks}
    if GateReason.SEVERE_TICKET in reasons:
        return severe(d).paragraphs[0][0]
    bad = [kind for reason, kind in _ANSWERS.items() if reason in reasons]
    newest = max(bad, key=lambda kind: day_or_none(d.case.row[f"{kind}_on"]) or dt.date.min, default=None)
    return unhappy(d, newest).paragraphs[0][0] if newest else None


def _product(d: DraftContext) -> str:
    return d.called(d.main) if d.main else d.customer


def severe(d: DraftContext) -> Draft:
    """Sorry, who is on it, what hurts most, by when the next word."""
    ticket = next((t for t in d.case.tickets if t.severity == "severe"), d.case.tickets[0] if d.case.tickets else None)
    since = ticket.opened_on if ticket else d.case.as_of
    trouble = find_theme(ticket.subject or "", "troubles", d.language) if ticket else None
    figures = (ticket_figure(d, f"ticket_{ticket.id}", ticket.subject or "", since, solved=False),) if ticket else ()
    by = d.business_day(d.rules.drafts.news_days)
    sorry = (
        d.part("draft_care.severe_sorry", weight=0, figures=figures, trouble=trouble.called, since=d.day(since))
        if trouble
        else d.part("draft_care.severe_sorry_unnamed", weight=0, figures=figures, since=d.day(since))
    )
    subject = (
        d.part("draft_care.subject_severe_ticket", title=trouble.title)
        if trouble
        else d.part("draft_care.subject_severe_unnamed")
    )
    who = d.part("draft_care.severe_who", csm=d.csm, account=d.customer) if d.csm else None
    ask = d.part("draft_care.severe_ask", weight=2, product=_product(d))
    promise = d.part("draft_care.severe_next", weight=1, figures=(promise_figure(d, by),), by=d.day(by, weekday=True))
    return Draft(subject, ([sorry], [who], [ask], [promise]))


def unhappy(d: DraftContext, kind: str) -> Draft:
    """What they answered, that one is sorry, and what has to change first."""
    score, day = whole(d.case.row, kind) or 0, day_or_none(d.case.row[f"{kind}_on"]) or d.case.as_of
    figures = (survey_figure(d.case, kind, d.say),)
    subject = d.part("draft_care.subject_unhappy", day=d.day(day))
    sorry = d.part(f"draft_care.unhappy_{kind}", weight=0, topic="survey", figures=figures, day=d.day(day), score=score)
    name = "draft_care.unhappy_ask_lost" if d.is_lost else "draft_care.unhappy_ask"
    ask = d.part(name, weight=0, product=_product(d))
    minutes, small = d.rules.drafts.talk_minutes, (small_figure(d),)
    who = d.part("draft_care.unhappy_who", weight=2, figures=small, csm=d.csm, minutes=minutes) if d.csm else None
    return Draft(subject, ([sorry], [ask], [who]))


def hold(d: DraftContext) -> Draft:
    """That we keep quiet until when, and are there."""
    until = day_or_none(d.case.row["hold_expires_on"]) or d.case.as_of
    why = d.case.hold.reason if d.case.hold else ""
    figure = day_figure(d, "until", until, why=why or "–")
    quiet = d.part("draft_care.hold_quiet", weight=0, figures=(figure,), account=d.customer, until=d.day(until))
    there = d.part("draft_care.hold_there", product=_product(d), csm=d.csm) if d.csm else None
    return Draft(d.part("draft_care.subject_hold"), ([quiet], [there]))


def onboarding(d: DraftContext) -> Draft:
    """How many have started, what keeps the others, who can help."""
    product = _product(d)
    use = d.use_of(d.main)
    state = (
        d.part(
            "draft_care.onboarding_state",
            topic="use",
            figures=(seats_figure(d.case, use.product_id, d.say),),
            used=use.used,
            seats=use.bought,
            product=product,
        )
        if use
        else None
    )
    ask = d.part("draft_care.onboarding_ask", weight=0)
    help_ = (
        d.part("draft_care.onboarding_help", csm=d.csm, account=d.customer)
        if d.csm
        else d.part("draft_care.onboarding_help_unnamed", account=d.customer)
    )
    return Draft(d.part("draft_care.subject_onboarding", product=product), ([state], [ask], [help_]))


def use_fell(d: DraftContext) -> Draft:
    """That it has become quieter, and what is behind it; the figures stay with us."""
    product = _product(d)
    gone = next((c for c in d.case.contacts if c.is_champion and c.left_on), None)
    here = any(c.is_champion and not c.left_on for c in d.case.contacts)
    figures = (trend_figure(d.case, d.rules, d.say),)
    first = d.part("draft_care.use_fell", weight=0, topic="use", figures=figures, account=d.customer)
    falls = (number(d.case.row, "use_trend") or 0) < 0
    who = (
        d.part("draft_care.champion_gone", weight=1, figures=(contact_figure(d, gone),), who=gone.name)
        if gone and not here
        else None
    )
    return Draft(
        d.part("draft_care.subject_use_fell", product=product),
        (
            [d.part("draft_care.use_fell_help", weight=2, product=product)],
            [first if falls else None, d.part("draft_care.use_fell_ask", weight=0)],
            [who, d.part("draft_care.use_fell_who", weight=2, csm=d.csm) if d.csm else None],
        ),
    )


def frozen(d: DraftContext) -> Draft:
    """Nothing is proposed before the day; until then what they have is made worth its price."""
    until = day_or_none(d.case.row["budget_frozen_until"]) or d.case.as_of
    figure = day_figure(d, "until", until, why=d.say("draft_care.reason_no_budget"))
    product, use = _product(d), d.use_of(d.main)
    no = d.part("draft_care.frozen_no", weight=0, figures=(figure,), account=d.customer, until=d.day(until))
    meanwhile = (
        d.part(
            "draft_care.frozen_use",
            topic="use",
            figures=(seats_figure(d.case, use.product_id, d.say),),
            used=use.used,
            seats=use.bought,
            product=product,
        )
        if use and use.used <= use.bought
        else d.part("draft_care.frozen_use_plain", product=product)
    )
    return Draft(
        d.part("draft_care.subject_budget_frozen", product=product),
        ([no], [meanwhile], [d.part("draft_care.frozen_help", weight=2, product=product)]),
    )


def asks_cap(d: DraftContext) -> Draft:
    """That it was enough, and thanks."""
    block = next(block for block in d.advice.blocks if block.reason is GateReason.ASKS_CAP)
    asks, until = whole(d.case.row, "asks") or 0, block.lifts_on or d.case.as_of
    figures = (day_figure(d, "until", until, why=str(asks)), asks_figure(d))
    is_soon = (until - d.case.as_of).days < _SOON_DAYS
    enough = d.part(
        "draft_care.asks_enough_soon" if is_soon else "draft_care.asks_enough",
        weight=0,
        figures=figures,
        asks=asks,
        days=d.rules.gate.asks_window_days,
        until=d.day(until),
    )
    thanks = (
        d.part(
            "draft_care.asks_thanks",
            figures=(contract_figure(d, d.main_contract),) if d.main_contract else (),
            product=_product(d),
            since=WholeMonth(d.main_since),
        )
        if d.main_since
        else None
    )
    return Draft(d.part("draft_care.subject_asks_cap"), ([thanks], [enough]))


def draft_resting(d: DraftContext) -> Draft:
    """They said no lately: thanks for the answer, and when one comes back at the earliest."""
    rest = d.advice.resting[0]
    product = d.called(d.case.catalogue.products[rest.product_id])
    why = d.say(f"draft_care.reason_{rest.reason}") if rest.reason in set(LostReason) - {LostReason.OTHER} else ""
    figure = day_figure(
        d, "until", rest.free_on, why=d.say(f"gate.answer_{rest.last_no}") if rest.last_no != "judged" else product
    )
    parts: list[Part | None] = []
    if rest.last_no != "judged":
        parts.append(
            d.part(
                "draft_care.resting_thanks", figures=(figure,), said=d.day(rest.last_no_on), product=product, reason=why
            )
        )
        parts.append(
            d.part("draft_care.resting_until", weight=0, figures=(figure,), product=product, free=d.day(rest.free_on))
        )
    use = d.part("draft_care.resting_use", weight=1, owned=_product(d))
    return Draft(d.part("draft_care.subject_resting"), (parts, [use]))


_LETTERS: dict[GateReason, Callable[[DraftContext], Draft]] = {
    GateReason.SEVERE_TICKET: severe,
    GateReason.DETRACTOR: lambda d: unhappy(d, "nps"),
    GateReason.CSAT_LOW: lambda d: unhappy(d, "csat"),
    GateReason.HOLD: hold,
    GateReason.ONBOARDING_LOW_ADOPTION: onboarding,
    GateReason.USE_COLLAPSED: use_fell,
    GateReason.CHURN_HIGH: use_fell,
    GateReason.BUDGET_FROZEN: frozen,
    GateReason.ASKS_CAP: asks_cap,
}
