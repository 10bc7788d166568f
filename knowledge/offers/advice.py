"""The decision: may they be pitched, what fits, is this the moment. Gate first, then offers, then timing."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import islice

from knowledge.accounts.account_360 import Account360, CoolOff
from knowledge.accounts.columns import day_or_none
from knowledge.accounts.coverage import Confidence
from knowledge.catalogue.catalogue import ProductCard
from knowledge.churn.score import ChurnBand
from knowledge.offers.candidate import Candidate, FollowOn, Standing
from knowledge.offers.candidates import keep_one_a_family, look_at_rest, rank_candidates
from knowledge.offers.gate import Block, Caution, explain_gate
from knowledge.offers.grounds import keep_trusted, learn_rank
from knowledge.offers.holdout import is_exempt, is_held_out
from knowledge.offers.product_gate import (
    REPEATS_STOP,
    TOLD_IF_ASKED,
    Bar,
    LeftOut,
    Remarked,
    find_bar,
    find_given_up,
    find_refused,
    find_remarks,
    find_seats_bar,
    go_together,
)
from knowledge.offers.scored import PROVEN
from knowledge.offers.timing import Timing, TimingReason, time_offer
from knowledge.playbook.rules import Rules
from knowledge.terms import OfferKind, ProposalOutcome, Verdict

_LOOKED_AT = 3  # products told when nothing fits
_NOT_YET = {ProposalOutcome.LATER, ProposalOutcome.TOO_EARLY}  # not a "no": the offer stands, its day moves


class Outcome(StrEnum):
    """What the whole advice comes to; picks the headline."""

    OFFER = "offer"
    WAIT = "wait"
    BLOCKED = "blocked"
    RESTING = "resting"
    NOTHING_FITS = "nothing_fits"
    STALE = "stale"
    THIN = "thin"
    LEFT_OUT = "left_out"
    TEST_ACCOUNT = "test_account"
    HELD_OUT = "held_out"
    LOST = "lost"


@dataclass(frozen=True)
class TimedOffer:
    """An offer, its moment, and what to say with it."""

    candidate: Candidate
    timing: Timing
    remarks: tuple[Remarked, ...] = ()


@dataclass(frozen=True)
class Advice:
    """Whether to offer, what (at most two, first what to say first), and when.

    ``resting`` are products left out because the customer declined them lately; ``left_out`` those that would fit but
    for something else; ``newest_fact`` is the day of the youngest row about this customer; ``looked_at`` what they
    lack, with its counts, when nothing fits.
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
    left_out: tuple[LeftOut, ...] = ()


def advise(case: Account360, rules: Rules) -> Advice:
    """Decide on one case. With a closed gate there is no offer at all, whatever would fit."""
    blocks = explain_gate(case.row, rules)
    cautions = tuple(caution for caution in Caution if case.row[f"caution_{caution}"])
    newest = newest_fact(case)
    ranked, barred = sort_out(case, rules)
    resting = {cool_off.product_id: cool_off for cool_off in case.cooling}
    rests = tuple(resting[c.product.id] for c in ranked if c.product.id in resting)
    timed = [time_candidate(case, candidate, rules) for candidate in ranked if candidate.product.id not in resting]
    fitting = [offer for offer in timed if fits_moment(offer)]
    fitting += [_put_off(c, resting[c.product.id]) for c in ranked if _is_put_off(resting.get(c.product.id))]
    outcome, verdict, chosen = _decide(case, rules, bool(blocks), fitting, (rests, barred), newest)
    rests = tuple(cool_off for cool_off in rests if not _is_among(cool_off, chosen))
    until = _until(outcome, chosen, rests, blocks)
    looked_at = _look_at_rest(case, rules) if outcome is Outcome.NOTHING_FITS else ()
    told = tuple(replace(offer, remarks=find_remarks(case, offer.candidate.product)) for offer in chosen)
    return Advice(outcome, verdict, until, told, blocks, cautions, rests, newest, looked_at, barred)


def find_offers(case: Account360, rules: Rules) -> list[Candidate]:
    """Everything that may be offered to this customer, best first, before gate and timing."""
    return sort_out(case, rules)[0]


def sort_out(case: Account360, rules: Rules) -> tuple[list[Candidate], tuple[LeftOut, ...]]:
    """What fits this customer, best first, one a family; and what would fit but is kept from them, with the reason.

    Neither names what they have just taken. Seats are no new product: only what is in the works keeps them back.
    """
    kept: list[Candidate] = []
    barred: list[LeftOut] = []
    for candidate in find_candidates(case, rules):
        find = find_seats_bar if candidate.kind is OfferKind.SEATS else find_bar
        bar = find(case, candidate.product, rules)
        if bar is None or (candidate.kind is not OfferKind.CROSS_SELL and bar.bar not in _KEEPS_BACK[candidate.kind]):
            kept.append(candidate)
        elif candidate.need or candidate.seat_use or bar.bar not in TOLD_IF_ASKED:
            barred.append(bar)
    told = {left.product.id for left in barred}
    unasked = {left.product.id: left for left in (*find_given_up(case, rules), *find_refused(case))}
    return keep_one_a_family(kept), (*barred, *(left for at, left in unasked.items() if at not in told))


_KEEPS_BACK = {
    OfferKind.UPSELL: frozenset(Bar),
    OfferKind.SEATS: frozenset(Bar),
    OfferKind.REFILL: REPEATS_STOP,
    OfferKind.REGAIN: REPEATS_STOP,
}
"""What keeps back an offer that is no new product."""


def find_candidates(case: Account360, rules: Rules) -> list[Candidate]:
    """Everything that something speaks for, best first, whatever keeps it back; not what they have just taken."""
    follow_ons, taken = keep_trusted(case.follow_ons, case.experience), _just_won(case, rules)
    ranked = rank_candidates(_standing(case), case.catalogue, follow_ons, rules.offers, rules.timing)
    learned = learn_rank(ranked, case.experience, rules.offers, rules.learning)
    return [candidate for candidate in learned if candidate.product.id not in taken]


def _just_won(case: Account360, rules: Rules) -> set[int]:
    """Products they have said yes to lately: the purchase may not be imported yet, and nobody asks twice."""
    since = case.as_of - dt.timedelta(days=rules.gate.cool_off_days)
    won = [offer for offer in case.proposals if offer.outcome == ProposalOutcome.WON]
    return {offer.product_id for offer in won if offer.outcome_on and offer.outcome_on > since}


def _standing(case: Account360) -> Standing:
    is_proven = case.scorer is not None and case.scorer.verdict in PROVEN
    known = Standing(case.owned, case.needs, case.seat_uses, case.scored, is_proven)
    if not case.orders_again:
        return known
    return replace(known, together=case.together, carried=case.carried, rhythms=case.rhythms)


def _look_at_rest(case: Account360, rules: Rules) -> tuple[tuple[ProductCard, FollowOn | None], ...]:
    free = ((product, pair) for product, pair in look_at_lacking(case) if find_bar(case, product, rules) is None)
    return tuple(islice(free, _LOOKED_AT))


def look_at_lacking(case: Account360) -> tuple[tuple[ProductCard, FollowOn | None], ...]:
    """What they do not have, each with what others did who had what they have; None where nothing was counted."""
    return tuple(look_at_rest(_standing(case), case.catalogue, case.follow_ons, most=len(case.catalogue.products)))


def newest_fact(case: Account360) -> dt.date | None:
    """The day of the youngest purchase, contract, use, answer, need or touch; None when there is none at all."""
    columns = ("last_bought_on", "last_started_on", "last_used_on", "nps_on", "csat_on", "last_need_on")
    days = [day_or_none(case.row[name]) for name in (*columns, "last_touch_on", "last_inquiry_on")]
    if case.running:
        days.append(case.as_of)
    return max((day for day in days if day), default=None)


def time_candidate(case: Account360, candidate: Candidate, rules: Rules) -> TimedOffer:
    """A candidate and its moment."""
    if candidate.rhythm:
        return TimedOffer(candidate, _time_repeat(case, candidate))
    timing = time_offer(case.row, candidate.kind, answers_need=candidate.need is not None)
    opens = None if candidate.need else _opens_elsewhere(case, candidate.product.id, rules)
    if opens and timing.verdict is not Verdict.NOT_NOW:
        timing = Timing(Verdict.WAIT, TimingReason.BOUND_ELSEWHERE, opens)
    return TimedOffer(candidate, timing)


def _opens_elsewhere(case: Account360, product_id: int, rules: Rules) -> dt.date | None:
    """The day on which they begin to think about their contract with a competitor for this; None where it has come."""
    bound = [each.until_on for each in case.of_competitors if each.product_id == product_id and each.until_on]
    ahead = dt.timedelta(days=max(rules.timing.renewal_windows, default=0))
    return max(bound) - ahead if bound and max(bound) - ahead > case.as_of else None


def _time_repeat(case: Account360, candidate: Candidate) -> Timing:
    """With a repeat the customer's own rhythm decides; with one who has left or is in trouble that comes first."""
    other = time_offer(case.row, OfferKind.CROSS_SELL, answers_need=False)
    if other.verdict is Verdict.NOT_NOW:
        return other
    is_due = candidate.kind is OfferKind.REFILL
    return Timing(Verdict.NOW, TimingReason.DUE_AGAIN if is_due else TimingReason.STOPPED_ORDERING, None)


def _put_off(candidate: Candidate, cool_off: CoolOff) -> TimedOffer:
    """The customer said when: not before that day."""
    return TimedOffer(candidate, Timing(Verdict.WAIT, TimingReason.THEY_SAID, cool_off.free_on))


def _is_put_off(cool_off: CoolOff | None) -> bool:
    return cool_off is not None and cool_off.last_no in _NOT_YET


def _is_among(cool_off: CoolOff, chosen: tuple[TimedOffer, ...]) -> bool:
    return any(offer.candidate.product.id == cool_off.product_id for offer in chosen)


def fits_moment(offer: TimedOffer) -> bool:
    """Just after a purchase only what belongs to it closely, or what they asked for."""
    if offer.timing.reason is TimingReason.JUST_BOUGHT:
        return offer.candidate.is_addon or offer.candidate.need is not None
    return True


def _decide(
    case: Account360,
    rules: Rules,
    is_blocked: bool,
    fitting: list[TimedOffer],
    kept_back: tuple[tuple[CoolOff, ...], tuple[LeftOut, ...]],
    newest: dt.date | None,
) -> tuple[Outcome, Verdict, tuple[TimedOffer, ...]]:
    if case.account.is_test:
        return Outcome.TEST_ACCOUNT, Verdict.NOT_NOW, ()
    if is_blocked:
        return Outcome.BLOCKED, Verdict.NOT_NOW, ()
    if case.row["churn_band"] == ChurnBand.LOST:
        return Outcome.LOST, Verdict.NOT_NOW, ()
    if is_held_out(case.account.id, rules.holdout, as_of=case.as_of) and not (case.needs or is_exempt(case.row)):
        return Outcome.HELD_OUT, Verdict.NOT_NOW, ()
    if not fitting:
        return _why_nothing(*kept_back), Verdict.NOT_NOW, ()
    free = [offer for offer in fitting if offer.timing.reason is not TimingReason.THEY_SAID]
    if free and (newest is None or (case.as_of - newest).days > rules.offers.stale_days):
        return Outcome.STALE, Verdict.UNKNOWN, tuple(_pick(free, case, rules))
    if free and case.row["confidence"] == Confidence.LOW:
        return Outcome.THIN, Verdict.UNKNOWN, tuple(_pick(free, case, rules))
    now = [offer for offer in fitting if offer.timing.verdict is Verdict.NOW]
    if now:
        return Outcome.OFFER, Verdict.NOW, _upsell_first(_pick(now, case, rules))
    waiting = [offer for offer in fitting if offer.timing.verdict is Verdict.WAIT]
    if waiting:
        return Outcome.WAIT, Verdict.WAIT, _upsell_first(_pick(waiting, case, rules))
    return Outcome.STALE, Verdict.UNKNOWN, tuple(_pick(free, case, rules))


def _why_nothing(resting: tuple[CoolOff, ...], barred: tuple[LeftOut, ...]) -> Outcome:
    if resting:
        return Outcome.RESTING
    return Outcome.LEFT_OUT if barred else Outcome.NOTHING_FITS


def _pick(fitting: list[TimedOffer], case: Account360, rules: Rules) -> list[TimedOffer]:
    """The best few. Two offers are two different things: what replaces a better one, or is part of it, is no second."""
    kept: list[TimedOffer] = []
    for offer in fitting:
        product = offer.candidate.product
        repeats = offer.candidate.rhythm is not None
        if repeats or all(go_together(product, other.candidate.product, case.catalogue) for other in kept):
            kept.append(offer)
    return kept[: rules.offers.most_shown]


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
