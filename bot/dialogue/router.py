"""Which action answers a message, with which slots: a pure choice from what was understood and the topic."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from actions.registry import spec_of
from actions.spec import AccountUse
from bot.dialogue.articles import article_asked, article_for_operations, work_asked
from bot.dialogue.asking_back import (
    ask_as_what,
    ask_unknown,
    ask_what,
    ask_which,
    ask_whom,
    whom_meant,
    with_account,
)
from bot.dialogue.intents import choose_intent, tells_need
from bot.dialogue.keeping import hardly_tells, is_of_nobody, may_keep, merely_asks, orders_surely
from bot.dialogue.look_ups import INTENT, as_slots, find_request, needs_asked
from bot.dialogue.message import Click
from bot.dialogue.not_kept import not_kept
from bot.dialogue.pending_slot import ask_again, drops_question, read_answer
from bot.dialogue.said_words import (
    asks_standing,
    asks_who_looked,
    names_a_day,
    only_asks,
    page_asked,
    possessor,
    says_not_to_write,
    searches,
    speaks_of_it,
    wants_text,
)
from bot.dialogue.settled import settle
from bot.dialogue.slot_carryover import choose_slots
from bot.dialogue.state import DialogueState
from bot.dialogue.step import Step
from bot.dialogue.told import read_told
from bot.dialogue.write_guard import confirm, corrects_nothing, is_question, refuse, speaks_of_nobody
from bot.nlu.followups import FollowUp
from bot.nlu.reading import AccountMention, Reading
from bot.nlu.request import Request
from bot.nlu.steps import asks_feedback, asks_something, asks_whitespace, is_undo
from bot.nlu.told import tells
from bot.nlu.write_words import asks_how, asks_unanswered, is_for_operations


def choose_action(understood: Reading, follow_up: FollowUp, topic: DialogueState) -> Step:
    """The step for one message."""
    understood = _at_customer(understood)
    if step := _for_operations(understood, topic):
        return step
    if settled := _drop(understood, topic) or settle(understood, follow_up, topic):
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
    if nowhere := not_kept(understood, topic):
        return Step("out_of_scope", {**nowhere, "language": understood.language})
    if request := work_asked(understood, topic):
        return _look_up(request, understood)
    article = article_for_operations(understood, topic)
    return _told_in_article(article, understood) if article else None


def _at_customer(understood: Reading) -> Reading:
    """ "Remind me to call Agnes": what is written down about somebody at a customer is about that customer."""
    customer = understood.pieces.customer if understood.pieces else None
    writes = spec_of(understood.intent).writes or bool(understood.record) or tells(understood)
    if customer is None or understood.account or understood.mention or not writes:
        return understood
    account = AccountMention(*customer)
    return replace(understood, account=account, accounts=(account,), mention=account.name)


def _kept_for_themselves(understood: Reading, topic: DialogueState) -> Step:
    """What is said not to be written down is not; who it is about is told."""
    if understood.account is None:
        return Step("ask_back", {"kind": "dropped", "language": topic.language or understood.language})
    return Step("brief_account", {**_named(understood), "language": understood.language})


def _asks_playbook(understood: Reading) -> Step:
    """What one would do, and what comes of it, is told; nothing is done."""
    return Step("ask_playbook", {**_named(understood), "language": understood.language})


def _named(understood: Reading) -> dict[str, Any]:
    """The customer that is named, as slots."""
    return {"account_id": understood.account.id, "account": understood.account.name} if understood.account else {}


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
    intent = choose_intent(understood, follow_up, topic)
    if intent and spec_of(intent).writes and says_not_to_write(understood):
        return _kept_for_themselves(understood, topic)
    if intent and spec_of(intent).writes and (only_asks(understood) or merely_asks(intent, understood)):
        return _asked_of(intent, understood, topic)
    if tells(understood) and (whom := whom_meant(understood, topic)) and may_keep(intent, understood):
        if not wants_text(understood):
            return ask_as_what(understood, whom)
        intent = (
            "draft_talk_track"  # "quick thx to Dev for having us": what it speaks of is the letter's, and no record
        )
    if intent and hardly_tells(intent, understood):
        return _look_up(understood.request, understood) if understood.request else ask_what({}, understood, topic)
    slots = choose_slots(understood, follow_up, topic, intent)
    if intent == "record_need" and tells_need(understood):
        slots = {"need": understood.text, **slots}
    if intent is None:
        wonders = only_asks(understood) and spec_of(understood.intent).writes
        return _asks_playbook(understood) if wonders else ask_what(slots, understood, topic)
    spec = spec_of(intent)
    if spec.explains_last and _asks_why_of_another(understood, topic):
        return with_account(
            "recommend_offer", choose_slots(understood, follow_up, topic, "recommend_offer"), understood, topic
        )
    if spec.explains_last:
        return Step(intent, {**slots, **_explained(topic)})
    if spec.account is AccountUse.NONE or (spec.account is AccountUse.NAMED and not understood.mention):
        return Step(intent, slots)
    return _guarded(with_account(intent, slots, understood, topic), understood, topic)


def _asked_of(intent: str, understood: Reading, topic: DialogueState) -> Step:
    """What is asked in place of being done: facts, else how one does it; of a day only what is known of it."""
    request = understood.request
    if request and (not request.unread or intent == "set_reminder"):
        return _look_up(request, understood)
    return ask_what({}, understood, topic) if intent == "set_reminder" else _asks_playbook(understood)


def _asks_why_of_another(understood: Reading, topic: DialogueState) -> bool:
    """ "Why can't I pitch Ashdown?": of a customer about whom nothing was answered yet, the advice says why."""
    return understood.account is not None and understood.account.id != topic.account_id


def _refused(understood: Reading) -> Step | None:
    """What is not to be done, or not by us."""
    refused = refuse(understood)
    return Step("ask_back", refused) if refused else None


def _guarded(step: Step, understood: Reading, topic: DialogueState) -> Step:
    """A step that would keep something nobody asked to be kept, as a question back; any other as it is."""
    if is_question(step.intent, step.slots, understood) or corrects_nothing(step.intent, understood, topic):
        return ask_what(step.slots, understood, topic)
    if speaks_of_nobody(step.intent, step.slots, understood):
        return ask_whom(step.intent, step.slots)
    card = confirm(step.intent, step.slots, understood, topic)
    return Step("ask_back", card, waits_for=step.intent) if card else step


def _page_of_its_own(understood: Reading, topic: DialogueState) -> Step | None:
    """One page of the day or week, or the article on who looked at a customer that the asker may not see."""
    article = "who_looked" if asks_who_looked(understood) else article_asked(understood, topic)
    if article:
        return _told_in_article(article, understood)
    page = None if orders_surely(understood) else page_asked(understood)
    return _page(page, understood, topic) if page else None


def _told_in_article(article: str, understood: Reading) -> Step:
    return Step("ask_playbook", {"article": article, **_named(understood), "language": understood.language})


def _page(page: str, understood: Reading, topic: DialogueState) -> Step:
    """One page: of the customer named before a meeting, else of the week or the day."""
    said = {
        name: understood.entities[name]
        for name in ("date", "date_end", "time", "person")
        if name in understood.entities
    }
    slots = {"page": page, "language": understood.language, **said}
    goes_on = topic.account_id is not None and (speaks_of_it(understood) or "date" not in understood.entities)
    theirs = understood.mention or (page == "prepare" and goes_on)
    return with_account("prepare", slots, understood, topic) if theirs else Step("prepare", slots)


def _kept(understood: Reading, request: Request | None, topic: DialogueState) -> Step | None:
    """What is told to be kept, unless it is a question, or said not to be noted."""
    if says_not_to_write(understood):
        asks = asks_something(understood.text) or only_asks(understood)
        return _kept_for_themselves(understood, topic) if understood.account and not asks else None
    if refused := _refused(understood):
        return refused
    asks = asks_something(understood.text) or "?" in understood.text
    asks = asks or bool(needs_asked(understood) or (request and (names_a_day(request) or searches(request))))
    if (request and not request.unread and (asks or is_of_nobody(understood, topic))) or only_asks(understood):
        return None
    return _told(understood, topic)


def _told(understood: Reading, topic: DialogueState) -> Step | None:
    """What is told to be kept; a customer who cannot be found is asked for, and is never the thread's."""
    found = read_told(understood)
    if found is None:
        return None
    intent, slots = found
    needed = spec_of(intent).account is AccountUse.NEEDED
    return with_account(intent, slots, understood, topic) if needed else Step(intent, slots)


def _look_up(request: Request, understood: Reading) -> Step:
    """The facts asked for; who it is is asked back where a name is nobody's, or more than one customer's."""
    slots = as_slots(request, understood.language)
    if understood.account and len(understood.accounts) == 1:  # whom the talk is about, also where nothing is found
        slots |= {"of_id": understood.account.id, "of": understood.account.name}
    if understood.candidates:
        return ask_which(INTENT, slots, understood.candidates)
    if understood.names_nobody:
        return ask_unknown(INTENT, slots, understood)
    if whose := possessor(request, understood):
        return ask_unknown(INTENT, slots, replace(understood, mention=whose))
    if understood.account and asks_standing(request):
        return with_account("assess_churn", {"language": understood.language}, understood, DialogueState())
    return Step(INTENT, slots)


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
    return ask_whom(click.intent, slots)


def _explained(topic: DialogueState) -> dict[str, Any]:
    return {"figures": list(topic.figures), "subject": topic.headline}
