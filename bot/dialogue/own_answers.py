"""Whether a question of its own tells what is asked of the store, and better than a look-up does."""

from __future__ import annotations

from dataclasses import replace

from actions.registry import spec_of
from bot.dialogue.state import DialogueState
from bot.nlu.atoms import NAME
from bot.nlu.figures_named import names_figure
from bot.nlu.questions import HOLDS
from bot.nlu.reading import Reading
from bot.nlu.request import Request
from bot.nlu.steps import asks_something, read_step
from knowledge.metrics.metric_names import read_metrics
from knowledge.semantic.loading import load_catalogue
from knowledge.semantic.query import Condition, Operator, Query, Shape

# What a question of its own tells better than a look-up does: its fields, by thing and key.
OWN: dict[str, frozenset[str]] = {
    "assess_churn": frozenset({"customer.band", "customer.at_risk", "customer.watched", "customer.healthy"}),
    "list_churn_risks": frozenset({"customer.band", "customer.at_risk", "customer.watched", "customer.healthy"}),
    "check_satisfaction": frozenset(
        {"customer.nps_score", "customer.detractor", "customer.promoter", "customer.passive"}
    ),
    "show_purchases": frozenset({"customer.products", "customer.purchases", "customer.families", "purchase"}),
    "check_usage": frozenset({"customer.usage", "usage"}),
    "list_handoffs": frozenset({"handoff", "customer.handoffs"}),
    "set_reminder": frozenset({"reminder", "meeting"}),
    "hold_account": frozenset({"hold", "customer.held"}),
}
_OF_ROWS = {"average", "largest", "smallest"}  # measures that the firm's figures do not have
_PLACES = {"hold_account"}  # what is done unless a word asks to be shown it
_OF_SEATS = {"describe_product"}  # what tells a price tells it for so many seats
_FIGURES = {"nps_score", "monthly_revenue"}
SURE = 0.5  # probability of the classifier's best guess from which its question is taken for it
CLEAR = 0.9  # probability from which a few words are what they seem
FAIRLY = 0.6  # probability from which a text is asked for, whatever it names
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
_OF_ALL = {"list_churn_risks", "list_handoffs", "set_reminder"}
ASKS = {"ask.list", "ask.count", "ask.sum", "ask.when", "ask.who", "ask.where"}
_OF_MANY = ASKS | {
    "thing.customer",
    "mine.mine",
    "ours.ours",
    "top.desc",
    "by.by",
    "order.desc",
    "all.all",
    "only.only",
    "them.some",
}


def is_owned(reading: Reading, request: Request) -> bool:
    """Whether a question of its own tells just this, and more of it."""
    if reading.confidence < SURE or reading.refused or request.query.shape is Shape.MOVEMENT:
        return False
    query = request.query
    places = reading.intent in _PLACES and not read_step(reading.intent, reading.text)
    if places and asks_something(reading.text):
        return False
    if reading.intent in _OF_SEATS and "seats" in reading.entities:
        return True
    if reading.intent == "show_metrics":
        of_rows = any(each.name in _OF_ROWS for each in query.measures) or tells_all_figures(reading)
        of_rows = of_rows or (query.shape is Shape.FACT and any(map(_is_identity, query.where)))
        of_rows = of_rows or "mine.mine" in request.said  # the firm's figures are told of all in sight
        of_rows = of_rows or (
            query.grain is not None and all(each.of for each in query.measures)
        )  # a sum, part by part
        return (_is_figure(query) or _is_lost_revenue(query)) and not of_rows
    if reading.close or not (any(_is_identity(each) for each in query.where) or reading.intent in _OF_ALL):
        return False
    if query.measures or query.compare or query.group_by or query.order_by or query.limit:
        return False
    if not query.select and any(each.field in {"products", "families"} for each in query.where):
        return False  # whether they have this one
    if owned_asked(request):
        return False
    own = OWN.get(reading.intent, frozenset())
    asked = [*query.select, *(each.field for each in query.where if not _is_whose(each))]
    return (query.thing in own) or (bool(asked) and {f"{query.thing}.{path}" for path in asked} <= own)


def waits_for_whom(reading: Reading, request: Request, state: DialogueState) -> bool:
    """ "Are they satisfied?": the customer spoken of is meant, or it is asked who, rather than told of all."""
    query = request.query
    if (
        "shape.comparison" in request.said
        or reading.refused
        or reading.confidence < (FAIRLY if state.account_id is None else CLEAR)
    ):
        return False
    if not spec_of(reading.intent).needs_account or request.said & _OF_MANY:
        return False
    held = bool(query.compare) and bool(request.said & HOLDS)  # "whose NPS is lower" of two
    if held or any(_is_identity(each) for each in query.where):
        return False
    asked = {*query.select, *(each.field for each in query.where if each.field and not _is_whose(each))}
    own = OWN.get(reading.intent, frozenset())
    return query.thing in own or (bool(asked) and {f"{query.thing}.{path}" for path in asked} <= own)


def names_other(reading: Reading, request: Request) -> bool:
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


def owned_asked(request: Request) -> Query | None:
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


def stays_figure(reading: Reading, state: DialogueState, changed: Request) -> bool:
    """Whether a figure of the firm is asked for again: its own question tells its trend as well."""
    return state.intent == reading.intent == "show_metrics" and _is_figure(changed.query)


def tells_all_figures(reading: Reading) -> bool:
    """Whether it is taken for the firm's figures and names none of them."""
    return reading.intent == "show_metrics" and not read_metrics(reading.text) and not names_figure(reading.text)


def divides_by_person(reading: Reading) -> bool:
    """ "By rep": a split that the figures' own question does not have; "Maya's accounts" is none."""
    atoms = reading.pieces.atoms if reading.pieces else ()
    named = any(sense.kind == NAME and sense.key == "person" for atom in atoms for sense in atom.senses)
    return not named and any(sense.key in {"owner", "person"} for atom in atoms for sense in atom.of_catalogue)


def _is_lost_revenue(query: Query) -> bool:
    """What those who left paid is told by the firm's figures: they pay nothing any more."""
    lost = any(each.field == "lost" for each in query.where)
    return lost and any(each.of == "monthly_revenue" for each in query.measures) and not query.group_by


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
