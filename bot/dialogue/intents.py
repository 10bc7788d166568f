"""Which question a message is: by what its words say, else as the classifier takes it."""

from __future__ import annotations

from actions.registry import spec_of
from bot.dialogue.said_words import advice_asked, asks_for_words_only, asks_why_not_more, not_for_us, says
from bot.dialogue.state import DialogueState
from bot.nlu.figures_named import asks_for_figure
from bot.nlu.followups import FollowUp
from bot.nlu.reading import Reading
from bot.nlu.records import wants_something
from bot.nlu.reminding import drops_meeting, orders_meeting, tells_meeting
from bot.nlu.steps import asks_something, asks_whitespace, names_targets, read_step
from bot.nlu.write_words import is_not_ours

# Questions that a need is near to in its words.
_NEAR_A_NEED = {"recommend_offer", "check_usage", "compare_tiers", "describe_product", "ask_playbook", "brief_account"}
_ANSWERS_BACK = "handle_objection"  # of which there is one case after another
_WHOM_TO_CALL = "rank_accounts"
_BETWEEN = {"filler", "also", "ask", "them"}
_ADVICE = {"recommend_offer", "check_timing"}


def choose_intent(understood: Reading, follow_up: FollowUp, topic: DialogueState) -> str | None:
    """The question meant; None where it is in doubt, so that it is asked."""
    pending = topic.pending["intent"] if topic.pending else None
    if follow_up.same_question:
        return pending or topic.intent or "brief_account"
    if topic.intent and follow_up.only:
        return _asks_for_words(topic.intent, follow_up, topic) or topic.intent
    if topic.intent and spec_of(topic.intent).narrowed and follow_up.narrows:
        return topic.intent
    if _says_only(understood, {("act", "greet")}):
        return "greet"
    if topic.intent and spec_of(topic.intent).narrowed and _says_only(understood, {("mine", "mine")}):
        return topic.intent  # "and mine?"
    if topic.intent == _ANSWERS_BACK and follow_up.case and not understood.mention:
        return _ANSWERS_BACK
    if _is_about_meeting(understood):
        return "set_reminder"
    of_nobody = topic.account_id is None
    if not understood.mention and asks_for_figure(understood.text, understood.narrowing, of_nobody=of_nobody):
        return "show_metrics"
    intent = _told_or_refused(understood, topic) or _unless_close(understood)
    if intent == _WHOM_TO_CALL and _is_customer_success(understood):
        return "list_churn_risks"
    return intent or _advice_by_its_words(understood, topic)


def _says_only(understood: Reading, meant: set[tuple[str, str]]) -> bool:
    """Whether nothing but this is said, and words between."""
    atoms = understood.pieces.atoms if understood.pieces else ()
    said = [{(sense.kind, sense.key) for sense in atom.senses} for atom in atoms]
    between = all(each & meant or any(kind in _BETWEEN for kind, _ in each) for each in said)
    return (
        between and any(each & meant for each in said) and understood.pieces is not None and not understood.pieces.loose
    )


def _is_customer_success(understood: Reading) -> bool:
    """Whoever keeps customers is told first who may leave, and not whom to sell to."""
    return understood.asked is not None and understood.asked.role == "cs" and not asks_whitespace(understood.text)


def _advice_by_its_words(understood: Reading, topic: DialogueState) -> str | None:
    """Of questions that are near to each other the one that a word of advice names; None where none does."""
    if _doubts_selling(understood, topic):
        return "recommend_offer"
    return "check_timing" if understood.account and says(understood, "check_timing") else None


def _doubts_selling(understood: Reading, topic: DialogueState) -> bool:
    """ "No pitch there, right?" of the customer spoken of: the advice says whether, and why."""
    theirs = understood.account is not None or (topic.account_id is not None and not understood.mention)
    return theirs and says(understood, "recommend_offer")


def _told_or_refused(understood: Reading, topic: DialogueState) -> str | None:
    """What its words say, whatever the classifier makes of them; what is not for us."""
    if not_for_us(understood) or is_not_ours(understood.text):
        return "out_of_scope"
    if asks_why_not_more(understood, topic):
        return "recommend_offer"
    if asks_for_words_only(understood):
        return "draft_talk_track"
    if tells_need(understood):
        return "record_need"
    if understood.refused:
        return advice_asked(understood) or "out_of_scope"
    return None


def _unless_close(understood: Reading) -> str | None:
    """The classifier's best guess; of two that are close none, unless a word settles it or both advise alike."""
    if understood.close and understood.account and _advises(understood):
        return understood.intent
    if understood.close and _asks_for_targets(understood):
        return "show_metrics"
    return None if understood.close and not _asks_for_hold(understood) else understood.intent


def _advises(understood: Reading) -> bool:
    """ "Can I pitch Larkspur the mobile option?" is near two questions whose answer is the same advice."""
    return {each.intent for each in understood.alternatives[:2]} <= _ADVICE


def tells_need(understood: Reading) -> bool:
    """ "Lunarreach wants SFA Starter for 25 people": told of a customer in so many words."""
    told = (understood.account is not None or understood.candidates) and wants_something(understood.text)
    unsaid = understood.intent == "log_outcome" and "outcome" not in understood.entities
    doubtful = understood.refused or understood.close or unsaid or understood.intent in _NEAR_A_NEED
    return bool(told) and doubtful and not asks_something(understood.text) and "?" not in understood.text


def _asks_for_targets(understood: Reading) -> bool:
    """ "My team's targets" may be taken for a list of customers; the shared targets are meant."""
    return names_targets(understood.text) and "show_metrics" in {each.intent for each in understood.alternatives}


def _asks_for_hold(understood: Reading) -> bool:
    """ "Is anything holding Globex?" is near an offer in its words; the step it names settles it."""
    return understood.intent == "hold_account" and read_step("hold_account", understood.text) == "show"


def _is_about_meeting(understood: Reading) -> bool:
    """A customer and a date, and a meeting told of; a meeting to be set, its day still open; or one called off."""
    if not understood.mention:
        return False
    dated = "date" in understood.entities and not spec_of(understood.intent).about_meetings
    undated = understood.account is not None and orders_meeting(understood.text)
    return drops_meeting(understood.text) or (dated and tells_meeting(understood.text)) or undated


def _asks_for_words(intent: str, follow_up: FollowUp, topic: DialogueState) -> str | None:
    """ "As an e-mail" asks for a draft; so does "the second one", the words of the first being told already."""
    if follow_up.medium:
        return "draft_talk_track"
    return spec_of(intent).second_asks if follow_up.ordinal and follow_up.ordinal <= len(topic.offers) else None
