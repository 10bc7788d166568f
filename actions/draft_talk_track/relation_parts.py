"""Sentences that more than one letter of a relation has: use, renewal, terms, survey, how to answer."""

from __future__ import annotations

from typing import Any

from actions.draft_talk_track.context import DraftContext, Part
from actions.draft_talk_track.fact_figures import (
    contract_figure,
    day_figure,
    free_seats_figure,
    seat_price_figure,
)
from actions.draft_talk_track.request import ReaderRole
from actions.presenters.figures import seats_figure, survey_figure
from actions.reply import Figure
from knowledge.accounts.history import Contract
from knowledge.playbook.formats import Money, WholeMonth
from knowledge.terms import Medium

_YEAR = 365
_MANY_SEATS = 60  # from here one asks what a seat costs
_LATELY_DAYS = 30  # the way one was last in touch by is a habit only so long
_BUSY = {ReaderRole.OWNER, ReaderRole.FINANCE}
_USES = (  # from which share of the seats on it is said so
    (0.8, "draft_relation.si_new_use_most"),
    (0.65, "draft_relation.si_new_use"),
    (0.5, "draft_relation.si_new_use_half"),
    (0.0, "draft_relation.si_new_use_low"),
)
_PEOPLE = {role: f"draft_frame.people_{role}" for role in ReaderRole}


def name_of_main(d: DraftContext) -> str:
    """The product the relation rests on; the firm's name where there is none."""
    return d.called(d.main) if d.main else d.firm


def people(d: DraftContext) -> str:
    """Those for whom the reader answers."""
    return d.say(_PEOPLE[d.addressee.role])


def end(d: DraftContext, *, names_touch: bool = True) -> Part | None:
    """How to answer with the least effort: by the way we were last in touch. Who is on the telephone answers there.

    ``names_touch``: not where the letter has named that day already.
    """
    if d.request.medium is Medium.CALL:
        return None
    meeting, product = d.around.next_meeting, name_of_main(d)
    if meeting:
        figure = day_figure(d, "meeting", meeting.day)
        return d.part(
            "draft_relation.end_next",
            weight=3,
            topic="meeting",
            figures=(figure,),
            day=d.day(meeting.day, weekday=True),
        )
    last = d.around.touches[0] if d.around.touches and names_touch else None
    last = last if last and (d.case.as_of - last.happened_on).days <= _LATELY_DAYS else None
    figures = (touch_figure(d),) if last else ()
    if last and last.kind == "call":
        return d.part(
            "draft_relation.end_call",
            weight=3,
            topic="meeting",
            figures=figures,
            day=d.day(last.happened_on),
        )
    if last and last.kind == "meeting":
        return d.part(
            "draft_relation.end_meeting", weight=3, topic="meeting", figures=figures, day=d.day(last.happened_on)
        )
    if d.is_lost:
        return d.part("draft_relation.end_line_lost", weight=3)
    if d.is_long_silent:
        return d.part("draft_relation.end_line_long", weight=3)
    if d.addressee.role in _BUSY:
        return d.part("draft_relation.end_line_busy", weight=3)
    if d.nps is None and d.csm:
        return d.part("draft_relation.end_csm", weight=3, csm=d.csm)
    return d.part("draft_relation.end_line", weight=3, product=product)


def touch_figure(d: DraftContext) -> Figure | None:
    """The last contact."""
    if not d.around.touches:
        return None
    last = d.around.touches[0]
    kind = last.kind if last.kind in ("call", "email", "meeting") else "other"
    return day_figure(d, "touch", last.happened_on, kind=d.say(f"draft_facts.kind_{kind}"), by=last.by or "")


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
    """How many of their seats are in use; nothing where more people than seats are."""
    use = d.use_of(d.main)
    if use is None or use.used > use.bought:
        return None
    figures = (seats_figure(d.case, use.product_id, d.say),)
    facts: dict[str, Any] = {"seats": use.bought, "product": name_of_main(d)}
    if use.used == use.bought:
        return d.part("draft_relation.si_new_use_full", weight=2, topic="use", figures=figures, **facts)
    facts |= {"used": use.used, "free": use.bought - use.used}
    name = next(name for least, name in _USES if use.share >= least)
    return d.part(name, weight=2, topic="use", figures=(*figures, free_seats_figure(d, use)), **facts)


def terms(d: DraftContext) -> Part | None:
    contract = d.main_contract
    if contract is None or contract.monthly_minor is None or not contract.currency:
        return None
    facts: dict[str, Any] = {
        "now": Money(contract.monthly_minor, contract.currency),
        "without_tax": d.rules.drafts.prices_without_tax,
    }
    figures = (contract_figure(d, contract),)
    if not contract.seats:
        return d.part("draft_relation.rn_terms_flat", topic="price", figures=figures, **facts)
    each, rest = divmod(contract.monthly_minor, contract.seats)
    since = WholeMonth(contract.started_on)
    if contract.seats >= _MANY_SEATS and not rest:
        facts |= {"seats": contract.seats, "each": Money(each, contract.currency)}
        priced = (*figures, seat_price_figure(d, contract, facts["each"]))
        return d.part("draft_relation.rn_terms_each", topic="price", figures=priced, **facts)
    name = "rn_terms" if (d.case.as_of - contract.started_on).days < _YEAR else "rn_terms_since"
    return d.part(f"draft_relation.{name}", topic="price", figures=figures, seats=contract.seats, since=since, **facts)


def is_renewing(d: DraftContext, contract: Contract) -> bool:
    """Whether a contract is decided on soon."""
    window = d.rules.timing.renewal_windows[0]
    return contract.renews_on is not None and 0 < (contract.renews_on - d.case.as_of).days <= window
