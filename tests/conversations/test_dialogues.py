"""Whole dialogues, one YAML file each kind; ``README.md`` beside them tells how to add one."""

from __future__ import annotations

import datetime as dt
import functools
from pathlib import Path
from typing import Any

import pytest
import yaml
from sqlalchemy import select, update

from actions.registry import asked_intents
from actions.reply import Reply
from bot.dialogue.conversation import Conversation
from bot.dialogue.message import Click, Message
from knowledge.tables import ConversationState

FOLDER = Path(__file__).parent / "dialogues"
KEYS = {"say", "click", "again", "waited_hours", "lang", "expect"}
EXPECTED = {
    "intent",
    "account",
    "language",
    "verdict",
    "headline",
    "words",
    "absent",
    "offers",
    "choices",
    "answers",
    "sections",
    "trouble",
}


@functools.cache
def _load() -> list[Any]:
    dialogues = [
        pytest.param(dialogue, id=f"{path.stem}: {dialogue['dialogue']}")
        for path in sorted(FOLDER.glob("*.yml"))
        for dialogue in yaml.safe_load(path.read_text(encoding="utf-8"))
    ]
    assert dialogues
    return dialogues


@pytest.mark.parametrize("dialogue", _load())
def test_a_dialogue_goes_as_written(dialogue: dict[str, Any], conversation: Conversation) -> None:
    replies: tuple[Reply, ...] = ()
    for number, step in enumerate(dialogue["steps"]):
        assert not step.keys() - KEYS, f"unknown words in a step: {step.keys() - KEYS}"
        if hours := step.get("waited_hours"):
            _let_time_pass(conversation, hours)
        message = Message(
            dialogue.get("as", "operator"),
            thread=f"dialogue-{number}" if step.get("again") == "new thread" else "dialogue",
            text=str(step.get("say", "")),
            click=_click(step["click"], replies) if "click" in step else None,
            as_of=dialogue.get("as_of"),
            language=step.get("lang"),
        )
        replies = conversation.reply_to(message).replies
        wanted = step.get("expect", {})
        assert not wanted.keys() - EXPECTED, f"unknown words in expect: {wanted.keys() - EXPECTED}"
        place = f"after {message.text or step.get('click')!r}"
        assert len(replies) == wanted.get("answers", 1), place
        _compare(wanted, replies, place)


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("intent", asked_intents())
def test_a_question_is_reached_by_what_somebody_says_in_a_dialogue(intent: str, language: str) -> None:
    """What a classifier is sure of may still be looked up, or be taken for an order: only a dialogue tells."""
    steps = [step for param in _load() for step in param.values[0]["steps"] if "say" in step]
    reached = [
        step["say"] for step in steps if intent in _intents(step) and _is_japanese(step["say"]) == (language == "ja")
    ]
    assert reached, f"tests/conversations/dialogues: no step in {language} says what expects {{intent: {intent}}}"


def _intents(step: dict[str, Any]) -> list[str]:
    wanted = step.get("expect", {}).get("intent", [])
    return [wanted] if isinstance(wanted, str) else wanted


def _is_japanese(said: str) -> bool:
    return any(letter > "\u3000" for letter in said)


def test_the_dialogues_cover_both_languages_evenly() -> None:
    first_words = [param.values[0]["steps"][0]["say"] for param in _load()]
    japanese = sum(map(_is_japanese, first_words))
    assert len(first_words) >= 44
    assert 0.4 <= japanese / len(first_words) <= 0.6


def _click(label: str, replies: tuple[Reply, ...]) -> Click:
    choice = next(choice for reply in replies for choice in reply.choices if choice.label == label)
    return Click(str(choice.intent), dict(choice.slots))


def _compare(wanted: dict[str, Any], replies: tuple[Reply, ...], place: str) -> None:
    last = replies[-1]
    seen = {
        "intent": [reply.intent for reply in replies] if isinstance(wanted.get("intent"), list) else last.intent,
        "account": last.account.name if last.account else None,
        "language": last.language,
        "verdict": str(last.verdict) if last.verdict else None,
        "headline": last.headline,
        "offers": [offer.product for offer in last.offers],
        "choices": [choice.label for choice in last.choices],
        "trouble": last.trouble,
    }
    assert {key: seen[key] for key in wanted if key in seen} == {k: v for k, v in wanted.items() if k in seen}, place
    told = "\n".join(_told(reply) for reply in replies)
    for word in wanted.get("words", []):
        assert str(word) in told, f"{place}: {word!r} is not said in\n{told}"
    for word in wanted.get("absent", []):
        assert str(word) not in told, f"{place}: {word!r} is said in\n{told}"
    for key in wanted.get("sections", []):
        assert key in [section.key for section in last.sections], place


def _told(reply: Reply) -> str:
    """Every word that a reader sees."""
    lines = [line.text for section in reply.sections for line in section.lines]
    titles = [section.title for section in reply.sections]
    cells = [cell for table in reply.tables for row in table.rows for cell in row]
    boxes = [item.text for item in reply.checklist]
    tiers = [word for tier in reply.tiers for word in (tier.name, tier.price, *tier.gives, *tier.lacks)]
    return "\n".join([reply.headline, reply.confidence_reason, *titles, *lines, *cells, *boxes, *tiers])


def _let_time_pass(conversation: Conversation, hours: float) -> None:
    """Age what is remembered, in place of waiting."""
    engine = conversation.memory.knowledge.engine  # type: ignore[attr-defined]
    with engine.begin() as connection:
        updated = connection.execute(select(ConversationState.updated_at)).scalar_one()
        connection.execute(update(ConversationState).values(updated_at=updated - dt.timedelta(hours=hours)))
