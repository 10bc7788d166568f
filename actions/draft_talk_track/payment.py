"""A reminder of bills past their day: which, since when, an easy way to answer, and pardon if it was paid meanwhile."""

from __future__ import annotations

from actions.draft_talk_track.context import DraftContext, Part
from actions.draft_talk_track.fact_figures import fact
from actions.draft_talk_track.letter import Draft
from actions.reply import Figure, Lineage
from knowledge.accounts.queries.around import OverdueInvoice
from knowledge.playbook.formats import Money
from knowledge.terms import Voice

_FRESH_DAYS = 14  # so long a bill may simply have been overlooked


def nothing_to_remind(d: DraftContext) -> str | None:
    """Why no reminder is written: nothing is overdue, or no bill of theirs is recorded; None where one is."""
    if d.around.overdue:
        return None
    return "nothing_overdue" if d.around.has_invoices else "no_invoices"


def draft_payment(d: DraftContext) -> Draft:
    """What is open and since when, as firmly as the time that has passed allows."""
    bills = d.around.overdue
    oldest = bills[0].due_on
    figures = tuple(_bill_figure(d, bill) for bill in bills)
    late = (d.case.as_of - oldest).days
    ask = _ask(d, late)
    help_ = d.part("draft_payment.help", weight=2)
    crossed = d.part("draft_payment.crossed", weight=1)
    if len(bills) == 1:
        subject = d.part("draft_payment.subject_one", figures=figures, day=d.day(oldest))
        amount = _amount(bills[0])
        facts = {"day": d.day(oldest), "amount": amount or ""}
        first = d.part("draft_payment.open_one", weight=-1, topic="invoice", figures=figures, **facts)
        return Draft(subject, ([first, _since(d, late)], [ask, help_], [crossed]))
    subject = d.part("draft_payment.subject_many", figures=figures, count=len(bills))
    first = d.part("draft_payment.open_many", weight=-1, topic="invoice", figures=figures, count=len(bills))
    items = [_line(d, bill) for bill in bills]
    lines = Part("draft_payment.line", "\n".join(items), -1, "invoice", figures)
    return Draft(subject, ([first], [lines], [_total(d, bills)], [ask, help_], [crossed]))


def _ask(d: DraftContext, late: int) -> Part:
    """Gently while it may have been overlooked; plainly after the days from which the firm itself is alarmed."""
    if late >= d.rules.churn.overdue_alarm_days and not d.has_tone(Voice.SOFTER):
        return d.part("draft_payment.ask_firm", weight=0)
    return d.part("draft_payment.ask_soft" if late < _FRESH_DAYS else "draft_payment.ask", weight=0)


def _since(d: DraftContext, late: int) -> Part | None:
    """How long it is open, once that is long enough to be said."""
    if late < _FRESH_DAYS:
        return None
    figure = fact(d.say, "overdue", raw=late, as_of=d.case.as_of, value={"days": late})
    return d.part("draft_payment.since", weight=2, figures=(figure,), days=late)


def _line(d: DraftContext, bill: OverdueInvoice) -> str:
    amount = _amount(bill)
    told = d.say("draft_payment.line", day=d.day(bill.due_on), amount=amount or "")
    return d.say("draft_frame.list_item", item=told)


def _total(d: DraftContext, bills: tuple[OverdueInvoice, ...]) -> Part | None:
    """What they come to, where all are in one currency."""
    amounts = [amount for bill in bills if (amount := _amount(bill))]
    currencies = {amount.currency for amount in amounts}
    if len(amounts) < len(bills) or len(currencies) != 1:
        return None
    total = Money(sum(amount.minor for amount in amounts), currencies.pop())
    figure = fact(
        d.say, "due_total", raw=total.minor, as_of=d.case.as_of, value={"total": total}, basis={"count": len(bills)}
    )
    return d.part("draft_payment.total", weight=2, topic="invoice", figures=(figure,), total=total)


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
