"""Is now the moment? For each kind of offer: now, a day to wait for, or not now, with the reason."""

from __future__ import annotations

from actions.base import QuestionAction
from actions.presenters.contracts import tell_contracts
from actions.presenters.figures import renewal_figure, unique, whole
from actions.presenters.gate import tell_blocks
from actions.presenters.offers import build_offers
from actions.presenters.one_product import tell_products_asked
from actions.presenters.timing import tell_when, tell_why
from actions.question import Question
from actions.recommend_offer.answer import next_steps, tell_headline
from actions.reply import AccountRef, Line, Reply, Section, Tone
from knowledge.accounts.account_360 import Account360
from knowledge.accounts.columns import day_or_none
from knowledge.accounts.queries.account_360 import load_account_360
from knowledge.kernel.access import AccessContext
from knowledge.offers.advice import advise
from knowledge.offers.timing import time_offer
from knowledge.playbook.phrases import Phrases
from knowledge.terms import EXPANSIONS, OfferKind, Verdict

_MOODS = {Verdict.NOW: Tone.GOOD, Verdict.WAIT: Tone.CAUTION, Verdict.NOT_NOW: Tone.STOP, Verdict.UNKNOWN: Tone.PLAIN}


class CheckTiming(QuestionAction):
    """The verdict for the customer and, kind by kind, why this moment or which later one."""

    intent = "check_timing"

    def answer(self, question: Question, access: AccessContext, say: Phrases) -> Reply:
        """Gather, decide, say."""
        case = load_account_360(access, question.account_id or 0)
        advice = advise(case, access.rules)
        blocks, figures = tell_blocks(case, advice, access.rules, say)
        fitting = (OfferKind.CROSS_SELL,) if case.orders_again else EXPANSIONS  # articles have no plan and no seats
        kinds = tuple(_tell_kind(case, kind, say) for kind in fitting)
        asked = tell_products_asked(question, case, advice, access.rules, say)
        moments = () if advice.blocks else (Section(key="kinds", title=say("timing.title"), lines=kinds),)
        return Reply(
            intent=self.intent,
            language=say.language,
            headline=(asked and asked.headline) or tell_headline(case, advice, say),
            account=AccountRef(id=case.account.id, name=case.account.name),
            verdict=asked.verdict if asked else advice.verdict,
            verdict_until=asked.until if asked else advice.until,
            sections=(*blocks, *(asked.sections if asked else ()), *moments, *_tell_contract(case, say)),
            offers=build_offers(case, advice.offers, access.rules, say),
            figures=unique([*figures, *(asked.figures if asked else ()), renewal_figure(case, say)]),
            choices=next_steps(case, ("why", "remind", "draft"), say),
        )


def _tell_contract(case: Account360, say: Phrases) -> tuple[Section, ...]:
    """When it renews, until when they can still end it, and what else stands with it."""
    renews, by, days = (
        day_or_none(case.row["renews_on"]),
        day_or_none(case.row["decide_by"]),
        whole(case.row, "days_to_decide"),
    )
    lines = list(tell_contracts(case, say))
    if renews is not None and by is not None and days is not None:
        lines.insert(0, Line(text=say("timing.contract", renews=renews, by=by, days=days)))
    return (Section(key="contract", lines=tuple(lines)),) if lines else ()


def _tell_kind(case: Account360, kind: OfferKind, say: Phrases) -> Line:
    timing = time_offer(case.row, kind, answers_need=False)
    when = tell_when(timing.verdict, timing.until, say)
    why = tell_why(case, timing.reason, None, say, kind=kind)
    text = say("timing.kind_line", kind=say(f"recommend_offer.kind_{kind}"), when=when, why=why)
    return Line(text=text, tone=_MOODS[timing.verdict])
