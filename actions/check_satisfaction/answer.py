"""How satisfied is this customer, by their own word, and how old is that word?"""

from __future__ import annotations

from actions.base import QuestionAction
from actions.presenters.figures import whole
from actions.presenters.four_questions import tell_satisfaction
from actions.question import Question
from actions.recommend_offer.answer import next_steps
from actions.reply import AccountRef, Line, Reply, Section, Tone
from knowledge.accounts.account_360 import Account360
from knowledge.accounts.queries.account_360 import load_account_360
from knowledge.kernel.access import AccessContext
from knowledge.playbook.formats import Share
from knowledge.playbook.phrases import Phrases
from knowledge.satisfaction.policy import Satisfaction

_SHOWN = 5


class CheckSatisfaction(QuestionAction):
    """The latest answers with age, what came before, open tickets; no answer is told as no answer."""

    intent = "check_satisfaction"

    def answer(self, question: Question, access: AccessContext, say: Phrases) -> Reply:
        """Gather, say."""
        case = load_account_360(access, question.account_id or 0)
        told = tell_satisfaction(case, say)
        sections = [Section(key="satisfaction", lines=told.lines)]
        if len(case.surveys) > 1:
            sections.append(_history(case, say))
        return Reply(
            intent=self.intent,
            language=say.language,
            headline=_headline(case, say),
            account=AccountRef(id=case.account.id, name=case.account.name),
            sections=tuple(sections),
            figures=told.figures,
            choices=next_steps(case, ("why", "churn", "brief"), say),
        )


def _headline(case: Account360, say: Phrases) -> str:
    account, band = case.account.name, str(case.row["satisfaction"])
    if band == Satisfaction.UNKNOWN:
        key = "unknown_old" if case.surveys else "unknown"
        return say(f"check_satisfaction.{key}", account=account)
    score, days = whole(case.row, "nps"), whole(case.row, "nps_age_days")
    before = _score_before(case, score)
    rose = before is not None and score is not None and before < score
    return say(
        f"check_satisfaction.{band}", account=account, score=score, days=days, before=str(before or ""), rose=rose
    )


def _score_before(case: Account360, score: int | None) -> int | None:
    """The NPS answer before the latest, where it was another."""
    scores = [round(answer.score) for answer in case.surveys if answer.kind == "nps"]
    return scores[1] if len(scores) > 1 and scores[0] == score and scores[1] != score else None


def _history(case: Account360, say: Phrases) -> Section:
    lines = []
    for answer in case.surveys[:_SHOWN]:
        score = Share(answer.score / 100) if answer.kind == "csat" else answer.score
        text = say(
            "check_satisfaction.answer",
            day=answer.answered_on,
            kind=answer.kind.upper(),
            score=score,
            comment=answer.comment or "",
        )
        lines.append(Line(text=text, tone=Tone.PLAIN))
    return Section(key="history", title=say("check_satisfaction.history_title"), lines=tuple(lines))
