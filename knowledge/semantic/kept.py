"""How new the rows of a thing are: told to colleagues who may not see them, too."""

from __future__ import annotations

import datetime as dt

from knowledge.kernel.access import AccessContext
from knowledge.semantic.loading import load_catalogue
from knowledge.semantic.look_up import look_up
from knowledge.semantic.query import Condition, Operator, Query
from knowledge.semantic.visibility import sees_nothing

_DATA, _KIND, _LATEST = "data", "kind", "latest"
_CUSTOMER = "customer"


def newest_day(thing: str, access: AccessContext) -> dt.date | None:
    """The newest day on which a row of this thing lies; None where none has a day, or a stranger asks."""
    if thing == _CUSTOMER:  # what is told of them is no matter of a day
        return None
    data = load_catalogue().thing(_DATA)
    kind = next((each for each in data.fields[_KIND].values if each in {thing, f"{thing}s", f"{thing}es"}), None)
    if kind is None or sees_nothing(data, access):
        return None
    query = Query(_DATA, select=(_LATEST,), where=(Condition(_KIND, Operator.IS, (kind,)),))
    days = [row[_LATEST] for row in look_up(query, access).rows if row[_LATEST]]
    return max(days, default=None)
