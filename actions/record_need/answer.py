"""Keeps what a customer needs, in their words, and says which product answers it."""

from __future__ import annotations

from actions.asking import ask_for, read_product
from actions.base import QuestionAction
from actions.changes import next_choice, ref, undo_choice, unit_of_work_for
from actions.question import Question
from actions.reply import AccountRef, Line, Reply, Section, Tone
from actions.writing_back import tell_destinations
from knowledge.accounts.commands.needs import NeedRecorded, record_need
from knowledge.accounts.history import NeedSaid
from knowledge.accounts.queries.accounts import load_account
from knowledge.accounts.queries.history import load_contracts
from knowledge.catalogue.catalogue import Catalogue, ProductCard
from knowledge.catalogue.queries.catalogue import load_catalogue
from knowledge.kernel.access import AccessContext
from knowledge.offers.need_words import Stance, read_stance, seat_words
from knowledge.offers.needs import find_need
from knowledge.playbook.phrases import Phrases

_MOST_SHOWN = 3


class RecordNeed(QuestionAction):
    """A need counts from the next answer on. One that says the same as an open one is tied to it."""

    intent = "record_need"

    def answer(self, question: Question, access: AccessContext, say: Phrases) -> Reply:
        """Read what was said, keep it, say what it changes."""
        account = ref(load_account(access, question.account_id or 0))
        catalogue = load_catalogue(access)
        need = question.free("need")
        if not need:
            headline = say("record_need.which_need", account=account.name)
            raise ask_for(question, self.intent, "need", headline, say=say, account=account, free=True)
        product = read_product(question, self.intent, catalogue, say=say, account=account)
        recorded = record_need(
            unit_of_work_for(question, access),
            account.id,
            need,
            said_by=question.word("said_by"),
            product_id=product.id if product else None,
        )
        said = NeedSaid(recorded.id, product.id if product else None, need, question.word("said_by"), access.as_of)
        answered = _answered(access, account, said, catalogue, say)
        going = tell_destinations(access, recorded.change, say)
        return _say(account, recorded, [*_lines(said, recorded, say), answered, *going], say)


def _say(account: AccountRef, recorded: NeedRecorded, lines: list[Line], say: Phrases) -> Reply:
    return Reply(
        intent=RecordNeed.intent,
        language=say.language,
        headline=say("record_need.noted", account=account.name),
        account=account,
        sections=(Section(key="need", lines=tuple(lines)),),
        choices=(
            next_choice("recommend_offer", account, say),
            next_choice("hand_off_account", account, say),
            undo_choice(recorded.change, say),
        ),
    )


def _lines(said: NeedSaid, recorded: NeedRecorded, say: Phrases) -> list[Line]:
    lines = [Line(text=said.text, tone=Tone.QUOTE)]
    if said.said_by:
        lines.append(Line(text=say("record_need.said_by", who=said.said_by)))
    if recorded.same:
        lines.append(Line(text=say("record_need.same", day=recorded.same.said_on, need=recorded.same.text)))
    return lines


def _answered(access: AccessContext, account: AccountRef, said: NeedSaid, catalogue: Catalogue, say: Phrases) -> Line:
    """What answers the need: something they have, something on sale, or nothing yet."""
    answers = products_for(said, catalogue)
    running = [c for c in load_contracts(access, account.id) if c.ended_on is None or c.ended_on > access.as_of]
    families = {card.family for card in answers}
    owned = [catalogue.products[c.product_id] for c in running if c.product_id in catalogue.products]
    have = [
        card.called(say.language) for card in owned if card in answers or (card.tier_rank and card.family in families)
    ]
    if have and read_stance(said.text, seat_words()) is Stance.ASKS:
        return Line(text=say("record_need.more_seats", products=say.join(have)), tone=Tone.GOOD)
    if have:
        return Line(text=say("record_need.owned", products=say.join(have)), tone=Tone.CAUTION)
    if answers:
        named = [card.called(say.language) for card in answers[:_MOST_SHOWN]]
        return Line(text=say("record_need.answered_by", products=say.join(named)), tone=Tone.GOOD)
    return Line(text=say("record_need.unanswered"), tone=Tone.CAUTION)


def products_for(need: NeedSaid, catalogue: Catalogue) -> list[ProductCard]:
    """The products on sale that answer a need."""
    return [card for card in catalogue.on_sale if find_need(card, [need])]
