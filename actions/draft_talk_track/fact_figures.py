"""The figures behind a draft: each number, day and name in it, with what it was read from."""

from __future__ import annotations

import datetime as dt
from typing import Any

from actions.draft_talk_track.context import DraftContext
from actions.presenters.prices import PriceChange
from actions.reply import Figure, Lineage, Tier
from knowledge.accounts.history import Contract, NeedSaid
from knowledge.catalogue.catalogue import ProductCard
from knowledge.offers.candidate import SeatUse
from knowledge.playbook.formats import Money
from knowledge.playbook.note_signals import Plan
from knowledge.playbook.phrases import Phrases
from knowledge.playbook.reported_speech import write_arabic


def fact(  # noqa: PLR0913 - a figure's parts
    say: Phrases,
    name: str,
    *,
    raw: float | int | str | None,
    as_of: dt.date,
    key: str | None = None,
    label: dict[str, Any] | None = None,
    value: dict[str, Any],
    basis: dict[str, Any] | None = None,
    lineage: Lineage | None = None,
) -> Figure:
    """One figure from the four phrases ``draft_facts.<name>_label|value|basis|formula``."""
    return Figure(
        key=key or f"draft_{name}",
        label=say(f"draft_facts.{name}_label", **(label or {})),
        value=say(f"draft_facts.{name}_value", **value),
        raw=raw,
        basis=say(f"draft_facts.{name}_basis", **(basis or {})),
        formula=say(f"draft_facts.{name}_formula"),
        as_of=as_of,
        lineage=lineage,
    )


def need_figure(d: DraftContext, need: NeedSaid) -> Figure:
    """What they asked for, as it was noted."""
    return fact(
        d.say,
        "need",
        key=f"need_{need.id}",
        raw=need.text,
        as_of=need.said_on,
        value={"text": write_arabic(need.text)},
        basis={"day": need.said_on, "speaker": need.said_by or ""},
        lineage=Lineage(table="needs", account_id=d.case.account.id, ids=(need.id,)),
    )


def contract_figure(d: DraftContext, contract: Contract) -> Figure:
    """One contract: seats, price, days."""
    product = d.case.catalogue.products[contract.product_id]
    monthly = _money(contract)
    return fact(
        d.say,
        "contract",
        key=f"contract_{contract.id}",
        raw=contract.monthly_minor,
        as_of=d.case.as_of,
        label={"product": d.called(product)},
        value={"seats": contract.seats or "", "monthly": monthly or "", "since": contract.started_on},
        basis={
            "renews": contract.renews_on or "",
            "notice": contract.notice_by or "",
            "ended": contract.ended_on or "",
        },
        lineage=Lineage(table="subscriptions", account_id=d.case.account.id, ids=(contract.id,)),
    )


def seat_price_figure(d: DraftContext, contract: Contract, each: Money) -> Figure:
    """What a seat of theirs costs a month by contract."""
    return fact(
        d.say,
        "seat_price",
        key=f"seat_price_{contract.id}",
        raw=each.minor,
        as_of=d.case.as_of,
        value={"each": each},
        basis={"seats": contract.seats or "", "monthly": _money(contract) or ""},
    )


def price_figure(d: DraftContext, product: ProductCard, change: PriceChange) -> Figure:
    """What it costs them now and then."""
    return fact(
        d.say,
        "price",
        key=f"price_{product.id}",
        raw=change.diff.minor,
        as_of=d.case.as_of,
        label={"product": d.called(product)},
        value={"then": change.then, "diff": change.diff, "year": change.year},
        basis={"now": change.now or Money(0, change.then.currency), "count": change.count, "unit": change.unit},
    )


def plan_figure(d: DraftContext, plan: Plan) -> Figure:
    """The note that tells of a plan."""
    note = plan.note
    return fact(
        d.say,
        "plan",
        key=f"plan_{plan.signal}",
        raw=plan.count or note.text,
        as_of=note.written_on,
        value={"text": note.text, "count": plan.count or "", "month": plan.month or ""},
        basis={"day": note.written_on},
        lineage=Lineage(table="notes", account_id=d.case.account.id, ids=(note.id,)),
    )


def day_figure(d: DraftContext, name: str, day: dt.date, **basis: object) -> Figure:
    """A single day: last touch, next meeting, until when nothing is offered, by when the next word is promised."""
    key = f"draft_{name}_{day.isoformat()}"
    return fact(d.say, name, key=key, raw=day.isoformat(), as_of=d.case.as_of, value={"day": day}, basis=basis)


def small_figure(d: DraftContext) -> Figure:
    """What may be promised without asking anybody."""
    rules = d.rules.drafts
    value = {"days": rules.trial_days, "people": rules.first_people, "minutes": rules.talk_minutes}
    return fact(d.say, "small", raw=rules.trial_days, as_of=d.case.as_of, value=value)


def promise_figure(d: DraftContext, by: dt.date) -> Figure:
    """By when the next word is promised."""
    return day_figure(d, "promise", by, count=d.rules.drafts.news_days)


def ticket_figure(d: DraftContext, key: str, subject: str, day: dt.date, *, solved: bool) -> Figure:
    """A support request, open or solved."""
    state = d.say("draft_facts.state_solved" if solved else "draft_facts.state_open")
    return fact(
        d.say,
        "ticket",
        key=key,
        raw=subject,
        as_of=day,
        value={"subject": subject or "–"},
        basis={"state": state, "day": day},
    )


def free_seats_figure(d: DraftContext, use: SeatUse, *, planned: int = 0) -> Figure:
    """Seats left now, and after ``planned`` more people have taken theirs; below zero so many are missing."""
    left = use.bought - use.used
    return fact(
        d.say,
        "free",
        raw=left - planned,
        as_of=d.case.as_of,
        value={"free": max(left, 0), "after": abs(left - planned) if planned else "", "is_short": left < planned},
        basis={"used": use.used, "seats": use.bought, "planned": planned or ""},
    )


def total_seats_figure(d: DraftContext, use: SeatUse, more: int) -> Figure:
    """Their seats after the proposal."""
    total = use.bought + more
    return fact(
        d.say,
        "total",
        raw=total,
        as_of=d.case.as_of,
        value={"total": total},
        basis={"seats": use.bought, "count": more},
    )


def tier_figure(d: DraftContext, tier: Tier) -> Figure:
    """One of three options at its price."""
    return fact(
        d.say,
        "tier",
        key=f"draft_tier_{tier.key}",
        raw=tier.price,
        as_of=d.case.as_of,
        label={"name": tier.name},
        value={"price": tier.price},
    )


def _money(contract: Contract) -> object:
    if contract.monthly_minor is None or not contract.currency:
        return None
    return Money(contract.monthly_minor, contract.currency)
