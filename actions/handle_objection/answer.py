"""They hesitate: what is behind it, what to ask, to answer and to avoid, and the smallest next step."""

from __future__ import annotations

from actions.base import QuestionAction
from actions.presenters.choosing_offer import choose_offer
from actions.presenters.figures import unique
from actions.presenters.four_questions import tell_satisfaction
from actions.presenters.gate import tell_blocks
from actions.presenters.offer_figures import offer_figures
from actions.presenters.playbook import OBJECTION_FROM, account_slots, read_on, tell_article, tell_source, unnamed
from actions.presenters.talk import tell_proof, tell_value
from actions.question import Question
from actions.reply import AccountRef, Choice, Figure, Line, Reply, Section, Tone
from knowledge.accounts.account_360 import Account360
from knowledge.accounts.queries.account_360 import load_account_360
from knowledge.kernel.access import AccessContext
from knowledge.offers.advice import TimedOffer, advise
from knowledge.playbook.articles import GENERAL_OBJECTION, Objection, load_articles, load_objections
from knowledge.playbook.phrases import Phrases

_COMMON = ("price", "no_time", "enough", "not_now", "roi_unclear")
_CARE = "care"  # whoever is in trouble is not argued with: that is said first
_PARTS = {"behind": Tone.PLAIN, "ask": Tone.PLAIN, "answer": Tone.PLAIN, "avoid": Tone.CAUTION, "start": Tone.GOOD}


class HandleObjection(QuestionAction):
    """Recalls what the customer said. Where the customer is known, their facts stand beside the answer."""

    intent = "handle_objection"

    def answer(self, question: Question, access: AccessContext, say: Phrases) -> Reply:
        """Gather, decide, say."""
        case = load_account_360(access, question.account_id) if question.account_id else None
        key = self._recall(question, case)
        if key not in load_objections():
            return _tell_principle(key, case, access, say)
        return _tell(key, question, case, access, say)

    def _recall(self, question: Question, case: Account360 | None) -> str | None:
        chosen = question.word("article")
        if chosen in load_objections():
            return chosen
        said = [unnamed(text, case) for text in (question.word("objection"), question.text) if text]
        for text in said:  # the customer's own words first; what frames them says little
            best = self.knowledge.objections.find(text, most=1)[0]
            if best.likeness >= OBJECTION_FROM:
                return best.key
        return None


def _tell(key: str, question: Question, case: Account360 | None, access: AccessContext, say: Phrases) -> Reply:
    objection = load_objections()[key]
    facts, figures = _tell_facts(question, case, access, say) if case else ((), ())
    said, parts = objection.title.of(say.language), _parts(objection, say)
    is_care_first = bool(facts) and facts[0].key == _CARE
    return Reply(
        intent=HandleObjection.intent,
        language=say.language,
        headline=say("handle_objection.headline_account", account=case.account.name, said=said)
        if case
        else say("handle_objection.headline", said=said),
        account=AccountRef(id=case.account.id, name=case.account.name) if case else None,
        sections=(*((*facts, *parts) if is_care_first else (*parts, *facts)), tell_source(objection.source, say)),
        figures=figures,
        choices=(*_steps(case, say), *read_on(objection.see, case, say)),
    )


def _parts(objection: Objection, say: Phrases) -> list[Section]:
    return [
        Section(
            key=name,
            title=say(f"handle_objection.{name}_title"),
            lines=(Line(text=getattr(objection, name).of(say.language), tone=tone),),
        )
        for name, tone in _PARTS.items()
    ]


def _tell_facts(
    question: Question, case: Account360, access: AccessContext, say: Phrases
) -> tuple[tuple[Section, ...], tuple[Figure, ...]]:
    """The proof behind the advised offer; for a customer who must not be pitched, why not."""
    advice = advise(case, access.rules)
    account = case.account.name
    offer, note = choose_offer(case, advice, question.word("product"), say)
    if offer is None:
        blocks, figures = tell_blocks(case, advice, access.rules, say)
        told = tell_satisfaction(case, say)
        title = say("handle_objection.care_title" if blocks else "handle_objection.facts_title", account=account)
        nothing = () if blocks else (Line(text=say("handle_objection.no_offer", account=account)),)
        section = Section(key=_CARE if blocks else "facts", title=title, lines=(*nothing, *told.lines))
        return (section, *blocks), unique([*told.figures, *figures])
    section = Section(
        key="facts",
        title=say("handle_objection.facts_title", account=account),
        lines=tuple(_offer_lines(case, offer, access, say)),
    )
    return (*note, section), unique([*offer_figures(case, (offer,), access.rules, say)])


def _offer_lines(case: Account360, offer: TimedOffer, access: AccessContext, say: Phrases) -> list[Line]:
    candidate = offer.candidate
    lines = [Line(text=tell_proof(case, candidate, access.rules, say)), Line(text=tell_value(candidate, say))]
    if need := candidate.need:
        lines.insert(0, Line(text=say("handle_objection.need_said", day=need.said_on, need=need.text), tone=Tone.QUOTE))
    return lines


def _steps(case: Account360 | None, say: Phrases) -> tuple[Choice, ...]:
    if case is None:
        return ()
    intents = ("draft_talk_track", "log_outcome")
    return tuple(Choice(label=say(f"{intent}.name"), intent=intent, slots=account_slots(case)) for intent in intents)


def _tell_principle(key: str | None, case: Account360 | None, access: AccessContext, say: Phrases) -> Reply:
    """No words of the customer, or words the playbook does not know: how to meet any objection, and the common ones."""
    article = load_articles()[GENERAL_OBJECTION]
    kept = account_slots(case)
    choices = tuple(
        Choice(
            label=load_objections()[key].title.of(say.language),
            intent=HandleObjection.intent,
            slots={"article": key, **kept},
        )
        for key in _COMMON
    )
    return Reply(
        intent=HandleObjection.intent,
        language=say.language,
        headline=say("handle_objection.general" if key else "handle_objection.nothing"),
        sections=(
            Section(
                key="principle",
                title=say("handle_objection.principle_title"),
                lines=(Line(text=tell_article(article, access.rules, say)),),
            ),
            tell_source(article.source, say),
        ),
        choices=choices,
    )
