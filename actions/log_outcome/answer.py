"""What became of an offer: pitched, won, lost, later. Three short questions follow a won deal."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from actions.asking import ask_for, read_future_day, read_product
from actions.base import QuestionAction
from actions.changes import next_choice, ref, undo_choice, unit_of_work_for
from actions.presenters.products import find_family
from actions.presenters.rules import tell_state
from actions.question import Question
from actions.reply import Choice, Line, PendingSlot, Reply, Section, Tone
from knowledge.accounts.account_360 import Account360
from knowledge.accounts.queries.account_360 import load_account_360
from knowledge.accounts.queries.accounts import load_account
from knowledge.catalogue.catalogue import ProductCard
from knowledge.handoffs.commands.outcomes import close_handoffs
from knowledge.kernel.access import AccessContext
from knowledge.kernel.unit_of_work import AuditedUnitOfWork
from knowledge.offers.advice import advise, find_candidates
from knowledge.offers.commands.offer_feedback import find_state
from knowledge.offers.grounds import ground_of
from knowledge.offers.kind import kind_of_offer
from knowledge.playbook.formats import Money
from knowledge.playbook.phrases import Phrases
from knowledge.proposals.commands.outcomes import OutcomeLogged, OutcomeSaid, log_outcome, save_won_answer
from knowledge.proposals.queries.won_answers import is_won, load_won_answers
from knowledge.terms import LostReason, ProposalOutcome, WonQuestion

REASONS = tuple(LostReason)
WON_QUESTIONS = tuple(WonQuestion)
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

    intent = "log_outcome"

    def answer(self, question: Question, access: AccessContext, say: Phrases) -> Reply:
        """Read what was said, ask for what is missing, write it down; or take the answer about a won deal."""
        unit_of_work = unit_of_work_for(question, access)
        if question.word("won_question"):
            return _take_won_answer(question, unit_of_work, say)
        case = load_account_360(access, question.account_id or 0)
        heard = _hear(question, case, access, say)
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
            rule=find_rule(case, heard.product, access),
        )
        closed, told = close_handoffs(unit_of_work, case.account.id, said)
        logged = log_outcome(unit_of_work, said, handoffs=closed)
        return _say(case, heard, said, logged, told, unit_of_work, say)


def find_rule(case: Account360, product: ProductCard, access: AccessContext) -> str | None:
    """The rule that justifies this product for this customer today; None where nothing speaks for it."""
    found = find_candidates(case, access.rules)
    return next((ground_of(candidate) for candidate in found if candidate.product.id == product.id), None)


def _hear(question: Question, case: Account360, access: AccessContext, say: Phrases) -> _Heard:
    account = ref(case.account)
    outcome = _read_outcome(question, case, say)
    family = _of_tier(find_family(case.catalogue, question.word("product") or ""), question.word("tier"))
    product = None if family else read_product(question, LogOutcome.intent, case.catalogue, say=say, account=account)
    product = product or _choose_product(question, case, access, say, among=family)
    until, reason, words = None, None, None
    if outcome in _DATED:
        headline = say("log_outcome.which_day", account=account.name)
        asked = _from_its_first_day(question)
        until = read_future_day(asked, LogOutcome.intent, "until", headline, say=say, account=account)
    if outcome in {ProposalOutcome.LOST, ProposalOutcome.NOT_RELEVANT}:
        reason, words = _read_reason(question, case, outcome, say)
    return _Heard(product, outcome, until, reason, words)


def _of_tier(family: list[ProductCard], tier: str | None) -> list[ProductCard]:
    """The plan of the tier said beside its family's name, "MA Standard"; all of the family where none is."""
    named = [card for card in family if tier and card.name.casefold().endswith(tier.casefold())]
    return named or family


def _from_its_first_day(question: Question) -> Question:
    """ "Ask again in December" means from its first day on, not after its last."""
    first = question.word("date")
    if first is None or first == question.word("until") or first[:10] <= question.as_of.isoformat():
        return question
    return replace(question, slots={**question.slots, "until": first})


def _read_outcome(question: Question, case: Account360, say: Phrases) -> ProposalOutcome:
    said = question.word("outcome")
    if said in set(ProposalOutcome):
        return ProposalOutcome(said)
    options = [(say(f"log_outcome.{outcome}"), {"outcome": str(outcome)}) for outcome in ProposalOutcome]
    headline = say("log_outcome.which_outcome", account=case.account.name)
    raise ask_for(question, LogOutcome.intent, "outcome", headline, say=say, options=options, account=ref(case.account))


def _choose_product(
    question: Question, case: Account360, access: AccessContext, say: Phrases, *, among: Sequence[ProductCard] = ()
) -> ProductCard:
    """The one offer that is open with this customer; else asked for, the open and the advised ones as choices.

    ``among`` are the tiers of the family named: only one of them can be meant.
    """
    if len(among) == 1:
        return among[0]
    products = {card.id: card for card in among} or case.catalogue.products
    pitched = [
        p.product_id for p in case.proposals if p.outcome == ProposalOutcome.PITCHED and p.product_id in products
    ]
    if len(set(pitched)) == 1:
        return products[pitched[0]]
    advised = [offer.candidate.product.id for offer in advise(case, access.rules).offers]
    fitting = [candidate.product.id for candidate in find_candidates(case, access.rules)]
    dealt = [deal.product_id for deal in case.open_deals if deal.product_id is not None]
    wanted = [i for i in (*pitched, *dealt, *advised, *fitting, *(card.id for card in among)) if i in products]
    near = list(dict.fromkeys(wanted))[:_MOST_PRODUCTS]
    options = [(products[i].called(say.language), {"product": products[i].name}) for i in near]
    headline = say("log_outcome.which_product", account=case.account.name)
    raise ask_for(question, LogOutcome.intent, "product", headline, say=say, options=options, account=ref(case.account))


def _read_reason(
    question: Question, case: Account360, outcome: ProposalOutcome, say: Phrases
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
        question, LogOutcome.intent, "reason", headline, say=say, options=options, account=ref(case.account), free=True
    )


def words_to_reason(said: str, say: Phrases) -> str | None:
    """The reason of the short list whose words stand in what was said."""
    plain = said.casefold()
    for key in REASONS[:-1]:
        if any(word and word in plain for word in say(f"log_outcome.words_{key}").casefold().split("|")):
            return key
    return None


def _say(
    case: Account360,
    heard: _Heard,
    said: OutcomeSaid,
    logged: OutcomeLogged,
    told: list[str],
    unit_of_work: AuditedUnitOfWork,
    say: Phrases,
) -> Reply:
    access = unit_of_work.access
    account, product = ref(case.account), heard.product.called(say.language)
    lines = []
    if heard.reason:
        reason = say(f"log_outcome.reason_{heard.reason}")
        lines.append(Line(text=say("log_outcome.because", reason=reason)))
    if heard.reason_text:
        lines.append(Line(text=heard.reason_text, tone=Tone.QUOTE))
    if said.amount_minor is not None:
        lines.append(Line(text=say("log_outcome.amount", money=Money(said.amount_minor, access.rules.firm.currency))))
    lines.append(Line(text=_effect(heard, access, say)))
    if heard.outcome is ProposalOutcome.NOT_RELEVANT:
        lines += tell_state(
            find_state(unit_of_work, said.rule), case.catalogue, access.rules.learning.not_relevant_people, say
        )
    lines += [Line(text=say("log_outcome.told_cs", who=who), tone=Tone.GOOD) for who in told]
    facts = {"account": account.name, "product": product}
    headline = say(f"log_outcome.logged_{heard.outcome}", **facts)
    undo = undo_choice(logged.change, say)
    if heard.outcome is ProposalOutcome.WON:
        ask = _won_question(logged.proposal_id, 0, account.id, account.name)
        lines.append(Line(text=say("log_outcome.won_customer")))
        choices, pending_slot = (*_skip(ask, say), undo), ask
    else:
        choices, pending_slot = (next_choice("set_reminder", account, say), undo), None
    return Reply(
        intent=LogOutcome.intent,
        language=say.language,
        headline=headline,
        account=account,
        sections=(Section(key="outcome", lines=tuple(lines)),),
        choices=choices,
        pending_slot=pending_slot,
    )


def _effect(heard: _Heard, access: AccessContext, say: Phrases) -> str:
    """What changes by it: when this product may be offered again, or that the ask counts."""
    match heard.outcome:
        case ProposalOutcome.PITCHED:
            return say(
                "log_outcome.effect_pitched", days=access.rules.gate.asks_window_days, cap=access.rules.gate.asks_cap
            )
        case ProposalOutcome.WON:
            return say("log_outcome.effect_won")
        case _:
            rests = access.as_of + dt.timedelta(days=access.rules.gate.rest_days(heard.reason))
            return say("log_outcome.effect_rests", day=heard.later_until or rests)


def _won_question(proposal_id: int, number: int, account_id: int, account: str) -> PendingSlot:
    slots: dict[str, str | int] = {"account_id": account_id, "account": account, "proposal_id": proposal_id}
    asked = {**slots, "won_question": str(WON_QUESTIONS[number])}
    return PendingSlot(intent=LogOutcome.intent, slot="answer", slots=asked, free=True, is_done=True)


def _skip(ask: PendingSlot, say: Phrases) -> tuple[Choice, ...]:
    label = say("log_outcome.skip")
    return (Choice(label=label, intent=LogOutcome.intent, slots={**ask.slots, "skip": 1}),)


def _take_won_answer(question: Question, unit_of_work: AuditedUnitOfWork, say: Phrases) -> Reply:
    """Keep one answer, or none, and ask the next of the three."""
    asked = WonQuestion(question.word("won_question") or WonQuestion.CUSTOMER)
    proposal_id, answer = question.number("proposal_id") or 0, question.word("answer")
    account_id, account = question.account_id or 0, question.word("account") or ""
    undo: tuple[Choice, ...] = ()
    if not is_won(unit_of_work.access, account_id, proposal_id):
        return Reply(intent=LogOutcome.intent, language=say.language, headline=say("log_outcome.won_gone"))
    if answer and not question.number("skip"):
        undo = (undo_choice(save_won_answer(unit_of_work, account_id, proposal_id, asked, answer), say),)
    place = WON_QUESTIONS.index(asked) + 1
    if place >= len(WON_QUESTIONS):
        return _thank(unit_of_work, account_id, proposal_id, undo, say)
    ask = _won_question(proposal_id, place, account_id, account)
    headline = say(f"log_outcome.won_{WON_QUESTIONS[place]}")
    choices = (*_skip(ask, say), *undo)
    return Reply(intent=LogOutcome.intent, language=say.language, headline=headline, choices=choices, pending_slot=ask)


def _thank(
    unit_of_work: AuditedUnitOfWork, account_id: int, proposal_id: int, undo: tuple[Choice, ...], say: Phrases
) -> Reply:
    """What was kept of the three, or that nothing was."""
    deals = [
        deal for deal in load_won_answers(unit_of_work.access, account_id=account_id) if deal.proposal_id == proposal_id
    ]
    answers = deals[0].answers if deals else {}
    lines = tuple(
        Line(text=say(f"log_outcome.won_kept_{key}", answer=answers[key])) for key in WON_QUESTIONS if key in answers
    )
    return Reply(
        intent=LogOutcome.intent,
        language=say.language,
        headline=say("log_outcome.won_thanks" if lines else "log_outcome.won_skipped"),
        account=ref(load_account(unit_of_work.access, account_id)),
        sections=(Section(key="won", lines=lines),) if lines else (),
        choices=(*undo, Choice(label=say("study_best_customers.name"), intent="study_best_customers")),
    )
