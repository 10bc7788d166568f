"""Figures with their basis: label, value, what was counted, how, and the rows behind."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from actions.reply import Figure, Lineage
from knowledge.accounts.account_360 import Account360
from knowledge.accounts.columns import day_or_none, is_missing
from knowledge.playbook.formats import Money, Share
from knowledge.playbook.phrases import Phrases
from knowledge.playbook.rules import Rules

_A_WEEK = 7


def number(row: Mapping[str, Any], name: str) -> float | None:
    """A cell of the measures as a number, None where it is missing."""
    value = row[name]
    return None if is_missing(value) else float(value)


def whole(row: Mapping[str, Any], name: str) -> int | None:
    """A cell as a whole number, None where it is missing."""
    value = number(row, name)
    return None if value is None else round(value)


def tell_unit(unit: str, say: Phrases) -> str:
    """A plan's unit as this language says it, as the catalogue writes it where nobody translated it.

    In Japanese it follows its number without a space, a foreign word with one.
    """
    if say.has(f"units.{unit}"):
        return say(f"units.{unit}")
    return f" {unit}" if say.language == "ja" and unit.isascii() else unit


def tell_figure(  # noqa: PLR0913 - a figure's parts
    say: Phrases,
    name: str,
    *,
    raw: float | str | None,
    as_of: dt.date,
    value: dict[str, Any],
    basis: dict[str, Any] | None = None,
    formula: dict[str, Any] | None = None,
    label: dict[str, Any] | None = None,
    lineage: Lineage | None = None,
    key: str | None = None,
    unit: str = "",
) -> Figure:
    """One figure from the four phrases ``figures.<name>_label|value|basis|formula``."""
    return Figure(
        key=key or name,
        label=say(f"figures.{name}_label", **(label or {})),
        value=say(f"figures.{name}_value", **value),
        raw=raw,
        unit=unit,
        basis=say(f"figures.{name}_basis", **(basis or {})),
        formula=say(f"figures.{name}_formula", **(formula or {})),
        as_of=as_of,
        lineage=lineage,
    )


def seats_figure(case: Account360, product_id: int, say: Phrases) -> Figure:
    """Seats in use against seats bought, of one product."""
    use = case.seat_uses[product_id]
    product = case.catalogue.products[product_id].called(say.language)
    shown = {"used": use.used, "seats": use.bought, "share": Share(use.share)}
    return tell_figure(
        say,
        "quota" if use.unit else "people" if use.by_people else "seats",
        key=f"seats_{product_id}",
        raw=round(use.share, 4),
        unit="share",
        as_of=case.as_of,
        value=shown | ({"unit": tell_unit(use.unit, say)} if use.unit else {}),
        basis={"product": product},
        lineage=Lineage(table="usage", account_id=case.account.id, product_ids=(product_id,), until=case.as_of),
    )


def trend_figure(case: Account360, rules: Rules, say: Phrases) -> Figure | None:
    """Use lately against the account's own past; None where it cannot be told."""
    trend = number(case.row, "use_trend")
    recent, baseline = whole(case.row, "use_recent"), whole(case.row, "use_baseline")
    if trend is None or recent is None or baseline is None:
        return None
    until = day_or_none(case.row["usage_until"]) or case.as_of
    days, before = rules.usage.recent_days, rules.usage.baseline_days
    told_of, by_month = number(case.row, "use_product_id"), (whole(case.row, "use_period") or 1) > _A_WEEK
    return tell_figure(
        say,
        "trend_months" if by_month else "trend",
        key="trend",
        raw=round(trend, 4),
        unit="share",
        as_of=until,
        value={"sign": "+" if trend >= 0 else "−", "share": Share(abs(trend))},
        basis={"recent": recent, "baseline": baseline} | ({} if by_month else {"days": days}),
        formula={} if by_month else {"days": days, "before": before},
        lineage=Lineage(
            table="usage",
            account_id=case.account.id,
            product_ids=case.family_of(int(told_of)) if told_of is not None else (),
            since=until - dt.timedelta(days=days + before - 1),
            until=until,
        ),
    )


def survey_figure(case: Account360, kind: str, say: Phrases) -> Figure | None:
    """The latest NPS or CSAT answer with its age; None where there is none."""
    score, day = whole(case.row, kind), day_or_none(case.row[f"{kind}_on"])
    if score is None or day is None:
        return None
    ids = tuple(answer.id for answer in case.surveys if answer.kind == kind)
    return tell_figure(
        say,
        kind,
        raw=score,
        as_of=day,
        value={"score": Share(score / 100) if kind == "csat" else score},
        basis={"day": day, "answers": whole(case.row, f"{kind}_answers") or 0},
        lineage=Lineage(table="surveys", account_id=case.account.id, ids=ids[:20]),
    )


def tickets_figure(case: Account360, say: Phrases) -> Figure:
    """Tickets open on the day."""
    severe = whole(case.row, "open_severe") or 0
    return tell_figure(
        say,
        "tickets",
        raw=len(case.tickets),
        as_of=case.as_of,
        value={"count": len(case.tickets), "severe": severe},
        lineage=Lineage(table="tickets", account_id=case.account.id, ids=tuple(t.id for t in case.tickets[:20])),
    )


def money_figure(case: Account360, rules: Rules, say: Phrases) -> Figure | None:
    """What they pay a month, or have paid in all where nothing recurs; None where no amount is known."""
    monthly, spent = whole(case.row, "monthly_minor"), whole(case.row, "spent_minor")
    currency = rules.firm.currency
    if monthly:
        return tell_figure(
            say,
            "monthly",
            raw=monthly,
            unit=f"{currency} minor a month",
            as_of=case.as_of,
            value={"money": Money(monthly, currency)},
            basis={"count": len(case.running)},
            lineage=Lineage(
                table="subscriptions", account_id=case.account.id, ids=tuple(c.id for c in case.running[:20])
            ),
        )
    if spent and case.purchases:
        return tell_figure(
            say,
            "spent",
            raw=spent,
            unit=f"{currency} minor",
            as_of=case.as_of,
            value={"money": Money(spent, currency)},
            basis={
                "count": len(case.purchases),
                "first": case.purchases[0].purchased_on,
                "last": case.purchases[-1].purchased_on,
            },
            lineage=Lineage(table="purchases", account_id=case.account.id, until=case.as_of),
        )
    return None


def renewal_figure(case: Account360, say: Phrases) -> Figure | None:
    """Days until they must decide on renewal; None without a running contract that has a date."""
    days, day = whole(case.row, "days_to_decide"), day_or_none(case.row["decide_by"])
    if days is None or day is None:
        return None
    return tell_figure(
        say,
        "renewal",
        raw=days,
        unit="days",
        as_of=case.as_of,
        value={"days": days},
        basis={"day": day},
        lineage=Lineage(table="subscriptions", account_id=case.account.id, ids=tuple(c.id for c in case.running[:20])),
    )


def churn_figure(case: Account360, say: Phrases) -> Figure | None:
    """The churn score; None where nothing is known."""
    points = number(case.row, "churn_points")
    if points is None:
        return None
    given, givable = number(case.row, "churn_given") or 0.0, number(case.row, "churn_givable") or 0.0
    return tell_figure(
        say,
        "churn",
        raw=points,
        unit="points",
        as_of=case.as_of,
        value={"points": points},
        basis={"coverage": Share(number(case.row, "churn_coverage") or 0.0)},
        formula={"given": given, "givable": givable},
    )


def unique(figures: list[Figure | None]) -> tuple[Figure, ...]:
    """The figures that exist, each once."""
    return tuple({figure.key: figure for figure in figures if figure is not None}.values())
