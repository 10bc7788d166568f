"""Asks back instead of guessing: which customer, which question, what was meant."""

from __future__ import annotations

from typing import Any

from actions.base import QuestionAction
from actions.question import Question
from actions.reply import Choice, Reply
from knowledge.playbook.phrases import Phrases
from knowledge.store.book import Book


class AskBack(QuestionAction):
    """Answers with a question and buttons. ``kind`` says what is missing; typed slots are kept in each button."""

    stem = "ask_back"

    def answer(self, question: Question, book: Book, say: Phrases) -> Reply:  # noqa: ARG002 - needs no book
        """The question back of this ``kind``."""
        kind = question.word("kind") or "empty"
        choices = _stem_choices(question, say) if kind == "which_stem" else _account_choices(question)
        phrase = f"ask_back.{kind}"
        facts: dict[str, Any] = {"mention": question.word("mention"), "incident": question.word("incident")}
        if kind == "unknown_account" and not choices:
            phrase = "ask_back.unknown_account_alone"
        named = {"unknown_account": ("mention",), "unknown_account_alone": ("mention",), "incident": ("incident",)}
        used = {key: facts[key] for key in named.get(phrase.partition(".")[2], ())}
        trouble = kind in {"unknown_account", "incident"}
        return Reply(
            stem=self.stem, language=say.language, headline=say(phrase, **used), choices=choices, trouble=trouble
        )


def _account_choices(question: Question) -> tuple[Choice, ...]:
    stem = question.word("for_stem")
    kept = {
        key: value
        for key, value in question.slots.items()
        if key not in {"kind", "choices", "for_stem", "mention", "asker", "as_of"} and isinstance(value, (str, int))
    }
    return tuple(
        Choice(label=option["account"], stem=stem, slots={**kept, **option})
        for option in question.slots.get("choices", [])[:3]
    )


def _stem_choices(question: Question, say: Phrases) -> tuple[Choice, ...]:
    kept = {key: question.slots[key] for key in ("account_id", "account", "product") if key in question.slots}
    return tuple(
        Choice(label=say(f"stems.{stem}"), stem=stem, slots=kept) for stem in question.slots.get("stems", [])[:3]
    )
