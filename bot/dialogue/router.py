"""Which action answers a message, with which slots: a pure choice from what was understood and the topic."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Any

from actions.registry import spec_of
from actions.spec import AccountUse
from bot.dialogue.corrections import correct, drops
from bot.dialogue.look_ups import (
    INTENT,
    advice_asked,
    as_slots,
    asks_for_contact,
    asks_only_when,
    asks_who_looked,
    asks_why_not_more,
    find_request,
    is_unexplained,
    loose_name,
    names_a_day,
    not_for_us,
    only_asks,
    page_asked,
    says_not_to_write,
)
from bot.dialogue.message import Click
from bot.dialogue.offer_feedback import judge_offer
from bot.dialogue.pending_slot import ask_again, drops_question, read_answer
from bot.dialogue.slot_carryover import choose_slots
from bot.dialogue.state import DialogueState
from bot.dialogue.told import read_told
from bot.dialogue.write_guard import confirm, is_question, refuse, speaks_of_nobody
from bot.nlu.corrections import read_correction
from bot.nlu.draft_patch import read_draft
from bot.nlu.figures_named import asks_for_figure
from bot.nlu.followups import FollowUp
from bot.nlu.list_lines import read_line_of_list, read_offer_asked_why
from bot.nlu.reading import AccountMention, Reading
from bot.nlu.records import wants_something
from bot.nlu.reminding import drops_meeting, tells_meeting
from bot.nlu.request import Request
from bot.nlu.steps import asks_feedback, asks_something, asks_whitespace, is_order, is_undo, read_step
from bot.nlu.write_words import asks_how, asks_rather_than_tells, asks_unanswered, is_for_operations, wonders
from knowledge.semantic.query import Condition, Operator, Query

_TARGETS = re.compile(r"\btargets?\b|目標(?!達成した)", re.IGNORECASE)
_DOES_AT_ONCE = {"hand_off_account", "hold_account"}  # what is done as soon as it is asked for, without a card
# Questions that a need is near to in its words.
_NEAR_A_NEED = {"recommend_offer", "check_usage", "compare_tiers", "describe_product", "ask_playbook", "brief_account"}
_WORTH_A_BUTTON = 0.05  # probability of an intent: below it a third button is noise
_CLEARLY_NEAREST = 15.0  # likeness, 0-100: so far ahead of the next name, "did you mean" names one


@dataclass(frozen=True)
class Step:
    """Run ``action_<intent>`` with ``slots``. ``waits_for``: the intent that goes on once a question back is answered.

    ``first`` is run before it: what takes a change back that is now made for the customer meant.
    """

    intent: str
    slots: dict[str, Any] = field(default_factory=dict)
    waits_for: str | None = None
    first: Step | None = None


def choose_action(understood: Reading, follow_up: FollowUp, topic: DialogueState) -> Step:
    """The step for one message."""
    understood = _at_customer(understood)
    if step := _for_operations(understood, topic):
        return step
    if settled := _drop(understood, topic) or _settle(understood, follow_up, topic):
        return settled
    if not topic.pending and (page := _page_of_its_own(understood, topic)):
        return page
    request = find_request(understood, follow_up, topic)
    if not topic.pending and (told := _kept(understood, request, topic)):
        return told
    if request and (not topic.pending or _stands_for_itself(request, understood, topic)):
        return _look_up(request, understood)
    if answered := _answer(understood, topic):
        return answered
    if request:
        return _look_up(request, understood)
    if step := _kept(understood, None, topic) or _order(understood):
        return step
    return _ask(understood, follow_up, topic)


def _for_operations(understood: Reading, topic: DialogueState) -> Step | None:
    """Requests about personal data, whatever is asked back meanwhile: they must never be kept as its answer."""
    if is_for_operations(understood.text):
        if asks_how(understood.text):
            return Step("ask_playbook", {"article": "erasing_people", "language": understood.language})
        return Step("request_erasure", {"language": understood.language})
    if not topic.pending and asks_unanswered(understood.text):
        return Step("list_unanswered", {**understood.entities, "language": understood.language})
    return None


def _at_customer(understood: Reading) -> Reading:
    """ "Remind me to call Agnes": what is written down about somebody at a customer is about that customer."""
    customer = understood.pieces.customer if understood.pieces else None
    writes = spec_of(understood.intent).writes or bool(understood.record)
    if customer is None or understood.account or understood.mention or not writes:
        return understood
    account = AccountMention(*customer)
    return replace(understood, account=account, accounts=(account,), mention=account.name)


def _kept_for_themselves(understood: Reading, topic: DialogueState) -> Step:
    """What is said not to be written down is not; who it is about is told."""
    if understood.account is None:
        return Step("ask_back", {"kind": "dropped", "language": topic.language or understood.language})
    named = {"account_id": understood.account.id, "account": understood.account.name}
    return Step("brief_account", {**named, "language": understood.language})


def _asks_playbook(understood: Reading, topic: DialogueState) -> Step:
    """What one would do, and what comes of it, is told; nothing is done."""
    named = {"account_id": understood.account.id, "account": understood.account.name} if understood.account else {}
    del topic
    return Step("ask_playbook", {**named, "language": understood.language})


def _drop(understood: Reading, topic: DialogueState) -> Step | None:
    """ "Never mind" to what was asked back, "undo" where any words would do."""
    if drops_question(understood.text, topic):
        return Step("ask_back", {"kind": "dropped", "language": topic.language or understood.language})
    if is_undo(understood.text) and topic.pending and topic.pending.get("free"):
        return Step("undo", {"language": understood.language})
    return None


def _stands_for_itself(request: Request, understood: Reading, topic: DialogueState) -> bool:
    """Whether facts are asked for while a question back is open: all words of it are read, and it is a question."""
    pending = topic.pending or {}
    asks = asks_something(understood.text) and not understood.entities.keys() & {str(pending.get("slot"))}
    return not request.unread and asks and not understood.candidates


def _answer(understood: Reading, topic: DialogueState) -> Step | None:
    """The question that waits, with its answer filled in; or asked again after a yes to several."""
    answered = read_answer(understood, topic)
    if answered is not None and topic.pending:
        return Step(topic.pending["intent"], answered)
    if (again := ask_again(understood.text, topic)) is not None and topic.pending:
        return Step("ask_back", {**again, "language": understood.language}, waits_for=topic.pending["intent"])
    return None


def _ask(understood: Reading, follow_up: FollowUp, topic: DialogueState) -> Step:
    """One of the questions that the classifier knows."""
    intent = _choose_intent(understood, follow_up, topic)
    if intent and spec_of(intent).writes and says_not_to_write(understood):
        return _kept_for_themselves(understood, topic)
    if intent and spec_of(intent).writes and (only_asks(understood) or _merely_asks(intent, understood)):
        request = understood.request
        return _look_up(request, understood) if request and not request.unread else _asks_playbook(understood, topic)
    slots = choose_slots(understood, follow_up, topic, intent)
    if intent == "record_need" and _tells_need(understood):
        slots = {"need": understood.text, **slots}
    if intent is None:
        return _ask_what(slots, understood, topic)
    spec = spec_of(intent)
    if spec.explains_last and _asks_why_of_another(understood, topic):
        return _with_account(
            "recommend_offer", choose_slots(understood, follow_up, topic, "recommend_offer"), understood, topic
        )
    if spec.explains_last:
        return Step(intent, {**slots, **_explained(topic)})
    if spec.account is AccountUse.NONE or (spec.account is AccountUse.NAMED and not understood.mention):
        return Step(intent, slots)
    return _guarded(_with_account(intent, slots, understood, topic), understood, topic)


def _asks_why_of_another(understood: Reading, topic: DialogueState) -> bool:
    """ "Why can't I pitch Ashdown?": of a customer about whom nothing was answered yet, the advice says why."""
    return understood.account is not None and understood.account.id != topic.account_id


def _merely_asks(intent: str, understood: Reading) -> bool:
    """ "Would it be smart to hand them over?": a question, and no order put as one."""
    if read_step(intent, understood.text):
        return False
    if wonders(understood.text):
        return True
    if intent not in _DOES_AT_ONCE:
        return False
    return asks_rather_than_tells(understood.text) and not is_order(understood.text, names_customer=True)


def _refused(understood: Reading) -> Step | None:
    """What is not to be done, or not by us."""
    refused = refuse(understood)
    return Step("ask_back", refused) if refused else None


def _guarded(step: Step, understood: Reading, topic: DialogueState) -> Step:
    """A step that would keep something nobody asked to be kept, as a question back; any other as it is."""
    if is_question(step.intent, step.slots, understood):
        return _ask_what(step.slots, understood, topic)
    if speaks_of_nobody(step.intent, step.slots, understood):
        return _ask_whom(step.intent, step.slots)
    card = confirm(step.intent, step.slots, understood, topic)
    return Step("ask_back", card, waits_for=step.intent) if card else step


def _page_of_its_own(understood: Reading, topic: DialogueState) -> Step | None:
    """One page of the day or week, or the article on who looked at a customer that the asker may not see."""
    if asks_who_looked(understood):
        return Step("ask_playbook", {"article": "who_looked", "language": understood.language})
    page = page_asked(understood)
    return _page(page, understood, topic) if page else None


def _page(page: str, understood: Reading, topic: DialogueState) -> Step:
    """One page: of the customer named before a meeting, else of the week or the day."""
    said = {name: understood.entities[name] for name in ("date", "date_end", "time") if name in understood.entities}
    slots = {"page": page, "language": understood.language, **said}
    return _with_account("prepare", slots, understood, topic) if understood.mention else Step("prepare", slots)


def _kept(understood: Reading, request: Request | None, topic: DialogueState) -> Step | None:
    """What is told to be kept, unless it is a question, or said not to be noted."""
    if says_not_to_write(understood):
        return _kept_for_themselves(understood, topic) if understood.account else None
    if refused := _refused(understood):
        return refused
    asks = asks_something(understood.text) or "?" in understood.text or (request and names_a_day(request))
    if (request and not request.unread and asks) or only_asks(understood):
        return None
    return _told(understood, topic)


def _told(understood: Reading, topic: DialogueState) -> Step | None:
    """What is told to be kept; a customer who cannot be found is asked for, and is never the thread's."""
    found = read_told(understood)
    if found is None:
        return None
    intent, slots = found
    needed = spec_of(intent).account is AccountUse.NEEDED
    return _with_account(intent, slots, understood, topic) if needed else Step(intent, slots)


def _look_up(request: Request, understood: Reading) -> Step:
    """The facts asked for; who it is is asked back where a name is nobody's, or more than one customer's."""
    slots = as_slots(request, understood.language)
    if understood.candidates:
        return _ask_which(INTENT, slots, understood.candidates)
    if understood.mention and not understood.account and is_unexplained(understood, understood.mention):
        return _ask_unknown(INTENT, slots, understood)
    return Step(INTENT, slots)


def _settle(understood: Reading, follow_up: FollowUp, topic: DialogueState) -> Step | None:
    """What leaves no doubt: a text asked for or changed, a line of the last list, a correction, a word on its offer."""
    prepares = page_asked(understood) == "prepare"
    draft = None if prepares or asks_for_contact(understood) else read_draft(understood, follow_up, topic)
    if draft:
        return _with_account("draft_talk_track", *draft, topic)
    if settled := _line_of_list(understood, topic) or _correct(understood, topic) or _made_when(understood, topic):
        return settled
    judged = None if topic.pending else judge_offer(understood, follow_up, topic)
    return Step(*judged) if judged else None


def _line_of_list(understood: Reading, topic: DialogueState) -> Step | None:
    """ "Why 3?" after a numbered list opens its third line; after two offers "why 2?" the figures of the second."""
    if not topic.listed:
        return _offer_explained(understood, topic) if topic.grounds else None
    place = read_line_of_list(understood.text)
    if place is None:
        return None
    if not 1 <= place <= len(topic.listed):
        return _no_such_line(len(topic.listed), understood)
    opened = topic.listed[place - 1]
    return Step(opened["intent"], {**opened["slots"], "place_in_list": place, "language": understood.language})


def _offer_explained(understood: Reading, topic: DialogueState) -> Step | None:
    place = read_offer_asked_why(understood.text)
    if place is None:
        return None
    if not 1 <= place <= len(topic.grounds):
        return _no_such_line(len(topic.grounds), understood)
    keys = topic.grounds[place - 1]
    figures = [figure for figure in topic.figures if figure["key"] in keys]
    subject = topic.offers[place - 1]
    return Step("explain_answer", {"figures": figures, "subject": subject, "language": understood.language})


def _no_such_line(count: int, understood: Reading) -> Step:
    return Step("ask_back", {"kind": "no_such_line", "count": str(count), "language": understood.language})


def _order(understood: Reading) -> Step | None:
    """What is asked for in so many words, and is no question of its own."""
    order = None
    if is_undo(understood.text):
        order = "undo"
    elif asks_whitespace(understood.text) and not understood.mention:
        order = "rank_accounts"
    elif asks_feedback(understood.text) and not understood.mention:
        order = "product_feedback"
    return Step(order, {**understood.entities, "language": understood.language}) if order else None


def choose_click(click: Click, topic: DialogueState, *, language: str) -> Step:
    """The step for a button, which says all itself but for what the thread is about."""
    slots = {"language": language, **click.slots}
    spec = spec_of(click.intent)
    if spec.explains_last:
        return Step(click.intent, {**slots, **_explained(topic)})
    if not spec.needs_account or "account_id" in slots:
        return Step(click.intent, slots)
    if topic.account_id is not None:
        return Step(click.intent, {**slots, "account_id": topic.account_id, "account": topic.account})
    return _ask_whom(click.intent, slots)


def _choose_intent(understood: Reading, follow_up: FollowUp, topic: DialogueState) -> str | None:
    pending = topic.pending["intent"] if topic.pending else None
    if follow_up.same_question:
        return pending or topic.intent or "brief_account"
    if topic.intent and follow_up.only:
        return _asks_for_words(topic.intent, follow_up, topic) or topic.intent
    if topic.intent and spec_of(topic.intent).narrowed and follow_up.narrows:
        return topic.intent
    if _is_about_meeting(understood):
        return "set_reminder"
    of_nobody = topic.account_id is None
    if not understood.mention and asks_for_figure(understood.text, understood.narrowing, of_nobody=of_nobody):
        return "show_metrics"
    return _told_or_refused(understood) or _unless_close(understood)


def _told_or_refused(understood: Reading) -> str | None:
    """What its words say, whatever the classifier makes of them; what is not for us."""
    if not_for_us(understood):
        return "out_of_scope"
    if asks_why_not_more(understood):
        return "recommend_offer"
    if _tells_need(understood):
        return "record_need"
    if understood.refused:
        return advice_asked(understood) or "out_of_scope"
    return None


def _unless_close(understood: Reading) -> str | None:
    """The classifier's best guess; of two that are close none, unless a word settles it."""
    if understood.close and _asks_for_targets(understood):
        return "show_metrics"
    return None if understood.close and not _asks_for_hold(understood) else understood.intent


def _correct(understood: Reading, topic: DialogueState) -> Step | None:
    """The change just made, made as meant or taken back."""
    if topic.wrote is None or is_undo(understood.text):
        return None
    correction = read_correction(understood.text, (*understood.spans, *understood.named))
    if dropped := drops(understood, correction, topic):
        step: Step | None = None
        for intent, slots in dropped:
            step = Step(intent, slots, first=step)
        return step
    remade = correct(understood, correction, topic)
    if remade is None:
        return None
    return Step(remade.intent, remade.slots, first=Step(*remade.back) if remade.back else None)


def _made_when(understood: Reading, topic: DialogueState) -> Step | None:
    """ "When was that again?" of the meeting or reminder that was just set."""
    wrote = topic.wrote or {}
    if wrote.get("intent") != "set_reminder" or topic.pending or not asks_only_when(understood):
        return None
    account_id = wrote["slots"].get("account_id")
    if wrote["slots"].get("step") != "meeting" or account_id is None:
        return Step("set_reminder", {"step": "list", "language": understood.language})
    query = Query("meeting", where=(Condition("customer", Operator.IS, (account_id,)),))
    return Step(INTENT, as_slots(Request(query), understood.language))


def _tells_need(understood: Reading) -> bool:
    """ "Lunarreach wants SFA Starter for 25 people": told of a customer in so many words."""
    told = (understood.account is not None or understood.candidates) and wants_something(understood.text)
    doubtful = understood.refused or understood.close or understood.intent in _NEAR_A_NEED
    return bool(told) and doubtful and not asks_something(understood.text) and "?" not in understood.text


def _asks_for_targets(understood: Reading) -> bool:
    """ "My team's targets" may be taken for a list of customers; the shared targets are meant."""
    return bool(_TARGETS.search(understood.text)) and "show_metrics" in {
        each.intent for each in understood.alternatives
    }


def _asks_for_hold(understood: Reading) -> bool:
    """ "Is anything holding Globex?" is near an offer in its words; the step it names settles it."""
    return understood.intent == "hold_account" and read_step("hold_account", understood.text) == "show"


def _is_about_meeting(understood: Reading) -> bool:
    """A customer and a date, and a meeting told of; or a meeting called off."""
    if not understood.mention:
        return False
    dated = "date" in understood.entities and not spec_of(understood.intent).about_meetings
    return drops_meeting(understood.text) or (dated and tells_meeting(understood.text))


def _asks_for_words(intent: str, follow_up: FollowUp, topic: DialogueState) -> str | None:
    """ "As an e-mail" asks for a draft; so does "the second one", the words of the first being told already."""
    if follow_up.medium:
        return "draft_talk_track"
    return spec_of(intent).second_asks if follow_up.ordinal and follow_up.ordinal <= len(topic.offers) else None


def _ask_what(slots: dict[str, Any], understood: Reading, topic: DialogueState) -> Step:
    whom: dict[str, Any] = {}
    if understood.account:
        whom = {"account_id": understood.account.id, "account": understood.account.name}
    elif topic.account_id is not None and not understood.mention:
        whom = {"account_id": topic.account_id, "account": topic.account}
    options = [guess.intent for guess in understood.alternatives[:3] if guess.confidence >= _WORTH_A_BUTTON]
    facts = {"kind": "which_intent", "intents": options}
    return Step("ask_back", {**slots, **whom, **facts}, waits_for=understood.intent)


def _explained(topic: DialogueState) -> dict[str, Any]:
    return {"figures": list(topic.figures), "subject": topic.headline}


def _with_account(intent: str, slots: dict[str, Any], understood: Reading, topic: DialogueState) -> Step:
    if understood.account:
        named = {"account_id": understood.account.id, "account": understood.account.name}
        return Step(
            intent, {**slots, **named, **({"mention_said": understood.mention} if spec_of(intent).writes else {})}
        )
    if understood.candidates:
        return _ask_which(intent, slots, understood.candidates)
    if understood.mention:
        return _ask_unknown(intent, slots, understood)
    if spec_of(intent).needs_account and (said := loose_name(understood)) and topic.account_id is None:
        return _ask_unknown(intent, slots, replace(understood, mention=said))
    if topic.account_id is not None:
        return Step(intent, {**slots, "account_id": topic.account_id, "account": topic.account})
    if spec_of(intent).needs_account:
        return _ask_whom(intent, slots)
    return Step(intent, slots)


def _ask_whom(intent: str, slots: dict[str, Any]) -> Step:
    return Step("ask_back", {**slots, "kind": "need_account", "for_intent": intent}, waits_for=intent)


def _ask_unknown(intent: str, slots: dict[str, Any], understood: Reading) -> Step:
    near = understood.accounts
    facts = {"kind": "unknown_account", "mention": understood.mention, "choices": _choices(near), "for_intent": intent}
    if near and (len(near) == 1 or near[0].score - near[1].score >= _CLEARLY_NEAREST):
        facts["likely"] = near[0].name
    return Step("ask_back", {**slots, **facts}, waits_for=intent)


def _ask_which(intent: str, slots: dict[str, Any], candidates: tuple[AccountMention, ...]) -> Step:
    facts = {"kind": "which_account", "choices": _choices(candidates), "for_intent": intent}
    return Step("ask_back", {**slots, **facts}, waits_for=intent)


def _choices(accounts: tuple[AccountMention, ...]) -> list[dict[str, Any]]:
    return [{"account_id": account.id, "account": account.name} for account in accounts]
