"""Which definition of a lost customer this firm goes by: asked by every answer that tells of losses, so it is light."""

from __future__ import annotations

from sqlalchemy import literal, select

from knowledge.kernel.access import AccessContext
from knowledge.tables import Subscription


def find_definition(access: AccessContext) -> str:
    """``contract`` or ``buying`` (``analytics.churn_labels``), as churn.definition says; auto: contract, with any."""
    chosen = access.rules.churn.definition
    if chosen != "auto":
        return chosen
    begun = select(literal(1)).where(Subscription.started_on <= access.as_of).limit(1)
    return "contract" if access.connection.execute(begun).first() else "buying"
