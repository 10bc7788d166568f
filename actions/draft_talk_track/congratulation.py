"""Congratulations: on what the asker names, or on a step of theirs that our notes tell of; nothing is sold."""

from __future__ import annotations

from typing import Any

from actions.draft_talk_track.asker_words import is_about, own_words
from actions.draft_talk_track.context import DraftContext, Part
from actions.draft_talk_track.fact_figures import contract_figure, need_figure, plan_figure
from actions.draft_talk_track.letter import Draft
from actions.draft_talk_track.relation_parts import name_of_main, people
from actions.presenters.figures import survey_figure, trend_figure
from knowledge.offers.gate import GateReason
from knowledge.playbook.formats import Share, WholeMonth
from knowledge.playbook.note_signals import Signal
from knowledge.playbook.themes import find_theme

_YEAR = 365


def nothing_to_congratulate_on(d: DraftContext) -> str | None:
    """Why no congratulation is written: nobody said on what, and our notes tell of no step of theirs."""
    if own_words(d, d.request.matter or "") or Signal.NEW_OFFICE in d.plans:
        return None
    return "no_occasion" if not d.request.matter else "other_language"


def draft_congratulation(d: DraftContext) -> Draft:
    """What they are congratulated on, what of theirs it goes with, and a question that leaves it to them to tell."""
    if any(block.reason is GateReason.SEVERE_TICKET for block in d.advice.blocks):
        d.notes.append(d.say("draft_frame.trouble_open", account=d.account))
    matter = own_words(d, d.request.matter or "")
    office = d.plans.get(Signal.NEW_OFFICE)
    if matter or office is None:
        d.notes.append(d.say("draft_frame.matter_told", what=matter))
        first = d.part("draft_congratulation.upon", weight=0, matter=matter)
        subject = d.part("draft_congratulation.subject", matter=matter)
    else:
        first = d.part("draft_congratulation.upon_office", weight=0, figures=(plan_figure(d, office),))
        subject = d.part("draft_congratulation.subject_office")
    return Draft(subject, ([first, _beside(d, matter)], [_ask(d)]), closing="thanks")


def _beside(d: DraftContext, matter: str) -> Part | None:
    """What we know that goes with it: a need of the same matter, use that has grown, else how long they are with us."""
    need = next((each for each in d.case.needs if matter and is_about(each.text, matter)), None)
    theme = find_theme(need.text, "needs", d.language) if need else None
    if need and theme:
        facts: dict[str, Any] = {"day": d.day(need.said_on), "theme": theme.called}
        return d.part("draft_congratulation.theme", topic="need", figures=(need_figure(d, need),), **facts)
    if d.rising is not None and d.in_use:
        facts = {"share": Share(d.rising), "product": name_of_main(d), "days": d.rules.usage.recent_days}
        figures = (trend_figure(d.case, d.rules, d.say),)
        return d.part("draft_congratulation.growing", topic="use", figures=figures, **facts)
    if d.main_since is None or d.in_use is None:
        return None
    if d.nps and d.nps[0] > d.rules.gate.nps_cautions_at_most:
        facts = {"day": d.day(d.nps[1]), "account": d.customer}
        return d.part("draft_congratulation.praised", figures=(survey_figure(d.case, "nps", d.say),), **facts)
    of_contract = (contract_figure(d, d.main_contract),) if d.main_contract else ()
    facts = {"product": name_of_main(d), "since": WholeMonth(d.main_since), "account": d.customer}
    is_new = (d.case.as_of - d.main_since).days < _YEAR and not d.case.orders_again
    return d.part(f"draft_congratulation.{'since_new' if is_new else 'since'}", figures=of_contract, **facts)


def _ask(d: DraftContext) -> Part:
    return d.part("draft_congratulation.ask", weight=2, people=people(d), account=d.customer)
