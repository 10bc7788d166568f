"""What tools take, typed, so that a model fills it in right."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Language = Literal["en", "ja"]
AsOf = Annotated[dt.date | None, Field(description="The day to answer for. Left out: today.")]
CustomerName = Annotated[str, Field(description="The customer's name as people say it, or its number from an answer.")]
Value = str | int | float


class _Input(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Where(_Input):
    """One condition. ``field`` is a path of the catalogue over links: ``owner``, ``customer.industry``."""

    field: str = ""
    operator: Literal[
        "is",
        "is_not",
        "one_of",
        "less",
        "at_most",
        "more",
        "at_least",
        "between",
        "contains",
        "starts_with",
        "empty",
        "known",
        "has",
        "has_not",
    ] = "is"
    values: list[Value] = Field(default_factory=list, description="Days: YYYY-MM-DD, today, today+60. me: the person.")
    where: list[Where] = Field(default_factory=list, description="With has and has_not: what the linked rows must be.")
    any_of: list[Where] = Field(default_factory=list, description="One of these is enough; then field stays empty.")


class MeasureOf(_Input):
    """``count``; ``sum``, ``average``, ``largest``, ``smallest`` of a field; or a measure of the catalogue."""

    name: str
    of: str | None = None


class OrderBy(_Input):
    """By a field or a measure's name."""

    field: str
    descending: bool = False


class Between(_Input):
    """Days, both included; either may be left out. ``on``: the field that is meant, if not the thing's usual day."""

    since: dt.date | None = None
    until: dt.date | None = None
    on: str | None = None


class LookUp(_Input):
    """A question to the store as data: thing, fields, conditions, measures, groups, order."""

    thing: str = Field(description="A thing of the resource osusume://catalogue, such as customer, contract, ticket.")
    select: list[str] = Field(default_factory=list, description="Fields to be told. Left out: the usual ones.")
    where: list[Where] = Field(default_factory=list)
    measures: list[MeasureOf] = Field(default_factory=list)
    group_by: list[str] = Field(default_factory=list)
    order_by: list[OrderBy] = Field(default_factory=list)
    limit: Annotated[int | None, Field(ge=1, le=500)] = None
    period: Between | None = None
    grain: Literal["day", "week", "month", "quarter", "year"] | None = Field(default=None, description="Cuts a trend.")

    def to_query(self) -> dict[str, Any]:
        """The look-up as the engine reads it."""
        told: dict[str, Any] = _without_empty(self.model_dump(mode="json", exclude_none=True))
        return told


def _without_empty(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _without_empty(each) for name, each in value.items() if each not in ([], "", {})}
    return [_without_empty(each) for each in value] if isinstance(value, list) else value


class _Change(_Input):
    customer: CustomerName


class NoteChange(_Change):
    """Keep a note about a customer."""

    kind: Literal["note"]
    text: str


class NeedChange(_Change):
    """Keep what a customer needs, in their words."""

    kind: Literal["need"]
    need: str
    said_by: str | None = None


class HoldChange(_Change):
    """Ask that nobody pitches the customer until a day."""

    kind: Literal["hold"]
    reason: str
    until: dt.date


class ReminderChange(_Change):
    """Remind the person of something about the customer."""

    kind: Literal["reminder"]
    remind_at: dt.datetime = Field(description="With its zone: 2026-12-01T09:00:00+09:00")
    note: str


class OutcomeChange(_Change):
    """What the customer answered to an offer."""

    kind: Literal["outcome"]
    outcome: Literal["pitched", "won", "lost", "later", "too_early", "not_relevant"]
    product: str | None = None
    reason: Literal["price", "timing", "no_need", "competitor", "missing_feature", "no_budget", "other"] | None = None
    reason_text: str | None = None


class HandoffChange(_Change):
    """Hand the customer to the other side, with what they need."""

    kind: Literal["handoff"]
    need: str
    toward: Literal["sales", "cs"] | None = None
    urgency: Literal["normal", "hot"] = "normal"


Change = Annotated[
    NoteChange | NeedChange | HoldChange | ReminderChange | OutcomeChange | HandoffChange, Field(discriminator="kind")
]
INTENTS = {
    "note": "record_fact",
    "need": "record_need",
    "hold": "hold_account",
    "reminder": "set_reminder",
    "outcome": "log_outcome",
    "handoff": "hand_off_account",
}


def slots_of(change: _Change) -> dict[str, Any]:
    """What the change says, by the slots of its question."""
    told = change.model_dump(mode="json", exclude_none=True, exclude={"kind", "customer"})
    return told | ({"fact": "note"} if isinstance(change, NoteChange) else {})
