"""Imagined customers: number and seed in, the same whole story out, whatever the company's size."""

from __future__ import annotations

from random import Random

from benchmarks.company import voices
from benchmarks.company.contracts import Course, departure, is_drifting, plan_contracts
from benchmarks.company.facts import Facts
from benchmarks.company.firms import invent_contacts, invent_firm
from benchmarks.company.lives import Life
from knowledge.demo import DEMO_DAY

_LATE_WHEN_DRIFTING = 0.35


def imagine_life(number: int, seed: int, facts: Facts) -> Life:
    """The life of the customer of that number; customers do not depend on each other."""
    chance = Random(f"{seed}:{number}")  # noqa: S311 - invented customers, not secrets
    firm = invent_firm(number, chance, facts)
    tone = chance.gauss(0, 1)
    left = departure(firm, tone, chance, facts)
    drifting = is_drifting(tone, left, chance, facts)
    contracts = plan_contracts(firm, Course(tone, left, drifting), chance, facts)
    contacts = invent_contacts(firm, chance, facts, drifting=drifting)
    speaker = voices.Speaker(firm, contracts, tone, left or DEMO_DAY, chance, facts, drifting)
    inquiries = voices.inquiries(speaker)
    late = chance.random() < facts.market["late_payer_share"] + (_LATE_WHEN_DRIFTING if drifting else 0)
    return Life(
        firm,
        contracts,
        contacts,
        voices.answers(speaker, inquiries),
        inquiries,
        voices.notes(speaker),
        voices.touches(speaker),
        voices.needs(speaker, contacts),
        pitches=voices.refusals(speaker),
        pays_days_late=chance.randint(8, 45) if late else -chance.randint(0, 9),
    )
