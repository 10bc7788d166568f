"""What is asked back before an action can run: whom it is about, which of several, as what it is kept."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from actions.registry import spec_of
from bot.dialogue.said_words import loose_name
from bot.dialogue.state import DialogueState
from bot.dialogue.step import Step
from bot.nlu.reading import AccountMention, Reading
from bot.nlu.told import FACTS, tells

_WORTH_A_BUTTON = 0.05  # probability of an intent: below it a third button is noise
_CLEARLY_NEAREST = 15.0  # likeness, 0-100: so far ahead of the next name, "did you mean" names one


def with_account(intent: str, slots: dict[str, Any], understood: Reading, topic: DialogueState) -> Step:
    """The step about the customer named, else the thread's; a question back where it is neither, or nobody's.

    A name with a slip is answered, but nothing is written down of it unasked.
    """
    if understood.account and spec_of(intent).writes and understood.account.is_slip:
        return ask_unknown(intent, slots, understood)
    if understood.account:
        named = {"account_id": understood.account.id, "account": understood.account.name}
        return Step(
            intent, {**slots, **named, **({"mention_said": understood.mention} if spec_of(intent).writes else {})}
        )
    if understood.candidates:
        return ask_which(intent, slots, understood.candidates)
    if understood.mention:
        return ask_unknown(intent, slots, understood)
    if spec_of(intent).needs_account and (said := loose_name(understood)) and topic.account_id is None:
        return ask_unknown(intent, slots, replace(understood, mention=said))
    if topic.account_id is not None:
        return Step(intent, {**slots, "account_id": topic.account_id, "account": topic.account})
    if spec_of(intent).needs_account:
        return ask_whom(intent, slots)
    return Step(intent, slots)


def ask_what(slots: dict[str, Any], understood: Reading, topic: DialogueState) -> Step:
    """Which of the likeliest questions is meant; where something is told, as what to keep it."""
    whom = whom_meant(understood, topic)
    if whom and tells(understood):
        return ask_as_what(understood, whom)
    options = [guess.intent for guess in understood.alternatives[:3] if guess.confidence >= _WORTH_A_BUTTON]
    facts = {"kind": "which_intent", "intents": options}
    return Step("ask_back", {**slots, **whom, **facts}, waits_for=understood.intent)


def whom_meant(understood: Reading, topic: DialogueState) -> dict[str, Any]:
    """The customer named, else the thread's; empty where a name is nobody's."""
    if understood.account:
        return {"account_id": understood.account.id, "account": understood.account.name}
    if topic.account_id is not None and not understood.mention:
        return {"account_id": topic.account_id, "account": topic.account}
    return {}


def ask_as_what(understood: Reading, whom: dict[str, Any]) -> Step:
    """Something is told, and it is in doubt as what: it is shown before anything is kept."""
    kinds = [f"{tale.intent}.{tale.what}" for tale in understood.told.likely if tale.confidence >= _WORTH_A_BUTTON]
    facts = {"kind": "which_fact", "kinds": kinds, "words": understood.text, "language": understood.language}
    return Step("ask_back", {**facts, **whom}, waits_for=FACTS)


def ask_whom(intent: str, slots: dict[str, Any]) -> Step:
    """Which customer it is about."""
    return Step("ask_back", {**slots, "kind": "need_account", "for_intent": intent}, waits_for=intent)


def ask_unknown(intent: str, slots: dict[str, Any], understood: Reading) -> Step:
    """That nobody is called so, with who comes near."""
    near = understood.accounts
    facts = {"kind": "unknown_account", "mention": understood.mention, "choices": _choices(near), "for_intent": intent}
    if near and (len(near) == 1 or near[0].score - near[1].score >= _CLEARLY_NEAREST):
        facts["likely"] = near[0].name
    return Step("ask_back", {**slots, **facts}, waits_for=intent)


def ask_which(intent: str, slots: dict[str, Any], candidates: tuple[AccountMention, ...]) -> Step:
    """Which of several customers of one name."""
    facts = {"kind": "which_account", "choices": _choices(candidates), "for_intent": intent}
    return Step("ask_back", {**slots, **facts}, waits_for=intent)


def _choices(accounts: tuple[AccountMention, ...]) -> list[dict[str, Any]]:
    return [{"account_id": account.id, "account": account.name} for account in accounts]


def no_such_line(count: int, understood: Reading) -> Step:
    """That the last list has no such line."""
    return Step("ask_back", {"kind": "no_such_line", "count": str(count), "language": understood.language})
