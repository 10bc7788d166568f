"""A reminder of bills past their day: which, since when, an easy way to answer, and pardon if it was paid meanwhile."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from actions.draft_talk_track.context import DraftContext, Paragraph, Part
from actions.draft_talk_track.fact_figures import day_figure, fact
from actions.draft_talk_track.letter import Draft
from actions.draft_talk_track.request import ReaderRole
from actions.reply import Figure, Lineage
from knowledge.accounts.queries.around import OverdueInvoice
from knowledge.playbook.formats import Money
from knowledge.terms import Voice

_FRESH_DAYS = 14  # so long a bill may simply have been overlooked
_LONG = 2  # times the days from which the firm itself is alarmed: by then every gentle word has been said
_ASKED_IN = {Voice.SOFTER, Voice.DIRECT, Voice.FORMAL}  # tones in which a payment is asked for in other words


class Lateness(StrEnum):
    """How long the oldest bill is open, as far as it changes what one says."""

    FRESH = "fresh"
    DUE = "due"
    LATE = "late"
    LONG = "long"


def nothing_to_remind(d: DraftContext) -> str | None:
    """Why no reminder is written: nothing is overdue, or no bill of theirs is recorded; None where one is."""
    if d.around.overdue:
        return None
    return "nothing_overdue" if d.around.has_invoices else "no_invoices"


def draft_payment(d: DraftContext) -> Draft:
    """What is open and since when, as firmly as the time that has passed allows."""
    bills, late = d.around.overdue, _lateness(d)
    figures = (*(_bill_figure(d, bill) for bill in bills), *_count_figures(d, bills))
    facts: dict[str, Any] = {
        "day": d.day(bills[0].due_on),
        "days": (d.case.as_of - bills[0].due_on).days,
        "amount": _amount(bills[0]) or "",
        "count": len(bills),
        "total": _total(bills) or "",
    }
    asked: Paragraph = [_ask(d, late, len(bills)), _help(d, late, len(bills))]
    if len(bills) == 1:
        crossed = d.part(f"draft_payment.crossed_{late}", weight=1)
        subject = d.part(f"draft_payment.subject_{late}", figures=figures, **facts)
        first = d.part(f"draft_payment.open_{late}", weight=-1, topic="invoice", figures=figures, **facts)
        return Draft(subject, ([first], asked, [crossed]))
    crossed = d.part(f"draft_payment.crossed_many_{late}", weight=1)
    subject = d.part(f"draft_payment.subject_many_{late}", figures=figures, **facts)
    first = d.part(f"draft_payment.open_many_{late}", weight=-1, topic="invoice", figures=figures, **facts)
    lines = Part("draft_payment.line", "\n".join(_line(d, bill) for bill in bills), -1, "invoice", figures)
    return Draft(subject, ([first], [lines], asked, [crossed]))


def _lateness(d: DraftContext) -> Lateness:
    late, alarm = (d.case.as_of - d.around.overdue[0].due_on).days, d.rules.churn.overdue_alarm_days
    if late < _FRESH_DAYS:
        return Lateness.FRESH
    if late < alarm:
        return Lateness.DUE
    return Lateness.LATE if late < _LONG * alarm else Lateness.LONG


def _ask(d: DraftContext, late: Lateness, count: int) -> Part:
    """By the day the asker names; else gently while it may have been overlooked, and plainly after that."""
    by = d.request.since
    if by and by > d.case.as_of:
        return d.part("draft_payment.ask_by", weight=-1, figures=(day_figure(d, "pay_by", by),), by=d.day(by))
    if by:
        d.notes.append(d.say("draft_frame.pay_past", day=d.day(by)))
    plain = f"draft_payment.ask_{late}" if count == 1 else f"draft_payment.ask_many_{late}"
    toned = next((f"draft_payment.ask_{tone}" for tone in d.request.tones if tone in _ASKED_IN), plain)
    return d.part(toned, weight=0)


def _help(d: DraftContext, late: Lateness, count: int) -> Part:
    """What may stand in the way: the books may lack a copy, others may not be the right reader; of an old bill why."""
    if late is Lateness.LONG:
        return d.part("draft_payment.help_reason" if count == 1 else "draft_payment.help_list_long", weight=2)
    if d.addressee.role is ReaderRole.FINANCE:
        return d.part("draft_payment.help_books" if count == 1 else "draft_payment.help_books_many", weight=2)
    if count > 1:
        return d.part("draft_payment.help_list", weight=2)
    if late is Lateness.FRESH:
        return d.part("draft_payment.help_copy", weight=2)
    return d.part("draft_payment.help_pass", weight=2, account=d.customer)


def _count_figures(d: DraftContext, bills: tuple[OverdueInvoice, ...]) -> list[Figure]:
    """For how long the oldest is open, and what all come to."""
    days, total = (d.case.as_of - bills[0].due_on).days, _total(bills)
    found = [fact(d.say, "overdue", raw=days, as_of=d.case.as_of, value={"days": days})]
    if total:
        basis = {"count": len(bills)}
        found.append(fact(d.say, "due_total", raw=total.minor, as_of=d.case.as_of, value={"total": total}, basis=basis))
    return found


def _line(d: DraftContext, bill: OverdueInvoice) -> str:
    told = d.say("draft_payment.line", day=d.day(bill.due_on), amount=_amount(bill) or "")
    return d.say("draft_frame.list_item", item=told)


def _total(bills: tuple[OverdueInvoice, ...]) -> Money | None:
    """What they come to, where all are in one currency."""
    amounts = [amount for bill in bills if (amount := _amount(bill))]
    currencies = {amount.currency for amount in amounts}
    if len(amounts) < len(bills) or len(currencies) != 1:
        return None
    return Money(sum(amount.minor for amount in amounts), currencies.pop())


def _amount(bill: OverdueInvoice) -> Money | None:
    return Money(bill.amount_minor, bill.currency) if bill.amount_minor and bill.currency else None


def _bill_figure(d: DraftContext, bill: OverdueInvoice) -> Figure:
    day = bill.due_on
    return fact(
        d.say,
        "bill",
        key=f"invoice_{bill.id}",
        raw=bill.amount_minor,
        as_of=d.case.as_of,
        label={"day": day},
        value={"amount": _amount(bill) or "–"},
        basis={"days": (d.case.as_of - day).days},
        lineage=Lineage(table="invoices", account_id=d.case.account.id, ids=(bill.id,)),
    )
