"""What may stand in the file of a SQL source."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from knowledge.sync.source_kind import Declaration


class SqlTable(BaseModel):
    """One SELECT. ``cursor``: the column that grows with each change of a row; None: all rows are read each time.

    ``overlap``: how far behind the last cursor a sync begins, for transactions that commit late and clocks that differ:
    minutes where the cursor is a moment, days where it is a day, else so many of what it counts.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    select: str
    cursor: str | None = None
    overlap: int = Field(default=10, ge=0)


class SqlSource(Declaration):
    """``url_env``: the environment variable that holds the address, as SQLAlchemy writes it."""

    kind: Literal["sql"]
    url_env: str
    tables: dict[Annotated[str, Field(pattern=r"^\w{1,60}$")], SqlTable] = Field(min_length=1)
