"""How do we sell here, in general? The playbook's article, with the facts of the customer who is named."""

from __future__ import annotations

from actions.base import QuestionAction
from actions.list_unanswered.answer import may_read
from actions.presenters.playbook import FOUND_FROM, ask_next, read_on, tell_account, tell_article, tell_source, unnamed
from actions.question import Question
from actions.reply import AccountRef, Choice, Figure, Line, Reply, Section
from knowledge.accounts.account_360 import Account360
from knowledge.accounts.queries.account_360 import load_account_360
from knowledge.kernel.access import AccessContext
from knowledge.playbook.articles import load_articles
from knowledge.playbook.phrases import Phrases


class AskPlaybook(QuestionAction):
    """Recalls an article by its meaning, or says that there is none and shows the nearest."""

    intent = "ask_playbook"

    def answer(self, question: Question, access: AccessContext, say: Phrases) -> Reply:
        """Gather, decide, say. A button names its article; words are looked up."""
        case = load_account_360(access, question.account_id) if question.account_id else None
        chosen = question.word("article")
        if chosen in load_articles():
            return _tell(str(chosen), case, access, say)
        found = self.knowledge.articles.find(unnamed(question.text, case))
        if found[0].likeness < FOUND_FROM:
            nearest = read_on(tuple(entry.key for entry in found), case, say)
            return _tell_nothing((*nearest, *_all_unanswered(access, say)), say)
        return _tell(found[0].key, case, access, say)


def _tell(key: str, case: Account360 | None, access: AccessContext, say: Phrases) -> Reply:
    article = load_articles()[key]
    sections = [Section(key="answer", lines=(Line(text=tell_article(article, access.rules, say)),))]
    figures: tuple[Figure, ...] = ()
    if case:
        known, figures = tell_account(article, case, access.rules, say)
        sections += known
    return Reply(
        intent=AskPlaybook.intent,
        language=say.language,
        headline=article.title.of(say.language),
        account=AccountRef(id=case.account.id, name=case.account.name) if case else None,
        sections=(*sections, tell_source(article.source, say)),
        figures=figures,
        choices=(*ask_next(article.intents, case, say), *read_on(article.see, case, say)),
    )


def _all_unanswered(access: AccessContext, say: Phrases) -> tuple[Choice, ...]:
    """For operations, who can write the article."""
    return (Choice(label=say("list_unanswered.name"), intent="list_unanswered"),) if may_read(access) else ()


def _tell_nothing(nearest: tuple[Choice, ...], say: Phrases) -> Reply:
    return Reply(
        intent=AskPlaybook.intent,
        language=say.language,
        headline=say("ask_playbook.nothing"),
        choices=nearest,
        trouble=True,
        no_article=True,
    )
