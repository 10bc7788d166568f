"""What an imagined customer buys over the months, in the order the market file plants."""

from __future__ import annotations

import datetime as dt
import heapq
import math
from dataclasses import dataclass
from random import Random

from benchmarks.company.calendar import next_anniversary
from benchmarks.company.facts import Facts, Product
from benchmarks.company.lives import Contract, Firm
from knowledge.demo import DEMO_DAY

_NOTICE_DAYS = (30, 60, 60, 90)
_GOES_WITH = {"Secure Access": "Cloud Workspace"}  # everybody on the workspace signs in


@dataclass(order=True)
class _Adoption:
    """A product taken up on a day; ``ended`` once a higher tier replaced it."""

    day: dt.date
    product: str
    kind: str
    replaces: str | None = None
    ended: dt.date | None = None


def departure(firm: Firm, tone: float, chance: Random, facts: Facts) -> dt.date | None:
    """The day the customer left, always at the end of a year, or None while it stays."""
    losses = facts.market["losses"]
    average = losses["average_odds"]
    odds = 1 / (1 + math.exp(-math.log(average / (1 - average)) + losses["satisfaction_effect"] * tone))
    day = firm.created + dt.timedelta(days=losses["every_days"])
    while day <= DEMO_DAY:
        if chance.random() < odds:
            return day
        day += dt.timedelta(days=losses["every_days"])
    return None


def is_drifting(tone: float, left: dt.date | None, chance: Random, facts: Facts) -> bool:
    """Whether the customer is on its way out: most that left were before, and some that are still here."""
    market = facts.market
    share: float = market["losses"]["shown_before"] if left else market["declining_share"] * math.exp(-0.6 * tone)
    return chance.random() < share


@dataclass(frozen=True)
class Course:
    """Where a customer is heading: mood in standard deviations, the day it left, whether it drifts away."""

    tone: float
    left: dt.date | None
    drifting: bool


def plan_contracts(firm: Firm, course: Course, chance: Random, facts: Facts) -> tuple[Contract, ...]:
    """Every contract from the first purchase until the customer left or the demo day."""
    adoptions = _adopt(firm, course.left or DEMO_DAY, chance, facts)
    look = _Look(course, chance, facts, {})
    return tuple(_contract(each, firm, look) for each in adoptions)


def _adopt(firm: Firm, until: dt.date, chance: Random, facts: Facts) -> list[_Adoption]:
    """Purchases by day: the first product, what follows from each, and what comes by chance."""
    begin = facts.market["industries"][firm.industry]["begin"]
    first = chance.choices(list(begin), list(begin.values()))[0]
    coming = [_Adoption(firm.created, first, "new"), *_by_chance(firm, chance, facts)]
    heapq.heapify(coming)
    owned: dict[str, _Adoption] = {}
    history: list[_Adoption] = []
    while coming:
        each = heapq.heappop(coming)
        product = facts.products[each.product]
        slot = product.family if product.tier or each.kind == "new" else product.key
        held = owned.get(slot)
        if each.day > until or (held and held.product != each.replaces) or (each.replaces and not held):
            continue
        if held:
            held.ended = each.day
        owned[slot] = each
        history.append(each)
        for later in _what_follows(each, product, chance, facts):
            heapq.heappush(coming, later)
    return history


def _by_chance(firm: Firm, chance: Random, facts: Facts) -> list[_Adoption]:
    rule = facts.market["by_chance"]
    days = max(30, (DEMO_DAY - firm.created).days)
    found = [
        _Adoption(firm.created + dt.timedelta(days=chance.randint(20, days)), product, "cross_sell")
        for product in rule["products"]
        if chance.random() < rule["share"]
    ]
    if days > 400 and chance.random() < facts.market["mailer_share"]:
        found.append(_Adoption(firm.created + dt.timedelta(days=10), "campaign-mailer", "cross_sell"))
    return found


def _what_follows(each: _Adoption, product: Product, chance: Random, facts: Facts) -> list[_Adoption]:
    """The follow-ons, options and the upgrade that this purchase leads to."""
    market = facts.market
    follow = [
        rule for rule in market["follow_ons"] if rule["after"] == each.product and chance.random() < rule["share"]
    ]
    options = [option.key for option in facts.accessories(product) if chance.random() < market["accessory_share"]]
    coming = [(rule["then"], rule["days"]) for rule in follow] + [(option, (10, 60)) for option in options]
    found = [_Adoption(each.day + dt.timedelta(chance.randint(*days)), then, "cross_sell") for then, days in coming]
    higher = facts.next_tier(product)
    if higher and (wait := chance.expovariate(facts.market["upgrade_share"] / 365)) < 1000:
        day = each.day + dt.timedelta(days=120 + int(wait))
        found.append(_Adoption(day, higher.key, "upsell", replaces=product.key))
    return found


@dataclass(frozen=True)
class _Look:
    """What shapes all contracts of one customer; ``seats``: how many people each family has reached so far."""

    course: Course
    chance: Random
    facts: Facts
    seats: dict[str, int]


def _contract(each: _Adoption, firm: Firm, look: _Look) -> Contract:
    product = look.facts.products[each.product]
    ended = each.ended or look.course.left
    lost = ended is not None and each.ended is None
    used, trend = _use(each.ended is not None, look)
    last = ended or DEMO_DAY
    renews = next_anniversary(each.day) if ended is None else None
    return Contract(
        product.key,
        _seat_steps(each, product, firm, last, look),
        each.kind,
        used,
        trend,
        ended,
        renews,
        renews - dt.timedelta(days=look.chance.choice(_NOTICE_DAYS)) if renews else None,
        max(each.day, look.course.left - dt.timedelta(days=look.chance.randint(35, 90)))
        if look.course.left and lost
        else None,
    )


def _use(replaced: bool, look: _Look) -> tuple[float, float]:
    """Share in use at the end, and the trend towards it."""
    chance, tone = look.chance, look.course.tone
    if look.course.drifting and not replaced:
        return min(0.75, chance.betavariate(6, 3)), chance.uniform(-0.65, -0.3)
    if not look.course.left and tone > 0 and chance.random() < 2 * look.facts.market["near_limit_share"]:
        return chance.uniform(0.86, 1.0), chance.uniform(0.0, 0.25)
    return min(0.85, chance.betavariate(6, 3)), chance.gauss(0.02 + 0.03 * tone, 0.06)


def _seat_steps(
    each: _Adoption, product: Product, firm: Firm, last: dt.date, look: _Look
) -> tuple[tuple[dt.date, int], ...]:
    """Seats bought at first, and a quarter more now and then."""
    if not product.per_seat:
        return ((each.day, 1),)
    seats = (
        look.seats.get(product.family)
        or look.seats.get(_GOES_WITH.get(product.family, ""))
        or _begin(firm, product, look)
    )
    steps = [(each.day, seats)]
    day = each.day + dt.timedelta(days=90 + int(look.chance.expovariate(look.facts.market["seats_share"] / 365)))
    while day < last - dt.timedelta(days=30):
        seats = math.ceil(seats * 1.25)
        steps.append((day, seats))
        day += dt.timedelta(days=90 + int(look.chance.expovariate(look.facts.market["seats_share"] / 365)))
    if product.tier:
        look.seats[product.family] = seats
    return tuple(steps)


def _begin(firm: Firm, product: Product, look: _Look) -> int:
    """How many people begin: most of the firm on a workspace, a quarter of it in sales or support."""
    share = look.chance.uniform(0.5, 1.0) if product.family in {"Cloud Workspace", "Secure Access"} else 0.25
    return max(3, round(firm.employees * share * look.chance.uniform(0.6, 1.2)))
