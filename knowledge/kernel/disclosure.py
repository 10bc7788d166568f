"""Where facts about a customer may be shown: the one place of that rule, beside ``sight``, which says to whom."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select

from knowledge.kernel.access import AccessContext
from knowledge.kernel.rules import ChannelRule
from knowledge.tables import Account, Person


class Showing(StrEnum):
    """Openly, to the asker alone, or not at all."""

    OPENLY = "openly"
    TO_ASKER = "to_asker"
    REFUSED = "refused"


@dataclass(frozen=True)
class Place:
    """Where an answer would stand. ``leaves_firm``: people of another firm read along."""

    channel: str
    is_private: bool
    leaves_firm: bool = False


def decide_showing(
    access: AccessContext, place: Place, *, for_anybody: bool, account_id: int | None, asked_openly: bool
) -> Showing:
    """Whether an answer to this viewer may stand in this place.

    Customer facts go to the asker alone, or to a channel that operations mapped to that account or to its owner's
    team. ``for_anybody``: the question tells nothing of customers unless it is about one. ``asked_openly``: the viewer,
    having read it alone, asks to share it; that is checked anew, and refused where people of another firm read along or
    where the viewer may not see the account (any more).
    """
    if needs_no_look(place, for_anybody=for_anybody, account_id=account_id):
        return Showing.OPENLY
    allowed = not place.leaves_firm and account_id is not None and _sees(access, account_id)
    if asked_openly:
        return Showing.OPENLY if allowed else Showing.REFUSED
    rule = access.rules.slack.channels.get(place.channel)
    if allowed and rule and _is_mapped(access, rule, account_id or 0):
        return Showing.OPENLY
    return Showing.TO_ASKER


def needs_no_look(place: Place, *, for_anybody: bool, account_id: int | None) -> bool:
    """Whether it may stand there whoever asks: only the asker reads it, or it says nothing about any customer."""
    return place.is_private or (account_id is None and for_anybody)


def _sees(access: AccessContext, account_id: int) -> bool:
    query = select(Account.id).where(Account.id == account_id, access.visible)
    return access.connection.execute(query).first() is not None


def _is_mapped(access: AccessContext, rule: ChannelRule, account_id: int) -> bool:
    query = (
        select(Account.key, Person.team)
        .outerjoin(Person, Person.id == Account.owner_id)
        .where(Account.id == account_id, access.visible)
    )
    row = access.connection.execute(query).first()
    return row is not None and ((rule.account or "") == row.key or (rule.team or "") == (row.team or "–"))
