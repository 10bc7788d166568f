"""By what this firm's losses are told: asked by every answer that tells of losses, so it is light."""

from __future__ import annotations

from sqlalchemy import exists, literal, select

from knowledge.churn.lost_by import ChurnDefinition, name_together
from knowledge.kernel.access import AccessContext
from knowledge.tables import ChurnEvent, Purchase, Subscription


def find_definition(access: AccessContext) -> str:
    """``contract``, ``events``, ``buying`` (``churn.labels``), or several joined by a plus, as ``contract+buying``."""
    return name_together(find_definitions(access))


def find_definitions(access: AccessContext) -> tuple[ChurnDefinition, ...]:
    """As churn.definition says; auto: each customer by what there is of them.

    Losses that the firm itself recorded, with any; those by contract, with any contract; those by buying of customers
    who never had a contract. At a firm that has nothing yet, by buying.
    """
    chosen = access.rules.churn.definition
    if chosen != "auto":
        return (ChurnDefinition(chosen),)
    whole = (ChurnEvent.product_id.is_(None)) & (ChurnEvent.lost_on <= access.as_of)
    contract = Subscription.started_on <= access.as_of
    theirs = exists(select(Subscription.id).where(Subscription.account_id == Purchase.account_id, contract))
    bought = (Purchase.purchased_on <= access.as_of) & (Purchase.quantity > 0)
    there = {
        ChurnDefinition.EVENTS: select(literal(1)).where(whole),
        ChurnDefinition.CONTRACT: select(literal(1)).where(contract),
        ChurnDefinition.BUYING: select(literal(1)).where(bought, ~theirs),
    }
    found = tuple(each for each, rows in there.items() if access.connection.execute(rows.limit(1)).first())
    return found or (ChurnDefinition.BUYING,)
