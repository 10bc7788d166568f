"""When: now, a day or an event to wait for, or not now, with the one reason that decided."""

from __future__ import annotations

import datetime as dt
from typing import Any

from actions.telling.figures import number, whole
from knowledge.analytics.advice import TimedOffer
from knowledge.analytics.columns import day_or_none
from knowledge.analytics.timing import TimingReason
from knowledge.case import Case
from knowledge.playbook.formats import Share
from knowledge.playbook.phrases import Phrases, find_variables, load_family
from knowledge.terms import OfferKind, Verdict


def tell_moment(case: Case, offer: TimedOffer, say: Phrases) -> str:
    """ "Now: use is at 92 % of the plan." """
    return say(
        "recommend_offer.timing",
        when=tell_when(offer.verdict, offer.until, say),
        why=tell_why(case, offer.reason, offer.candidate.kind, say),
    )


def tell_when(verdict: Verdict, until: dt.date | None, say: Phrases) -> str:
    """The verdict in a word or two."""
    if verdict is Verdict.WAIT:
        return say("timing.wait", day=until) if until else say("timing.wait_event")
    return say(f"timing.{verdict}")


def tell_why(case: Case, reason: TimingReason, kind: OfferKind, say: Phrases) -> str:
    """The reason's sentence with its figures."""
    row = case.row
    limit = number(row, "seat_share" if kind is OfferKind.SEATS else "limit_share")
    facts: dict[str, Any] = {
        "bought": day_or_none(row["bought_on"]),
        "onboarding": day_or_none(row["onboarding_until"]),
        "deal": day_or_none(row["open_deal_on"]),
        "days": whole(row, "days_to_decide"),
        "decide": day_or_none(row["decide_by"]),
        "limit": Share(limit or 0.0),
        "need": day_or_none(row["last_need_on"]),
    }
    wanted = find_variables(load_family("timing")[str(reason)][say.language])
    return say(f"timing.{reason}", **{name: facts[name] for name in wanted})
