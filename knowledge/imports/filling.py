"""Lines that leave out what the line above said: items of one order, merged cells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from knowledge.imports.files.lines import header_key


class FillDown:
    """Fills the empty cells of some columns with what stood above.

    Columns count from the left: where one is filled, a new group begins and the columns to its right take nothing from
    the group above. ``within``: only lines with the same value there are one group.
    """

    def __init__(self, columns: Sequence[str], within: Sequence[str], header: Mapping[str, int]) -> None:
        self._places = sorted({header[key] for name in columns if (key := header_key(name)) in header})
        self._within = [header[key] for name in within if (key := header_key(name)) in header]
        self._above: dict[int, str] = {}
        self._group: tuple[str, ...] | None = None

    def apply(self, cells: list[str]) -> list[str]:
        """The cells of the next line, filled."""
        if self._within:
            group = tuple(cells[place].strip() for place in self._within)
            if group != self._group:
                self._above, self._group = {}, group
        begins = False
        filled = cells
        for place in self._places:
            if cells[place].strip():
                begins = begins or not self._within
                self._above[place] = cells[place]
            elif begins:
                self._above.pop(place, None)
            elif above := self._above.get(place):
                filled = list(filled) if filled is cells else filled
                filled[place] = above
        return filled
