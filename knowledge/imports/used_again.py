"""An id that a system, or a sheet numbered by hand, gave to something else: questioned, and never believed."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.imports.accounts_merge import may_be_one
from knowledge.imports.canonical import TABLES, Kind
from knowledge.imports.lookups import plain_name
from knowledge.imports.telling import tell

# What says of a row which one it is. All of it changes at once only where the id has become another's.
_NAMED = {"people": ("name", "email"), "products": ("name", "family"), "contacts": ("name", "email")}
# Beside the customer and the days that a row must have: what else says which event it is.
_BESIDE = {"deals": ("name",), "surveys": ("account_id",), "leads": ("company",)}
_FEWEST = 2  # facts that must contradict; one alone is a correction


class UsedAgain:
    """Compares rows of one table with what was stored under their ids. ``columns``: as the store calls them."""

    def __init__(self, table: str, columns: Sequence[str]) -> None:
        self._is_named = table in _NAMED
        self._name = columns.index("name") if self._is_named and "name" in columns else None
        self._places = [columns.index(column) for column in _telling(table) if column in columns]

    def question(self, row_id: str, now: Sequence[object], was: Sequence[object], *, source: str, line: object) -> str:
        """Why an id seems to be another's now; nothing where it may well be the same one."""
        names = {now[self._name], was[self._name]} if self._name is not None else set()
        facts = [
            (now[place], was[place])
            for place in self._places
            if now[place] and was[place] and (place == self._name or not {now[place], was[place]} & names)
        ]  # a family that only repeats the name tells nothing more
        if len(facts) < _FEWEST or any(ours == theirs or self._alike(ours, theirs) for ours, theirs in facts):
            return ""
        before, here = (", ".join(str(value) for value in told if not isinstance(value, int)) for told in _both(facts))
        name = "imports.used_again_named" if self._is_named else "imports.used_again_event"
        return tell(name, id=row_id, before=before, here=here, source=source, line=str(line))

    def is_renamed(self, now: Sequence[object], was: Sequence[object]) -> bool:
        """Whether the name is quite another: told, since it may be another's."""
        place = self._name
        return place is not None and bool(now[place] and was[place]) and not self._alike(now[place], was[place])

    def names(self, now: Sequence[object], was: Sequence[object]) -> tuple[str, str]:
        """The name before and now."""
        return (str(was[self._name]), str(now[self._name])) if self._name is not None else ("", "")

    def _alike(self, ours: object, theirs: object) -> bool:
        if not self._is_named:
            return False
        one, other = plain_name(str(ours)), plain_name(str(theirs))
        return one == other or ("@" not in one and may_be_one(one, other))


def _telling(table: str) -> tuple[str, ...]:
    if table in _NAMED:
        return _NAMED[table]
    required = [
        column.stored_as
        for column in TABLES[table].columns
        if column.required and column.kind in (Kind.REFERENCE, Kind.DAY)
    ]
    return (*required, *_BESIDE.get(table, ()))


def _both(facts: Sequence[tuple[object, object]]) -> tuple[list[object], list[object]]:
    return [before for _, before in facts], [now for now, _ in facts]
