"""What did this customer buy, when, for how much, and what runs now?"""

from __future__ import annotations

from actions.base import QuestionAction
from actions.presenters.contracts import contracts_section, tell_ended, tell_signed
from actions.presenters.figures import money_figure, renewal_figure, unique
from actions.question import Question
from actions.recommend_offer.answer import next_steps
from actions.reply import AccountRef, Reply, Table
from knowledge.accounts.account_360 import Account360
from knowledge.accounts.queries.account_360 import load_account_360
from knowledge.kernel.access import AccessContext
from knowledge.playbook.formats import Money, write_value
from knowledge.playbook.phrases import Phrases

_SHOWN = 15


class ShowPurchases(QuestionAction):
    """The running contracts and the purchases, newest first."""

    intent = "show_purchases"

    def answer(self, question: Question, access: AccessContext, say: Phrases) -> Reply:
        """Gather, say."""
        case = load_account_360(access, question.account_id or 0)
        tables = [table for table in (_contracts(case, say), _purchases(case, say)) if table.rows]
        return Reply(
            intent=self.intent,
            language=say.language,
            headline=_headline(case, say),
            account=AccountRef(id=case.account.id, name=case.account.name),
            sections=contracts_section(case, say) if case.contracts or case.purchases else (),
            tables=tuple(tables),
            figures=unique([money_figure(case, access.rules, say), renewal_figure(case, say)]),
            choices=next_steps(case, ("why", "tiers", "brief"), say),
        )


def _headline(case: Account360, say: Phrases) -> str:
    """On how many days they bought, lines of one order being one; else what runs. A return is no purchase."""
    account = case.account.name
    days = {line.purchased_on for line in case.purchases if line.quantity > 0}
    if days:
        returned = [case.catalogue.products[i].called(say.language) for i in case.returned]
        facts = {"count": len(days), "last": max(days), "returns": bool(returned), "returned": say.join(returned)}
        return say("show_purchases.headline", account=account, **facts)
    if case.running:
        first = min(contract.started_on for contract in case.running)
        return say("show_purchases.contracts_only", account=account, count=len(case.running), first=first)
    if ended := tell_ended(case, say):
        return say("show_purchases.ended", account=account, products=ended)
    if signed := tell_signed(case, say):
        return say("show_purchases.signed", account=account, signed=signed)
    return say("show_purchases.none", account=account)


def _purchases(case: Account360, say: Phrases) -> Table:
    rows = [
        (
            _shown(line.purchased_on, say),
            case.catalogue.products[line.product_id].called(say.language),
            _shown(line.quantity, say),
            _money(line.amount_minor, line.currency, say),
        )
        for line in reversed(case.purchases[-_SHOWN:])
    ]
    return Table(
        key="purchases",
        title=say("show_purchases.purchases_title"),
        columns=_columns("purchases", say),
        rows=tuple(rows),
    )


def _contracts(case: Account360, say: Phrases) -> Table:
    rows = [
        (
            case.catalogue.products[contract.product_id].called(say.language),
            _shown(contract.seats, say),
            _money(contract.monthly_minor, contract.currency, say),
            _shown(contract.renews_on, say),
            _shown(contract.notice_by, say),
        )
        for contract in case.running
    ]
    return Table(
        key="contracts",
        title=say("show_purchases.contracts_title"),
        columns=_columns("contracts", say),
        rows=tuple(rows),
    )


def _columns(table: str, say: Phrases) -> tuple[str, ...]:
    names = {
        "purchases": ("day", "product", "quantity", "amount"),
        "contracts": ("product", "seats", "monthly", "renews", "notice"),
    }[table]
    return tuple(say(f"show_purchases.column_{name}") for name in names)


def _shown(value: object, say: Phrases) -> str:
    return "–" if value is None else str(write_value(value, say.language))


def _money(minor: int | None, currency: str | None, say: Phrases) -> str:
    return "–" if minor is None or currency is None else str(write_value(Money(minor, currency), say.language))
