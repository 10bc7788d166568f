"""What counts as lost, beside every figure about losses."""

from __future__ import annotations

from actions.presenters.churn import tell_definition
from actions.reply import Line, Section
from knowledge.accounts.queries.aggregates.currencies import count_foreign
from knowledge.churn.queries.definition import find_definition
from knowledge.kernel.access import AccessContext
from knowledge.playbook.phrases import Phrases


def tell_lost_means(access: AccessContext, say: Phrases, *, listed: int = 0) -> Section:
    """What counts as lost, beside every figure about losses; and how a line of a list is opened."""
    rules = access.rules.churn
    meant = tell_definition(find_definition(access), access.rules, say, horizon_days=rules.horizon_days)
    lines = [Line(text=say("churn.lost_means", definition=meant))]
    foreign = count_foreign(access) if listed else {}
    lines += [Line(text=say("risks.foreign", currency=each, count=count)) for each, count in foreign.items()]
    if listed:
        lines.append(Line(text=say("risks.how_to_open", place=min(listed, 3))))
    return Section(key="lost_means", lines=tuple(lines))
