"""Target definitions held against the store: who is meant, what came of each version, what asks for a review."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace

from sqlalchemy import or_, select

from knowledge.accounts.queries.profiles import load_profiles
from knowledge.accounts.queries.segments import SegmentFilter
from knowledge.accounts.traits import Profile
from knowledge.catalogue.queries.price_changes import load_price_changes
from knowledge.kernel.access import AccessContext
from knowledge.kernel.exchange_rates import Rates, rates_of
from knowledge.metrics.metric import Metric
from knowledge.metrics.periods import Period
from knowledge.metrics.queries.metrics import Wanted, measure_metrics
from knowledge.metrics.tally import Tally
from knowledge.metrics.told import Told
from knowledge.tables import Product
from knowledge.targets.definitions import Target, Version
from knowledge.targets.review_notes import Note, Trigger
from knowledge.terms import SegmentBy

KPIS = (Metric.WIN_RATE, Metric.CROSS_SELL_RATE, Metric.LTV, Metric.LOGO_CHURN, Metric.NPS, Metric.CAC)
_STALE_DAYS = 180  # a definition that nobody looked at for half a year is frozen
_JUMP = 2.0  # times the churn under the version before
_COST_JUMP = 1.5  # times what a new customer cost under the version before
_FEWEST = 5  # decided deals or customers, below which a rate moves by chance


@dataclass(frozen=True)
class Result:
    """One version: its days, the customers it aims at today, those it leaves alone, its figures over its days."""

    version: Version
    period: Period
    aimed: tuple[Profile, ...]
    excluded: int
    figures: dict[Metric, Tally | None]


@dataclass(frozen=True)
class Population:
    """All customers today, and by definition and version the customers whom it meant on its first day."""

    today: tuple[Profile, ...]
    meant: Mapping[tuple[str, int], frozenset[int]]


def load_population(access: AccessContext, targets: Sequence[Target]) -> Population:
    """Whom these definitions need to know. Everybody is assessed once a day, however many versions begin on it."""
    begun = [(target, each) for target in targets for each in target.versions if each.date <= access.as_of]
    today, meant = load_profiles(access), {}
    for first in sorted({version.date for _, version in begun}):
        then = today if first == access.as_of else load_profiles(replace(access, as_of=first))
        for target, version in begun:
            if version.date == first:
                met = frozenset(each.account_id for each in then if version.aims_at(each))
                meant[target.name, version.version] = met
    return Population(today, meant)


def judge_versions(access: AccessContext, target: Target, population: Population | None = None) -> tuple[Result, ...]:
    """What each version that has begun aims at and has brought. RateMissing, RatesBroken."""
    known = population or load_population(access, (target,))
    return tuple(_judge(access, target, each, known) for each in target.versions if each.date <= access.as_of)


def find_reviews(access: AccessContext, target: Target, results: tuple[Result, ...]) -> tuple[Note, ...]:
    """What has moved since the current version, noted for its owner."""
    current, notes = target.current, []
    for each in target.events:
        if current.date <= each.date <= access.as_of:
            facts = {"day": each.date.isoformat(), "kind": each.kind, "note": each.note}
            notes.append(_note(Trigger.EVENT, *facts.values(), **facts))
    notes += _catalogue_changes(access, current.date)
    age = (access.as_of - current.date).days
    if age > _STALE_DAYS:
        notes.append(_note(Trigger.STALE, age=age, limit=_STALE_DAYS))
    if results:
        notes += _figures_out_of_line(results)
    return tuple(notes)


def _note(trigger: Trigger, *parts: str, **facts: str | int | float) -> Note:
    """A note that is the same note as long as ``parts`` are; without parts there is one a version."""
    told = hashlib.sha256("|".join(parts).encode()).hexdigest()[:12] if parts else ""
    return Note(trigger, facts, f"{trigger}:{told}" if told else str(trigger))


def _judge(access: AccessContext, target: Target, version: Version, known: Population) -> Result:
    """Counted over who was meant when the version began and who is today, so that the lost are not forgotten."""
    aimed = tuple(each for each in known.today if version.aims_at(each))
    excluded = sum(version.criteria.matches(each) and version.excludes(each) for each in known.today)
    period = Period(*target.span(version, access.as_of))
    ids = known.meant[target.name, version.version] | {each.account_id for each in aimed}
    rates = rates_of(access.rules)
    told = [
        *measure_metrics(access, Wanted(KPIS, (period,), rates, accounts=ids)),
        *_cost(access, version, period, rates),
    ]
    return Result(version, period, aimed, excluded, {each.metric: each.tally for each in told})


def _cost(access: AccessContext, version: Version, period: Period, rates: Rates) -> tuple[Told, ...]:
    """Costs are written down by industry, not by customer: CAC is told where a version aims at one."""
    if len(version.criteria.industry) != 1:
        return ()
    only = SegmentFilter(SegmentBy.INDUSTRY, version.criteria.industry[0])
    return measure_metrics(access, Wanted((Metric.CAC,), (period,), rates, filters=(only,)))


def _figures_out_of_line(results: tuple[Result, ...]) -> list[Note]:
    now, notes = results[-1], []
    if not now.aimed:
        return [_note(Trigger.NOBODY, version=now.version.version)]
    won, plan = now.figures[Metric.WIN_RATE], now.version.win_rate_plan
    if won and plan is not None and won.denominator >= _FEWEST and won.value("win rate") < plan:
        counts = {"won": round(won.numerator), "decided": round(won.denominator)}
        notes.append(_note(Trigger.WIN_RATE, rate=won.value("win rate"), plan=plan, **counts))
    if len(results) > 1:
        notes += [*_churn_jump(results[-2], now), *_cost_jump(results[-2], now)]
    return notes


def _churn_jump(before: Result, now: Result) -> list[Note]:
    """Twice the customers lost a month, of two at least."""
    was, churn = before.figures[Metric.LOGO_CHURN], now.figures[Metric.LOGO_CHURN]
    if churn and was and min(churn.denominator, was.denominator) >= _FEWEST:
        rate, old = churn.value("churn") / now.period.months, was.value("churn") / before.period.months
        if rate > _JUMP * old and churn.numerator >= 2:
            return [_note(Trigger.CHURN, rate=rate, before=old, lost=round(churn.numerator))]
    return []


def _cost_jump(before: Result, now: Result) -> list[Note]:
    """A new customer costs half as much again as under the version before."""
    was, cost = before.figures[Metric.CAC], now.figures[Metric.CAC]
    if cost and was and cost.known and was.known and was.numerator and min(cost.denominator, was.denominator) >= 2:
        rise = cost.value("CAC") / was.value("CAC")
        if rise > _COST_JUMP:
            return [_note(Trigger.COST, cac=round(cost.value("CAC")), before=round(was.value("CAC")))]
    return []


def _catalogue_changes(access: AccessContext, since: dt.date) -> list[Note]:
    """Products launched, retired, or given another price since."""
    within = (Product.launched_on.between(since, access.as_of), Product.retired_on.between(since, access.as_of))
    query = select(Product.name, Product.launched_on, Product.retired_on).where(or_(*within)).order_by(Product.name)
    changes = []
    for name, launched, retired in access.connection.execute(query):
        gone = retired is not None and since <= retired <= access.as_of
        facts = {"product": str(name), "change": "retired" if gone else "launched"}
        facts["day"] = str(retired if gone else launched)
        changes.append(_note(Trigger.CATALOGUE, *facts.values(), **facts))
    prices = load_price_changes(access.connection, since=since, until=access.as_of)
    return [*changes, *(_note(Trigger.PRICE, each.day, each.product, **asdict(each)) for each in prices)]
