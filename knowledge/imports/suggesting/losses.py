"""A list of customers that says of each whether it was lost, one line a customer: what the learner is taught by."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from knowledge.imports.cells.unclear import CellUnclear
from knowledge.imports.cells.words import read_flag
from knowledge.imports.files.lines import header_key
from knowledge.imports.suggesting.drafting import Looked, known_words
from knowledge.imports.suggesting.tables import Part, beside_customer, meant
from knowledge.imports.telling import tell

_CHURNED = "churned"


def add_labelled_losses(looked: Sequence[Looked]) -> None:
    """Give such lists a part for their losses, unless a file tells the losses by itself."""
    labelled = [(found, customer) for found in looked if (customer := _customer(found))]
    for found, _ in labelled:
        if found.tables() == {"churn_events"} and not all(map(_says_lost, _words(found))):
            found.parts.clear()  # most lines are no losses, though the file has a column for their day
    if any("churn_events" in found.tables() for found in looked):
        return
    for found, customer in labelled:
        _add_losses(found, customer)


def _customer(found: Looked) -> str | None:
    """What names the customer, where a list says of each in one line whether they were lost."""
    customer = meant("customer", found.concepts)
    is_list = _CHURNED in found.concepts and customer and not found.known_as and _is_one_a_line(found, customer)
    return customer if is_list else None


def _words(found: Looked) -> tuple[str, ...]:
    column = found.concepts[_CHURNED].column
    return next(profile.words for profile in found.profiles if profile.name == column)


def _add_losses(found: Looked, customer: str) -> None:
    day = meant("loss", found.concepts)
    lost = tuple(filter(_says_lost, _words(found)))
    losses = Part("churn_events", {"account": customer}, when=(_CHURNED, lost))
    losses.columns |= {"lost_on": day} if day else {}
    losses.columns |= {"reason": "reason"} if "reason" in found.concepts else {}
    if day is None:
        made = dt.datetime.fromtimestamp(found.source.path.stat().st_mtime, dt.UTC).date()
        losses.constants["lost_on"] = f"{made}   # {tell('import_suggest.files_day')}"
    for part in found.parts:
        if part.table == "subscriptions" and day and "ended_on" not in part.columns:
            part.columns["ended_on"] = day
    if "accounts" not in found.tables():
        found.parts.insert(0, beside_customer(found.concepts))
    found.parts.append(losses)


def _is_one_a_line(found: Looked, customer: str) -> bool:
    column = found.concepts[customer].column
    return any(profile.name == column and profile.distinct == 1 for profile in found.profiles)


def _says_lost(word: str) -> bool:
    if header_key(word) in {header_key(known) for known in known_words("churned")["yes"]}:
        return True
    try:
        return read_flag(word)
    except CellUnclear:
        return False
