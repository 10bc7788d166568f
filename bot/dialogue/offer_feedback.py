"""What is said of the offer just shown, and of nothing else: it is logged with it, as by the buttons below it."""

from __future__ import annotations

from typing import Any

from actions.registry import spec_of
from bot.dialogue.state import DialogueState
from bot.nlu.followups import FollowUp
from bot.nlu.offer_words import read_offer_verdict
from bot.nlu.reading import Reading


def judge_offer(understood: Reading, follow_up: FollowUp, topic: DialogueState) -> tuple[str, dict[str, Any]] | None:
    """The intent and its slots; None where no offer stands above or something else is said.

    "Too early" is the customer's answer (an outcome, with the day to come back on), "not relevant" a colleague's word.
    """
    shows = topic.intent is not None and spec_of(topic.intent).shows_offer and topic.offers
    verdict = read_offer_verdict(understood.text) if shows else None  # after any other answer they mean something else
    if verdict is None or topic.account_id is None or understood.mention:
        return None
    said = {name: understood.entities[name] for name in ("product", "until", "date") if name in understood.entities}
    if follow_up.ordinal and follow_up.ordinal <= len(topic.offers):
        said["product"] = topic.offers[follow_up.ordinal - 1]
    elif len(topic.offers) == 1:
        said.setdefault("product", topic.offers[0])
    about = {"account_id": topic.account_id, "account": topic.account, "language": understood.language}
    if verdict == "not_relevant":
        return "give_feedback", {**said, **about, "feedback": verdict, "answer": topic.intent}
    return "log_outcome", {**said, **about, "outcome": verdict}
