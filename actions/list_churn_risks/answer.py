"""Who is at risk, by revenue; or what changed since a day, which is the daily digest on demand."""

from __future__ import annotations

from actions.asking import read_day
from actions.base import QuestionAction
from actions.list_churn_risks.digest import INTENT, Span, tell_digest
from actions.list_churn_risks.lost_means import tell_lost_means
from actions.presenters.risks import (
    count_of,
    has_contracts,
    lines_of,
    money_figures,
    numbered,
    rest_table,
    tell_rest,
    tell_risk,
)
from actions.question import Question
from actions.reply import Reply
from actions.segments_asked import Scope, read_scope
from knowledge.accounts.queries.heads import load_heads
from knowledge.catalogue.queries.catalogue import load_catalogue
from knowledge.churn.score import ChurnBand
from knowledge.kernel.access import AccessContext
from knowledge.nightly.health_snapshot import Standing, rank_risks
from knowledge.nightly.queries.snapshots import load_risks
from knowledge.playbook.formats import Money
from knowledge.playbook.phrases import Phrases


class ListChurnRisks(QuestionAction):
    """At most ten lines, the rest counted; filters by any segment, person and product."""

    intent = INTENT

    def answer(self, question: Question, access: AccessContext, say: Phrases) -> Reply:
        """Read whom it is about, gather, rank, say."""
        scope = read_scope(question, access, INTENT)
        since = read_day(question, "since", "date")
        if since and since < access.as_of:
            return tell_digest(access, Span(since), say, scope=scope)
        among = scope.find(access)
        risks = rank_risks(standing for standing in load_risks(access) if among is None or standing.account_id in among)
        return _say(risks, scope, access, say)


def _say(risks: list[Standing], scope: Scope, access: AccessContext, say: Phrases) -> Reply:
    heads, named = load_heads(access, [standing.account_id for standing in risks]), scope.names(say)
    most = access.rules.digest.most_lines
    products = load_catalogue(access).products
    told = [tell_risk(standing, heads[standing.account_id], products, access.rules, say) for standing in risks[:most]]
    return Reply(
        intent=INTENT,
        language=say.language,
        headline=_headline(risks, scope, access, say),
        sections=(
            *numbered(told, say),
            *tell_rest(risks[most:], heads, say),
            tell_lost_means(access, say, listed=len(risks)),
        ),
        tables=tuple(rest_table(risks[most:], heads, access.rules, say)),
        figures=money_figures(risks, access.rules, say, as_of=access.as_of, scoped=bool(named)),
        listed=lines_of(risks, heads),
    )


def _headline(risks: list[Standing], scope: Scope, access: AccessContext, say: Phrases) -> str:
    named = scope.names(say)
    if not risks:
        return say("risks.nobody", scope=named)
    money = {
        key: Money(sum(s.monthly_minor or 0 for s in risks if s.band is band), access.rules.firm.currency)
        if has_contracts(risks)
        else None
        for key, band in (("risk_money", ChurnBand.AT_RISK), ("watch_money", ChurnBand.WATCH))
    }
    counts = {"at_risk": count_of(risks, ChurnBand.AT_RISK), "watch": count_of(risks, ChurnBand.WATCH)}
    return say("risks.headline", scope=named, **counts, **money)
