"""Asks back instead of guessing: which customer, which question, what was meant."""

from __future__ import annotations

from actions.base import QuestionAction
from actions.presenters.playbook import FOUND_FROM, tell_alone
from actions.question import Question
from actions.reply import Choice, Line, Reply, Section, Tone
from knowledge.accounts.queries.likeliest import load_likeliest
from knowledge.kernel.access import AccessContext
from knowledge.playbook.phrases import Phrases

_FACTS_INTENT = "record_fact"


class AskBack(QuestionAction):
    """Answers with a question and buttons. ``kind`` says what is missing; typed slots are kept in each button."""

    intent = "ask_back"

    def answer(self, question: Question, access: AccessContext, say: Phrases) -> Reply:
        """The question back of this ``kind``."""
        kind = question.word("kind") or "empty"
        if kind == "which_intent" and (article := self._article(question)):
            return tell_alone(article, access.rules, say)
        choices = _intent_choices(question, say) if kind == "which_intent" else _account_choices(question)
        if kind == "need_account" and question.word("for_intent"):
            choices = _likeliest(question, access)
        if kind == "confirm":
            return self._card(question, say)
        if kind == "which_fact":
            return self._which_fact(question, say)
        facts = {name: question.word(name) for name in _FACTS.get(kind, ())}
        if kind == "unknown_account":
            kind = "unknown_account_likely" if facts["likely"] else kind if choices else "unknown_account_alone"
        trouble = kind.startswith("unknown_account") or kind == "incident"
        headline = say(f"ask_back.{kind}", **facts)
        return Reply(intent=self.intent, language=say.language, headline=headline, choices=choices, trouble=trouble)

    def _article(self, question: Question) -> str | None:
        """The playbook's article that a doubtful question is near to, if it is near to one."""
        found = self.knowledge.articles.find(question.text) if question.text else ()
        return found[0].key if found and found[0].likeness >= FOUND_FROM else None

    def _card(self, question: Question, say: Phrases) -> Reply:
        """What would be kept, for a yes, as a note instead, or not at all; nothing is written before."""
        intent, account, words = question.word("for_intent"), question.word("account"), question.word("words") or ""
        kept = question.kept(*_NOT_KEPT)
        whom = {name: kept[name] for name in ("account_id", "account") if name in kept}
        choices = (
            Choice(label=say("ask_back.confirm_yes"), intent=intent, slots=kept),
            Choice(
                label=say("ask_back.confirm_note"), intent="record_fact", slots={**whom, "fact": "note", "text": words}
            ),
            Choice(label=say("ask_back.confirm_no"), intent="ask_back", slots={"kind": "dropped"}),
        )
        headline = say("ask_back.confirm", what=say(f"{intent}.name"), account=account)
        lines = (Line(text=words, tone=Tone.QUOTE),) if words else ()
        return Reply(
            intent=self.intent,
            language=say.language,
            headline=headline,
            sections=(Section(key="card", lines=lines),) if lines else (),
            choices=choices,
        )

    def _which_fact(self, question: Question, say: Phrases) -> Reply:
        """What was told, and as what it may be kept; nothing is written before."""
        words, account = question.word("words") or "", question.word("account")
        whom = {name: value for name in ("account_id", "account") if (value := question.slots.get(name)) is not None}
        choices = [
            Choice(label=label, intent=intent, slots={**whom, **slots})
            for label, intent, slots in (_kept_as(kind, words, say) for kind in question.slots.get("kinds", ()))
        ]
        if all(choice.slots.get("fact") != "note" for choice in choices):
            as_note = {**whom, "fact": "note", "text": words}
            choices.append(Choice(label=say("ask_back.confirm_note"), intent=_FACTS_INTENT, slots=as_note))
        choices.append(Choice(label=say("ask_back.confirm_no"), intent=self.intent, slots={"kind": "dropped"}))
        quote = Section(key="card", lines=(Line(text=words, tone=Tone.QUOTE),))
        headline = say("ask_back.which_fact", account=account)
        return Reply(
            intent=self.intent, language=say.language, headline=headline, sections=(quote,), choices=tuple(choices)
        )


def _kept_as(kind: str, words: str, say: Phrases) -> tuple[str, str, dict[str, str]]:
    """The button that keeps words as this kind: label, intent, slots."""
    intent, _, what = kind.partition(".")
    if intent == _FACTS_INTENT:
        return say(f"record_fact.as_{what}"), intent, {"fact": what, "text": words}
    said = {"text": words, "need": words, "note": words, **({"outcome": what} if what else {})}
    return say(f"{intent}.name"), intent, said


# What a question back says beside its words.
_FACTS = {
    "unknown_account": ("mention", "likely"),
    "incident": ("incident",),
    "no_such_line": ("count",),
    "reminds_only_you": ("person",),
    "unknown_colleague": (),
}
_NOT_KEPT = ("for_intent", "mention", "likely", "intents", "incident", "count", "words")


def _account_choices(question: Question) -> tuple[Choice, ...]:
    intent, kept = question.word("for_intent"), question.kept(*_NOT_KEPT)
    return tuple(
        Choice(label=option["account"], intent=intent, slots={**kept, **option})
        for option in question.slots.get("choices", [])[:3]
    )


def _likeliest(question: Question, access: AccessContext) -> tuple[Choice, ...]:
    intent, kept = question.word("for_intent"), question.kept(*_NOT_KEPT)
    return tuple(
        Choice(label=name, intent=intent, slots={**kept, "account_id": account_id, "account": name})
        for account_id, name in load_likeliest(access)
    )


def _intent_choices(question: Question, say: Phrases) -> tuple[Choice, ...]:
    kept = question.kept(*_NOT_KEPT)
    intents = question.slots.get("intents", [])[:3]
    return tuple(Choice(label=say(f"{intent}.name"), intent=intent, slots=kept) for intent in intents)
