"""A follow-up after silence: the thread picked up again, and a "no" that is easy to give."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from actions.draft_talk_track.check_in import role_question, trend
from actions.draft_talk_track.context import DraftContext, Paragraph, Part
from actions.draft_talk_track.fact_figures import free_seats_figure, need_figure
from actions.draft_talk_track.letter import Draft
from actions.draft_talk_track.lost import draft_lost
from actions.draft_talk_track.relation_parts import end, is_renewing, name_of_main, renewal_fact, touch_figure, use_fact
from actions.reply import Figure
from knowledge.accounts.history import ProposalMade
from knowledge.playbook.themes import find_theme
from knowledge.terms import ProposalOutcome

_FRESH_DAYS = 10  # so lately in touch, nobody has been silent
_SEVERAL = 2
_TOUCHES = {
    "call": "draft_relation.si_touch_call",
    "meeting": "draft_relation.si_touch_meeting",
    "email": "draft_relation.si_touch_email",
}


def draft_silence(d: DraftContext) -> Draft:
    """Picks the thread up again: what was suggested or said last, one fact, and a "no" that is easy to give."""
    product = name_of_main(d)
    open_one = _open_proposal(d)
    is_near = d.main_contract is not None and is_renewing(d, d.main_contract)
    new: Paragraph = [renewal_fact(d) if is_near else None, trend(d) or use_fact(d)]
    if open_one:
        named = d.called(d.case.catalogue.products[open_one.product_id])
        figure = _proposal_figure(d, open_one, named)
        first = d.part(
            "draft_relation.si_proposal", weight=0, figures=(figure,), day=d.day(open_one.proposed_on), product=named
        )
        answers: Paragraph = [
            d.part("draft_relation.si_no", weight=1, product=named),
            d.part("draft_relation.si_later", weight=2),
        ]
        return Draft(d.part("draft_relation.subject_silence", product=named), ([first], new, answers))
    if asked := _asked_for(d):
        return Draft(_subject(d, new), ([asked], new, [end(d)]))
    last = d.around.touches[0] if d.around.touches else None
    first = (
        d.part(
            _TOUCHES.get(last.kind, "draft_relation.si_touch"), figures=(touch_figure(d),), day=d.day(last.happened_on)
        )
        if last
        else d.part("draft_relation.si_touch_none")
    )
    if last and (d.case.as_of - last.happened_on).days < _FRESH_DAYS:
        d.notes.append(d.say("draft_frame.not_silent", day=d.day(last.happened_on)))
        first = d.part("draft_relation.si_touch_fresh", figures=(touch_figure(d),), day=d.day(last.happened_on))
    if d.is_lost:
        return draft_lost(d, replace(first, weight=0))
    question = role_question(d) or d.part("draft_relation.si_question", product=product, account=d.customer)
    question = replace(question, weight=0)
    return Draft(_subject(d, new), ([first], new, [question], [end(d, names_touch=last is None)]))


def _subject(d: DraftContext, new: Paragraph) -> Part:
    """Names what they asked for, else the renewal or the use that the letter tells of."""
    need, contract = d.newest_need, d.main_contract
    if need and (theme := find_theme(need.text, "needs", d.language)):
        return d.part("draft_relation.subject_silence_theme", theme=theme.called)
    topics = {part.topic for part in new if part}
    if "renewal" in topics and contract and contract.renews_on:
        facts: dict[str, Any] = {"product": name_of_main(d), "day": d.day(contract.renews_on)}
        return d.part("draft_relation.subject_silence_renewal", **facts)
    if "use" in topics:
        return _subject_of_use(d)
    return d.part("draft_relation.subject_silence_general", account=d.customer)


def _subject_of_use(d: DraftContext) -> Part:
    """By the seats that are free, where the letter speaks of them."""
    use, product = d.use_of(d.main), name_of_main(d)
    free = use.bought - use.used if use and trend(d) is None else 0
    if use is None or free < _SEVERAL:
        return d.part("draft_relation.subject_silence_use", product=product)
    name = "few" if use.share >= d.rules.timing.limit_near_share else "free"
    facts: dict[str, Any] = {"product": product, "free": free}
    return d.part(f"draft_relation.subject_silence_{name}", figures=(free_seats_figure(d, use),), **facts)


def _asked_for(d: DraftContext) -> Part | None:
    """What they told us lately that they need, and how that stands."""
    need = d.newest_need
    theme = find_theme(need.text, "needs", d.language) if need else None
    if need is None or theme is None:
        return None
    figures = (need_figure(d, need),)
    facts: dict[str, Any] = {"day": d.day(need.said_on), "theme": theme.called}
    return d.part("draft_relation.si_need", weight=0, topic="need", figures=figures, **facts)


def _open_proposal(d: DraftContext) -> ProposalMade | None:
    return next((p for p in d.case.proposals if p.outcome == ProposalOutcome.PITCHED), None)


def _proposal_figure(d: DraftContext, proposal: ProposalMade, product: str) -> Figure:
    from actions.draft_talk_track.fact_figures import fact

    return fact(
        d.say,
        "proposal",
        raw=proposal.proposed_on.isoformat(),
        as_of=d.case.as_of,
        label={"product": product},
        value={"day": proposal.proposed_on},
        basis={"free": ""},
    )
