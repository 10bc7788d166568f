"""Somebody found an answer helpful, not helpful, or its offer not relevant: kept with the rule behind the offer."""

from __future__ import annotations

import datetime as dt

from actions.asking import ask_for, read_product
from actions.base import QuestionAction
from actions.changes import next_choice, ref, undo_choice, unit_of_work_for
from actions.log_outcome.answer import find_rule
from actions.presenters.rules import tell_state
from actions.question import Question
from actions.reply import Line, Reply, Section
from knowledge.accounts.account_360 import Account360
from knowledge.accounts.queries.account_360 import load_account_360
from knowledge.catalogue.catalogue import ProductCard
from knowledge.kernel.access import AccessContext
from knowledge.offers.advice import advise
from knowledge.offers.commands.offer_feedback import WordSaid, find_state, say_word
from knowledge.playbook.phrases import Phrases
from knowledge.terms import OfferWord


class GiveFeedback(QuestionAction):
    """A colleague's own word, not the customer's answer: it is no ask, and rests the product for this customer only
    where it is "not relevant"."""

    intent = "give_feedback"

    def answer(self, question: Question, access: AccessContext, say: Phrases) -> Reply:
        """Find the offer and its rule, keep the word, say what it changes."""
        said = question.word("feedback")
        word = OfferWord(said) if said in set(OfferWord) else OfferWord.HELPFUL
        case, unit_of_work = load_account_360(access, question.account_id or 0), unit_of_work_for(question, access)
        product = read_product(question, self.intent, case.catalogue, say=say, account=ref(case.account))
        if product is None and word is OfferWord.NOT_RELEVANT:
            product = self._choose_product(question, case, access, say)
        rule = find_rule(case, product, access) if product else None
        change = say_word(unit_of_work, WordSaid(case.account.id, word, product.id if product else None, rule))
        lines = [Line(text=say("slack.feedback_thanks"))]
        if word is OfferWord.NOT_RELEVANT and product:
            rests = access.as_of + dt.timedelta(days=access.rules.gate.cool_off_days)
            facts = {"product": product.called(say.language), "account": case.account.name, "day": rests}
            lines = [Line(text=say("rules.rests", **facts))]
            lines += tell_state(
                find_state(unit_of_work, rule), case.catalogue, access.rules.learning.not_relevant_people, say
            )
        account = ref(case.account)
        following = (next_choice("recommend_offer", account, say),) if word is OfferWord.NOT_RELEVANT else ()
        return Reply(
            intent=self.intent,
            language=say.language,
            headline=say(f"rules.noted_{word}"),
            account=account,
            sections=(Section(key="feedback", lines=tuple(lines)),),
            choices=(*following, undo_choice(change, say)),
        )

    def _choose_product(
        self, question: Question, case: Account360, access: AccessContext, say: Phrases
    ) -> ProductCard | None:
        """The one offer there is; which of two is asked, for the rule behind it may be set aside."""
        offered = [offer.candidate.product for offer in advise(case, access.rules).offers]
        if len(offered) <= 1:
            return offered[0] if offered else None
        options = [(each.called(say.language), {"product": each.name}) for each in offered]
        headline = say("rules.which_not_relevant", account=case.account.name)
        raise ask_for(question, self.intent, "product", headline, say=say, options=options, account=ref(case.account))
