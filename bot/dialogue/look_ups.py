"""Whether a message asks for facts of the store rather than for advice, and the slots of the look-up."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from actions.registry import spec_of
from actions.reply import SEVERAL
from bot.dialogue.patches import patched, rows_counted
from bot.dialogue.state import DialogueState
from bot.dialogue.subjects import of_those
from bot.nlu.atoms import DATE, NAME, Atom
from bot.nlu.compose import letters_of
from bot.nlu.figures_named import names_figure
from bot.nlu.followups import FollowUp
from bot.nlu.reading import Reading
from bot.nlu.request import Request
from bot.nlu.steps import asks_something, is_order, read_step
from knowledge.metrics.metric_names import read_metrics
from knowledge.semantic.catalogue import FieldType
from knowledge.semantic.loading import load_catalogue
from knowledge.semantic.query import Condition, Operator, Query, Shape

INTENT = "look_up"
# What a question of its own tells better than a look-up does: its fields, by thing and key.
OWN: dict[str, frozenset[str]] = {
    "assess_churn": frozenset({"customer.band", "customer.at_risk", "customer.watched", "customer.healthy"}),
    "list_churn_risks": frozenset({"customer.band", "customer.at_risk", "customer.watched", "customer.healthy"}),
    "check_satisfaction": frozenset(
        {"customer.nps_score", "customer.detractor", "customer.promoter", "customer.passive"}
    ),
    "show_purchases": frozenset({"customer.products", "customer.purchases", "customer.families", "purchase"}),
    "check_usage": frozenset({"customer.usage", "customer.seats_used_share", "usage"}),
    "list_handoffs": frozenset({"handoff", "customer.handoffs"}),
    "set_reminder": frozenset({"reminder", "meeting"}),
    "hold_account": frozenset({"hold", "customer.held"}),
}
_OF_ROWS = {"average", "largest", "smallest"}  # measures that the firm's figures do not have
_PLACES = {"hold_account"}  # what is done unless a word asks to be shown it
_OF_SEATS = {"describe_product"}  # what tells a price tells it for so many seats
_FIGURES = {"nps_score", "monthly_revenue"}
_SURE = 0.5  # probability of the classifier's best guess from which its question is taken for it
_CLEAR = 0.9  # probability from which a few words are what they seem
_FEW_WORDS, _FEW_LETTERS = 4, 24
_FAIRLY = 0.6  # probability from which a text is asked for, whatever it names
# Questions of advice, in which a word such as "pitch" asks for it, rather than for what was pitched.
_ADVISES = {
    "recommend_offer",
    "check_timing",
    "compare_tiers",
    "handle_objection",
    "draft_talk_track",
    "explain_answer",
}
# Questions that tell what is kept: a look-up that names other facts than theirs was meant.
_TELLS = {
    "list_churn_risks",
    "rank_accounts",
    "assess_churn",
    "show_purchases",
    "check_satisfaction",
    "check_usage",
    "check_timing",
    "list_handoffs",
    "compare_tiers",
    "describe_product",
    "show_checklist",
    "study_best_customers",
}
_NAMES = {
    "id",
    "customer",
    "product",
    "family",
    "products",
    "families",
}  # who and what it is about, rather than what of it
_EVENTS = {"cancel_requested_on", "lost_on", "last_contact_on"}  # days of what happened, which may be told
_TEXTS = {"draft_talk_track", "handle_objection"}
_OF_ALL = {"list_churn_risks", "list_handoffs", "set_reminder"}
_ASKS = {"ask.list", "ask.count", "ask.sum", "ask.when", "ask.who", "ask.where"}
_ORDERS = {"order.desc", "order.asc", "order.soon", "order.late", "order.long", "order.most", "top.desc", "top.asc"}
_OF_MANY = _ASKS | {
    "thing.customer",
    "mine.mine",
    "ours.ours",
    "top.desc",
    "by.by",
    "order.desc",
    "all.all",
    "only.only",
}
_READ_FOR_OTHER = 1.5  # letters that must be read for each one left, where other facts are named
_READ_FOR_LEFT = 3.0  # letters that must be read for each one left, where nobody else understands it


def find_request(reading: Reading, follow_up: FollowUp, state: DialogueState) -> Request | None:
    """What is asked of the store; None where advice, a text or something else is asked for."""
    if follow_up.same_question and state.intent not in {INTENT, None}:
        return None
    of_figures = follow_up.narrows and state.intent and spec_of(state.intent).narrowed
    if of_figures and not _divides_by_person(reading) and not (reading.restates and follow_up.splits):
        return None
    if _only_asks_why(reading):
        return None
    request = reading.request
    if meant := _whom_to_call(reading, state) or (None if _acts(reading) else of_those(reading, state)):
        return meant
    if changed := patched(reading, state):
        return None if _acts(reading) or _stays_figure(reading, state, changed) else changed
    if request is None or _acts(reading) or _is_told(reading, request, state) or _is_owned(reading, request):
        return None
    if reading.intent in _TEXTS and reading.confidence >= _FAIRLY and request.query.thing != "contact":
        return None
    if _waits_for_whom(reading, request, state):
        return None
    if not request.unread:
        strange = reading.refused and reading.confidence >= _CLEAR and not _names_what_we_keep(reading, request)
        return None if strange else replace(request, query=_owned_asked(request) or rows_counted(request))
    return request if _is_worth_telling(reading, request) else None


def _is_worth_telling(reading: Reading, request: Request) -> bool:
    """Whether facts are told though words are left over, which are named below the answer."""
    if reading.refused or (request.query.shape is Shape.FACT and not request.query.select):
        return False  # a yes or no to half of what was asked would be none
    left = sum(map(letters_of, request.unread))
    if _names_other(reading, request):
        return request.explained >= _READ_FOR_OTHER * left
    doubtful = reading.close or reading.confidence < _SURE or _tells_all_figures(reading)
    asks = bool(request.said & _ASKS) or asks_something(reading.text)
    return doubtful and asks and request.explained >= _READ_FOR_LEFT * left


def _names_what_we_keep(reading: Reading, request: Request) -> bool:
    """Whether a name of the store, or a word for what is listed, stands in what was taken for nothing of ours."""
    atoms = reading.pieces.atoms if reading.pieces else ()
    thing = request.query.thing
    return any(
        sense.kind == NAME or (sense.kind == "thing" and sense.thing == thing) or sense.kind in {"mine", "ours"}
        for atom in atoms
        if not atom.sense("filler")
        for sense in atom.senses
    )


def _names_other(reading: Reading, request: Request) -> bool:
    """Whether fields are asked for that the question it is taken for does not tell: the nearest answer is not one."""
    if reading.intent not in _TELLS or reading.refused:
        return False
    query = request.query
    said = [
        *query.select,
        *(each.field for each in query.where if not _is_whose(each)),
        *(each.field for each in query.order_by),
    ]
    asked = {f"{query.thing}.{path}" for path in said if path and path.rpartition(".")[2] not in _NAMES}
    return bool(asked - OWN.get(reading.intent, frozenset())) and query.thing not in OWN.get(reading.intent, ())


def _whom_to_call(reading: Reading, state: DialogueState) -> Request | None:
    """ "And who do I call?" of the customer that is meant, rather than which customers to call."""
    atoms = reading.pieces.atoms if reading.pieces else ()
    said = {(sense.kind, sense.key) for atom in atoms for sense in atom.senses}
    kinds = {kind for kind, _ in said} - {"filler", "ask"}
    account_id = reading.account.id if reading.account else state.account_id
    meets = ("act", "meet") in said or (("act", "rank_accounts") in said and bool(kinds & {"also", "them"}))
    if account_id is None or not meets or not kinds <= {"act", "also", "and", "them", NAME}:
        return None
    if loose_words(reading) or any(kind == NAME and key != "account" for kind, key in said):
        return None
    return Request(Query("contact", where=(Condition("customer", Operator.IS, (account_id,)),)))


def _tells_all_figures(reading: Reading) -> bool:
    """Whether it is taken for the firm's figures and names none of them."""
    return reading.intent == "show_metrics" and not read_metrics(reading.text) and not names_figure(reading.text)


def _only_asks_why(reading: Reading) -> bool:
    """A bare "why?", and "where does that come from", is about the last answer, never about a field of reasons."""
    kinds = {sense.kind for atom in (reading.pieces.atoms if reading.pieces else ()) for sense in atom.senses}
    few = len(reading.text.split()) <= _FEW_WORDS and len(reading.text) <= _FEW_LETTERS
    bare = few or not kinds & {NAME, "date", "thing", "measure", "value"}
    asks_why = reading.pieces is not None and any(
        sense.kind == "ask" and sense.key == "why" for atom in reading.pieces.atoms for sense in atom.senses
    )
    return (
        asks_why
        and reading.intent == "explain_answer"
        and reading.confidence >= _CLEAR
        and not reading.mention
        and bare
    )


def _owned_asked(request: Request) -> Query | None:
    """ "Do they use the mobile option?" asks first of all whether they have it."""
    query = request.query
    product = [each for each in query.where if each.field in {"product", "product.family"}]
    whose = [each for each in query.where if each.field == "customer" and _is_identity(each)]
    if query.thing != "usage" or "ask.yes" not in request.said or not product or not whose:
        return None
    owned = {"product": "products", "product.family": "families"}
    where = (
        *(replace(each, field="id") for each in whose),
        *(replace(each, field=owned[each.field]) for each in product),
    )
    return Query("customer", where=where, shape=Shape.FACT)


def _stays_figure(reading: Reading, state: DialogueState, changed: Request) -> bool:
    """Whether a figure of the firm is asked for again: its own question tells its trend as well."""
    return state.intent == reading.intent == "show_metrics" and _is_figure(changed.query)


def asks_for_contact(reading: Reading) -> bool:
    """ "E-mail address of Clara": how to reach somebody is asked, rather than a text to them."""
    request = reading.request
    return (
        request is not None and not request.unread and request.query.thing == "contact" and bool(request.query.select)
    )


def asks_only_when(reading: Reading) -> bool:
    """ "When was that again?", いつにしたっけ: nothing but the time is asked, and of nobody named."""
    atoms = reading.pieces.atoms if reading.pieces else ()
    said = {(sense.kind, sense.key) for atom in atoms for sense in atom.senses}
    words = all(any(sense.kind in {"ask", "filler", "them", "also"} for sense in atom.senses) for atom in atoms)
    return ("ask", "when") in said and words and not loose_words(reading)


def as_slots(request: Request, language: str) -> dict[str, Any]:
    """The slots of the look-up."""
    slots: dict[str, Any] = {"query": json.dumps(request.query.to_json(), ensure_ascii=False), "language": language}
    return slots | ({"unread": SEVERAL.join(request.unread)} if request.unread else {})


def page_asked(reading: Reading) -> str | None:
    """The page that is asked for; of one customer only the one before a meeting."""
    atoms = reading.pieces.atoms if reading.pieces else ()
    page = next((sense.key for atom in atoms for sense in atom.senses if sense.kind == "page"), None)
    return page if page == "prepare" or reading.mention is None else None


def only_asks(reading: Reading) -> bool:
    """ "Should we hold it?", "what happens if I hand it over?": asks about doing something, and orders nothing."""
    return _says(reading, "ask_playbook")


def names_a_day(request: Request) -> bool:
    """Whether nothing but a date on record is named, such as 解約の通知期限: it is asked for, and nothing is told."""
    query = request.query
    fields = load_catalogue().thing(query.thing).fields
    told = query.select and all(path in fields and fields[path].type is FieldType.DAY for path in query.select)
    return bool(told) and not query.period and not set(query.select) & _EVENTS


def says_not_to_write(reading: Reading) -> bool:
    """ "Don't note this": nothing is written down of what follows."""
    return _says(reading, "no_write")


def asks_who_looked(reading: Reading) -> bool:
    """ "Who has looked at Acme?" of a customer that the asker may not see: the trail tells it, and not the customer."""
    request = reading.request
    if request is None or request.query.thing != "view" or not asks_something(reading.text):
        return False
    return bool(request.unread) or bool(loose_words(reading)) or (reading.mention is not None and not reading.account)


def not_for_us(reading: Reading) -> bool:
    """What nobody here does, such as a forecast; what is known instead is told."""
    return _says(reading, "out_of_scope")


def advice_asked(reading: Reading) -> str | None:
    """The question whose word is said of a name that nobody knows: "what can I sell to Zentrix"."""
    return "recommend_offer" if _says(reading, "recommend_offer") and loose_words(reading) else None


def is_unexplained(reading: Reading, mention: str) -> bool:
    """Whether what was taken for an unknown customer is no word of the question itself."""
    pieces = reading.pieces
    start = reading.text.find(mention)
    return pieces is None or any(a < start + len(mention) and start < b for a, b in pieces.loose)


def asks_why_not_more(reading: Reading) -> bool:
    """ "Why nothing for Acme?", アクメに提案が出ないのはなんで: the advice on this customer tells why."""
    return reading.account is not None and _says(reading, "why_advised")


def loose_words(reading: Reading) -> tuple[str, ...]:
    """What no atom covers, without single letters."""
    pieces = reading.pieces
    return tuple(pieces.text[a:b] for a, b in pieces.loose if b - a > 1) if pieces else ()


def _says(reading: Reading, act: str) -> bool:
    return reading.pieces is not None and any(
        sense.kind == "act" and sense.key == act for atom in reading.pieces.atoms for sense in atom.senses
    )


def loose_name(reading: Reading) -> str | None:
    """Words that nothing explains at the end of what was said: a customer that nobody knows."""
    pieces = reading.pieces
    if pieces is None or not pieces.loose:
        return None
    if reading.text[:1] > "\u2fff":
        return next((word for word in loose_words(reading) if word[0] > "\u309f"), None)
    start, end = pieces.loose[-1]
    for before in reversed(pieces.loose[:-1]):
        if pieces.text[before[1] : start].strip():
            break
        start = before[0]
    at_end = not any(char.isalnum() for char in pieces.text[end:])
    return pieces.text[start:end] if at_end and end - start > 2 else None


def _acts(reading: Reading) -> bool:
    """Whether a word asks for advice, for a text, or for something to be done.

    A word that may as well name what is kept ("sold") does so only where the whole message is taken for that.
    """
    atoms = reading.pieces.atoms if reading.pieces else ()
    meant = not reading.refused and not reading.close and reading.confidence >= _SURE

    def acts(atom: Atom) -> bool:
        act = atom.sense("act")
        return act is not None and (not atom.of_catalogue or (meant and reading.intent in {act.key, *_ADVISES}))

    return any(acts(atom) for atom in atoms)


def _is_told(reading: Reading, request: Request, state: DialogueState) -> bool:
    """Whether something is told or ordered to be written down, rather than asked."""
    spec = spec_of(reading.intent)
    if not spec.writes or reading.refused:
        return False
    of_nobody = spec.needs_account and reading.account is None and state.account_id is None
    if not request.unread and (reading.close or reading.confidence < _SURE or of_nobody):
        return is_order(reading.text, names_customer=reading.account is not None)
    if is_order(reading.text, names_customer=reading.account is not None):
        return True
    if not request.unread and reading.account is None and _names_things(reading, request):
        return False
    return not (request.said & (_ASKS | _ORDERS) or asks_something(reading.text))


def _names_things(reading: Reading, request: Request) -> bool:
    """ "Deals lost to a competitor this year": begins with what is listed."""
    atoms = reading.pieces.atoms if reading.pieces else ()
    said = [atom for atom in atoms if not atom.sense("filler") and not atom.sense(DATE)]
    if reading.language != "ja":
        said = said[:1]
    thing = request.query.thing
    return any(sense.kind == "thing" and sense.thing == thing for atom in said for sense in atom.senses)


def _is_owned(reading: Reading, request: Request) -> bool:
    """Whether a question of its own tells just this, and more of it."""
    if reading.confidence < _SURE or reading.refused or request.query.shape is Shape.MOVEMENT:
        return False
    query = request.query
    places = reading.intent in _PLACES and not read_step(reading.intent, reading.text)
    if places and asks_something(reading.text):
        return False
    if reading.intent in _OF_SEATS and "seats" in reading.entities:
        return True
    if reading.intent == "show_metrics":
        of_rows = any(each.name in _OF_ROWS for each in query.measures) or _tells_all_figures(reading)
        return (_is_figure(query) or _is_lost_revenue(query)) and not of_rows
    if not any(_is_identity(each) for each in query.where) and reading.intent not in _OF_ALL:
        return False
    if query.measures or query.compare or query.group_by or query.order_by or query.limit:
        return False
    if not query.select and any(each.field in {"products", "families"} for each in query.where):
        return False  # whether they have this one
    if _owned_asked(request):
        return False
    own = OWN.get(reading.intent, frozenset())
    asked = [*query.select, *(each.field for each in query.where if not _is_whose(each))]
    return (query.thing in own) or (bool(asked) and {f"{query.thing}.{path}" for path in asked} <= own)


def _is_lost_revenue(query: Query) -> bool:
    """What those who left paid is told by the firm's figures: they pay nothing any more."""
    lost = any(each.field == "lost" for each in query.where)
    return lost and any(each.of == "monthly_revenue" for each in query.measures) and not query.group_by


def _waits_for_whom(reading: Reading, request: Request, state: DialogueState) -> bool:
    """ "Are they satisfied?": the customer spoken of is meant, or it is asked who, rather than told of all."""
    query = request.query
    if reading.refused or reading.confidence < (_FAIRLY if state.account_id is None else _CLEAR):
        return False
    if not spec_of(reading.intent).needs_account or request.said & _OF_MANY:
        return False
    if any(_is_identity(each) for each in query.where):
        return False
    asked = {*query.select, *(each.field for each in query.where if each.field and not _is_whose(each))}
    own = OWN.get(reading.intent, frozenset())
    return query.thing in own or (bool(asked) and {f"{query.thing}.{path}" for path in asked} <= own)


def _divides_by_person(reading: Reading) -> bool:
    """ "By rep": a split that the figures' own question does not have; "Maya's accounts" is none."""
    atoms = reading.pieces.atoms if reading.pieces else ()
    named = any(sense.kind == NAME and sense.key == "person" for atom in atoms for sense in atom.senses)
    return not named and any(sense.key in {"owner", "person"} for atom in atoms for sense in atom.of_catalogue)


def _is_identity(condition: Condition) -> bool:
    """Whether it names one customer."""
    is_one = condition.operator is Operator.IS and all(isinstance(value, int) for value in condition.values)
    return is_one and condition.field.rpartition(".")[2] in {"id", "customer"}


def _is_figure(query: Query) -> bool:
    """Whether a figure of the firm is asked for, of all or of a segment: its own question tells its trend as well."""
    if query.compare or query.group_by or query.order_by or query.limit or not all(map(_is_whose, query.where)):
        return False
    measures = load_catalogue().thing(query.thing).measures
    named = [measures[each.name].metric for each in query.measures if each.name in measures]
    money = query.thing == "customer" and {*query.select, *(each.of for each in query.measures)} <= _FIGURES
    return bool(named) or (money and bool(query.select or query.measures))


def _is_whose(condition: Condition) -> bool:
    key = condition.field.rpartition(".")[2]
    return key in {"id", "customer", "owner", "csm", "team", "industry", "region", "country"} or bool(condition.any_of)
