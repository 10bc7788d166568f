"""The four questions read of a customer: usage, needs, purchases, satisfaction; what is missing is told as missing."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from actions.presenters.contracts import tell_ended, tell_signed
from actions.presenters.figures import (
    money_figure,
    number,
    seats_figure,
    survey_figure,
    tickets_figure,
    trend_figure,
    unique,
    whole,
)
from actions.reply import Figure, Line, Section, Tone
from knowledge.accounts.account_360 import Account360
from knowledge.accounts.columns import day_or_none
from knowledge.accounts.coverage import Confidence, Question, recorded_questions
from knowledge.accounts.records import Records
from knowledge.playbook.phrases import Phrases
from knowledge.playbook.rules import Rules
from knowledge.satisfaction.policy import Satisfaction

_DAYS_A_MONTH = 30.4
_NAMES_SHOWN = 8


@dataclass(frozen=True)
class Told:
    """Lines and the figures they lean on."""

    lines: tuple[Line, ...]
    figures: tuple[Figure, ...]


def tell_four_questions(case: Account360, rules: Rules, say: Phrases) -> tuple[Section, tuple[Figure, ...]]:
    """One section with at least one line a question."""
    asked = recorded_questions(case.records)
    told = [tell_usage(case, rules, say)] if Question.USAGE in asked else []
    told += [tell_needs(case, say)] if Question.NEEDS in asked or case.needs else []
    told.append(tell_purchases(case, rules, say))
    told += [tell_satisfaction(case, say)] if Question.SATISFACTION in asked or case.tickets else []
    told.append(_tell_unrecorded(case, say))
    lines = tuple(line for part in told for line in part.lines)
    figures = unique([figure for part in told for figure in part.figures])
    return Section(key="four_questions", title=say("four_questions.title"), lines=lines), figures


def _tell_unrecorded(case: Account360, say: Phrases) -> Told:
    """What the firm records of nobody, told once and held against nobody."""
    missing = name_unrecorded(case.records, say)
    return Told((Line(text=say("four_questions.unrecorded", missing=say.join(missing))),) if missing else (), ())


def name_unrecorded(records: Records, say: Phrases) -> list[str]:
    """The questions to which the firm records no answers."""
    asked = recorded_questions(records)
    return [say(f"four_questions.missing_{question}") for question in Question if question not in asked]


def name_kept(records: Records, say: Phrases) -> str:
    """What the firm records: "orders and invoices"."""
    return say.join([say(f"four_questions.record_{name}") for name in records.kept])


def name_what_adds_most(records: Records, say: Phrases) -> str:
    """What to record next; empty where nothing lacks."""
    return say(f"four_questions.add_{records.would_add_most}") if records.would_add_most else ""


def tell_usage(case: Account360, rules: Rules, say: Phrases) -> Told:
    """Trend and seats, or that the data is old or missing."""
    until, age = day_or_none(case.row["usage_until"]), whole(case.row, "usage_age_days")
    if until is None or age is None:
        return Told((Line(text=say("four_questions.usage_missing"), tone=Tone.CAUTION),), ())
    if age > rules.usage.stale_days:
        return Told((Line(text=say("four_questions.usage_stale", day=until, days=age), tone=Tone.CAUTION),), ())
    figures = [trend_figure(case, rules, say)]
    state = str(case.row["use_state"])
    if figures[0] is not None:
        tone = {"falling": Tone.CAUTION, "rising": Tone.GOOD}.get(state, Tone.PLAIN)
        text = say(
            "four_questions.usage_trend",
            state=say(f"four_questions.state_{state}"),
            value=figures[0].value,
            day=until,
            product=case.called(number(case.row, "use_beside_others"), say.language),
        )
        lines = [Line(text=text, tone=tone, figures=(figures[0].key,))]
    else:
        last = day_or_none(case.row["last_used_on"]) or until
        lines = [Line(text=say("four_questions.usage_last", day=last))]
    for product_id in case.seat_uses:
        figure = seats_figure(case, product_id, say)
        product = case.catalogue.products[product_id].called(say.language)
        use = case.seat_uses[product_id]
        kind = "quota" if use.unit else "people" if use.by_people else "seats"
        key = f"four_questions.usage_{kind}"
        text = say(key, product=product, value=figure.value)
        lines.append(Line(text=text, figures=(figure.key,)))
        figures.append(figure)
    return Told(tuple(lines), unique(figures))


def tell_needs(case: Account360, say: Phrases) -> Told:
    """The newest needs in the customer's own words."""
    if not case.needs:
        return Told((Line(text=say("four_questions.needs_missing"), tone=Tone.CAUTION),), ())
    lines = [
        Line(
            text=say("four_questions.need_said", day=need.said_on, who=need.said_by or "", text=need.text),
            tone=Tone.QUOTE,
        )
        for need in case.needs[:2]
    ]
    if len(case.needs) > 2:
        lines.append(Line(text=say("four_questions.need_more", count=len(case.needs) - 2)))
    return Told(tuple(lines), ())


def tell_purchases(case: Account360, rules: Rules, say: Phrases) -> Told:
    """What they have and when they last bought."""
    names = _names_owned(case, say)
    figure = money_figure(case, rules, say)
    if not names and (ended := tell_ended(case, say)):
        return Told((Line(text=say("four_questions.purchases_ended", products=ended), tone=Tone.CAUTION),), ())
    if not names and (signed := tell_signed(case, say)):
        return Told((Line(text=say("four_questions.purchases_signed", signed=signed), tone=Tone.CAUTION),), ())
    if not names:
        return Told((Line(text=say("four_questions.purchases_missing"), tone=Tone.CAUTION),), ())
    monthly = figure.value if figure and figure.key == "monthly" else ""
    more = len(names) - _NAMES_SHOWN
    shown = [*names[:_NAMES_SHOWN], say("four_questions.and_more", count=more)] if more > 0 else names
    facts: dict[str, Any] = {"products": say.join(shown), "money": monthly}
    if case.orders_again:
        orders = len({line.purchased_on for line in case.purchases if line.quantity > 0})
        facts |= {"orders": orders, "day": day_or_none(case.row["last_bought_on"])}
        text = say("four_questions.purchases_ordered", **facts)
        return Told((Line(text=text, figures=(figure.key,) if figure else ()),), unique([figure]))
    day = day_or_none(case.row["last_bought_on"])
    text = (
        say("four_questions.purchases_owned", day=day, **facts)
        if day
        else say("four_questions.purchases_contract", **facts)
    )
    return Told((Line(text=text, figures=(figure.key,) if figure else ()),), unique([figure]))


def _names_owned(case: Account360, say: Phrases) -> list[str]:
    """What they have; articles by how often they were ordered, the most usual first."""
    known = [each for each in case.owned if each in case.catalogue.products]
    lines = Counter(line.product_id for line in case.purchases if line.quantity > 0)
    by_use = sorted(known, key=lambda each: (-lines[each] if case.orders_again else 0, each))
    return [case.catalogue.products[each].called(say.language) for each in by_use]


def tell_satisfaction(case: Account360, say: Phrases) -> Told:
    """The latest word on satisfaction with its age, and what support has open."""
    lines, figures = _surveys(case, say)
    if case.tickets:
        figure = tickets_figure(case, say)
        severe = whole(case.row, "open_severe") or 0
        text = say(
            "four_questions.tickets_open",
            count=len(case.tickets),
            severe=severe,
            subject=case.tickets[0].subject or "",
        )
        lines.append(Line(text=text, tone=Tone.STOP if severe else Tone.PLAIN, figures=(figure.key,)))
        figures.append(figure)
    return Told(tuple(lines), unique(figures))


def _surveys(case: Account360, say: Phrases) -> tuple[list[Line], list[Figure | None]]:
    nps, csat = survey_figure(case, "nps", say), survey_figure(case, "csat", say)
    lines = []
    if nps:
        lines.append(_nps_line(case, nps, say))
    if csat and number(case.row, "csat_fresh") is not None:
        days = whole(case.row, "csat_age_days") or 0
        text = say("four_questions.satisfaction_csat", score=csat.value, days=days)
        lines.append(Line(text=text, figures=("csat",)))
    if not nps and not csat:
        lines.append(Line(text=say("four_questions.satisfaction_missing"), tone=Tone.CAUTION))
    comment = next((answer.comment for answer in case.surveys if answer.comment), None)
    if comment:
        lines.append(Line(text=say("four_questions.satisfaction_comment", text=comment), tone=Tone.QUOTE))
    return lines, [nps, csat]


def _nps_line(case: Account360, figure: Figure, say: Phrases) -> Line:
    days, band = whole(case.row, "nps_age_days") or 0, str(case.row["satisfaction"])
    if band == Satisfaction.UNKNOWN:
        months = round(days / _DAYS_A_MONTH)
        text = say("four_questions.satisfaction_nps_old", score=figure.value, months=months)
        return Line(text=text, tone=Tone.CAUTION, figures=("nps",))
    moods = {"promoter": Tone.GOOD, "passive": Tone.CAUTION, "detractor": Tone.STOP}
    name = say(f"four_questions.band_{band}")
    text = say("four_questions.satisfaction_nps", score=figure.value, band=name, days=days)
    return Line(text=text, tone=moods[band], figures=("nps",))


def tell_confidence(case: Account360, say: Phrases) -> tuple[str, str]:
    """How sure the answer may sound, and which of the four questions lack a recent answer."""
    level = str(case.row["confidence"])
    missing = [say(f"four_questions.missing_{question}") for question in Question if not case.row[f"known_{question}"]]
    unrecorded = name_unrecorded(case.records, say)
    if level == Confidence.HIGH and not unrecorded:
        return level, say("four_questions.confidence_high")
    if missing == unrecorded:
        facts = {"kept": name_kept(case.records, say), "add": name_what_adds_most(case.records, say)}
        facts["level"] = say(f"four_questions.level_{level}")
        return level, say("four_questions.confidence_recorded", missing=say.join(missing), **facts)
    return level, say(f"four_questions.confidence_{level}", missing=say.join(missing))
