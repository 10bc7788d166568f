"""Which definition of a lost customer this firm goes by: asked by every answer that tells of losses, so it is light."""

from __future__ import annotations

from sqlalchemy import literal, select

from knowledge.kernel.access import AccessContext
from knowledge.tables import ChurnEvent, Subscription


def find_definition(access: AccessContext) -> str:
    """``contract``, ``events`` or ``buying`` (``churn.labels``), as churn.definition says.

    auto: the losses that the firm itself recorded, with any; else those by contract, with any contract; else by buying.
    """
    chosen = access.rules.churn.definition
    if chosen != "auto":
        return chosen
    whole = (ChurnEvent.product_id.is_(None)) & (ChurnEvent.lost_on <= access.as_of)
    if access.connection.execute(select(literal(1)).where(whole).limit(1)).first():
        return "events"
    begun = select(literal(1)).where(Subscription.started_on <= access.as_of).limit(1)
    return "contract" if access.connection.execute(begun).first() else "buying"
