"""What no product answers, and why offers were lost, month by month: for those who make the products."""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass, replace

from actions.base import QuestionAction
from actions.question import Question
from actions.reply import Choice, Reply, Sheet, Table
from knowledge.catalogue.catalogue import Catalogue
from knowledge.catalogue.queries.catalogue import load_catalogue
from knowledge.errors import DateUnclear
from knowledge.kernel.access import AccessContext
from knowledge.kernel.visibility import OPERATOR
from knowledge.offers.product_feedback import Asked, Lost, group_losses, group_unanswered
from knowledge.offers.queries.feedback import load_losses_heard, load_needs_heard
from knowledge.playbook.formats import Money
from knowledge.playbook.phrases import Phrases
from knowledge.terms import Role

FEEDBACK_COLUMNS = (
    "kind", "month", "product", "reason", "words", "customers", "times", "revenue_minor_a_month", "currency",
)  # fmt: skip

_REASONS = {"price", "timing", "no_need", "competitor", "missing_feature", "no_budget", "other"}
_QUOTES = 2


class ProductFeedback(QuestionAction):
    """Asked for by the month (``2026-09``); it also comes on the first working day of each month, about the last."""

    intent = "product_feedback"

    def answer(self, question: Question, access: AccessContext, say: Phrases) -> Reply:
        """Gather the month, group what says the same, list it with counts and revenue."""
        month = question.word("month") or (question.word("date") or "")[:7] or None
        return tell_feedback(access, read_month(month, question.as_of), say)


@dataclass(frozen=True)
class Feedback:
    """What was heard from ``first`` to ``last``, grouped. ``names``: whether the reader may know who said it."""

    first: dt.date
    last: dt.date
    asked: list[Asked]
    lost: list[Lost]
    catalogue: Catalogue
    names: bool


def gather_feedback(access: AccessContext, first: dt.date) -> Feedback:
    """A month of the customers the reader may see; operations and product read counts of all, without names."""
    counts_only = access.viewer.role == Role.OPS or access.viewer.key in access.rules.feedback.readers
    wide = replace(access, viewer=OPERATOR) if counts_only else access
    last = first.replace(day=calendar.monthrange(first.year, first.month)[1])
    catalogue = load_catalogue(wide)
    asked = group_unanswered(load_needs_heard(wide, first, last), catalogue.on_sale)
    lost = group_losses(load_losses_heard(wide, first, last))
    return Feedback(first, last, asked, lost, catalogue, names=not counts_only)


def tell_feedback(access: AccessContext, first: dt.date, say: Phrases) -> Reply:
    """The month as tables; one line where nothing was heard."""
    heard, currency = gather_feedback(access, first), access.rules.firm.currency
    facts = {"since": heard.first, "until": heard.last, "needs": len(heard.asked), "losses": len(heard.lost)}
    tables = (*_needs(heard, currency, say), *_losses(heard, currency, say))
    previous = (first - dt.timedelta(days=1)).strftime("%Y-%m")
    before = Choice(
        label=say("product_feedback.choice_before"), intent=ProductFeedback.intent, slots={"month": previous}
    )
    headline, name = say("product_feedback.headline", **facts), f"feedback-{heard.first:%Y-%m}.csv"
    sheet = Sheet.of("feedback", name, headline, FEEDBACK_COLUMNS, _rows(heard, currency, say))
    return Reply(
        intent=ProductFeedback.intent,
        language=say.language,
        headline=headline,
        tables=tables,
        sheets=(sheet,) if sheet.rows else (),
        choices=(before,),
    )


def feedback_rows(access: AccessContext, first: dt.date, say: Phrases) -> list[tuple[str | int, ...]]:
    """The month as rows of ``FEEDBACK_COLUMNS``, money in minor units, for a file."""
    return _rows(gather_feedback(access, first), access.rules.firm.currency, say)


def _rows(heard: Feedback, currency: str, say: Phrases) -> list[tuple[str | int, ...]]:
    month = f"{heard.first:%Y-%m}"
    needs: list[tuple[str | int, ...]] = [
        ("need", month, "", "", group.words, len(group.revenue), group.times, sum(group.revenue.values()), currency)
        for group in heard.asked
    ]
    return needs + [
        (
            "loss",
            month,
            _product(heard.catalogue, group.product_id, say),
            group.reason,
            " / ".join(group.words),
            len(group.revenue),
            group.times,
            sum(group.revenue.values()),
            currency,
        )
        for group in heard.lost
    ]


def _product(catalogue: Catalogue, product_id: int, say: Phrases) -> str:
    card = catalogue.products.get(product_id)
    return card.called(say.language) if card else "–"


def read_month(said: str | None, as_of: dt.date) -> dt.date:
    """The first day of the month named; of the current one where none is."""
    if said is None:
        return as_of.replace(day=1)
    try:
        return dt.datetime.strptime(said, "%Y-%m").date()  # noqa: DTZ007 - a month has no zone
    except ValueError as error:
        raise DateUnclear(f"{said!r} is not a month. Write it as 2026-09.", text=said) from error


def _needs(heard: Feedback, currency: str, say: Phrases) -> tuple[Table, ...]:
    names = ("need", "customers", "times", "revenue", *(("who",) if heard.names else ()))
    columns = tuple(say(f"product_feedback.column_{name}") for name in names)
    rows = tuple(
        (
            group.words,
            say("product_feedback.number", number=len(group.revenue)),
            say("product_feedback.number", number=group.times),
            say("product_feedback.money", money=Money(sum(group.revenue.values()), currency)),
            *((say.join(group.accounts),) if heard.names else ()),
        )
        for group in heard.asked
    )
    return (Table(key="needs", title=say("product_feedback.needs_title"), columns=columns, rows=rows),) if rows else ()


def _losses(heard: Feedback, currency: str, say: Phrases) -> tuple[Table, ...]:
    columns = tuple(
        say(f"product_feedback.column_{name}") for name in ("product", "reason", "times", "revenue", "words")
    )
    rows = tuple(
        (
            _product(heard.catalogue, group.product_id, say),
            say(f"log_outcome.reason_{group.reason if group.reason in _REASONS else 'other'}"),
            say("product_feedback.number", number=group.times),
            say("product_feedback.money", money=Money(sum(group.revenue.values()), currency)),
            " / ".join(group.words[:_QUOTES]),
        )
        for group in heard.lost
    )
    title = say("product_feedback.losses_title")
    return (Table(key="losses", title=title, columns=columns, rows=rows),) if rows else ()
