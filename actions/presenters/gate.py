"""Why nothing may be offered now, what would lift that, and what to ask before offering."""

from __future__ import annotations

import datetime as dt
from typing import Any

from actions.presenters.figures import churn_figure, number, survey_figure, tickets_figure, trend_figure, unique, whole
from actions.presenters.timing import tell_deadline
from actions.reply import Figure, Line, Section, Tone
from knowledge.accounts.account_360 import JUDGED, Account360, CoolOff
from knowledge.accounts.columns import day_or_none
from knowledge.offers.advice import Advice
from knowledge.offers.gate import Block, Caution, GateReason, Lift
from knowledge.playbook.formats import Share
from knowledge.playbook.phrases import Phrases
from knowledge.playbook.rules import Rules
from knowledge.terms import LostReason

_ONLY_EARLY = {GateReason.ASKS_CAP, GateReason.BUDGET_FROZEN}


def tell_blocks(
    case: Account360, advice: Advice, rules: Rules, say: Phrases
) -> tuple[tuple[Section, ...], tuple[Figure, ...]]:
    """The reasons and what lifts each; empty when the gate is open."""
    if not advice.blocks:
        return (), ()
    reasons = tuple(
        Line(text=say(f"gate.{block.reason}", **_reason_facts(case, block, rules)), tone=Tone.STOP)
        for block in advice.blocks
    )
    lifts = tuple(Line(text=_tell_lift(case, block, rules, say)) for block in advice.blocks)
    sections = (
        Section(key="blocks", title=say("gate.title"), lines=reasons),
        Section(
            key="lifts",
            title=say("gate.lift_title"),
            lines=(*lifts, Line(text=_tell_route(case, advice, say), tone=Tone.CAUTION)),
        ),
    )
    return sections, _figures(case, advice, rules, say)


def _tell_route(case: Account360, advice: Advice, say: Phrases) -> str:
    """Who goes on: CS where the customer is in trouble, the calendar where it is only too early."""
    if all(block.reason in _ONLY_EARLY for block in advice.blocks):
        return say("gate.route_wait")
    csm = case.account.csm
    return say("gate.route_cs", csm=csm) if csm else say("gate.route_cs_unnamed")


def tell_cautions(case: Account360, advice: Advice, say: Phrases) -> tuple[Section, ...]:
    """What to ask or see to before an offer; empty when there is nothing."""
    lines = [
        Line(text=say(f"gate.caution_{caution}", **_caution_facts(case, caution, say)), tone=Tone.CAUTION)
        for caution in advice.cautions
    ]
    lines += [Line(text=tell_resting(case, cool_off, say), tone=Tone.CAUTION) for cool_off in advice.resting]
    return (Section(key="cautions", title=say("gate.caution_title"), lines=tuple(lines)),) if lines else ()


def tell_resting(case: Account360, cool_off: CoolOff, say: Phrases) -> str:
    """ "Backup rests until 3 Nov: they said “no” on 5 Aug (price)." """
    if cool_off.last_no == JUDGED:
        return say(
            "gate.resting_judged",
            product=case.catalogue.products[cool_off.product_id].called(say.language),
            day=cool_off.free_on,
            who=cool_off.judged_by,
            said=cool_off.last_no_on,
        )
    return say(
        "gate.resting",
        product=case.catalogue.products[cool_off.product_id].called(say.language),
        day=cool_off.free_on,
        answer=say(f"gate.answer_{cool_off.last_no}"),
        said=cool_off.last_no_on,
        reason=say(f"log_outcome.reason_{cool_off.reason}") if cool_off.reason in set(LostReason) else "",
    )


def _tell_lift(case: Account360, block: Block, rules: Rules, say: Phrases) -> str:
    facts: dict[Lift, dict[str, Any]] = {
        Lift.CHURN_FALLS: {"points": rules.churn.at_risk_from, "asked": _notice_that_decides(case, rules)},
        Lift.ADOPTION_REACHED: {"share": Share(rules.gate.adoption_floor), "day": block.lifts_on},
        Lift.TICKET_CLOSED: {},
        Lift.USE_RECOVERS: {},
    }
    return say(f"gate.lift_{block.lift}", **facts.get(block.lift, {"day": block.lifts_on}))


def _notice_that_decides(case: Account360, rules: Rules) -> dt.date | None:
    """The day on which they asked to cancel, where that and not their points makes them likely to leave."""
    is_by_points = (number(case.row, "churn_points") or 0) >= rules.churn.at_risk_from
    return None if is_by_points else day_or_none(case.row["cancel_requested_on"])


def _reason_facts(case: Account360, block: Block, rules: Rules) -> dict[str, Any]:
    row, hold = case.row, case.hold
    severe = next((ticket for ticket in case.tickets if ticket.severity == "severe"), None)
    match block.reason:
        case GateReason.HOLD:
            free_on = day_or_none(row["hold_expires_on"])
            return {
                "until": free_on - dt.timedelta(days=1) if free_on else None,
                "who": (hold.placed_by if hold else None) or "",
                "text": hold.reason if hold else "",
            }
        case GateReason.SEVERE_TICKET:
            subject = (severe.subject if severe else None) or ""
            return {"since": day_or_none(row["severe_since"]), "subject": subject}
        case GateReason.DETRACTOR:
            return {"score": whole(row, "nps"), "day": day_or_none(row["nps_on"])}
        case GateReason.CSAT_LOW:
            return {"score": Share((number(row, "csat") or 0) / 100), "day": day_or_none(row["csat_on"])}
        case GateReason.CHURN_HIGH:
            return {"points": number(row, "churn_points"), "asked": _notice_that_decides(case, rules)}
        case GateReason.USE_COLLAPSED:
            return {"share": Share(abs(number(row, "use_trend") or number(row, "users_trend") or 0))}
        case GateReason.ONBOARDING_LOW_ADOPTION:
            return {"share": Share(number(row, "adoption_share") or 0)}
        case GateReason.ASKS_CAP:
            return {"asks": whole(row, "asks"), "days": rules.gate.asks_window_days}
        case GateReason.BUDGET_FROZEN:
            return {"until": day_or_none(row["budget_frozen_until"])}


def _caution_facts(case: Account360, caution: Caution, say: Phrases) -> dict[str, Any]:
    row = case.row
    match caution:
        case Caution.PASSIVE:
            return {"score": whole(row, "nps")}
        case Caution.UNKNOWN_CHURN:
            return {"coverage": Share(number(row, "churn_coverage") or 0)}
        case Caution.PAYMENT_LATE:
            return {"days": whole(row, "overdue_days")}
        case Caution.RENEWAL_NEAR:
            return {"day": day_or_none(row["decide_by"]), "deadline": tell_deadline(case, say)}
        case Caution.LOST:
            return {"day": day_or_none(row["ended_on"])}
        case _:
            return {}


def _figures(case: Account360, advice: Advice, rules: Rules, say: Phrases) -> tuple[Figure, ...]:
    figures: dict[GateReason, Any] = {
        GateReason.SEVERE_TICKET: lambda: tickets_figure(case, say),
        GateReason.DETRACTOR: lambda: survey_figure(case, "nps", say),
        GateReason.CSAT_LOW: lambda: survey_figure(case, "csat", say),
        GateReason.CHURN_HIGH: lambda: churn_figure(case, say),
        GateReason.USE_COLLAPSED: lambda: trend_figure(case, rules, say),
    }
    return unique([figures[block.reason]() for block in advice.blocks if block.reason in figures])
