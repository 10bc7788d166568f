"""How does this customer use what they have: rising or falling, how many of the seats, since when not?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from actions.base import QuestionAction
from actions.presenters.figures import number
from actions.presenters.four_questions import Told, tell_usage
from actions.question import Question
from actions.recommend_offer.answer import next_steps
from actions.reply import AccountRef, Reply, Section, Table
from knowledge.accounts.account_360 import Account360
from knowledge.accounts.columns import day_or_none
from knowledge.accounts.queries.account_360 import load_account_360
from knowledge.kernel.access import AccessContext
from knowledge.playbook.formats import Share, write_value
from knowledge.playbook.phrases import Phrases

_A_WEEK = 7


class CheckUsage(QuestionAction):
    """The whole and each product, against the account's own past and the seats they pay for."""

    intent = "check_usage"

    def answer(self, question: Question, access: AccessContext, say: Phrases) -> Reply:
        """Gather, say."""
        case = load_account_360(access, question.account_id or 0)
        told = tell_usage(case, access.rules, say) if case.records.usage else Told((), ())
        return Reply(
            intent=self.intent,
            language=say.language,
            headline=_headline(case, say),
            account=AccountRef(id=case.account.id, name=case.account.name),
            sections=(Section(key="usage", lines=told.lines),) if told.lines else (),
            tables=(_by_product(case, say),) if case.product_use else (),
            figures=told.figures,
            choices=next_steps(case, ("why", "churn", "tiers"), say),
        )


def _headline(case: Account360, say: Phrases) -> str:
    if not case.records.usage:
        return say("check_usage.unrecorded", account=case.account.name)
    if not case.product_use:
        return say("check_usage.none", account=case.account.name)
    return say(f"check_usage.{case.row['use_state']}", account=case.account.name)


def _by_product(case: Account360, say: Phrases) -> Table:
    rows = []
    for use in case.product_use:
        trend, seats = number(use, "use_trend"), case.seat_uses.get(int(use["product_id"]))
        last = day_or_none(use["last_used_on"])
        rows.append(
            (
                case.called(use["product_id"], say.language) or say("check_usage.everything"),
                "–" if trend is None else f"{'+' if trend >= 0 else '−'}{write_value(Share(abs(trend)), say.language)}",
                f"{seats.used} / {seats.bought}" if seats and not seats.by_people else "–",
                _people(use, say),
                str(write_value(last, say.language)) if last else "–",
            )
        )
    columns = tuple(say(f"check_usage.column_{name}") for name in ("product", "trend", "seats", "people", "last"))
    return Table(key="by_product", columns=columns, rows=tuple(rows))


def _people(use: Mapping[str, Any], say: Phrases) -> str:
    """People who use it in the time that a row of the source covers: "11 a week"."""
    users, period = number(use, "users_recent"), int(use["use_period"])
    if users is None:
        return "–"
    span = "day" if period == 1 else "week" if period <= _A_WEEK else "month"
    return say(f"check_usage.people_a_{span}", users=round(users, 1))
