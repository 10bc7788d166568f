"""What is told of many rows at once: how many, a sum, an average, what is held against each other."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from bot.nlu.atoms import NAME
from bot.nlu.draft_orders import NUMERIC
from bot.nlu.draft_sides import OF_CONTRACT, SEGMENTS
from bot.nlu.parts import FIELD, MEASURE, THING, VALUE
from bot.nlu.periods import add_months
from knowledge.semantic.catalogue import FieldType
from knowledge.semantic.loading import load_catalogue
from knowledge.semantic.query import Condition, Measure, Operator, Order, Period

if TYPE_CHECKING:
    from bot.nlu.draft import Draft

_CUSTOMER, _DEAL = "customer", "deal"


def read_measures(draft: Draft, select: list[str], groups: list[str], *, single: bool) -> list[Measure]:
    """What is asked of many rows; nothing where each row is to be told."""
    named = [part for part in draft.parts if part.kind == MEASURE]
    draft.used.update(part.atom for part in named)
    if named and not (single and select and draft.head != _CUSTOMER):  # "NPS and what did they say" asks for answers
        return [Measure(part.key) for part in named]
    for part in named:  # what may be a figure tells here which rows: the NPS answers among those to surveys
        value = next((s for s in part.atom.senses if s.kind == VALUE and s.thing == draft.head), None)
        if value:
            draft.add(Condition(value.key, Operator.IS, (value.value,)))
    asks = {part.key for part in draft.parts if part.kind == "ask"} | {
        part.word.key for part in draft.parts if part.word and part.word.kind == "ask"
    }
    numeric = list(dict.fromkeys(path for path in select if draft.type_of(path) in NUMERIC))
    if draft.says("brings"):
        asks.add("sum")
        draft.penalty += OF_CONTRACT * any("." in path for path in numeric)  # a deal brings in nothing a month
    for name in ("average", "largest", "smallest"):
        if name in asks and (usual := numeric or [*filter(None, [draft.usual_money() or draft.usual_number()])]):
            return [Measure(name, path) for path in usual]
    if single and not groups:
        return [Measure("count")] if "count" in asks and not numeric and draft.head != _CUSTOMER else []
    if _adds_up_alone(draft, select, numeric, asks, groups):
        return _of_many(draft, numeric)
    if numeric and ({"sum", "count"} & asks or groups or draft.has("grain")):
        return [*_rows_counted(draft), *_of_many(draft, numeric)]
    if "sum" in asks and (owed := _money_of_flags(draft)):
        return [Measure("sum", owed)]
    if "sum" in asks and (money := draft.usual_money()) and draft.head != "product":
        return [Measure("count"), Measure("sum", money)] if draft.head != _CUSTOMER else [Measure("sum", money)]
    grain = draft.has("grain")
    ordered = draft.has("order") and any(part.type in NUMERIC for part in draft.parts)
    if ("count" in asks and not ordered) or ((groups or (grain and not select)) and not draft.is_fragment):
        return [Measure("count")]
    return []


def amount_first(draft: Draft, measures: list[Measure], *, parted: bool) -> list[Measure]:
    """Of groups, periods or two sides an amount asked for is told first, and how many rows it is of beside it."""
    counted = [each for each in measures if each.name == "count"]
    asked = any(part.says("ask", "count") for part in draft.parts)
    if asked or not (parted or draft.has("grain")):
        return measures
    return [*(each for each in measures if each not in counted), *counted]


def split_asked(
    draft: Draft, select: list[str], measures: list[Measure], groups: list[str], *, single: bool
) -> str | None:
    """ "Loss reasons this quarter?": what each value of a closed set is said of how often, not a list of rows."""
    asks = {part.key for part in draft.parts if part.says("ask")} & {"list", "who", "where", "when"}
    if single or measures or groups or asks or draft.is_fragment or len(select) != 1 or draft.head == _CUSTOMER:
        return None
    return select[0] if draft.type_of(select[0]) is FieldType.WORD and "." not in select[0] else None


def put_first(
    draft: Draft, measures: list[Measure], order: Order, groups: list[str]
) -> tuple[list[Measure], list[Order]]:
    """What groups are put in order by: a figure asked for, an amount named, else the usual one, or how many."""
    if not (measures and (draft.has(MEASURE) or measures[0].of)):
        named = any(part.kind == FIELD and part.path == order.field for part in draft.parts)
        told = all(draft.type_of(path) is FieldType.WORD for path in groups)  # which reason is given most often
        money = named or (draft.head != _CUSTOMER and not told and order.field == draft.usual_money())
        measures = [*(_of_many(draft, [order.field]) if money else ()), Measure("count")]
    return measures, [] if order.descending else [Order(measures[0].column)]


def deals_won(draft: Draft) -> list[Measure]:
    """The deals won: their sum, and how many."""
    draft.where.append(Condition("won"))
    if draft.period is None:
        draft.period = Period(_quarter_start(draft.today), draft.today)
    return [Measure("sum", "amount"), Measure("count")]


def summed_up(draft: Draft, select: list[str], orders: list[Order]) -> list[Measure]:
    """What is held against each other of two groups: the sum of an amount, else how many."""
    named = any(part.atom.sense(THING) and part.key == draft.head for part in draft.parts if part.kind == THING)
    paths = select or [each.field for each in orders if not named]
    numeric = [path for path in paths if draft.type_of(path) in NUMERIC]
    won = any(each.field == "won" for each in draft.where)
    if not numeric and draft.head == _DEAL and (won or any(part.says("order", "desc") for part in draft.parts)):
        return [Measure("sum", "amount"), Measure("count")]
    return [*_rows_counted(draft), *_of_many(draft, numeric)] or [Measure("count")]


def is_only_about(draft: Draft) -> bool:
    """Whether what somebody achieved is asked for without naming it: "Maya against Daniel this quarter"."""
    named = any(part.kind in {FIELD, VALUE, THING, MEASURE} and not part.is_soft for part in draft.parts)
    return draft.head == _DEAL and not named and bool(draft.named("person"))


def is_of_any_outcome(draft: Draft) -> bool:
    """Whether amounts of deals are held against each other, and neither deals nor their outcome are named."""
    told = {"won", "lost", "open", "decided", "outcome", "stuck", "stage"}
    named = any(part.kind == THING and not part.path and not part.is_soft for part in draft.parts)
    return draft.head == _DEAL and not named and not any(each.field in told for each in draft.where)


def _of_many(draft: Draft, paths: list[str]) -> list[Measure]:
    """How each field is told of many rows: by its own measure, its sum, or the average of what does not add up."""
    found = []
    for path in dict.fromkeys(paths):
        field = load_catalogue().resolve(load_catalogue().thing(draft.head), path)[1]
        own = field.of_many if "." not in path else None
        found.append(Measure(own) if own else Measure("sum" if field.adds_up else "average", path))
    return found


def _rows_counted(draft: Draft) -> list[Measure]:
    """社数と月額, "the number of customers and their MRR": how many there are, beside the amount."""
    rows = any((s.kind, s.key) == ("ask", "rows") for part in draft.parts for s in part.atom.senses)
    if rows and draft.head != _CUSTOMER:
        draft.penalty += OF_CONTRACT  # of contracts there are more than customers
        return []
    return [Measure("count")] if rows else []


def with_rows(draft: Draft, measures: list[Measure], compared: Sequence[object]) -> list[Measure]:
    """ "Manufacturing against IT services, customers and MRR": of groups held against each other also how many."""
    triples = zip(draft.parts, draft.parts[1:], draft.parts[2:], strict=False)
    named = draft.head == _CUSTOMER and any(
        (one.kind, one.key) == (THING, draft.head) and joint.atom.sense("and") and other.type in NUMERIC
        for one, joint, other in triples
    )
    counts = named and compared and measures and Measure("count") not in measures
    return [*measures, Measure("count")] if counts else measures


def _adds_up_alone(draft: Draft, select: list[str], numeric: list[str], asks: set[str], groups: list[str]) -> bool:
    """ "The ARR of Priya's book": one amount of many customers is told as their sum, the largest below it."""
    if draft.is_fragment or groups or draft.head != _CUSTOMER or numeric != select or len(numeric) != 1:
        return False
    fields = load_catalogue().thing(draft.head).fields
    money = numeric[0] in fields and fields[numeric[0]].type is FieldType.MONEY
    whose = any(part.kind == NAME and part.key in {*SEGMENTS, "person"} for part in draft.parts)
    lists = {"list", "who", "where", "when"} & asks or any(part.kind in {"order", "top"} for part in draft.parts)
    return money and not lists and (whose or any(part.says("mine") or part.says("ours") for part in draft.parts))


def _money_of_flags(draft: Draft) -> str | None:
    """ "The total of unpaid invoices": the amount beside the flag that is asked for."""
    fields = load_catalogue().thing(draft.head).fields
    beside = [key for each in draft.where if each.field in fields for key in fields[each.field].beside]
    return next((key for key in beside if fields[key].type is FieldType.MONEY), None)


def _quarter_start(today: dt.date) -> dt.date:
    return add_months(today.replace(day=1), -((today.month - 1) % 3))
