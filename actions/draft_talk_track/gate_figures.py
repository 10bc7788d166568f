"""The figures behind what the gate says in a brief: asks, days, contracts that ended, invoices overdue."""

from __future__ import annotations

from actions.draft_talk_track.context import DraftContext
from actions.draft_talk_track.fact_figures import contract_figure, day_figure, fact, ticket_figure
from actions.presenters.figures import churn_figure, number, renewal_figure, whole
from actions.reply import Figure
from knowledge.accounts.columns import day_or_none
from knowledge.accounts.history import TicketCard
from knowledge.offers.gate import Caution, GateReason
from knowledge.playbook.formats import Share


def _why_held(d: DraftContext) -> str:
    """Who holds the customer until which day, and why."""
    hold = d.case.hold
    return d.say("gate.hold", until=hold.last_day, who=hold.placed_by or "", text=hold.reason) if hold else "–"


def gate_figures(d: DraftContext) -> tuple[Figure, ...]:
    """Those of the blocks and cautions that hold; the presenters' own figures of a block come beside them."""
    reasons = {block.reason for block in d.advice.blocks}
    found: list[Figure | None] = []
    if GateReason.ASKS_CAP in reasons:
        found.append(asks_figure(d))
    if GateReason.SEVERE_TICKET in reasons:
        found += [_ticket(d, ticket) for ticket in d.case.tickets if ticket.severity == "severe"]
    if GateReason.ONBOARDING_LOW_ADOPTION in reasons:
        share = Share(number(d.case.row, "adoption_share") or 0)
        found.append(fact(d.say, "adoption", raw=share.part, as_of=d.case.as_of, value={"share": share}))
    if GateReason.BUDGET_FROZEN in reasons and (until := day_or_none(d.case.row["budget_frozen_until"])):
        found.append(day_figure(d, "until", until, why=d.say("draft_care.reason_no_budget")))
    if GateReason.HOLD in reasons and (until := day_or_none(d.case.row["hold_expires_on"])):
        found.append(day_figure(d, "until", until, why=_why_held(d)))
    if Caution.LOST in d.advice.cautions:
        found += [contract_figure(d, contract) for contract in d.case.contracts if contract.ended_on]
    if Caution.RENEWAL_NEAR in d.advice.cautions:
        found.append(renewal_figure(d.case, d.say))
    if Caution.UNKNOWN_CHURN in d.advice.cautions:
        found.append(churn_figure(d.case, d.say))
    if Caution.PAYMENT_LATE in d.advice.cautions:
        found.append(_overdue(d))
    found += [day_figure(d, "until", rest.free_on, why=str(rest.last_no_on)) for rest in d.advice.resting]
    return tuple(figure for figure in found if figure)


def _ticket(d: DraftContext, ticket: TicketCard) -> Figure:
    return ticket_figure(d, f"ticket_{ticket.id}", ticket.subject or "", ticket.opened_on, solved=False)


def asks_figure(d: DraftContext) -> Figure:
    """How often they were asked lately."""
    asks, days = whole(d.case.row, "asks") or 0, d.rules.gate.asks_window_days
    return fact(d.say, "asks", raw=asks, as_of=d.case.as_of, value={"asks": asks}, basis={"days": days})


def _overdue(d: DraftContext) -> Figure:
    days = whole(d.case.row, "overdue_days") or 0
    return fact(d.say, "overdue", raw=days, as_of=d.case.as_of, value={"days": days})
