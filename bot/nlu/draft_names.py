"""Whose rows are meant: those of a name, of the asker, of the customer that the talk is about."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from bot.nlu import searched_words
from bot.nlu.atoms import NAME
from bot.nlu.draft_orders import NUMERIC
from bot.nlu.draft_sides import ABOUT_CUSTOMER, OF_CONTRACT, PRODUCTS, SEGMENTS
from bot.nlu.parts import FIELD, FILLER, THING, VALUE, Part
from bot.nlu.paths import ways_from
from bot.nlu.word_patterns import load_patterns
from knowledge.semantic.catalogue import FieldType
from knowledge.semantic.loading import load_catalogue
from knowledge.semantic.query import ME, Condition, Operator

if TYPE_CHECKING:
    from bot.nlu.draft import Draft

_CUSTOMER, _CONTRACT = "customer", "contract"
# What is said of a product is that of its contract.
_OF_EACH_CONTRACT = {"seats", "seats_used", "seats_free", "seats_used_share"}


@dataclass(frozen=True)
class _Words:
    """Within words for something done, such as "did i close", whose it is; and who stands under the one named next."""

    mine: re.Pattern[str]
    under: re.Pattern[str]


def read_whose(draft: Draft, accounts: list[Part]) -> None:
    """ "My": of the customers that the asker owns, or looks after; a seller's lists are of their own customers."""
    said = [part for part in draft.parts if part.says("mine") or _words().mine.search(part.atom.text)]
    draft.used.update(part.atom for part in said if part.says("mine"))
    if _is_about_threads_customer(draft, accounts):
        draft.where.append(Condition(str(draft.identity_path()), Operator.IS, (draft.account_id or 0,)))
        return
    whole_team = not said and any(part.says("ours") for part in draft.parts)
    if accounts or draft.named("person") or whole_team or draft.named("team"):
        return
    if draft.is_fragment and not said:
        return
    path = draft.owner_path()
    if path is None or draft.role not in {"rep", "cs"} or (not said and draft.role != "rep"):
        return
    if not said and draft.account_id is not None and any(part.says("them", "account", "both") for part in draft.parts):
        return
    if draft.role == "cs":
        path = (path.endswith("owner") and draft.customer_path("csm")) or path
    if said or draft.head in {_CUSTOMER, _CONTRACT}:
        draft.where.append(Condition(path, Operator.IS, (ME,)))


def read_names(draft: Draft, accounts: list[Part], compared: tuple[object, ...]) -> None:
    """The names as conditions; of customers that are compared, none."""
    if len(accounts) > 1 and not compared and (path := draft.identity_path()):
        draft.add(Condition(path, Operator.ONE_OF, tuple(part.id or 0 for part in accounts)))
        draft.used.update(part.atom for part in accounts)
    for place, part in enumerate(draft.parts):
        if part.kind != NAME or id(part) in draft.bound or part.atom in draft.used:
            continue
        condition = _name_condition(draft, part, Operator.IS_NOT if place in draft.negated else Operator.IS)
        if condition is None:
            continue
        draft.used.add(part.atom)
        if compared and part in accounts:
            continue
        if _is_other_choice(draft, place, condition):
            condition = Condition(any_of=(*(draft.where[-1].any_of or draft.where[-1:]), condition))
            draft.where.pop()
        draft.add(condition)


def _is_other_choice(draft: Draft, place: int, condition: Condition) -> bool:
    """ "Support Desk or Secure Access": whether an "or" joins this product to the one named last."""
    part, last = draft.parts[place], draft.where[-1] if draft.where else None
    if part.key not in PRODUCTS or condition.operator is not Operator.IS or last is None or draft.head == "product":
        return False
    before = [at for at in range(place) if draft.parts[at].kind == NAME and draft.parts[at].key in PRODUCTS]
    between = draft.parts[before[-1] + 1 : place] if before else []
    joined = any(each.says("or") for each in between) and all(each.kind in {"or", "", FILLER} for each in between)
    return joined and all(each.operator is Operator.IS for each in (last.any_of or (last,)))


def _is_about_threads_customer(draft: Draft, accounts: list[Part]) -> bool:
    """Whether the customer that the talk is about is meant: nothing else says whose."""
    if draft.account_id is None or draft.is_fragment or accounts or draft.customer_path("id") is None:
        return False
    others = {"person", "contact", "industry", "region", "country", "team", "product", "family"}
    if draft.head == _CUSTOMER:
        others -= {"product", "family"}
    said = [part for place, part in enumerate(draft.parts) if place not in draft.negated]
    if any(part.kind == NAME and part.key in others for part in said):
        return False
    they = any(part.says("them") for part in draft.parts)
    if any(part.says("mine") or (part.says("ours") and not they) for part in draft.parts):
        return False
    if any(part.says("by") or part.says("top", "desc", "asc") for part in draft.parts):  # not "the last ticket"
        return False
    listed = [part for part in draft.parts if part.kind == THING and not part.path and not part.is_soft]
    counts = any(part.says("ask", "count") for part in draft.parts) and not _asks_for_amount(draft)
    if draft.head == _CUSTOMER and (listed or counts):
        return any(part.says("them", "account") for part in draft.parts)
    return not any(part.kind in {FIELD, VALUE} and part.type is FieldType.DAY and draft.dated for part in draft.parts)


def _asks_for_amount(draft: Draft) -> bool:
    """ "How many seats?", NPSいくつ？: a number on the customer's own row, of which no flag chooses rows to count."""
    fields = [part for part in draft.parts if part.kind in {FIELD, VALUE} and not part.is_soft]
    return bool(fields) and all(part.kind == FIELD and part.type in NUMERIC and not part.cost for part in fields)


def _name_condition(draft: Draft, part: Part, operator: Operator) -> Condition | None:
    match part.key:
        case "account":
            path = draft.identity_path()
            return Condition(path, operator, (part.id or 0,)) if path else None
        case "person":
            return _person_condition(draft, part, operator)
        case "contact" if draft.head == "contact":
            return Condition("name", operator, (part.value,))
        case searched_words.KIND:
            field, words = load_catalogue().thing(draft.head).searched, searched_words.as_searched(part.value)
            return Condition(field, Operator.CONTAINS, words) if field and operator is Operator.IS else None
        case "product" | "family":
            return _product_condition(draft, part, operator)
        case by if by in SEGMENTS:
            path = draft.customer_path(by)
            return Condition(path, operator, (part.value,)) if path else None
        case _:
            return None


def _person_condition(draft: Draft, part: Part, operator: Operator) -> Condition | None:
    if draft.head == "person" and _is_theirs(draft, part):
        return Condition("manager", operator, (part.value,))
    if draft.head == "person":
        draft.penalty += OF_CONTRACT * draft.says("ask", "count")  # how many they have, not how many they are
        return Condition("name", operator, (part.value,))
    path = draft.owner_path()
    if path is None:
        return None
    csm = draft.customer_path("csm")
    if csm and path == draft.customer_path("owner"):
        sides = (Condition(path, Operator.IS, (part.value,)), Condition(csm, Operator.IS, (part.value,)))
        if operator is Operator.IS and not any(_is_owner_alone(each) for each in draft.parts):
            return Condition(any_of=sides)
    return Condition(path, operator, (part.value,))


def _is_theirs(draft: Draft, name: Part) -> bool:
    """ "Who reports to Grace": the people whose manager is named right behind it, rather than Grace's own."""
    place = draft.parts.index(name)
    before = draft.parts[place - 1] if place else None
    if before is None or before.kind != FIELD or before.key != "manager" or not _words().under.search(before.atom.text):
        return False
    draft.bound.add(id(before))
    draft.used.add(before.atom)
    return True


def _is_owner_alone(part: Part) -> bool:
    """Whether a word means the seller; one that may as well mean any colleague (担当) is said of CS, too."""
    of_anybody = any((sense.kind, sense.thing) == (THING, "person") for sense in part.atom.senses)
    return part.kind == FIELD and part.key == "owner" and not of_anybody


def _product_condition(draft: Draft, part: Part, operator: Operator) -> Condition | None:
    if draft.head == "product":
        return Condition("family" if part.key == "family" else "name", operator, (part.value,))
    if draft.head == _CUSTOMER:
        named = [each for each in draft.parts if each.kind == FIELD and not each.is_soft and not each.cost]
        one = draft.named("account") or draft.has_identity()
        if any(each.key in _OF_EACH_CONTRACT for each in named):
            draft.penalty += 2 * OF_CONTRACT
        elif (
            not one
            and (draft.says("ask", "sum") or draft.says("brings"))
            and any(each.type is FieldType.MONEY for each in named)
        ):
            draft.penalty += OF_CONTRACT  # サポートデスクの月額の合計 is of those contracts
        elif one and any(each.key not in ABOUT_CUSTOMER.values() for each in named):
            draft.penalty += OF_CONTRACT
        return Condition(ABOUT_CUSTOMER[part.key], operator, (part.value,))
    way = ways_from(draft.head).get("product")
    if way is None:
        return None
    return Condition(way.path + (".family" if part.key == "family" else ""), operator, (part.value,))


@cache
def _words() -> _Words:
    return load_patterns(_Words, "whose")
