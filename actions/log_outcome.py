"""What became of an offer: pitched, won, lost, later. Three short questions follow a won deal."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from actions.asking import ask_for, read_future_day, read_product
from actions.base import QuestionAction
from actions.question import Question
from actions.reply import Awaits, Choice, Line, Mood, Reply, Section
from actions.telling.changes import next_choice, pen_for, ref, undo_choice
from knowledge.analytics.advice import advise, find_offers
from knowledge.analytics.offer_kind import kind_of_offer
from knowledge.case import Case
from knowledge.catalogue import ProductCard
from knowledge.playbook.formats import Money
from knowledge.playbook.phrases import Phrases
from knowledge.store.book import Book
from knowledge.store.case import load_case
from knowledge.store.changes.handoff_outcomes import close_handoffs
from knowledge.store.changes.outcomes import OutcomeLogged, OutcomeSaid, log_outcome, save_won_answer
from knowledge.store.changes.pen import Pen
from knowledge.terms import ProposalOutcome

REASONS = ("price", "timing", "no_need", "competitor", "missing_feature", "no_budget", "other")
WON_QUESTIONS = ("customer", "trouble", "proposal")
_MOST_PRODUCTS = 4
_DATED = {ProposalOutcome.LATER, ProposalOutcome.TOO_EARLY}


@dataclass(frozen=True)
class _Heard:
    """The outcome as far as it was said."""

    product: ProductCard
    outcome: ProposalOutcome
    later_until: dt.date | None
    reason: str | None
    reason_text: str | None


class LogOutcome(QuestionAction):
    """Counts for the cool-off, the asks cap, the figures, and for what the advice learns."""

    stem = "log_outcome"

    def answer(self, question: Question, book: Book, say: Phrases) -> Reply:
        """Read what was said, ask for what is missing, write it down; or take the answer about a won deal."""
        pen = pen_for(question, book)
        if question.word("won_question"):
            return _take_won_answer(question, pen, say)
        case = load_case(book, question.account_id or 0)
        heard = _hear(question, case, book, say)
        kind = kind_of_offer(heard.product, case.owned, case.catalogue)
        said = OutcomeSaid(
            case.account.id,
            heard.product.id,
            kind,
            heard.outcome,
            later_until=heard.later_until,
            reason=heard.reason,
            reason_text=heard.reason_text,
            amount_minor=question.number("amount_minor"),
        )
        closed, told = close_handoffs(pen, case.account.id, said)
        logged = log_outcome(pen, said, handoffs=closed)
        return _say(case, heard, said, logged, told, book, say)


def _hear(question: Question, case: Case, book: Book, say: Phrases) -> _Heard:
    account = ref(case.account)
    outcome = _read_outcome(question, case, say)
    product = read_product(question, LogOutcome.stem, case.catalogue, say=say, account=account)
    product = product or _choose_product(question, case, book, say)
    until, reason, words = None, None, None
    if outcome in _DATED:
        headline = say("log_outcome.which_day", account=account.name)
        until = read_future_day(question, LogOutcome.stem, "until", headline, say=say, account=account)
    if outcome in {ProposalOutcome.LOST, ProposalOutcome.NOT_RELEVANT}:
        reason, words = _read_reason(question, case, outcome, say)
    return _Heard(product, outcome, until, reason, words)


def _read_outcome(question: Question, case: Case, say: Phrases) -> ProposalOutcome:
    said = question.word("outcome")
    if said in set(ProposalOutcome):
        return ProposalOutcome(said)
    options = [(say(f"log_outcome.{outcome}"), {"outcome": str(outcome)}) for outcome in ProposalOutcome]
    headline = say("log_outcome.which_outcome", account=case.account.name)
    raise ask_for(question, LogOutcome.stem, "outcome", headline, say=say, options=options, account=ref(case.account))


def _choose_product(question: Question, case: Case, book: Book, say: Phrases) -> ProductCard:
    """The one offer that is open with this customer; else asked for, the open and the advised ones as choices."""
    products = case.catalogue.products
    pitched = [
        p.product_id for p in case.proposals if p.outcome == ProposalOutcome.PITCHED and p.product_id in products
    ]
    if len(set(pitched)) == 1:
        return products[pitched[0]]
    advised = [offer.candidate.product.id for offer in advise(case, book.rules).offers]
    fitting = [candidate.product.id for candidate in find_offers(case, book.rules)]
    near = list(dict.fromkeys([*pitched, *advised, *fitting]))[:_MOST_PRODUCTS]
    options = [(products[i].called(say.language), {"product": products[i].name}) for i in near]
    headline = say("log_outcome.which_product", account=case.account.name)
    raise ask_for(question, LogOutcome.stem, "product", headline, say=say, options=options, account=ref(case.account))


def _read_reason(
    question: Question, case: Case, outcome: ProposalOutcome, say: Phrases
) -> tuple[str | None, str | None]:
    """The reason from the short list, and the words; words alone count as "other"."""
    said, words = question.word("reason"), question.word("reason_text")
    if said in REASONS:
        return said, words
    if said:
        return words_to_reason(said, say) or "other", words or said
    if words:
        return "other", words
    options = [(say(f"log_outcome.reason_{key}"), {"reason": key}) for key in REASONS]
    headline = say("log_outcome.which_reason", account=case.account.name, outcome=say(f"log_outcome.{outcome}"))
    raise ask_for(
        question, LogOutcome.stem, "reason", headline, say=say, options=options, account=ref(case.account), free=True
    )


def words_to_reason(said: str, say: Phrases) -> str | None:
    """The reason of the short list whose words stand in what was said."""
    plain = said.casefold()
    for key in REASONS[:-1]:
        if any(word and word in plain for word in say(f"log_outcome.words_{key}").casefold().split("|")):
            return key
    return None


def _say(
    case: Case, heard: _Heard, said: OutcomeSaid, logged: OutcomeLogged, told: list[str], book: Book, say: Phrases
) -> Reply:
    account, product = ref(case.account), heard.product.called(say.language)
    lines = []
    if heard.reason:
        reason = say(f"log_outcome.reason_{heard.reason}")
        lines.append(Line(text=say("log_outcome.because", reason=reason)))
    if heard.reason_text:
        lines.append(Line(text=heard.reason_text, mood=Mood.QUOTE))
    if said.amount_minor is not None:
        lines.append(Line(text=say("log_outcome.amount", money=Money(said.amount_minor, book.rules.firm.currency))))
    lines.append(Line(text=_effect(heard, book, say)))
    lines += [Line(text=say("log_outcome.told_cs", who=who), mood=Mood.GOOD) for who in told]
    facts = {"account": account.name, "product": product}
    headline = say(f"log_outcome.logged_{heard.outcome}", **facts)
    undo = undo_choice(logged.change, say)
    if heard.outcome is ProposalOutcome.WON:
        ask = _won_question(logged.proposal_id, 0, account.id, account.name)
        lines.append(Line(text=say("log_outcome.won_customer")))
        choices, awaits = (*_skip(ask, say), undo), ask
    else:
        choices, awaits = (next_choice("set_reminder", account, say), undo), None
    return Reply(
        stem=LogOutcome.stem,
        language=say.language,
        headline=headline,
        account=account,
        sections=(Section(key="outcome", lines=tuple(lines)),),
        choices=choices,
        awaits=awaits,
    )


def _effect(heard: _Heard, book: Book, say: Phrases) -> str:
    """What changes by it: when this product may be offered again, or that the ask counts."""
    match heard.outcome:
        case ProposalOutcome.PITCHED:
            return say(
                "log_outcome.effect_pitched", days=book.rules.gate.asks_window_days, cap=book.rules.gate.asks_cap
            )
        case ProposalOutcome.WON:
            return say("log_outcome.effect_won")
        case _:
            rests = book.as_of + dt.timedelta(days=book.rules.gate.cool_off_days)
            return say("log_outcome.effect_rests", day=heard.later_until or rests)


def _won_question(proposal_id: int, number: int, account_id: int, account: str) -> Awaits:
    slots: dict[str, str | int] = {"account_id": account_id, "account": account, "proposal_id": proposal_id}
    return Awaits(
        stem=LogOutcome.stem, slot="answer", slots={**slots, "won_question": WON_QUESTIONS[number]}, free=True
    )


def _skip(ask: Awaits, say: Phrases) -> tuple[Choice, ...]:
    label = say("log_outcome.skip")
    return (Choice(label=label, stem=LogOutcome.stem, slots={**ask.slots, "skip": 1}),)


def _take_won_answer(question: Question, pen: Pen, say: Phrases) -> Reply:
    """Keep one answer, or none, and ask the next of the three."""
    asked = question.word("won_question") or WON_QUESTIONS[0]
    proposal_id, answer = question.number("proposal_id") or 0, question.word("answer")
    account_id, account = question.account_id or 0, question.word("account") or ""
    if answer and not question.number("skip"):
        save_won_answer(pen, account_id, proposal_id, asked, answer)
    place = WON_QUESTIONS.index(asked) + 1 if asked in WON_QUESTIONS else len(WON_QUESTIONS)
    if place >= len(WON_QUESTIONS):
        return Reply(stem=LogOutcome.stem, language=say.language, headline=say("log_outcome.won_thanks"))
    ask = _won_question(proposal_id, place, account_id, account)
    headline = say(f"log_outcome.won_{WON_QUESTIONS[place]}")
    return Reply(stem=LogOutcome.stem, language=say.language, headline=headline, choices=_skip(ask, say), awaits=ask)
