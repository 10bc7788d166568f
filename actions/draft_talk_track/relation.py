"""Letters that keep a relation and sell nothing: check-in, follow-up after silence, renewal, introduction, won back."""

from __future__ import annotations

from typing import Any

from actions.draft_talk_track.context import DraftContext, Paragraph, Part
from actions.draft_talk_track.fact_figures import (
    contract_figure,
    day_figure,
    need_figure,
    plan_figure,
    small_figure,
    ticket_figure,
)
from actions.draft_talk_track.letter import Draft
from actions.draft_talk_track.request import ReaderRole
from actions.presenters.figures import seats_figure, survey_figure, trend_figure
from actions.reply import Figure
from knowledge.accounts.columns import day_or_none
from knowledge.accounts.history import ProposalMade
from knowledge.playbook.formats import Money, Share, WholeMonth
from knowledge.playbook.note_signals import Signal
from knowledge.playbook.themes import find_theme
from knowledge.terms import ProposalOutcome

_NEW_CUSTOMER_DAYS = 120
_PLAN_PHRASES = {
    Signal.NEW_OFFICE: "draft_relation.in_office",
    Signal.HIRING: "draft_relation.in_hiring",
    Signal.NEW_HEAD: "draft_relation.in_new_head",
    Signal.OWN_MEETING: "draft_relation.in_meeting_how",
}
_ROLES_ASKED = set(ReaderRole) - {ReaderRole.USER, ReaderRole.OTHER}


def name_of_main(d: DraftContext) -> str:
    """The product the relation rests on; the firm's name where there is none."""
    return d.called(d.main) if d.main else d.firm


def draft_check_in(d: DraftContext) -> Draft:
    """One thing seen, one thing asked, and no hurry."""
    product = name_of_main(d)
    seen = [part for part in (_ticket(d), _trend(d), survey(d), _seats(d)) if part][:2]
    if not seen:
        seen = [part for part in (_since(d),) if part]
    asked = [part for part in (_plan(d), _role(d)) if part] or [d.part("draft_relation.in_value", product=product)]
    return Draft(
        subject=d.part("draft_relation.subject_check_in", product=product)
        if d.main
        else d.part("draft_relation.subject_check_in_general", account=d.account),
        paragraphs=(list(seen), list(asked), [end(d)]),
    )


def end(d: DraftContext) -> Part:
    """How to answer with the least effort: by the way we were last in touch."""
    meeting, product = d.around.next_meeting, name_of_main(d)
    if meeting:
        figure = day_figure(d, "meeting", meeting.day)
        return d.part(
            "draft_relation.end_next",
            weight=0,
            topic="meeting",
            figures=(figure,),
            day=d.day(meeting.day, weekday=True),
        )
    last = d.around.touches[0] if d.around.touches else None
    figures = (touch_figure(d),) if last else ()
    if last and last.kind == "call" and not d.is_long_silent:
        return d.part(
            "draft_relation.end_call",
            weight=0,
            topic="meeting",
            figures=figures,
            product=product,
            day=d.day(last.happened_on),
        )
    if last and last.kind == "meeting" and not d.is_long_silent:
        return d.part(
            "draft_relation.end_meeting", weight=0, topic="meeting", figures=figures, day=d.day(last.happened_on)
        )
    return d.part("draft_relation.end_line", weight=0, product=product)


def touch_figure(d: DraftContext) -> Figure | None:
    """The last contact."""
    if not d.around.touches:
        return None
    last = d.around.touches[0]
    kind = last.kind if last.kind in ("call", "email", "meeting") else "other"
    return day_figure(d, "touch", last.happened_on, kind=d.say(f"draft_facts.kind_{kind}"), by=last.by or "")


def _ticket(d: DraftContext) -> Part | None:
    """A trouble still open, one solved lately, or a question answered lately."""
    for ticket in d.case.tickets:
        if theme := find_theme(ticket.subject or "", "troubles", d.language):
            figure = ticket_figure(d, f"ticket_{ticket.id}", ticket.subject or "", ticket.opened_on, solved=False)
            facts: dict[str, Any] = {"trouble": theme.called, "day": d.day(ticket.opened_on)}
            return d.part("draft_relation.in_open_ticket", topic="ticket", figures=(figure,), **facts)
    for solved in d.around.solved:
        trouble = find_theme(solved.subject or "", "troubles", d.language)
        if theme := trouble or find_theme(solved.subject or "", "requests", d.language):
            figure = ticket_figure(d, f"ticket_{solved.id}", solved.subject or "", solved.closed_on, solved=True)
            facts = {"trouble": theme.called, "day": d.day(solved.closed_on)}
            name = "in_solved" if trouble else "in_answered"
            return d.part(f"draft_relation.{name}", topic="ticket", figures=(figure,), **facts)
    return None


def _trend(d: DraftContext) -> Part | None:
    product, figures = name_of_main(d), (trend_figure(d.case, d.rules, d.say),)
    if d.rising is not None:
        return d.part(
            "draft_relation.in_growing",
            topic="use",
            figures=figures,
            days=d.rules.usage.recent_days,
            share=Share(d.rising),
            product=product,
            account=d.account,
        )
    if d.is_falling:
        return d.part("draft_relation.in_falling", topic="use", figures=figures, product=product, account=d.account)
    return None


def survey(d: DraftContext) -> Part | None:
    if d.nps is None or d.nps[0] <= d.rules.gate.nps_blocks_at_most:
        return None
    score, day = d.nps
    name = "promoter" if score > d.rules.gate.nps_cautions_at_most else "passive"
    figures = (survey_figure(d.case, "nps", d.say),)
    return d.part(
        f"draft_relation.in_{name}",
        weight=2,
        topic="survey",
        figures=figures,
        score=score,
        day=d.day(day),
        product=name_of_main(d),
    )


def _seats(d: DraftContext) -> Part | None:
    use = d.use_of(d.main)
    if use is None or use.used >= use.bought:
        return None
    figures = (seats_figure(d.case, use.product_id, d.say),)
    return d.part(
        "draft_relation.in_seats",
        weight=2,
        topic="use",
        figures=figures,
        used=use.used,
        seats=use.bought,
        product=name_of_main(d),
    )


def _since(d: DraftContext) -> Part | None:
    if d.main_since is None:
        return None
    figures = (contract_figure(d, d.main_contract),) if d.main_contract else ()
    return d.part("draft_relation.in_since", figures=figures, product=name_of_main(d), since=WholeMonth(d.main_since))


def _plan(d: DraftContext) -> Part | None:
    for signal, name in _PLAN_PHRASES.items():
        if plan := d.plans.get(signal):
            facts: dict[str, Any] = {"product": name_of_main(d)}
            if signal is Signal.HIRING:
                if not plan.count:
                    continue
                facts["count"] = plan.count
            return d.part(name, weight=2, figures=(plan_figure(d, plan),), **facts)
    return None


def _role(d: DraftContext) -> Part | None:
    if d.addressee.role not in _ROLES_ASKED or d.main is None:
        return None
    return d.part(f"draft_relation.in_{d.addressee.role}", product=name_of_main(d))


def draft_silence(d: DraftContext) -> Draft:
    """Picks the thread up again: what was suggested or said last, one fact, and a "no" that is easy to give."""
    product = name_of_main(d)
    open_one = _open_proposal(d)
    new: Paragraph = [renewal_fact(d), use_fact(d)]
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
    question = d.part("draft_relation.si_question", weight=0, product=product)
    return Draft(
        d.part("draft_relation.subject_silence_general", account=d.account), ([first], new, [question], [end(d)])
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


def renewal_fact(d: DraftContext) -> Part | None:
    contract = d.main_contract
    if contract is None or contract.renews_on is None:
        return None
    figures = (contract_figure(d, contract),)
    return d.part(
        "draft_relation.si_new_renewal",
        weight=2,
        topic="renewal",
        figures=figures,
        product=name_of_main(d),
        day=d.day(contract.renews_on),
    )


def use_fact(d: DraftContext) -> Part | None:
    use = d.use_of(d.main)
    if use is None or use.used > use.bought:
        return None
    figures = (seats_figure(d.case, use.product_id, d.say),)
    return d.part(
        "draft_relation.si_new_use",
        weight=2,
        topic="use",
        figures=figures,
        used=use.used,
        seats=use.bought,
        product=name_of_main(d),
    )


def draft_renewal(d: DraftContext) -> Draft:
    """Dates, terms, use, and that every choice is fine."""
    contract, product = d.main_contract, name_of_main(d)
    if contract is None or contract.renews_on is None:
        d.notes.append(d.say("draft_frame.no_renewal", account=d.account))
        first = d.part("draft_relation.rn_undated", product=product)
        subject = d.part("draft_relation.subject_renewal_undated", product=product)
    else:
        figures = (contract_figure(d, contract),)
        notice = contract.notice_by
        told = d.day(notice) if notice and notice > d.case.as_of and notice != contract.renews_on else ""
        first = d.part(
            "draft_relation.rn_dates",
            weight=0,
            topic="renewal",
            figures=figures,
            product=product,
            day=d.day(contract.renews_on),
            notice=told,
        )
        subject = d.part("draft_relation.subject_renewal", product=product, day=d.day(contract.renews_on))
    choices = d.part("draft_relation.rn_choices", weight=2, product=product)
    return Draft(subject, ([first, terms(d)], [_renewal_use(d), choices], [_renewal_ask(d)]))


def terms(d: DraftContext) -> Part | None:
    contract = d.main_contract
    if contract is None or contract.monthly_minor is None or not contract.currency:
        return None
    facts: dict[str, Any] = {
        "now": Money(contract.monthly_minor, contract.currency),
        "without_tax": d.rules.drafts.prices_without_tax,
    }
    figures = (contract_figure(d, contract),)
    if contract.seats:
        return d.part("draft_relation.rn_terms", topic="price", figures=figures, seats=contract.seats, **facts)
    return d.part("draft_relation.rn_terms_flat", topic="price", figures=figures, **facts)


def _renewal_use(d: DraftContext) -> Part | None:
    use = d.use_of(d.main)
    if use is None or use.used > use.bought:
        return None
    figures = (seats_figure(d.case, use.product_id, d.say),)
    facts: dict[str, Any] = {"seats": use.bought, "product": name_of_main(d)}
    if use.used == use.bought:
        return d.part("draft_relation.rn_use_full", topic="use", figures=figures, **facts)
    return d.part("draft_relation.rn_use", topic="use", figures=figures, used=use.used, **facts)


def _renewal_ask(d: DraftContext) -> Part:
    by = day_or_none(d.case.row["decide_by"])
    minutes, figures = d.rules.drafts.talk_minutes, (small_figure(d),)
    if by and by > d.case.as_of:
        return d.part(
            "draft_relation.rn_ask",
            weight=0,
            topic="meeting",
            figures=(*figures, day_figure(d, "until", by, why="renewal")),
            by=d.day(by),
            minutes=minutes,
            product=name_of_main(d),
        )
    return d.part(
        "draft_relation.rn_ask_plain",
        weight=0,
        topic="meeting",
        figures=figures,
        minutes=minutes,
        product=name_of_main(d),
    )


def draft_introduction(d: DraftContext) -> Draft:
    """Who one is, who stays, what one already knows, and when to meet."""
    product, minutes = name_of_main(d), d.rules.drafts.talk_minutes
    is_cs = d.sender == d.case.account.csm
    if is_cs and d.owner:
        who = d.part("draft_relation.it_self_cs", weight=0, rep=d.rep, account=d.account, owner=d.owner)
    elif d.csm and not is_cs:
        who = d.part("draft_relation.it_self_sales", weight=0, rep=d.rep, account=d.account, csm=d.csm, product=product)
    else:
        who = d.part("draft_relation.it_self", weight=0, rep=d.rep, account=d.account)
    contract_figures = (contract_figure(d, d.main_contract),) if d.main_contract else ()
    known = (
        d.part("draft_relation.it_known", figures=contract_figures, product=product, since=WholeMonth(d.main_since))
        if d.main_since
        else None
    )
    meet = d.part(
        "draft_relation.it_meet",
        weight=0,
        topic="meeting",
        figures=(small_figure(d),),
        minutes=minutes,
        when=d.say("draft_frame.next_week"),
        account=d.account,
    )
    until = d.part("draft_relation.it_until", weight=3, product=product)
    return Draft(
        d.part("draft_relation.subject_introduction", firm=d.firm, product=product),
        ([who], [known, _known_need(d)], [meet], [until]),
        opening="introduction",
    )


def _known_need(d: DraftContext) -> Part | None:
    need = d.newest_need
    theme = find_theme(need.text, "needs", d.language) if need else None
    if need is None or theme is None:
        return None
    figures = (need_figure(d, need),)
    return d.part(
        "draft_relation.it_need", weight=2, topic="need", figures=figures, theme=theme.called, day=d.day(need.said_on)
    )


def draft_win_back(d: DraftContext) -> Draft:
    """To somebody who has left: thanks, a question, what is new since, and no pressure."""
    product = name_of_main(d)
    ended = day_or_none(d.case.row["ended_on"])
    contracts = [c for c in d.case.contracts if d.main and c.product_id == d.main.id]
    started = min((c.started_on for c in contracts), default=None)
    figures = tuple(contract_figure(d, contract) for contract in contracts[-1:])
    if ended and started:
        was = d.part(
            "draft_relation.wb_was",
            weight=0,
            figures=figures,
            account=d.account,
            product=product,
            since=WholeMonth(started),
            until=WholeMonth(ended),
        )
    elif ended:
        was = d.part(
            "draft_relation.wb_was_until",
            weight=0,
            figures=figures,
            account=d.account,
            product=product,
            until=WholeMonth(ended),
        )
    else:
        was = None
    minutes = d.rules.drafts.talk_minutes
    return Draft(
        d.part("draft_relation.subject_win_back", product=product),
        (
            [was],
            [
                d.part("draft_relation.wb_why", product=product),
                d.part("draft_relation.wb_how", weight=2, product=product),
            ],
            [
                _new_since(d),
                d.part(
                    "draft_relation.wb_now",
                    topic="meeting",
                    figures=(small_figure(d),),
                    product=product,
                    minutes=minutes,
                ),
            ],
            [d.part("draft_relation.wb_leave", weight=3, account=d.account)],
        ),
    )


def _new_since(d: DraftContext) -> Part | None:
    """Products launched after they left."""
    ended = day_or_none(d.case.row["ended_on"])
    new = [
        d.called(card)
        for card in d.case.catalogue.products.values()
        if ended and card.launched_on and ended < card.launched_on <= d.case.as_of and card.retired_on is None
    ]
    return d.part("draft_relation.wb_new", weight=2, products=d.say.join(new[:2])) if new else None
