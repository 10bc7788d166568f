"""Passes a request about personal data on to operations; who asks is told to whom it went."""

from __future__ import annotations

from actions.base import QuestionAction
from actions.changes import unit_of_work_for
from actions.question import Question
from actions.reply import Line, Reply, Section, Tone
from knowledge.kernel.access import AccessContext
from knowledge.notifications.commands.notifications import NoticeCard
from knowledge.playbook.phrases import Phrases
from knowledge.privacy.commands.requests import pass_on


class RequestErasure(QuestionAction):
    """What is asked in so many words; it is quoted, and never read as a customer's need."""

    intent = "request_erasure"

    def answer(self, question: Question, access: AccessContext, say: Phrases) -> Reply:
        """Pass it on."""
        people = pass_on(unit_of_work_for(question, access), question.text)
        key = "request_erasure.passed" if people else "request_erasure.nobody"
        headline = say(key, people=say.join(list(people))) if people else say(key)
        law = (Section(key="law", lines=(Line(text=say("request_erasure.law")),)),) if people else ()
        return Reply(
            intent=self.intent,
            language=say.language,
            headline=headline,
            sections=(*_quote(question.text, say), *law),
        )


def tell_request(card: NoticeCard, say: Phrases) -> Reply:
    """What operations are told."""
    how = Section(key="how", lines=(Line(text=say("request_erasure.how")),))
    headline = say("request_erasure.notice", who=str(card.facts["who"]))
    sections = (*_quote(card.text, say), how)
    return Reply(intent=RequestErasure.intent, language=say.language, headline=headline, sections=sections)


def _quote(text: str | None, say: Phrases) -> tuple[Section, ...]:
    lines = (Line(text=text, tone=Tone.QUOTE),) if text else ()
    return (Section(key="request", title=say("request_erasure.quoted"), lines=lines),) if lines else ()
