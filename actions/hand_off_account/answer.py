"""Hands an account over: a need to sales, or a customer in trouble to CS; who receives it, and by when they answer."""

from __future__ import annotations

from actions.asking import ask_for, read_product
from actions.base import QuestionAction
from actions.changes import ref, unit_of_work_for
from actions.hand_off_account.routes import (
    find_twin,
    goes_to_cs,
    hand_to_cs,
    no_product_line,
    read_receiver,
    read_urgency,
    tell_sent,
    tell_twin,
)
from actions.presenters.handoffs import receiver_of
from actions.question import Question
from actions.reply import Choice, Line, Reply
from knowledge.accounts.account_360 import Account360
from knowledge.accounts.commands.needs import record_need
from knowledge.accounts.history import NeedSaid
from knowledge.accounts.queries.account_360 import load_account_360
from knowledge.catalogue.catalogue import ProductCard
from knowledge.handoffs.commands.handoffs import NewHandoff
from knowledge.handoffs.commands.moves import hand_over
from knowledge.handoffs.handoff import HandoffCard
from knowledge.handoffs.routing import Route
from knowledge.kernel.access import AccessContext
from knowledge.offers.advice import Advice, advise
from knowledge.offers.needs import find_need
from knowledge.playbook.phrases import Phrases

_NEEDS_OFFERED = 3
_LONGEST_OPTION = 70


class HandOffAccount(QuestionAction):
    """The need is recorded with it, so that the next answer counts it."""

    intent = "hand_off_account"

    def answer(self, question: Question, access: AccessContext, say: Phrases) -> Reply:
        """Read what is handed over, ask for what is missing, send it to whoever should have it."""
        case = load_account_360(access, question.account_id or 0)
        if goes_to_cs(question, case, access):
            return hand_to_cs(question, access, case, say)
        need = _read_need(question, case, say)
        if case.hold and not question.number("anyway"):
            raise _ask_despite_hold(question, case, say)
        advice = advise(case, access.rules)
        account = ref(case.account)
        product = read_product(question, self.intent, case.catalogue, say=say, account=account)
        product = product or _suggest(need, case, advice)
        new = NewHandoff(
            account.id,
            need,
            read_urgency(question),
            product_id=product.id if product else None,
            evidence=question.word("evidence"),
            contact=question.word("contact"),
            avoid=question.word("avoid"),
            link=question.word("link"),
        )
        to = read_receiver(question, access, new.kind, account, say)
        if twin := find_twin(new, access):
            return tell_twin(twin, say)
        unit_of_work = unit_of_work_for(question, access)
        if not any(said.text == need for said in case.needs):
            record_need(unit_of_work, account.id, need, said_by=question.word("contact"), product_id=None)
        card, route = hand_over(unit_of_work, new, to=to)
        return tell_sent(card, unit_of_work, case, _route_lines(card, route, access, case, say), say)


def _read_need(question: Question, case: Account360, say: Phrases) -> str:
    need = question.free("need")
    if need:
        return need
    options = [(said.text[:_LONGEST_OPTION], {"need": said.text}) for said in case.needs[:_NEEDS_OFFERED]]
    headline = say("hand_off_account.which_need", account=case.account.name)
    raise ask_for(
        question,
        HandOffAccount.intent,
        "need",
        headline,
        say=say,
        options=options,
        account=ref(case.account),
        free=True,
    )


def _ask_despite_hold(question: Question, case: Account360, say: Phrases) -> Exception:
    assert case.hold is not None
    facts = {"account": case.account.name, "day": case.hold.last_day, "reason": case.hold.reason}
    slots = {"account_id": case.account.id, "account": case.account.name}
    asked = ask_for(
        question,
        HandOffAccount.intent,
        "anyway",
        say("hand_off_account.held", **facts),
        say=say,
        options=[(say("hand_off_account.anyway"), {"anyway": 1})],
        account=ref(case.account),
    )
    lift = Choice(label=say("hold_account.choice_lift"), intent="hold_account", slots={**slots, "step": "lift"})
    asked.reply = asked.reply.model_copy(update={"choices": (*asked.reply.choices, lift)})
    return asked


def _suggest(need: str, case: Account360, advice: Advice) -> ProductCard | None:
    """What answers this need: an advised offer, else any product they may buy; None where nothing on the list does."""
    said = NeedSaid(0, None, need, None, case.as_of)
    offers = [offer.candidate.product for offer in advice.offers]
    sold = [card for card in case.catalogue.on_sale if card.id not in case.owned]
    return next((card for card in [*offers, *sold] if find_need(card, [said])), None)


def _route_lines(
    card: HandoffCard, route: Route, access: AccessContext, case: Account360, say: Phrases
) -> tuple[Line, ...]:
    facts = {"who": receiver_of(card, say), "owner": case.account.owner or ""}
    why = Line(text=say(f"hand_off_account.route_{route.reason}", **facts))
    promise = Line(text=say("hand_off_account.promise", days=access.rules.handoff.first_touch_days))
    return (why, promise) if card.product_id else (why, no_product_line(say), promise)
