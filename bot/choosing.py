"""Which action answers a message, with which slots: a pure choice from what was understood and the topic."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from bot.answering_back import ask_again, drops_question, read_answer
from bot.carrying import choose_slots
from bot.message import Click
from bot.topic import Topic
from bot.understanding.followups import FollowUp
from bot.understanding.steps import is_undo
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
_WORTH_A_BUTTON = 0.05  # probability of a stem: below it a third button is noise
_CLEARLY_NEAREST = 15.0  # likeness, 0-100: so far ahead of the next name, "did you mean" names one


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
    if (again := ask_again(understood.text, topic)) is not None and topic.pending:
        return Step("ask_back", {**again, "language": understood.language}, waits_for=topic.pending["stem"])
    if is_undo(understood.text):
        return Step("undo", {"language": understood.language})
    stem = _choose_stem(understood, follow_up, topic)
    slots = choose_slots(understood, follow_up, topic, stem)
    if stem is None:
        return _ask_what(slots, understood, topic)
    if stem == "explain_answer":
        return Step(stem, {**slots, **_explained(topic)})
    if stem not in TAKES_ACCOUNT or (stem in LISTS and not understood.mention):
        return Step(stem, slots)
    return _with_account(stem, slots, understood, topic)


def choose_click(click: Click, topic: Topic, *, language: str) -> Step:
    """The step for a button, which says all itself but for what the thread is about."""
    slots = {"language": language, **click.slots}
    if click.stem == "explain_answer":
        return Step(click.stem, {**slots, **_explained(topic)})
    if click.stem not in NEEDS_ACCOUNT or "account_id" in slots:
        return Step(click.stem, slots)
    if topic.account_id is not None:
        return Step(click.stem, {**slots, "account_id": topic.account_id, "account": topic.account})
    return _ask_whom(click.stem, slots)


def _choose_stem(understood: Understanding, follow_up: FollowUp, topic: Topic) -> str | None:
    pending = topic.pending["stem"] if topic.pending else None
    if follow_up.same_question:
        return pending or topic.stem or "brief_account"
    if topic.stem and follow_up.only:
        return "draft_talk_track" if _asks_for_words(follow_up, topic) else topic.stem
    if understood.refused:
        return "out_of_scope"
    if understood.close:
        return None
    return understood.stem


def _asks_for_words(follow_up: FollowUp, topic: Topic) -> bool:
    """ "As an e-mail" asks for a draft; so does "the second one", the words of the first being told already."""
    second = follow_up.ordinal and topic.stem == "recommend_offer" and follow_up.ordinal <= len(topic.offers)
    return bool(follow_up.medium or second)


def _ask_what(slots: dict[str, Any], understood: Understanding, topic: Topic) -> Step:
    whom: dict[str, Any] = {}
    if understood.account:
        whom = {"account_id": understood.account.id, "account": understood.account.name}
    elif topic.account_id is not None and not understood.mention:
        whom = {"account_id": topic.account_id, "account": topic.account}
    options = [guess.stem for guess in understood.alternatives[:3] if guess.confidence >= _WORTH_A_BUTTON]
    facts = {"kind": "which_stem", "stems": options}
    return Step("ask_back", {**slots, **whom, **facts}, waits_for=understood.stem)


def _explained(topic: Topic) -> dict[str, Any]:
    return {"figures": list(topic.figures), "subject": topic.headline}


def _with_account(stem: str, slots: dict[str, Any], understood: Understanding, topic: Topic) -> Step:
    if understood.account:
        return Step(stem, {**slots, "account_id": understood.account.id, "account": understood.account.name})
    if understood.candidates:
        return _ask_which(stem, slots, understood.candidates)
    if understood.mention:
        return _ask_unknown(stem, slots, understood)
    if topic.account_id is not None:
        return Step(stem, {**slots, "account_id": topic.account_id, "account": topic.account})
    if stem in NEEDS_ACCOUNT:
        return _ask_whom(stem, slots)
    return Step(stem, slots)


def _ask_whom(stem: str, slots: dict[str, Any]) -> Step:
    return Step("ask_back", {**slots, "kind": "need_account", "for_stem": stem}, waits_for=stem)


def _ask_unknown(stem: str, slots: dict[str, Any], understood: Understanding) -> Step:
    near = understood.accounts
    facts = {"kind": "unknown_account", "mention": understood.mention, "choices": _choices(near), "for_stem": stem}
    if near and (len(near) == 1 or near[0].score - near[1].score >= _CLEARLY_NEAREST):
        facts["likely"] = near[0].name
    return Step("ask_back", {**slots, **facts}, waits_for=stem)


def _ask_which(stem: str, slots: dict[str, Any], candidates: tuple[AccountMention, ...]) -> Step:
    facts = {"kind": "which_account", "choices": _choices(candidates), "for_stem": stem}
    return Step("ask_back", {**slots, **facts}, waits_for=stem)


def _choices(accounts: tuple[AccountMention, ...]) -> list[dict[str, Any]]:
    return [{"account_id": account.id, "account": account.name} for account in accounts]
