"""A letter to somebody who has left: thanks, a question, what is new since, and no pressure."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from actions.draft_talk_track.context import DraftContext, Part
from actions.draft_talk_track.fact_figures import contract_figure, small_figure
from actions.draft_talk_track.letter import Draft
from actions.draft_talk_track.relation_parts import name_of_main
from actions.presenters.figures import survey_figure
from actions.reply import Figure
from knowledge.accounts.columns import day_or_none
from knowledge.accounts.history import SurveyAnswer
from knowledge.playbook.formats import WholeMonth

_LATELY_DAYS = 120  # so lately, one asks how the change went
_LONG_DAYS = 270  # so long ago, they have another way that works
_LAST_ANSWER_DAYS = 180  # an answer so long before the end is no reason for it


class Parting(StrEnum):
    """How they left, as far as it changes what one writes."""

    LATELY = "lately"
    UNHAPPY = "unhappy"
    LONG_AGO = "long_ago"
    QUIET = "quiet"


def draft_win_back(d: DraftContext) -> Draft:
    """To somebody who has left: thanks, a question, what is new since, and no pressure."""
    product, how = name_of_main(d), parting(d)
    minutes, figures = d.rules.drafts.talk_minutes, (small_figure(d),)
    was = _was(d, how)
    why = d.part(f"draft_win_back.why_{how}", weight=0, product=product, account=d.customer)
    now = d.part(f"draft_win_back.how_{how}", weight=2, product=product, account=d.customer)
    meet = d.part(f"draft_win_back.now_{how}", topic="meeting", figures=figures, product=product, minutes=minutes)
    leave = d.part(f"draft_win_back.leave_{how}", weight=3, account=d.customer)
    subject = d.part(f"draft_win_back.subject_{how}", product=product, account=d.customer)
    return Draft(subject, ([was], [why, now], [_new_since(d), meet], [leave]))


def parting(d: DraftContext) -> Parting:
    """A bad last answer weighs more than how long ago it was."""
    ended = day_or_none(d.case.row["ended_on"])
    since = (d.case.as_of - ended).days if ended else None
    if _bad_answer(d):
        return Parting.UNHAPPY
    if since is not None and since <= _LATELY_DAYS:
        return Parting.LATELY
    return Parting.LONG_AGO if since is not None and since > _LONG_DAYS else Parting.QUIET


def _bad_answer(d: DraftContext) -> SurveyAnswer | None:
    """Their last NPS of the half year before they left, where it was a bad one."""
    ended = day_or_none(d.case.row["ended_on"]) or d.case.as_of
    last = next((each for each in d.case.surveys if each.kind == "nps"), None)
    if last is None or (ended - last.answered_on).days > _LAST_ANSWER_DAYS:
        return None
    return last if last.score <= d.rules.gate.nps_blocks_at_most else None


def _was(d: DraftContext, how: Parting) -> Part | None:
    """When they were with us, and what they thought of it."""
    ended = day_or_none(d.case.row["ended_on"])
    if ended is None:
        return None
    contracts = [c for c in d.case.contracts if d.main and c.product_id == d.main.id]
    started = min((c.started_on for c in contracts), default=None)
    figures: tuple[Figure | None, ...] = tuple(contract_figure(d, contract) for contract in contracts)
    is_span = started is not None and (started.year, started.month) != (ended.year, ended.month)
    facts: dict[str, Any] = {
        "account": d.customer,
        "product": name_of_main(d),
        "until": WholeMonth(ended),
        "since": WholeMonth(started) if started and is_span else "",
    }
    if how is Parting.UNHAPPY and (answer := _bad_answer(d)):
        figures = (*figures, survey_figure(d.case, "nps", d.say))
        facts |= {"score": answer.score, "day": d.day(answer.answered_on)}
    return d.part(f"draft_win_back.was_{how}", weight=1, figures=figures, **facts)


def _new_since(d: DraftContext) -> Part | None:
    """Products launched after they left."""
    ended = day_or_none(d.case.row["ended_on"])
    new = [
        d.called(card)
        for card in d.case.catalogue.on_sale
        if ended and card.launched_on and ended < card.launched_on <= d.case.as_of
    ]
    return d.part("draft_win_back.new", weight=2, products=d.say.join(new[:2])) if new else None
