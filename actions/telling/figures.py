"""Figures with their basis: label, value, what was counted, how, and the rows behind."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from actions.reply import Figure, Trace
from knowledge.analytics.advice import TimedOffer
from knowledge.analytics.candidates import Candidate, FollowOn
from knowledge.analytics.columns import day_or_none, is_missing
from knowledge.case import Case
from knowledge.playbook.formats import Money, Share
from knowledge.playbook.phrases import Phrases
from knowledge.playbook.rules import Rules


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
    trace: Trace | None = None,
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
        trace=trace,
    )


def seats_figure(case: Case, product_id: int, say: Phrases) -> Figure:
    """Seats in use against seats bought, of one product."""
    use = case.seat_uses[product_id]
    product = case.catalogue.products[product_id].called(say.language)
    shown = {"used": use.used, "seats": use.bought, "share": Share(use.share)}
    return tell_figure(
        say,
        "quota" if use.unit else "seats",
        key=f"seats_{product_id}",
        raw=round(use.share, 4),
        unit="share",
        as_of=case.as_of,
        value=shown | ({"unit": tell_unit(use.unit, say)} if use.unit else {}),
        basis={"product": product},
        trace=Trace(table="usage", account_id=case.account.id, product_ids=(product_id,), until=case.as_of),
    )


def trend_figure(case: Case, rules: Rules, say: Phrases) -> Figure | None:
    """Use lately against the account's own past; None where it cannot be told."""
    trend = number(case.row, "use_trend")
    recent, baseline = whole(case.row, "use_recent"), whole(case.row, "use_baseline")
    if trend is None or recent is None or baseline is None:
        return None
    until = day_or_none(case.row["usage_until"]) or case.as_of
    days, before = rules.usage.recent_days, rules.usage.baseline_days
    return tell_figure(
        say,
        "trend",
        raw=round(trend, 4),
        unit="share",
        as_of=until,
        value={"sign": "+" if trend >= 0 else "−", "share": Share(abs(trend))},
        basis={"recent": recent, "days": days, "baseline": baseline},
        formula={"days": days, "before": before},
        trace=Trace(
            table="usage",
            account_id=case.account.id,
            since=until - dt.timedelta(days=days + before - 1),
            until=until,
        ),
    )


def survey_figure(case: Case, kind: str, say: Phrases) -> Figure | None:
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
        trace=Trace(table="surveys", account_id=case.account.id, ids=ids[:20]),
    )


def tickets_figure(case: Case, say: Phrases) -> Figure:
    """Tickets open on the day."""
    severe = whole(case.row, "open_severe") or 0
    return tell_figure(
        say,
        "tickets",
        raw=len(case.tickets),
        as_of=case.as_of,
        value={"count": len(case.tickets), "severe": severe},
        trace=Trace(table="tickets", account_id=case.account.id, ids=tuple(t.id for t in case.tickets[:20])),
    )


def money_figure(case: Case, rules: Rules, say: Phrases) -> Figure | None:
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
            trace=Trace(table="subscriptions", account_id=case.account.id, ids=tuple(c.id for c in case.running[:20])),
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
            trace=Trace(table="purchases", account_id=case.account.id, until=case.as_of),
        )
    return None


def renewal_figure(case: Case, say: Phrases) -> Figure | None:
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
        trace=Trace(table="subscriptions", account_id=case.account.id, ids=tuple(c.id for c in case.running[:20])),
    )


def churn_figure(case: Case, say: Phrases) -> Figure | None:
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


def follow_on_figure(case: Case, pair: FollowOn, rules: Rules, say: Phrases) -> Figure:
    """ "18 of 29": what other accounts added after the product, against all accounts."""
    products = case.catalogue.products
    names = {
        "product": products[pair.product].called(say.language),
        "antecedent": products[pair.antecedent].called(say.language),
    }
    days = rules.offers.horizon_days
    return tell_figure(
        say,
        "follow_on",
        key=f"follow_on_{pair.antecedent}_{pair.product}",
        label={"product": names["product"]},
        raw=round(pair.share, 4),
        unit="share",
        as_of=case.as_of,
        value={"adopters": pair.adopters, "owners": pair.owners},
        basis={
            **names,
            "days": days,
            "base_adopters": pair.base_adopters,
            "base_owners": pair.base_owners,
            "base_share": Share(pair.base_share),
        },
        formula={
            **names,
            "days": days,
            "bound": Share(pair.lower_bound),
            "confidence": Share(rules.offers.confidence),
        },
        trace=Trace(table="follow_ons", product_ids=(pair.antecedent, pair.product), until=case.as_of),
    )


def score_figure(case: Case, candidate: Candidate, say: Phrases) -> Figure:
    """What an offer was ranked on, part by part."""
    parts = [say(f"figures.part_{name}", points=f"{points:.2f}") for name, points in candidate.parts]
    times = say("figures.part_take_up", factor=f"{candidate.record.factor:.2f}") if candidate.record else ""
    return tell_figure(
        say,
        "score",
        key=f"score_{candidate.product.id}",
        label={"product": candidate.product.called(say.language)},
        raw=round(candidate.score, 4),
        as_of=case.as_of,
        value={"score": f"{candidate.score:.2f}"},
        basis={"parts": " + ".join(parts), "times": times},
    )


def take_up_figure(case: Case, candidate: Candidate, rules: Rules, say: Phrases) -> Figure:
    """ "Of 14 proposals on this ground 1 was won", and how far that moves the score."""
    record = candidate.record
    if record is None:
        raise ValueError("an offer without a record has no take-up to tell")
    product, owned = candidate.product.called(say.language), candidate.owned
    is_pair = record.rule.startswith("pair:") and owned is not None
    return tell_figure(
        say,
        "take_up",
        key=f"take_up_{candidate.product.id}",
        label={"product": product},
        raw=record.taken_up.won,
        unit="proposals",
        as_of=case.as_of,
        value={"proposals": record.taken_up.proposals, "won": record.taken_up.won},
        basis={
            "product": product,
            "owned": owned.called(say.language) if is_pair and owned else "",
            "kind": say(f"recommend_offer.kind_{candidate.kind}"),
            "among": record.among.proposals,
            "among_won": record.among.won,
        },
        formula={
            "won": record.taken_up.won,
            "proposals": record.taken_up.proposals,
            "prior": rules.learning.prior_proposals,
            "usual": Share(record.among.won / record.among.proposals if record.among.proposals else 0.0),
            "factor": f"{record.factor:.2f}",
            "low": f"{1 - rules.learning.most_shift:.1f}",
            "high": f"{1 + rules.learning.most_shift:.1f}",
        },
        trace=Trace(table=f"proposals_{candidate.kind}", product_ids=(candidate.product.id,), until=case.as_of),
    )


def chance_figure(case: Case, candidate: Candidate, say: Phrases) -> Figure | None:
    """The stated chance with how well such figures held; None where none may be stated."""
    scored, scorer = candidate.scored, case.scorer
    if scored is None or scorer is None or scored.chance is None:
        return None
    apart = max(abs(band.stated - band.observed) for band in scorer.bands)
    return tell_figure(
        say,
        "chance",
        key=f"chance_{candidate.product.id}",
        label={"product": candidate.product.called(say.language)},
        raw=scored.chance,
        unit="share",
        as_of=scorer.as_of,
        value={"share": Share(scored.chance)},
        basis={"points": f"{100 * apart:.1f}", "cases": sum(band.cases for band in scorer.bands)},
        trace=Trace(table="reliability", until=case.as_of),
    )


def first_two_figure(case: Case, say: Phrases) -> Figure | None:
    """What came of the first two products of everybody last quarter; None where no window was stood on."""
    scorer = case.scorer
    if scorer is None or not scorer.offered:
        return None
    return tell_figure(
        say,
        "first_two",
        raw=round(scorer.bought / scorer.offered, 4),
        unit="share",
        as_of=scorer.as_of,
        value={"bought": scorer.bought, "offered": scorer.offered},
        basis={"scorer": scorer.name, "days": scorer.horizon_days, "day": scorer.as_of},
        formula={
            "advice": Share(scorer.advice_rate),
            "best_sellers": Share(scorer.best_sellers_rate),
            "cases": scorer.cases,
        },
        trace=Trace(table="reliability", until=case.as_of) if scorer.bands else None,
    )


def offer_figures(case: Case, offers: tuple[TimedOffer, ...], rules: Rules, say: Phrases) -> list[Figure]:
    """The figures that stand behind the offers."""
    figures: list[Figure | None] = []
    for offer in offers:
        candidate = offer.candidate
        figures.append(score_figure(case, candidate, say))
        figures.append(chance_figure(case, candidate, say))
        if candidate.follow_on:
            figures.append(follow_on_figure(case, candidate.follow_on, rules, say))
        if candidate.record:
            figures.append(take_up_figure(case, candidate, rules, say))
        if candidate.seat_use:
            figures.append(seats_figure(case, candidate.seat_use.product_id, say))
    if any(offer.candidate.scored for offer in offers):
        figures.append(first_two_figure(case, say))
    return [figure for figure in figures if figure]


def unique(figures: list[Figure | None]) -> tuple[Figure, ...]:
    """The figures that exist, each once."""
    return tuple({figure.key: figure for figure in figures if figure is not None}.values())
