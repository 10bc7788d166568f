"""What all actions share: open the store as the asker may see it, answer, hand the ``Reply`` to whoever speaks."""

from __future__ import annotations

from abc import ABC, abstractmethod
from functools import cached_property
from typing import Any, ClassVar

from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker
from rasa_sdk.types import DomainDict

from actions.asking import Asked
from actions.freshness import tell_freshness
from actions.question import Question, find_customer
from actions.registry import spec_of
from actions.reply import Reply
from actions.trouble import tell_no_sight, tell_trouble
from knowledge.errors import OsusumeError, SightMissing
from knowledge.kernel.access import AccessContext
from knowledge.knowledge import Knowledge, open_knowledge
from knowledge.playbook.phrases import Phrases
from knowledge.semantic.visibility import assert_sees


class QuestionAction(Action, ABC):
    """One question's action, ``action_<intent>``. ``knowledge`` is injected, or opened at the first question."""

    intent: ClassVar[str]

    def __init__(self, knowledge: Knowledge | None = None) -> None:
        self._given = knowledge

    @cached_property
    def knowledge(self) -> Knowledge:
        """The store this action reads; the stock action server gives none, so it opens the user's own."""
        return self._given or open_knowledge()

    def name(self) -> str:
        """The name in ``domain.yml``."""
        return f"action_{self.intent}"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[dict[str, Any]]:  # noqa: ARG002 - the signature is rasa-sdk's
        """Answer the tracker's question as ``json_message``. An error a person can mend is an answer too."""
        question = Question.from_tracker(tracker, self.knowledge.today)
        say = Phrases(question.language)
        try:
            with self.knowledge.access(question.asker, as_of=question.as_of) as access:
                reply = self._as_seen(question, access, say)
                reply = tell_freshness(reply, access, say, now=question.now)
        except Asked as asked:
            reply = asked.reply
        except OsusumeError as error:
            reply = tell_trouble(error, self.intent, say)
        dispatcher.utter_message(json_message=reply.model_dump(mode="json", exclude_defaults=True))
        return []

    def _as_seen(self, question: Question, access: AccessContext, say: Phrases) -> Reply:
        """The answer; that the asker's role covers none of what it is about, where "nobody" would be false."""
        try:
            if spec_of(self.intent).needs_sight:
                assert_sees("customer", access)
            return self.answer(find_customer(question, access), access, say)
        except SightMissing as missing:
            return tell_no_sight(str(missing.facts["thing"]), self.intent, access, say)

    @abstractmethod
    def answer(self, question: Question, access: AccessContext, say: Phrases) -> Reply:
        """Gather, decide, say."""
