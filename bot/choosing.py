"""Which action answers a message, with which slots: a pure choice from what was understood and the topic."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from bot.answering_back import drops_question, read_answer
from bot.topic import Topic
from bot.understanding.followups import FollowUp
from bot.understanding.steps import is_undo, read_step
from bot.understanding.understanding import AccountMention, Understanding

NEEDS_ACCOUNT = {
    "recommend_offer",
    "brief_account",
    "show_purchases",
    "check_satisfaction",
    "check_usage",
    "check_timing",
    "assess_churn",
    "draft_talk_track",
    "show_checklist",
    "hand_off_account",
    "hold_account",
    "record_need",
    "log_outcome",
}
TAKES_ACCOUNT = NEEDS_ACCOUNT | {
    "compare_tiers",
    "handle_objection",
    "describe_product",
    "ask_playbook",
    "set_reminder",
    "list_handoffs",
}
# Lists of everything that is mine, unless a customer is named in the same breath.
LISTS = {"list_handoffs"}
_SURE_ENOUGH = 0.5


@dataclass(frozen=True)
class Step:
    """Run ``action_<stem>`` with ``slots``. ``waits_for``: the stem that goes on once the question back is answered."""

    stem: str
    slots: dict[str, Any] = field(default_factory=dict)
    waits_for: str | None = None


def choose_action(understood: Understanding, follow_up: FollowUp, topic: Topic) -> Step:
    """The step for one message."""
    if drops_question(understood.text, topic):
        return Step("ask_back", {"kind": "dropped", "language": topic.language or understood.language})
    answered = read_answer(understood, topic)
    if answered is not None and topic.pending:
        return Step(topic.pending["stem"], answered)
    if is_undo(understood.text):
        return Step("undo", {"language": understood.language})
    stem = _choose_stem(understood, follow_up, topic)
    slots = _choose_slots(understood, follow_up, topic, stem)
    if stem is None:
        options = [guess.stem for guess in understood.alternatives[:3]]
        return Step("ask_back", {**slots, "kind": "which_stem", "stems": options})
    if stem == "explain_answer":
        return Step(stem, {**slots, "figures": list(topic.figures), "subject": topic.headline})
    if stem not in TAKES_ACCOUNT or (stem in LISTS and not understood.mention):
        return Step(stem, slots)
    return _with_account(stem, slots, understood, topic)


def _choose_stem(understood: Understanding, follow_up: FollowUp, topic: Topic) -> str | None:
    pending = topic.pending["stem"] if topic.pending else None
    if follow_up.same_question:
        return pending or topic.stem or "brief_account"
    if topic.stem and follow_up.only:
        return topic.stem
    if understood.refused:
        return "out_of_scope"
    if understood.close and understood.confidence < _SURE_ENOUGH:
        return None
    return understood.stem


def _choose_slots(understood: Understanding, follow_up: FollowUp, topic: Topic, stem: str | None) -> dict[str, Any]:
    repeats = follow_up.same_question or follow_up.only
    pending = topic.pending if topic.pending and repeats else None
    carried = dict(pending["slots"]) if pending else dict(topic.slots) if repeats else {}
    if follow_up.same_question:
        carried = {key: value for key, value in carried.items() if key not in {"product", "account_id", "account"}}
    slots = {**carried, **understood.entities, "language": follow_up.language or understood.language}
    if step := read_step(stem, understood.text):
        slots.setdefault("step", step)
    if follow_up.shorter:
        slots["length"] = "short"
    if follow_up.ordinal and len(topic.offers) >= follow_up.ordinal:
        slots["product"] = topic.offers[follow_up.ordinal - 1]
    elif stem in {"draft_talk_track", "show_checklist", "compare_tiers"} and topic.offers and not understood.accounts:
        slots.setdefault("product", topic.offers[0])
    return slots


def _with_account(stem: str, slots: dict[str, Any], understood: Understanding, topic: Topic) -> Step:
    if understood.account:
        return Step(stem, {**slots, "account_id": understood.account.id, "account": understood.account.name})
    if understood.candidates:
        return _ask_which(stem, slots, understood.candidates)
    if understood.mention:
        facts = {"kind": "unknown_account", "mention": understood.mention, "choices": _choices(understood.accounts)}
        return Step("ask_back", {**slots, **facts, "for_stem": stem}, waits_for=stem)
    if topic.account_id is not None:
        return Step(stem, {**slots, "account_id": topic.account_id, "account": topic.account})
    if stem in NEEDS_ACCOUNT:
        return Step("ask_back", {**slots, "kind": "need_account", "for_stem": stem}, waits_for=stem)
    return Step(stem, slots)


def _ask_which(stem: str, slots: dict[str, Any], candidates: tuple[AccountMention, ...]) -> Step:
    facts = {"kind": "which_account", "choices": _choices(candidates), "for_stem": stem}
    return Step("ask_back", {**slots, **facts}, waits_for=stem)


def _choices(accounts: tuple[AccountMention, ...]) -> list[dict[str, Any]]:
    return [{"account_id": account.id, "account": account.name} for account in accounts]
