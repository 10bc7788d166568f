"""A follow-up after silence: the thread picked up again, and a "no" that is easy to give."""

from __future__ import annotations

from dataclasses import replace

from actions.draft_talk_track.check_in import role_question
from actions.draft_talk_track.context import DraftContext, Paragraph
from actions.draft_talk_track.letter import Draft
from actions.draft_talk_track.relation_parts import end, is_renewing, name_of_main, renewal_fact, touch_figure, use_fact
from actions.reply import Figure
from knowledge.accounts.history import ProposalMade
from knowledge.terms import ProposalOutcome


def draft_silence(d: DraftContext) -> Draft:
    """Picks the thread up again: what was suggested or said last, one fact, and a "no" that is easy to give."""
    product = name_of_main(d)
    open_one = _open_proposal(d)
    is_near = d.main_contract is not None and is_renewing(d, d.main_contract)
    new: Paragraph = [renewal_fact(d) if is_near else None, use_fact(d)]
    if open_one:
        named = d.called(d.case.catalogue.products[open_one.product_id])
        figure = _proposal_figure(d, open_one, named)
        first = d.part("draft_relation.si_proposal", figures=(figure,), day=d.day(open_one.proposed_on), product=named)
        answers: Paragraph = [
            d.part("draft_relation.si_no", weight=0, product=named),
            d.part("draft_relation.si_later", weight=2),
        ]
        return Draft(d.part("draft_relation.subject_silence", product=named), ([first], new, answers))
    last = d.around.touches[0] if d.around.touches else None
    first = (
        d.part("draft_relation.si_touch", figures=(touch_figure(d),), day=d.day(last.happened_on))
        if last
        else d.part("draft_relation.si_touch_none")
    )
    question = role_question(d) or d.part("draft_relation.si_question", product=product, account=d.customer)
    question = replace(question, weight=0)
    return Draft(
        d.part("draft_relation.subject_silence_general", account=d.customer), ([first], new, [question], [end(d)])
    )


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
