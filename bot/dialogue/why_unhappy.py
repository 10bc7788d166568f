"""Why one customer is unhappy: their satisfaction, with what they said themselves."""

from __future__ import annotations

from typing import Any

from bot.dialogue.state import DialogueState
from bot.nlu.reading import Reading

_FELT = {
    ("customer", "detractor"),
    ("customer", "passive"),
    ("customer", "nps_score"),
    ("customer", "csat"),
    ("survey", "score"),
}


def why_unhappy(reading: Reading, state: DialogueState) -> tuple[str, dict[str, Any]] | None:
    """The question that says it, with its slots: "why are they unhappy", NPS低いのなんで; None for anything else."""
    atoms = reading.pieces.atoms if reading.pieces else ()
    asks = any((sense.kind, sense.key) == ("ask", "why") for atom in atoms for sense in atom.senses)
    felt = any((sense.thing, sense.key) in _FELT for atom in atoms for sense in atom.senses)
    if reading.pieces is None or reading.pieces.loose or not (asks and felt):
        return None
    if reading.account:
        account: dict[str, Any] = {"account_id": reading.account.id, "account": reading.account.name}
    elif state.account_id is not None and not reading.mention:
        account = {"account_id": state.account_id, "account": state.account}
    else:
        return None
    return "check_satisfaction", {**account, "language": reading.language}
