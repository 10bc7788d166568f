"""What imagined customers say and ask, and what we write down about them, shaped by their mood."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import Any

from benchmarks.company.calendar import days_ago
from benchmarks.company.facts import Facts
from benchmarks.company.lives import Answer, Contract, Firm, Inquiry, Person, Pitch, Remark
from knowledge.demo import DEMO_DAY
from knowledge.terms import OfferKind, ProposalOutcome, Severity, SurveyKind

_SEVERITIES = {Severity.LOW: 30, Severity.NORMAL: 50, Severity.HIGH: 17, Severity.SEVERE: 3}
_DAYS_TO_SOLVE = {Severity.LOW: 3, Severity.NORMAL: 4, Severity.HIGH: 6, Severity.SEVERE: 2}
_SURVEY_EVERY = 182
_DAYS_BETWEEN_REFUSALS = 260
_REFUSALS = {
    ProposalOutcome.LOST: 65,
    ProposalOutcome.LATER: 15,
    ProposalOutcome.TOO_EARLY: 12,
    ProposalOutcome.NOT_RELEVANT: 8,
}


@dataclass(frozen=True)
class Speaker:
    """One customer as it speaks: mood in standard deviations, gone from ``until`` on."""

    firm: Firm
    contracts: tuple[Contract, ...]
    tone: float
    until: dt.date
    chance: Random
    facts: Facts
    drifting: bool = False

    @property
    def voice(self) -> dict[str, Any]:
        return dict(self.facts.voices[self.firm.language])

    def days_from(self, first: dt.date, every: float) -> Iterator[dt.date]:
        """Days that come by chance, so many apart on average, until the customer left."""
        day = first + dt.timedelta(days=1 + int(self.chance.expovariate(1 / every)))
        while day <= self.until:
            yield day
            day += dt.timedelta(days=1 + int(self.chance.expovariate(1 / every)))


def answers(speaker: Speaker, inquiries: tuple[Inquiry, ...]) -> tuple[Answer, ...]:
    """The half-yearly NPS answers, and CSAT after some inquiries."""
    return (*_nps(speaker), *_csat(speaker, inquiries))


def _nps(speaker: Speaker) -> Iterator[Answer]:
    day = speaker.firm.created + dt.timedelta(days=speaker.chance.randint(60, 150))
    while day <= speaker.until:
        if speaker.chance.random() < speaker.facts.market["survey_share"]:
            leaving = speaker.drifting and (speaker.until - day).days < _SURVEY_EVERY
            score = 8.3 + 1.3 * speaker.tone - (1.5 if leaving else 0.0) + speaker.chance.gauss(0, 0.8)
            yield _nps_answer(speaker, day, min(10, max(0, round(score))))
        day += dt.timedelta(days=_SURVEY_EVERY + speaker.chance.randint(-10, 10))


def _nps_answer(speaker: Speaker, day: dt.date, score: int) -> Answer:
    band = "promoter" if score >= 9 else "passive" if score >= 7 else "detractor"
    comment = speaker.chance.choice(speaker.voice["nps"][band]) if speaker.chance.random() < 0.6 else None
    return Answer(day, score, SurveyKind.NPS, comment)


def _csat(speaker: Speaker, inquiries: tuple[Inquiry, ...]) -> Iterator[Answer]:
    for inquiry in inquiries:
        if inquiry.closed and inquiry.closed < speaker.until and speaker.chance.random() < 0.3:
            score = min(5, max(1, round(4 + 0.8 * speaker.tone + speaker.chance.gauss(0, 0.7)))) * 20
            comments = speaker.voice["csat"]["good" if score >= 60 else "bad"]
            yield Answer(inquiry.closed + dt.timedelta(days=1), score, SurveyKind.CSAT, speaker.chance.choice(comments))


def inquiries(speaker: Speaker) -> tuple[Inquiry, ...]:
    """Support tickets: the less satisfied, the more, and the worse."""
    return tuple(
        _inquiry(speaker, day) for day in speaker.days_from(speaker.firm.created, 130 * math.exp(0.3 * speaker.tone))
    )


def _inquiry(speaker: Speaker, day: dt.date) -> Inquiry:
    chance = speaker.chance
    severity = chance.choices(list(_SEVERITIES), list(_SEVERITIES.values()))[0]
    running = [each.product for each in speaker.contracts if each.started <= day] or [speaker.contracts[0].product]
    closed = day + dt.timedelta(days=int(chance.expovariate(1 / _DAYS_TO_SOLVE[severity])))
    return Inquiry(
        day,
        chance.choice(speaker.voice["severe" if severity is Severity.SEVERE else "tickets"]),
        chance.choice(running),
        severity,
        closed if closed <= DEMO_DAY else None,
        reopened=int(chance.random() < 0.12 * math.exp(-0.4 * speaker.tone)),
        satisfied=chance.random() < 1 / (1 + math.exp(-1.2 - speaker.tone)) if chance.random() < 0.4 else None,
    )


def touches(speaker: Speaker) -> tuple[Remark, ...]:
    """Our calls, mails and meetings: bigger customers more often, drifting ones less."""
    every = 40 if speaker.firm.employees < 100 else 28
    us = [who for who in (speaker.firm.csm, speaker.firm.owner) if who]
    kinds = list(speaker.voice["touches"])
    last = speaker.until - dt.timedelta(days=speaker.chance.randint(60, 110)) if speaker.drifting else speaker.until
    return tuple(
        Remark(day, speaker.voice["touches"][kind], speaker.chance.choice(us), kind)
        for day in speaker.days_from(speaker.firm.created, every * math.exp(-0.2 * speaker.tone))
        if day <= last
        for kind in [speaker.chance.choice(kinds)]
    )


def notes(speaker: Speaker) -> tuple[Remark, ...]:
    """What we wrote down, about twice a year."""
    return tuple(
        Remark(day, speaker.chance.choice(speaker.voice["notes"]), speaker.firm.owner)
        for day in speaker.days_from(speaker.firm.created, 180)
    )


def needs(speaker: Speaker, contacts: tuple[Person, ...]) -> tuple[Remark, ...]:
    """At most one need, that nothing they own solves; said within the last half year."""
    owned = {speaker.facts.products[each.product].family for each in speaker.contracts if each.ended is None}
    fitting = [key for key in speaker.voice["needs"] if speaker.facts.products[key].family not in owned]
    if not owned or not fitting or speaker.chance.random() > speaker.facts.market["need_share"]:
        return ()
    said_on = max(speaker.firm.created, days_ago(speaker.chance.randint(2, 180)))
    product = speaker.chance.choice(fitting)
    named = product if speaker.chance.random() < 0.3 else None
    text = speaker.voice["needs"][product]
    return (Remark(said_on, text, speaker.firm.owner, said_by=contacts[0].name, product=named),)


def refusals(speaker: Speaker) -> tuple[Pitch, ...]:
    """Offers that came to nothing, each with its reason."""
    return tuple(_refusal(speaker, day) for day in speaker.days_from(speaker.firm.created, _DAYS_BETWEEN_REFUSALS))


def _refusal(speaker: Speaker, day: dt.date) -> Pitch:
    chance, reasons = speaker.chance, speaker.facts.market["lost_reasons"]
    mine = [speaker.facts.products[each.product].family for each in speaker.contracts]
    others = [one for one in speaker.facts.products.values() if one.family not in mine and one.tier]
    product = chance.choice(others or list(speaker.facts.products.values()))
    decided = day + dt.timedelta(days=chance.randint(5, 30))
    if decided > speaker.until:
        return Pitch(day, product.key, OfferKind.CROSS_SELL, speaker.firm.owner, ProposalOutcome.PITCHED)
    outcome = chance.choices(list(_REFUSALS), list(_REFUSALS.values()))[0]
    reason = chance.choices(list(reasons), list(reasons.values()))[0] if outcome is ProposalOutcome.LOST else "timing"
    later = decided + dt.timedelta(days=90) if outcome in {ProposalOutcome.LATER, ProposalOutcome.TOO_EARLY} else None
    text = (
        speaker.voice["lost"][reason]
        if outcome is not ProposalOutcome.NOT_RELEVANT
        else speaker.voice["lost"]["no_need"]
    )
    reason = "no_need" if outcome is ProposalOutcome.NOT_RELEVANT else reason
    return Pitch(day, product.key, OfferKind.CROSS_SELL, speaker.firm.owner, outcome, decided, later, reason, text)
