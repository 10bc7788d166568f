"""What no product answers, and why offers were lost, month by month: for those who make the products."""

from __future__ import annotations

import calendar
import datetime as dt

from actions.base import QuestionAction
from actions.question import Question
from actions.reply import Reply, Table
from knowledge.analytics.feedback import Asked, Lost, group_losses, group_unanswered
from knowledge.catalogue import Catalogue
from knowledge.errors import DateUnclear
from knowledge.playbook.formats import Money
from knowledge.playbook.phrases import Phrases
from knowledge.store.book import Book
from knowledge.store.queries.catalogue import load_catalogue
from knowledge.store.queries.feedback import load_losses_heard, load_needs_heard

_REASONS = {"price", "timing", "no_need", "competitor", "missing_feature", "no_budget", "other"}
_QUOTES = 2


class ProductFeedback(QuestionAction):
    """Asked for by the month (``2026-09``), not by a question of its own."""

    stem = "product_feedback"

    def answer(self, question: Question, book: Book, say: Phrases) -> Reply:
        """Gather the month, group what says the same, list it with counts and revenue."""
        first = _read_month(question.word("month"), question.as_of)
        last = first.replace(day=calendar.monthrange(first.year, first.month)[1])
        catalogue, currency = load_catalogue(book), book.rules.firm.currency
        on_sale = [card for card in catalogue.products.values() if card.retired_on is None]
        asked = group_unanswered(load_needs_heard(book, first, last), on_sale)
        lost = group_losses(load_losses_heard(book, first, last))
        headline = say("product_feedback.headline", since=first, until=last, needs=len(asked), losses=len(lost))
        tables = (*_needs(asked, currency, say), *_losses(lost, catalogue, currency, say))
        return Reply(stem=self.stem, language=say.language, headline=headline, tables=tables)


def _read_month(said: str | None, as_of: dt.date) -> dt.date:
    """The first day of the month named; of the current one where none is."""
    if said is None:
        return as_of.replace(day=1)
    try:
        return dt.datetime.strptime(said, "%Y-%m").date()  # noqa: DTZ007 - a month has no zone
    except ValueError as error:
        raise DateUnclear(f"{said!r} is not a month. Write it as 2026-09.", text=said) from error


def _needs(asked: list[Asked], currency: str, say: Phrases) -> tuple[Table, ...]:
    columns = tuple(say(f"product_feedback.column_{name}") for name in ("need", "customers", "times", "revenue", "who"))
    rows = tuple(
        (
            group.words,
            say("product_feedback.number", number=len(group.revenue)),
            say("product_feedback.number", number=group.times),
            say("product_feedback.money", money=Money(sum(group.revenue.values()), currency)),
            say.join(group.accounts),
        )
        for group in asked
    )
    return (Table(key="needs", title=say("product_feedback.needs_title"), columns=columns, rows=rows),) if rows else ()


def _losses(lost: list[Lost], catalogue: Catalogue, currency: str, say: Phrases) -> tuple[Table, ...]:
    columns = tuple(
        say(f"product_feedback.column_{name}") for name in ("product", "reason", "times", "revenue", "words")
    )
    rows = tuple(
        (
            card.called(say.language) if (card := catalogue.products.get(group.product_id)) else "–",
            say(f"log_outcome.reason_{group.reason if group.reason in _REASONS else 'other'}"),
            say("product_feedback.number", number=group.times),
            say("product_feedback.money", money=Money(sum(group.revenue.values()), currency)),
            " / ".join(group.words[:_QUOTES]),
        )
        for group in lost
    )
    title = say("product_feedback.losses_title")
    return (Table(key="losses", title=title, columns=columns, rows=rows),) if rows else ()
