"""The decision: may they be pitched, what fits, is this the moment. Gate first, then offers, then timing."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from knowledge.analytics.candidates import Candidate, FollowOn, Standing, look_at_rest, rank_candidates
from knowledge.analytics.columns import day_or_none
from knowledge.analytics.coverage import Confidence
from knowledge.analytics.gate import Block, Caution, explain_gate
from knowledge.analytics.timing import Timing, TimingReason, time_offer
from knowledge.analytics.usage import UseState
from knowledge.case import Case, CoolOff
from knowledge.catalogue import ProductCard
from knowledge.playbook.rules import Rules
from knowledge.terms import OfferKind, ProposalOutcome, Verdict

_LOOKED_AT = 3  # products told when nothing fits


class Outcome(StrEnum):
    """What the whole advice comes to; picks the headline."""

    OFFER = "offer"
    WAIT = "wait"
    BLOCKED = "blocked"
    RESTING = "resting"
    NOTHING_FITS = "nothing_fits"
    STALE = "stale"
    THIN = "thin"
    TEST_ACCOUNT = "test_account"


@dataclass(frozen=True)
class TimedOffer:
    """An offer and its moment."""

    candidate: Candidate
    timing: Timing


@dataclass(frozen=True)
class Advice:
    """Whether to offer, what (at most two, first what to say first), and when.

    ``resting`` are products left out because the customer declined them lately; ``newest_fact`` is the day of the
    youngest row about this customer; ``looked_at`` what they lack, with its counts, when nothing fits.
    """

    outcome: Outcome
    verdict: Verdict
    until: dt.date | None
    offers: tuple[TimedOffer, ...]
    blocks: tuple[Block, ...]
    cautions: tuple[Caution, ...]
    resting: tuple[CoolOff, ...]
    newest_fact: dt.date | None
    looked_at: tuple[tuple[ProductCard, FollowOn | None], ...] = ()


def advise(case: Case, rules: Rules) -> Advice:
    """Decide on one case. With a closed gate there is no offer at all, whatever would fit."""
    blocks = explain_gate(case.row, rules)
    cautions = tuple(caution for caution in Caution if case.row[f"caution_{caution}"])
    newest = newest_fact(case)
    ranked = find_offers(case, rules)
    resting = {cool_off.product_id: cool_off for cool_off in case.cooling}
    left_out = tuple(resting[c.product.id] for c in ranked if c.product.id in resting)
    timed = [_time(case, candidate) for candidate in ranked if candidate.product.id not in resting]
    fitting = [offer for offer in timed if _fits_moment(offer)]
    outcome, verdict, chosen = _decide(case, rules, bool(blocks), fitting, bool(left_out), newest)
    until = _until(outcome, chosen, left_out, blocks)
    looked_at = _look_at_rest(case) if outcome is Outcome.NOTHING_FITS else ()
    return Advice(outcome, verdict, until, chosen, blocks, cautions, left_out, newest, looked_at)


def find_offers(case: Case, rules: Rules) -> list[Candidate]:
    """Everything that would fit this customer, best first, before gate and timing; not what they have just taken."""
    follow_ons, catalogue = case.follow_ons, case.catalogue
    ranked = rank_candidates(_standing(case), catalogue, follow_ons, rules.offers, rules.timing, as_of=case.as_of)
    taken = _just_won(case, rules)
    return [candidate for candidate in ranked if candidate.product.id not in taken]


def _just_won(case: Case, rules: Rules) -> set[int]:
    """Products they have said yes to lately: the purchase may not be imported yet, and nobody asks twice."""
    since = case.as_of - dt.timedelta(days=rules.gate.cool_off_days)
    won = [offer for offer in case.proposals if offer.outcome == ProposalOutcome.WON]
    return {offer.product_id for offer in won if offer.outcome_on and offer.outcome_on > since}


def _standing(case: Case) -> Standing:
    return Standing(case.owned, case.needs, case.seat_uses, case.row["use_state"] == UseState.RISING)


def _look_at_rest(case: Case) -> tuple[tuple[ProductCard, FollowOn | None], ...]:
    rest = look_at_rest(_standing(case), case.catalogue, case.follow_ons, as_of=case.as_of, most=_LOOKED_AT)
    return tuple(rest)


def newest_fact(case: Case) -> dt.date | None:
    """The day of the youngest purchase, contract, use, answer, need or touch; None when there is none at all."""
    columns = ("last_bought_on", "last_started_on", "last_used_on", "nps_on", "csat_on", "last_need_on")
    days = [day_or_none(case.row[name]) for name in (*columns, "last_touch_on", "last_inquiry_on")]
    if case.running:
        days.append(case.as_of)
    return max((day for day in days if day), default=None)


def _time(case: Case, candidate: Candidate) -> TimedOffer:
    return TimedOffer(candidate, time_offer(case.row, candidate.kind, answers_need=candidate.need is not None))


def _fits_moment(offer: TimedOffer) -> bool:
    """Just after a purchase only what belongs to it closely, or what they asked for."""
    if offer.timing.reason is TimingReason.JUST_BOUGHT:
        return offer.candidate.is_addon or offer.candidate.need is not None
    return True


def _decide(
    case: Case, rules: Rules, is_blocked: bool, fitting: list[TimedOffer], is_resting: bool, newest: dt.date | None
) -> tuple[Outcome, Verdict, tuple[TimedOffer, ...]]:
    most = rules.offers.most_shown
    if case.account.is_test:
        return Outcome.TEST_ACCOUNT, Verdict.NOT_NOW, ()
    if is_blocked:
        return Outcome.BLOCKED, Verdict.NOT_NOW, ()
    if not fitting:
        return (Outcome.RESTING if is_resting else Outcome.NOTHING_FITS), Verdict.NOT_NOW, ()
    if newest is None or (case.as_of - newest).days > rules.offers.stale_days:
        return Outcome.STALE, Verdict.UNKNOWN, tuple(fitting[:most])
    if case.row["confidence"] == Confidence.LOW:
        return Outcome.THIN, Verdict.UNKNOWN, tuple(fitting[:most])
    now = [offer for offer in fitting if offer.timing.verdict is Verdict.NOW]
    if now:
        return Outcome.OFFER, Verdict.NOW, _upsell_first(now[:most])
    waiting = [offer for offer in fitting if offer.timing.verdict is Verdict.WAIT]
    if waiting:
        return Outcome.WAIT, Verdict.WAIT, _upsell_first(waiting[:most])
    return Outcome.STALE, Verdict.UNKNOWN, tuple(fitting[:most])


def _upsell_first(offers: list[TimedOffer]) -> tuple[TimedOffer, ...]:
    """More of what they have before something new: the easier yes comes first."""
    return tuple(sorted(offers, key=lambda offer: offer.candidate.kind is OfferKind.CROSS_SELL))


def _until(
    outcome: Outcome, chosen: tuple[TimedOffer, ...], left_out: tuple[CoolOff, ...], blocks: tuple[Block, ...]
) -> dt.date | None:
    """The day on which to look again, where one is known."""
    match outcome:
        case Outcome.WAIT:
            return min((offer.timing.until for offer in chosen if offer.timing.until), default=None)
        case Outcome.RESTING:
            return min((cool_off.free_on for cool_off in left_out), default=None)
        case Outcome.BLOCKED:
            lifts = [block.lifts_on for block in blocks]
            return max((day for day in lifts if day), default=None) if all(lifts) else None
        case _:
            return None
