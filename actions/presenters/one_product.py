"""A product that is asked about by name: the verdict on it first, whatever else would fit."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from actions.presenters.gate import tell_resting
from actions.presenters.left_out import tell_bar
from actions.presenters.offer_figures import follow_on_figure, offer_figures
from actions.presenters.offers import name_offer, tell_looked_at_one, tell_reason
from actions.presenters.products import products_called
from actions.presenters.timing import tell_moment
from actions.question import Question
from actions.reply import Figure, Line, Section, Tone
from knowledge.accounts.account_360 import JUDGED, Account360
from knowledge.language import LANGUAGES, load_words
from knowledge.offers.advice import Advice
from knowledge.offers.one_product import CLOSED, ProductState, ProductVerdict, judge_product
from knowledge.playbook.phrases import Phrases
from knowledge.playbook.rules import Rules
from knowledge.terms import LostReason, Verdict

_VERDICTS = {ProductState.ADVISED: Verdict.NOW, ProductState.BEHIND: Verdict.NOW, ProductState.LATER: Verdict.WAIT}

_SAID_IN_FULL = {ProductState.RESTING, ProductState.KEPT_BACK}  # by the headline


@dataclass(frozen=True)
class OneProduct:
    """What is told of the products asked about. ``headline`` is None where the usual one answers already."""

    headline: str | None
    verdict: Verdict
    until: dt.date | None
    sections: tuple[Section, ...] = ()
    figures: tuple[Figure, ...] = ()


def tell_products_asked(
    question: Question, case: Account360, advice: Advice, rules: Rules, say: Phrases
) -> OneProduct | None:
    """The verdict on each product that the question names; None where it names none of ours.

    Before a closed gate comes only a product that rests for longer than it is closed; else its headline stays, and the
    product's own reason stands below. What they own is no question of whether: the usual advice says what goes with
    it; nor is what is named beside the question.
    """
    if _beside().search(unicodedata.normalize("NFKC", question.text)):
        return None
    names = question.words("products") or question.words("product")
    judged = {name: judge_product(case, advice, products_called(case.catalogue, name), rules) for name in names}
    verdicts = {name: each for name, each in judged.items() if each and each.state is not ProductState.OWNED}
    if not verdicts:
        return None
    order = list(ProductState)
    name, best = min(verdicts.items(), key=lambda item: order.index(item[1].state))
    closed = _is_closed(advice, best)
    headline = None if closed or best.state is ProductState.ADVISED else _headline(case, advice, name, best, say)
    told = [
        _tell(case, each, rules, say)
        for each in verdicts.values()
        if not (headline and each is best and best.state in _SAID_IN_FULL)
    ]
    lines = tuple(line for lines, _ in told for line in lines)
    return OneProduct(
        headline=headline,
        verdict=advice.verdict if closed else _VERDICTS.get(best.state, Verdict.NOT_NOW),
        until=advice.until if closed else best.until,
        sections=(Section(key="one_product", title=say("one_product.title"), lines=lines),) if lines else (),
        figures=tuple(figure for _, figures in told for figure in figures),
    )


def _is_closed(advice: Advice, verdict: ProductVerdict) -> bool:
    """Whether the gate is what keeps them from being asked, and for longer than this product rests."""
    if advice.outcome not in CLOSED:
        return False
    return not (advice.until and verdict.until and verdict.until > advice.until)


@cache
def _beside() -> re.Pattern[str]:
    return re.compile(
        "|".join(load_words(language, "product_asked")["beside"] for language in LANGUAGES), re.IGNORECASE
    )


def _headline(case: Account360, advice: Advice, name: str, verdict: ProductVerdict, say: Phrases) -> str:
    """The verdict in a sentence. Where nothing speaks for a whole family, it is called as it was asked for."""
    of_family = verdict.state is ProductState.NO_GROUND and len(products_called(case.catalogue, name)) > 1
    account, product = case.account.name, name if of_family else verdict.product.called(say.language)
    rather = [name_offer(each.candidate, say) for each in advice.offers]
    facts = {"account": account, "product": product, "rather": say.join(rather) if rather else "", "day": verdict.until}
    if verdict.state is ProductState.KEPT_BACK and verdict.bar:
        return say("one_product.kept_back", **facts, why=tell_bar(verdict.bar, say))
    if rest := verdict.cool_off:
        if rest.last_no == JUDGED:
            return say("one_product.judged", **facts, said=rest.last_no_on)
        reason = say(f"log_outcome.reason_{rest.reason}") if rest.reason in set(LostReason) else ""
        answer = say(f"gate.answer_{rest.last_no}")
        return say("one_product.resting", **facts, said=rest.last_no_on, answer=answer, reason=reason)
    if verdict.state is ProductState.LATER:
        return say("one_product.later" if verdict.until else "one_product.later_event", **facts)
    return say(f"one_product.{verdict.state}", **facts)


def _tell(
    case: Account360, verdict: ProductVerdict, rules: Rules, say: Phrases
) -> tuple[list[Line], tuple[Figure, ...]]:
    """Why; of what is offered anyway, the offer itself tells it."""
    if verdict.state is ProductState.ADVISED:
        return [], ()
    if verdict.cool_off:
        return [Line(text=tell_resting(case, verdict.cool_off, say), tone=Tone.CAUTION)], ()
    if verdict.bar:
        return [Line(text=tell_bar(verdict.bar, say), tone=Tone.CAUTION)], ()
    if offer := verdict.offer:
        reason = tell_reason(case, offer.candidate, rules, say)
        figures = tuple(offer_figures(case, (offer,), rules, say))
        text = say("one_product.line", offer=name_offer(offer.candidate, say), reason=reason)
        keys = tuple(figure.key for figure in figures)
        return [Line(text=text, figures=keys), Line(text=tell_moment(case, offer, say))], figures
    looked_at = tell_looked_at_one(case, verdict.product, verdict.pair, rules, say)
    return [looked_at], (follow_on_figure(case, verdict.pair, rules, say),) if verdict.pair else ()
