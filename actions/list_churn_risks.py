"""Who is at risk, by revenue; or what changed since a day, which is the daily digest on demand."""

from __future__ import annotations

from actions.asking import read_day
from actions.base import QuestionAction
from actions.question import Question
from actions.reply import Reply
from actions.telling.digest import STEM, Span, tell_digest
from actions.telling.risks import count_of, money_figures, tell_rest, tell_risk
from knowledge.analytics.churn import ChurnBand
from knowledge.analytics.standing import Standing, rank_risks
from knowledge.playbook.formats import Money
from knowledge.playbook.phrases import Phrases
from knowledge.store.book import Book
from knowledge.store.queries.heads import load_heads
from knowledge.store.queries.scope import Scope, find_in_scope, read_scope
from knowledge.store.standings import load_risks


class ListChurnRisks(QuestionAction):
    """At most ten lines, the rest counted; filters by team, person, region, industry, product and touch model."""

    stem = STEM

    def answer(self, question: Question, book: Book, say: Phrases) -> Reply:
        """Read whom it is about, gather, rank, say."""
        scope = read_scope(book, question.text, question.slots)
        since = read_day(question, "since", "date")
        if since and since < book.as_of:
            return tell_digest(book, Span(since), say, scope=scope)
        among = find_in_scope(book, scope)
        risks = rank_risks(
            standing
            for standing in load_risks(book)
            if (among is None or standing.account_id in among) and scope.touch_model in {None, standing.touch_model}
        )
        return _say(risks, scope, book, say)


def _say(risks: list[Standing], scope: Scope, book: Book, say: Phrases) -> Reply:
    heads = load_heads(book, [standing.account_id for standing in risks])
    most = book.rules.digest.most_lines
    told = [tell_risk(standing, heads[standing.account_id], book.rules, say) for standing in risks[:most]]
    return Reply(
        stem=STEM,
        language=say.language,
        headline=_headline(risks, scope, book, say),
        sections=(*told, *tell_rest(risks[most:], heads, say)),
        figures=money_figures(risks, book.rules, say, as_of=book.as_of),
    )


def _headline(risks: list[Standing], scope: Scope, book: Book, say: Phrases) -> str:
    named = say.join(scope.names) if scope.names else ""
    if not risks:
        return say("risks.nobody", scope=named)
    money = {
        key: Money(sum(s.monthly_minor or 0 for s in risks if s.band is band), book.rules.firm.currency)
        for key, band in (("risk_money", ChurnBand.AT_RISK), ("watch_money", ChurnBand.WATCH))
    }
    counts = {"at_risk": count_of(risks, ChurnBand.AT_RISK), "watch": count_of(risks, ChurnBand.WATCH)}
    return say("risks.headline", scope=named, **counts, **money)
