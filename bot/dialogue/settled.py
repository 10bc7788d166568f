"""What leaves no doubt: a text asked for, a line of the last list, a correction of what was just done."""

from __future__ import annotations

from typing import Any

from actions.registry import spec_of
from bot.dialogue.asking_back import (
    no_such_line,
    with_account,
)
from bot.dialogue.corrections import correct, drops
from bot.dialogue.keeping import tells_surely
from bot.dialogue.look_ups import INTENT, as_slots
from bot.dialogue.offer_feedback import judge_offer
from bot.dialogue.patches import asks_for_file, listed_last
from bot.dialogue.said_words import (
    asks_for_contact,
    asks_only_when,
    only_looks_up,
    page_asked,
    searches,
    wants_text,
)
from bot.dialogue.seat_prices import INTENT as SEAT_PRICES
from bot.dialogue.seat_prices import seats_priced
from bot.dialogue.state import DialogueState
from bot.dialogue.step import Step
from bot.dialogue.why_left import why_left
from bot.dialogue.why_lost import why_lost
from bot.dialogue.why_unhappy import why_unhappy
from bot.nlu.corrections import read_correction
from bot.nlu.draft_patch import asks_plainly, read_draft
from bot.nlu.followups import FollowUp
from bot.nlu.list_lines import read_line_of_list, read_offer_asked_why
from bot.nlu.reading import Reading
from bot.nlu.records import wants_something
from bot.nlu.request import Request
from bot.nlu.steps import asks_something, is_undo, read_step
from knowledge.semantic.query import Condition, Operator, Query

_SURE = 0.8  # probability from which another question is meant than to take back what was just made


def settle(understood: Reading, follow_up: FollowUp, topic: DialogueState) -> Step | None:
    """What leaves no doubt: a text asked for or changed, a line of the last list, a correction, a word on its offer."""
    prepares = page_asked(understood) == "prepare"
    fact = understood.record.get("fact", "")
    told = topic.intent != "draft_talk_track" and (
        fact.startswith(("contact_", "minutes")) or (bool(fact) and not wants_text(understood))
    )
    of_nobody = topic.account_id is None and only_looks_up(understood)
    facts = asks_for_contact(understood) or (understood.request and searches(understood.request))
    draft = None if of_nobody or facts else read_draft(understood, follow_up, topic)
    if draft and (prepares or told or tells_surely(understood)) and not asks_plainly(draft[0], topic):
        draft = None
    if draft:
        return with_account("draft_talk_track", *draft, topic)
    if asks_for_file(understood):
        return _as_file(understood, topic)
    if settled := _line_of_list(understood, topic) or _correct(understood, topic) or _made_when(understood, topic):
        return settled
    tells_want = understood.account and wants_something(understood.text) and not asks_something(understood.text)
    if not understood.names_nobody and not tells_want and (priced := seats_priced(understood, topic)):
        return Step(SEAT_PRICES, priced)
    why = None if topic.pending or understood.names_nobody else _why_so(understood, topic)
    if why:
        return Step(*why)
    judged = None if topic.pending else judge_offer(understood, follow_up, topic)
    return Step(*judged) if judged else None


def _as_file(understood: Reading, topic: DialogueState) -> Step:
    """The last list as a file; where there is none, how figures become one."""
    listed = listed_last(topic)
    if listed is None:
        return Step("ask_playbook", {"article": "figures_as_csv", "language": understood.language})
    return Step(INTENT, {**as_slots(Request(listed), understood.language), "as_file": "1"})


def _why_so(understood: Reading, topic: DialogueState) -> tuple[str, dict[str, Any]] | None:
    """Why customers left, why deals were lost, or why one is unhappy."""
    return why_left(understood, topic) or why_lost(understood, topic) or why_unhappy(understood, topic)


def _line_of_list(understood: Reading, topic: DialogueState) -> Step | None:
    """ "Why 3?" after a numbered list opens its third line; after two offers "why 2?" the figures of the second."""
    if not topic.listed:
        return _offer_explained(understood, topic) if topic.grounds else None
    place = read_line_of_list(understood.text)
    if place is None:
        return None
    if not 1 <= place <= len(topic.listed):
        return no_such_line(len(topic.listed), understood)
    opened = topic.listed[place - 1]
    return Step(opened["intent"], {**opened["slots"], "place_in_list": place, "language": understood.language})


def _offer_explained(understood: Reading, topic: DialogueState) -> Step | None:
    place = read_offer_asked_why(understood.text)
    if place is None:
        return None
    if not 1 <= place <= len(topic.grounds):
        return no_such_line(len(topic.grounds), understood)
    keys = topic.grounds[place - 1]
    figures = [figure for figure in topic.figures if figure["key"] in keys]
    subject = topic.offers[place - 1]
    return Step("explain_answer", {"figures": figures, "subject": subject, "language": understood.language})


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
        return _taken_back(understood, topic)
    return Step(remade.intent, remade.slots, first=Step(*remade.back) if remade.back else None)


def _taken_back(understood: Reading, topic: DialogueState) -> Step | None:
    """ "Actually lift it, they are fine with offers" after a hold: the step that takes back what was just made."""
    made = (topic.wrote or {}).get("intent", "")
    means_it = understood.intent == made or understood.refused or understood.confidence < _SURE
    if not made or not means_it or understood.names_nobody or topic.pending:
        return None
    step = read_step(made, understood.text)
    if step not in {*spec_of(made).takes_back, *spec_of(made).ends}:
        return None
    return with_account(made, {"step": step, "language": understood.language}, understood, topic)


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
