"""What should I offer this customer? Whether at all, what, why, when, in which words, and what to see to."""

from __future__ import annotations

from typing import Any

from actions.base import QuestionAction
from actions.draft_talk_track.talk import tell_talk_track
from actions.presenters.checklist import choose_talk
from actions.presenters.contracts import contracts_section
from actions.presenters.figures import unique
from actions.presenters.four_questions import tell_confidence, tell_four_questions
from actions.presenters.gate import tell_blocks, tell_cautions
from actions.presenters.left_out import tell_bar, tell_left_out
from actions.presenters.offer_figures import follow_on_figure, offer_figures
from actions.presenters.offers import build_offers, name_offer, tell_looked_at, tell_offers
from actions.presenters.one_product import tell_products_asked
from actions.presenters.tiers import build_tiers
from actions.question import Question
from actions.reply import AccountRef, Choice, Figure, Reply
from actions.show_checklist.answer import list_items
from knowledge.accounts.account_360 import JUDGED, Account360
from knowledge.accounts.queries.account_360 import load_account_360
from knowledge.kernel.access import AccessContext
from knowledge.offers.advice import Advice, Outcome, TimedOffer, advise
from knowledge.playbook.phrases import Phrases
from knowledge.terms import Medium

# The moments that a reader may act on at once.
_NEXT_STEPS = ("why", "draft", "tiers", "remind", "log")
_CARE_STEPS = ("why", "brief", "churn", "remind")
_INTENTS = {
    "why": "explain_answer",
    "draft": "draft_talk_track",
    "tiers": "compare_tiers",
    "remind": "set_reminder",
    "log": "log_outcome",
    "brief": "brief_account",
    "churn": "assess_churn",
}

_SAYS: dict[str, dict[str, str | int]] = {"draft": {"medium": Medium.EMAIL}}  # what a button's label promises


class RecommendOffer(QuestionAction):
    """The main question. "Offer nothing now" is an answer like any other, with its reasons and what lifts them."""

    intent = "recommend_offer"

    def answer(self, question: Question, access: AccessContext, say: Phrases) -> Reply:
        """Gather the case, decide, say."""
        case = load_account_360(access, question.account_id or 0)
        advice = advise(case, access.rules)
        return _say(case, advice, access, say, question=question)


def _say(case: Account360, advice: Advice, access: AccessContext, say: Phrases, *, question: Question) -> Reply:
    rules, is_short = access.rules, question.word("length") == "short"
    blocks, block_figures = tell_blocks(case, advice, rules, say)
    asked = tell_products_asked(question, case, advice, rules, say)
    known, known_figures = tell_four_questions(case, rules, say)
    level, reason = tell_confidence(case, say)
    sections = [*blocks, *(asked.sections if asked else ()), *tell_offers(case, advice.offers, rules, say)]
    sections += [
        *tell_left_out(advice, say),
        *tell_looked_at(case, advice, rules, say),
        *tell_cautions(case, advice, say),
        *contracts_section(case, say),
    ]
    if not is_short:
        sections.append(known)
        sections += tell_talk_track(case, advice, access, say, now=question.now)
    whole = bool(advice.offers) and not is_short
    return Reply(
        intent=RecommendOffer.intent,
        language=say.language,
        headline=(asked and asked.headline) or tell_headline(case, advice, say),
        account=AccountRef(id=case.account.id, name=case.account.name),
        verdict=asked.verdict if asked else advice.verdict,
        verdict_until=asked.until if asked else advice.until,
        confidence=level,
        confidence_reason=reason,
        sections=tuple(sections),
        offers=build_offers(case, advice.offers, rules, say),
        tiers=build_tiers(case, advice.offers, say, rules=rules) if whole else (),
        checklist=list_items(case, advice, access, say, talk=choose_talk(case, advice)) if whole else (),
        figures=unique(
            [*_figures(case, advice, access, say), *(asked.figures if asked else ()), *block_figures, *known_figures]
        ),
        choices=next_steps(case, _NEXT_STEPS if advice.offers else _CARE_STEPS, say),
    )


def _figures(case: Account360, advice: Advice, access: AccessContext, say: Phrases) -> list[Figure]:
    looked_at = [follow_on_figure(case, pair, access.rules, say) for _, pair in advice.looked_at if pair]
    return [*offer_figures(case, advice.offers, access.rules, say), *looked_at]


def tell_headline(case: Account360, advice: Advice, say: Phrases) -> str:
    """The verdict in one sentence."""
    account = case.account.name
    names = [name_offer(offer.candidate, say) for offer in advice.offers]
    facts: dict[str, Any] = {"account": account}
    match advice.outcome:
        case Outcome.OFFER if _is_two_kinds(advice.offers):
            return say("recommend_offer.offer_both", first=names[0], second=names[1], **facts)
        case Outcome.OFFER:
            return say("recommend_offer.offer_one", offers=say.join(names), **facts)
        case Outcome.WAIT:
            key = "wait" if advice.until else "wait_event"
            return say(f"recommend_offer.{key}", day=advice.until, offers=say.join(names), **facts)
        case Outcome.BLOCKED if advice.until:
            return say("recommend_offer.blocked_until", day=advice.until, **facts)
        case Outcome.STALE if advice.newest_fact:
            return say("recommend_offer.stale", day=advice.newest_fact, offers=say.join(names), **facts)
        case Outcome.THIN:
            return say("recommend_offer.thin", offers=say.join(names), **facts)
        case Outcome.STALE:
            return say("recommend_offer.stale_alone", offers=say.join(names), **facts)
        case Outcome.RESTING:
            judged = all(rest.last_no == JUDGED for rest in advice.resting)
            return say(f"recommend_offer.resting{'_judged' if judged else ''}", day=advice.until, **facts)
        case Outcome.LEFT_OUT:
            return say("recommend_offer.left_out", why=tell_bar(advice.left_out[0], say), **facts)
        case _:
            return say(f"recommend_offer.{advice.outcome}", **facts)


def next_steps(case: Account360, steps: tuple[str, ...], say: Phrases) -> tuple[Choice, ...]:
    """Buttons for what one does next with this customer."""
    slots: dict[str, str | int] = {"account_id": case.account.id, "account": case.account.name}
    return tuple(
        Choice(
            label=say(f"recommend_offer.choice_{step}"), intent=_INTENTS[step], slots={**slots, **_SAYS.get(step, {})}
        )
        for step in steps
    )


def _is_two_kinds(offers: tuple[TimedOffer, ...]) -> bool:
    return len({offer.candidate.kind for offer in offers}) > 1
