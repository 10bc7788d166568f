"""Who may be given a handoff, for whoever chooses among them."""

from __future__ import annotations

from knowledge.handoffs.handoff import Colleague
from knowledge.handoffs.lifecycle import HandoffKind
from knowledge.handoffs.queries.handoffs import load_handoff
from knowledge.kernel.access import AccessContext
from knowledge.people.queries.colleagues import find_takers

_TOWARD = {"sales": [HandoffKind.TO_SALES], "cs": [HandoffKind.TO_CS]}


def find_who_may_take(
    access: AccessContext, said: str, *, handoff_id: int | None, toward: str | None
) -> list[Colleague]:
    """Those whose name or e-mail holds what was typed: for this handoff but its holder, or for one ``toward`` a side.

    Without a side: those of both.
    """
    card = load_handoff(access, handoff_id) if handoff_id else None
    kinds = [card.kind] if card else _TOWARD.get(toward or "", [HandoffKind.TO_SALES, HandoffKind.TO_CS])
    team, holder = (card.team, card.to_id) if card else (None, None)
    found = [one for kind in kinds for one in find_takers(access.connection, kind, on=access.as_of, team=team)]
    asked = said.casefold().strip()
    return [one for one in found if one.id != holder and asked in f"{one.name} {one.key}".casefold()]
