"""Who is at risk, by revenue; or what changed since a day, which is the daily digest on demand."""

from __future__ import annotations

from actions.asking import read_day
from actions.base import QuestionAction
from actions.question import Question
from actions.reply import Reply
from actions.telling.digest import STEM, Span, tell_digest
from actions.telling.risks import (
    count_of,
    lines_of,
    money_figures,
    numbered,
    rest_table,
    tell_lost_means,
    tell_rest,
    tell_risk,
)
from actions.telling.segments_asked import Scope, read_scope
from knowledge.analytics.churn import ChurnBand
from knowledge.analytics.standing import Standing, rank_risks
from knowledge.playbook.formats import Money
from knowledge.playbook.phrases import Phrases
from knowledge.store.book import Book
from knowledge.store.queries.heads import load_heads
from knowledge.store.standings import load_risks


class ListChurnRisks(QuestionAction):
    """At most ten lines, the rest counted; filters by any segment, person and product."""

    stem = STEM

    def answer(self, question: Question, book: Book, say: Phrases) -> Reply:
        """Read whom it is about, gather, rank, say."""
        scope = read_scope(question, book)
        since = read_day(question, "since", "date")
        if since and since < book.as_of:
            return tell_digest(book, Span(since), say, scope=scope)
        among = scope.find(book)
        risks = rank_risks(standing for standing in load_risks(book) if among is None or standing.account_id in among)
        return _say(risks, scope, book, say)


def _say(risks: list[Standing], scope: Scope, book: Book, say: Phrases) -> Reply:
    heads, named = load_heads(book, [standing.account_id for standing in risks]), scope.names(say)
    most = book.rules.digest.most_lines
    told = [tell_risk(standing, heads[standing.account_id], book.rules, say) for standing in risks[:most]]
    return Reply(
        stem=STEM,
        language=say.language,
        headline=_headline(risks, scope, book, say),
        sections=(
            *numbered(told, say),
            *tell_rest(risks[most:], heads, say),
            tell_lost_means(book, say, listed=len(risks)),
        ),
        tables=tuple(rest_table(risks[most:], heads, book.rules, say)),
        figures=money_figures(risks, book.rules, say, as_of=book.as_of, scoped=bool(named)),
        listed=lines_of(risks, heads),
    )


def _headline(risks: list[Standing], scope: Scope, book: Book, say: Phrases) -> str:
    named = scope.names(say)
    if not risks:
        return say("risks.nobody", scope=named)
    money = {
        key: Money(sum(s.monthly_minor or 0 for s in risks if s.band is band), book.rules.firm.currency)
        for key, band in (("risk_money", ChurnBand.AT_RISK), ("watch_money", ChurnBand.WATCH))
    }
    counts = {"at_risk": count_of(risks, ChurnBand.AT_RISK), "watch": count_of(risks, ChurnBand.WATCH)}
    return say("risks.headline", scope=named, **counts, **money)
