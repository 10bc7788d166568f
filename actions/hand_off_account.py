"""CS hands an account to sales: what they need, what fits, who receives it, and by when they answer."""

from __future__ import annotations

from actions.asking import ask_for, read_product
from actions.base import QuestionAction
from actions.question import Question
from actions.reply import Choice, Line, Mood, Reply, Section
from actions.set_reminder import zone_of
from actions.telling.changes import pen_for, ref
from actions.telling.handoffs import handoff_choices, receiver_of, tell_handed
from knowledge.analytics.advice import Advice, advise
from knowledge.analytics.needs import find_need
from knowledge.case import Case
from knowledge.catalogue import ProductCard
from knowledge.handoff import HandoffCard
from knowledge.history import NeedSaid
from knowledge.playbook.handoffs import Side, Urgency
from knowledge.playbook.phrases import Phrases
from knowledge.playbook.routing import Route
from knowledge.store.book import Book
from knowledge.store.case import load_case
from knowledge.store.changes.handoff_moves import hand_over, sides
from knowledge.store.changes.handoffs import NewHandoff
from knowledge.store.changes.needs import record_need
from knowledge.store.queries.handoffs import find_handoffs

_NEEDS_OFFERED = 3
_LONGEST_OPTION = 70


class HandOffAccount(QuestionAction):
    """The need is recorded with it, so that the next answer counts it."""

    stem = "hand_off_account"

    def answer(self, question: Question, book: Book, say: Phrases) -> Reply:
        """Read what is handed over, ask for what is missing, send it to whoever should have it."""
        case = load_case(book, question.account_id or 0)
        need = _read_need(question, case, say)
        if case.hold and not question.number("anyway"):
            raise _ask_despite_hold(question, case, say)
        advice = advise(case, book.rules)
        account = ref(case.account)
        product = read_product(question, self.stem, case.catalogue, say=say, account=account)
        product = product or _suggest(need, case, advice)
        twin = next((c for c in find_handoffs(book, account_id=case.account.id) if c.need == need), None)
        if twin:
            return _say_twin(twin, say)
        pen = pen_for(question, book)
        if not any(said.text == need for said in case.needs):
            record_need(pen, account.id, need, said_by=question.word("contact"), product_id=None)
        urgency = Urgency.HOT if question.word("urgency") == Urgency.HOT else Urgency.NORMAL
        new = NewHandoff(
            account.id,
            need,
            urgency,
            product_id=product.id if product else None,
            evidence=question.word("evidence"),
            contact=question.word("contact"),
            avoid=question.word("avoid"),
            link=question.word("link"),
        )
        card, route = hand_over(pen, new)
        return _say(card, route, question, book, case, say)


def _read_need(question: Question, case: Case, say: Phrases) -> str:
    need = (question.word("need") or "").strip()
    if need:
        return need
    options = [(said.text[:_LONGEST_OPTION], {"need": said.text}) for said in case.needs[:_NEEDS_OFFERED]]
    headline = say("hand_off_account.which_need", account=case.account.name)
    raise ask_for(
        question, HandOffAccount.stem, "need", headline, say=say, options=options, account=ref(case.account), free=True
    )


def _ask_despite_hold(question: Question, case: Case, say: Phrases) -> Exception:
    assert case.hold is not None
    facts = {"account": case.account.name, "day": case.hold.expires_on, "reason": case.hold.reason}
    slots = {"account_id": case.account.id, "account": case.account.name}
    asked = ask_for(
        question,
        HandOffAccount.stem,
        "anyway",
        say("hand_off_account.held", **facts),
        say=say,
        options=[(say("hand_off_account.anyway"), {"anyway": 1})],
        account=ref(case.account),
    )
    lift = Choice(label=say("hold_account.choice_lift"), stem="hold_account", slots={**slots, "step": "lift"})
    asked.reply = asked.reply.model_copy(update={"choices": (*asked.reply.choices, lift)})
    return asked


def _suggest(need: str, case: Case, advice: Advice) -> ProductCard | None:
    """What the offer engine proposes for this need: the advised offer that answers it, else any product that does."""
    said = NeedSaid(0, None, need, None, case.as_of)
    offers = [offer.candidate.product for offer in advice.offers]
    sold = [card for card in case.catalogue.products.values() if card.retired_on is None and card.id not in case.owned]
    answering = next((card for card in [*offers, *sold] if find_need(card, [said])), None)
    return answering or (offers[0] if offers else None)


def _say(card: HandoffCard, route: Route, question: Question, book: Book, case: Case, say: Phrases) -> Reply:
    who = receiver_of(card, say)
    due = card.due_at.astimezone(zone_of(book)) if card.due_at else question.now
    facts = {"account": card.account, "who": who, "due": due}
    why = say(f"hand_off_account.route_{route.reason}", who=who, owner=case.account.owner or "")
    lines = [Line(text=why)]
    if not card.product_id:
        lines.append(Line(text=say("hand_off_account.no_product"), mood=Mood.CAUTION))
    lines.append(Line(text=say("hand_off_account.promise", days=book.rules.handoff.first_touch_days)))
    pen = pen_for(question, book)
    return Reply(
        stem=HandOffAccount.stem,
        language=say.language,
        headline=say("hand_off_account.sent", **facts),
        account=ref(case.account),
        sections=(tell_handed(card, case.catalogue, say), Section(key="route", lines=tuple(lines))),
        choices=(*handoff_choices(card, sides(pen, card) - _RECEIVING, say), _open(card, say)),
    )


def _say_twin(card: HandoffCard, say: Phrases) -> Reply:
    """The same was handed over before and is still open: a double click, or two colleagues with one thought."""
    headline = say("hand_off_account.twin", account=card.account, who=receiver_of(card, say))
    return Reply(stem=HandOffAccount.stem, language=say.language, headline=headline, choices=(_open(card, say),))


def _open(card: HandoffCard, say: Phrases) -> Choice:
    return Choice(label=say("hand_off_account.choice_open"), stem="list_handoffs", slots={"handoff_id": card.id})


_RECEIVING = frozenset({Side.SALES})
