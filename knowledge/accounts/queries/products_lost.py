"""Products that a customer gave up, as another system tells it with the reason, while they stay a customer."""

from __future__ import annotations

from sqlalchemy import Select, or_, select

from knowledge.accounts.history import ProductLost
from knowledge.kernel.access import AccessContext
from knowledge.kernel.rows import records_by_account
from knowledge.tables import Account, ChurnEvent


def load_products_lost(access: AccessContext, account_id: int) -> tuple[ProductLost, ...]:
    """Those not taken again by access.as_of, the latest loss first; empty where the customer may not be seen."""
    rows = access.connection.execute(_lost(access).where(ChurnEvent.account_id == account_id))
    return records_by_account(ProductLost, rows).get(account_id, ())


def load_all_products_lost(access: AccessContext) -> dict[int, tuple[ProductLost, ...]]:
    """The same of every customer that the viewer may see."""
    return records_by_account(ProductLost, access.connection.execute(_lost(access)))


def _lost(access: AccessContext) -> Select[*tuple[object, ...]]:
    table = ChurnEvent
    away = or_(table.back_on.is_(None), table.back_on > access.as_of)
    return (
        select(table.account_id, table.product_id, table.lost_on, table.reason, table.reason_text)
        .join(Account, Account.id == table.account_id)
        .where(access.visible, table.product_id.is_not(None), table.lost_on <= access.as_of, away)
        .order_by(table.account_id, table.lost_on.desc(), table.id.desc())
    )
