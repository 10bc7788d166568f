"""What every row has: a key of its own, and the file and line it came from."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, ClassVar

from sqlalchemy import BigInteger, Date, DateTime, ForeignKey, Integer, MetaData, String, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from knowledge.kernel.personal import Personal

# Names of constraints are fixed, so that a migration on SQLite can find them again.
_CONSTRAINTS = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}

Key = Annotated[str, mapped_column(String(200))]
Name = Annotated[str, mapped_column(String(400))]
Words = Annotated[str, mapped_column(Text)]
Minor = Annotated[int, mapped_column(BigInteger)]
Code = Annotated[str, mapped_column(String(40))]
Currency = Annotated[str, mapped_column(String(3))]
Day = Annotated[dt.date, mapped_column(Date)]
Moment = Annotated[dt.datetime, mapped_column(DateTime(timezone=True))]
AccountId = Annotated[int, mapped_column(ForeignKey("accounts.id"))]
ProductId = Annotated[int, mapped_column(ForeignKey("products.id"))]
PersonId = Annotated[int, mapped_column(ForeignKey("people.id"))]
ContactId = Annotated[int, mapped_column(ForeignKey("contacts.id"))]


class Base(DeclarativeBase):
    """The customer store's tables. Each declares in ``personal`` whose data it holds and why."""

    personal: ClassVar[Personal]
    metadata = MetaData(naming_convention=_CONSTRAINTS)


class Row:
    """``key`` is unique in its table and stable across imports; ``source`` and ``source_line`` say where it stood."""

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    key: Mapped[str] = mapped_column(String(200), unique=True)
    source: Mapped[str] = mapped_column(String(200))
    source_line: Mapped[int | None] = mapped_column(Integer)
