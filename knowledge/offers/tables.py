"""What was computed about offers for everybody, so that one answer reads a row."""

from __future__ import annotations

from sqlalchemy.orm import Mapped, mapped_column

from knowledge.kernel.base import AccountId, Base, Day, Words
from knowledge.kernel.personal import Holds, Personal


class AccountOffers(Base):
    """One account's products in the chosen scorer's order on a day: JSON, a list of ``ScoredOffer``'s fields each."""

    __tablename__ = "account_offers"
    personal = Personal(Holds.CUSTOMER, "offers ranked at night, computed from purchases and needs; numbers only")
    day: Mapped[Day] = mapped_column(primary_key=True)
    account_id: Mapped[AccountId] = mapped_column(primary_key=True)
    offers: Mapped[Words]
