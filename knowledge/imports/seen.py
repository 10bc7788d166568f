"""Which rows of the store a file has already spoken of, in little memory however long the file is."""

from __future__ import annotations

from sqlalchemy import Connection, Table, func, select


class SeenRows:
    """One bit a row: a bitmap for rows that were there before, and every row added since counts as seen."""

    def __init__(self, connection: Connection, table: Table) -> None:
        self._last_id: int = connection.execute(select(func.coalesce(func.max(table.c.id), 0))).scalar_one()
        self._bits = bytearray(self._last_id // 8 + 1)

    def meet(self, row_id: int) -> bool:
        """Whether the row was seen before; from now on it is."""
        if row_id > self._last_id:
            return True
        byte, bit = divmod(row_id, 8)
        was_seen = bool(self._bits[byte] & (1 << bit))
        self._bits[byte] |= 1 << bit
        return was_seen

    def has_met(self, row_id: int) -> bool:
        """Whether the row was seen before; that changes nothing."""
        if row_id > self._last_id:
            return True
        byte, bit = divmod(row_id, 8)
        return bool(self._bits[byte] & (1 << bit))
