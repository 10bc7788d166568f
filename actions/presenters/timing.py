"""When: now, a day or an event to wait for, or not now, with the one reason that decided."""

from __future__ import annotations

import datetime as dt
from typing import Any

from actions.presenters.figures import number, whole
from knowledge.accounts.account_360 import Account360
from knowledge.accounts.columns import day_or_none
from knowledge.offers.advice import TimedOffer
from knowledge.offers.candidate import Candidate
from knowledge.offers.timing import TimingReason
from knowledge.playbook.formats import Share
from knowledge.playbook.phrases import Phrases, find_variables, load_family
from knowledge.terms import OfferKind, Verdict

_DAYS_A_MONTH = 30.4


def tell_moment(case: Account360, offer: TimedOffer, say: Phrases) -> str:
    """ "Now: use is at 92 % of the plan." """
    return say(
        "recommend_offer.timing",
        when=tell_when(offer.timing.verdict, offer.timing.until, say),
        why=tell_why(case, offer.timing.reason, offer.candidate, say),
    )


def tell_deadline(case: Account360, say: Phrases) -> str:
    """What falls on the day they must decide: the notice deadline or the renewal, whichever is earlier."""
    is_notice = day_or_none(case.row["notice_by"]) == day_or_none(case.row["decide_by"])
    return say("timing.deadline_notice" if is_notice else "timing.deadline_renewal")


def _bound_elsewhere(case: Account360, candidate: Candidate | None) -> dict[str, Any]:
    """The competitor's product in the place of this one, and the end of their contract."""
    theirs = [each for each in case.of_competitors if candidate and each.product_id == candidate.product.id]
    last = max((each for each in theirs if each.until_on), key=lambda each: each.until_on or dt.date.min, default=None)
    return {"theirs": last.called, "bound": last.until_on} if last else {}


def tell_when(verdict: Verdict, until: dt.date | None, say: Phrases) -> str:
    """The verdict in a word or two."""
    if verdict is Verdict.WAIT:
        return say("timing.wait", day=until) if until else say("timing.wait_event")
    return say(f"timing.{verdict}")


def tell_why(
    case: Account360, reason: TimingReason, candidate: Candidate | None, say: Phrases, *, kind: OfferKind | None = None
) -> str:
    """The reason's sentence with its figures."""
    row, bought = case.row, day_or_none(case.row["bought_on"])
    kind = candidate.kind if candidate else kind
    limit = number(row, "seat_share" if kind is OfferKind.SEATS else "limit_share")
    if candidate and candidate.seat_use:
        limit = candidate.seat_use.share
    need = candidate.need.said_on if candidate and candidate.need else day_or_none(row["last_need_on"])
    facts: dict[str, Any] = {
        "bought": day_or_none(row["bought_on"]),
        "months": round(((case.as_of - bought).days if bought else 0) / _DAYS_A_MONTH),
        "pace": whole(row, "pace_days"),
        "due": candidate.rhythm.due_on if candidate and candidate.rhythm else None,
        "onboarding": day_or_none(row["onboarding_until"]),
        "deal": day_or_none(row["open_deal_on"]),
        "days": whole(row, "days_to_decide"),
        "decide": day_or_none(row["decide_by"]),
        "limit": Share(limit or 0.0),
        "need": need,
        "deadline": tell_deadline(case, say),
    }
    facts |= _bound_elsewhere(case, candidate)
    put_off = [rest for rest in case.cooling if candidate and rest.product_id == candidate.product.id]
    if put_off:
        facts |= {"answer": say(f"gate.answer_{put_off[0].last_no}"), "said": put_off[0].last_no_on}
    wanted = find_variables(load_family("timing")[str(reason)][say.language])
    return say(f"timing.{reason}", **{name: facts[name] for name in wanted})
