"""A question about what is kept nowhere, and of whom it is asked."""

from __future__ import annotations

from typing import Any

from bot.dialogue.keeping import orders_surely
from bot.dialogue.said_words import speaks_of_it, wants_text
from bot.dialogue.state import DialogueState
from bot.nlu.not_kept import topic_not_kept
from bot.nlu.reading import Reading
from bot.nlu.steps import asks_something
from bot.nlu.told import tells


def not_kept(understood: Reading, topic: DialogueState) -> dict[str, Any] | None:
    """The topic as a slot, with the customer named or spoken of; None where something else is asked, or told."""
    named = topic_not_kept(understood.text)
    if named is None or topic.pending or understood.names_nobody:
        return None
    told = tells(understood) and not asks_something(understood.text) and "?" not in understood.text
    if told or orders_surely(understood) or wants_text(understood) or understood.record:
        return None
    if understood.account:
        return {"topic": named, "account_id": understood.account.id, "account": understood.account.name}
    goes_on = topic.account_id is not None and speaks_of_it(understood)
    return {"topic": named, **({"account_id": topic.account_id, "account": topic.account} if goes_on else {})}
