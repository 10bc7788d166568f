"""What stands with a customer's contracts that a date alone does not show: ended, passed, not begun, without a date."""

from __future__ import annotations

from collections.abc import Iterator

from actions.presenters.figures import whole
from actions.reply import Line, Section, Tone
from knowledge.accounts.account_360 import Account360
from knowledge.accounts.columns import day_or_none
from knowledge.accounts.history import Contract
from knowledge.churn.score import ChurnBand
from knowledge.playbook.formats import Money
from knowledge.playbook.phrases import Phrases


def tell_contracts(case: Account360, say: Phrases) -> tuple[Line, ...]:
    """A line for each thing to know of, gravest first; none where every contract runs on to a date ahead."""
    row, lines = case.row, []
    if asked := day_or_none(row["cancel_requested_on"]):
        lines.append(Line(text=say("contracts.cancelled", day=asked), tone=Tone.STOP))
    if row["churn_band"] == ChurnBand.LOST and (ended := day_or_none(row["ended_on"])):
        recorded = day_or_none(row["recorded_lost_on"]) == ended
        told = say("contracts.recorded_left", day=ended) if recorded else say("contracts.left", day=ended)
        lines.append(Line(text=told, tone=Tone.STOP))
    elif (lost := day_or_none(row["recorded_lost_on"])) and case.running:
        text = say("contracts.recorded_and_running", day=lost, count=len(case.running))
        lines.append(Line(text=text, tone=Tone.CAUTION))
    if passed := day_or_none(row["renewal_passed_on"]):
        lines.append(Line(text=say("contracts.passed", day=passed), tone=Tone.CAUTION))
    ending = (contract for contract in case.running if _ends(contract))
    lines += [Line(text=_tell_end(case, contract, say), tone=Tone.CAUTION) for contract in ending]
    if undated := whole(row, "undated"):
        lines.append(Line(text=say("contracts.undated", count=undated), tone=Tone.CAUTION))
    lines += [Line(text=_tell_upcoming(case, contract, say)) for contract in case.upcoming]
    return tuple(lines)


def tell_other_currencies(case: Account360, currency: str, say: Phrases) -> Iterator[Line]:
    """Each running contract that is not paid in the firm's currency: a sum has it only by an exchange rate."""
    for contract in case.running:
        if contract.monthly_minor and contract.currency and contract.currency != currency:
            product = case.called(contract.product_id, say.language) or ""
            monthly = Money(contract.monthly_minor, contract.currency)
            yield Line(text=say("contracts.other_currency", product=product, monthly=monthly))


def _ends(contract: Contract) -> bool:
    """Whether it has an end and no day on which it would go on."""
    return contract.ended_on is not None and contract.renews_on is None


def _tell_end(case: Account360, contract: Contract, say: Phrases) -> str:
    product = case.called(contract.product_id, say.language) or ""
    return say("contracts.ends", product=product, day=contract.ended_on)


def tell_signed(case: Account360, say: Phrases) -> str:
    """What is signed and begins later; empty where nothing is."""
    return " ".join(_tell_upcoming(case, contract, say) for contract in case.upcoming)


def contracts_section(case: Account360, say: Phrases) -> tuple[Section, ...]:
    """The same as a section of an answer; nothing where there is nothing to know."""
    lines = tell_contracts(case, say)
    return (Section(key="contracts", title=say("contracts.title"), lines=lines),) if lines else ()


def tell_ended(case: Account360, say: Phrases) -> str:
    """The products they had under contract, each with its first and last day; empty where none has ended."""
    running = {contract.product_id for contract in case.running}
    ended = [contract for contract in case.contracts if contract.ended_on and contract.product_id not in running]
    return say.join([_tell_span(case, contract, say) for contract in ended])


def _tell_span(case: Account360, contract: Contract, say: Phrases) -> str:
    product = case.called(contract.product_id, say.language) or ""
    return say("contracts.span", product=product, first=contract.started_on, last=contract.ended_on)


def _tell_upcoming(case: Account360, contract: Contract, say: Phrases) -> str:
    product = case.called(contract.product_id, say.language) or ""
    return say("contracts.upcoming", product=product, day=contract.started_on)
