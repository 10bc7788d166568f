"""Hands a customer to CS, or to their owner as a task: what is the matter, who sees to it, and by when."""

from __future__ import annotations

from actions.asking import Option, ask_for
from actions.changes import ref, unit_of_work_for
from actions.hand_off_account.colleague import read_taker
from actions.presenters.churn import tell_signal
from actions.presenters.handoffs import handoff_choices, receiver_of, tell_handed
from actions.question import Question
from actions.reply import AccountRef, Choice, Line, Reply, Section, Tone
from actions.set_reminder.moments import zone_of
from knowledge.accounts.account_360 import Account360
from knowledge.churn.explained import explain_churn
from knowledge.churn.score import ChurnBand
from knowledge.handoffs.commands.handoffs import NewHandoff
from knowledge.handoffs.commands.moves import hand_over, sides
from knowledge.handoffs.handoff import Colleague, HandoffCard
from knowledge.handoffs.lifecycle import HandoffKind, Side, Urgency
from knowledge.handoffs.queries.handoffs import find_handoffs
from knowledge.handoffs.routing import Route
from knowledge.kernel.access import AccessContext
from knowledge.kernel.unit_of_work import AuditedUnitOfWork
from knowledge.people.queries.colleagues import find_colleagues, load_colleagues
from knowledge.playbook.phrases import Phrases
from knowledge.terms import Role

INTENT = "hand_off_account"
_REASONS_OFFERED = 3
_LONGEST_OPTION = 70


def goes_to_cs(question: Question, case: Account360, access: AccessContext) -> bool:
    """Whether CS is to have the customer: said so, for somebody of CS, or a rep hands over an account of their own."""
    toward = question.word("toward")
    if toward:
        return toward == "cs"
    if receiver := question.word("receiver"):
        people = load_colleagues(access.connection, on=access.as_of)
        roles = {people[number].role for number, _ in find_colleagues(access.connection, receiver)}
        return roles == {Role.CS}
    return access.viewer.role == Role.REP and case.account.owner_key == access.viewer.key


def hand_to_cs(question: Question, access: AccessContext, case: Account360, say: Phrases) -> Reply:
    """Ask what is the matter where that was not said, with what the data shows as choices; send it to the CSM."""
    need = question.free("need")
    if not need:
        options: list[Option] = [(text[:_LONGEST_OPTION], {"need": text}) for text in tell_reasons(case, access, say)]
        asked = Question(**{**question.__dict__, "slots": {**question.slots, "toward": "cs"}})
        headline = say("hand_off_account.which_matter", account=case.account.name)
        raise ask_for(asked, INTENT, "need", headline, say=say, options=options, account=ref(case.account), free=True)
    new = NewHandoff(
        case.account.id,
        need,
        read_urgency(question),
        evidence=question.word("evidence"),
        contact=question.word("contact"),
        avoid=question.word("avoid"),
        link=question.word("link"),
        kind=HandoffKind.TO_CS,
    )
    to = read_receiver(question, access, new.kind, ref(case.account), say)
    return send(new, unit_of_work_for(question, access), case, say, to=to)


def read_receiver(
    question: Question, access: AccessContext, kind: HandoffKind, account: AccountRef, say: Phrases
) -> Colleague | None:
    """The colleague whom it is for, where one was named; a question back where they cannot have it."""
    if question.word("receiver") is None:
        return None
    return read_taker(question, INTENT, "receiver", access, kind=kind, account=account, say=say)


def read_urgency(question: Question) -> Urgency:
    """Hot where it was said; normal otherwise."""
    return Urgency.HOT if question.word("urgency") == Urgency.HOT else Urgency.NORMAL


def tell_reasons(case: Account360, access: AccessContext, say: Phrases) -> list[str]:
    """What the data shows against this customer staying, the gravest first."""
    if case.row["churn_band"] == ChurnBand.LOST:
        return []
    reasons = explain_churn(case.row, access.rules.churn)[:_REASONS_OFFERED]
    return [tell_signal(signal, case.catalogue.products, say) for signal in reasons]


def hand_over_alert(kind: HandoffKind, unit_of_work: AuditedUnitOfWork, case: Account360, say: Phrases) -> Reply:
    """The button of an alert: the reasons behind it are what is the matter, and it is hot where the risk is high."""
    reasons = tell_reasons(case, unit_of_work.access, say) or [say("hand_off_account.may_leave")]
    hot = case.row["churn_band"] == ChurnBand.AT_RISK
    new = NewHandoff(case.account.id, say.join(reasons), Urgency.HOT if hot else Urgency.NORMAL, kind=kind)
    return send(new, unit_of_work, case, say)


def send(
    new: NewHandoff, unit_of_work: AuditedUnitOfWork, case: Account360, say: Phrases, *, to: Colleague | None = None
) -> Reply:
    """Send it, unless the same lies there already; say to whom it went, why there, and by when they answer."""
    if twin := find_twin(new, unit_of_work.access):
        return tell_twin(twin, say)
    card, route = hand_over(unit_of_work, new, to=to)
    lines = (Line(text=_why(card, route, case, say)), Line(text=say(f"hand_off_account.promise_{card.kind}")))
    return tell_sent(card, unit_of_work, case, lines, say)


def find_twin(new: NewHandoff, access: AccessContext) -> HandoffCard | None:
    """The open handoff of the same need, or of any matter where CS or the owner sees to the customer already."""
    same = [card for card in find_handoffs(access, account_id=new.account_id) if card.kind is new.kind]
    if new.kind is HandoffKind.TO_SALES:
        same = [card for card in same if card.need == new.need]
    return next(iter(same), None)


def tell_twin(card: HandoffCard, say: Phrases) -> Reply:
    """The same was handed over before and is still open: a double click, or two colleagues with one thought."""
    name = "twin" if card.kind is HandoffKind.TO_SALES else "twin_errand"
    headline = say(f"hand_off_account.{name}", account=card.account, who=receiver_of(card, say))
    return Reply(intent=INTENT, language=say.language, headline=headline, choices=(_open(card, say),))


def tell_sent(
    card: HandoffCard, unit_of_work: AuditedUnitOfWork, case: Account360, route: tuple[Line, ...], say: Phrases
) -> Reply:
    """Who has it now and answers by when; what was handed over; what the sender may still do."""
    due = card.due_at.astimezone(zone_of(unit_of_work.access)) if card.due_at else unit_of_work.now
    facts = {"account": card.account, "who": receiver_of(card, say), "due": due}
    mine = sides(unit_of_work, card) - {Side.RECEIVER}
    return Reply(
        intent=INTENT,
        language=say.language,
        headline=say("hand_off_account.sent", **facts),
        account=ref(case.account),
        sections=(tell_handed(card, case.catalogue, say), Section(key="route", lines=route)),
        choices=(*handoff_choices(card, mine, say), _open(card, say)),
    )


def no_product_line(say: Phrases) -> Line:
    """That nothing in the catalogue answers the need."""
    return Line(text=say("hand_off_account.no_product"), tone=Tone.CAUTION)


def _why(card: HandoffCard, route: Route, case: Account360, say: Phrases) -> str:
    to_cs = card.kind is HandoffKind.TO_CS
    keeper = (case.account.csm if to_cs else case.account.owner) or ""
    name = f"route_{route.reason}_cs" if to_cs else f"route_{route.reason}"
    return say(f"hand_off_account.{name}", who=receiver_of(card, say), owner=keeper)


def _open(card: HandoffCard, say: Phrases) -> Choice:
    return Choice(label=say("hand_off_account.choice_open"), intent="list_handoffs", slots={"handoff_id": card.id})
