"""What is told of each row: the fields named, and what is meant by "until when", "how many", "why"."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from bot.nlu.parts import FIELD, Part
from bot.nlu.vocabulary import AFTER
from knowledge.semantic.catalogue import FieldType
from knowledge.semantic.loading import load_catalogue
from knowledge.semantic.query import Condition, Operator

if TYPE_CHECKING:
    from bot.nlu.draft import Draft

_TEAM = "team"
MOVES = {"customer", "contract", "deal"}  # things of which it is told why a figure of theirs moved
_REASONS = ("lost_reason", "reason", "reason_text")
_WHY_LOST = {"lost": "loss_reason"}  # flags of a customer of which the reason is told where it is asked
_BEHIND = 4.0  # letters that speak against telling rows behind another thing's rows: the contacts of a call's customer


def read_selection(draft: Draft) -> list[str]:
    """The paths of the fields named; those left out or counted are conditions."""
    fields = [part for part in draft.parts if part.kind == FIELD and id(part) not in draft.bound]
    firm = [part for part in fields if not (part.is_soft or _is_whole_team(draft, part))]
    select = []
    for part in firm:
        draft.used.add(part.atom)
        if part.field and part.field.is_many and "." in part.path:
            draft.penalty += _BEHIND
        if draft.parts.index(part) in draft.negated:
            draft.add(_lacks(part))
        elif _counted(draft, part) and (not draft.is_fragment or _asks_which(draft)):
            draft.add(Condition(part.path, Operator.MORE, (0,)))
            select.append(part.path)
        else:
            select.append(_day_asked(draft, part) or _number_asked(draft, part) or part.path)
    select = [_meant_beside(draft, path) for path in select]
    settled = {each.field for each in draft.where if each.operator is Operator.IS and each.values}
    return _only_last_money([path for path in select if path not in settled], draft.type_of)


def _meant_beside(draft: Draft, path: str) -> str:
    """ "Seats, any left?": what a word after a field means of those that belong beside it."""
    fields = load_catalogue().thing(draft.head).fields
    after = [s.key for part in draft.parts for s in part.atom.senses if (s.kind, s.thing) == (AFTER, draft.head)]
    return next((key for key in after if path in fields and path in fields[key].beside), path)


def _is_whole_team(draft: Draft, part: Part) -> bool:
    """ "What did the team close": whose rows, unless it is asked which team."""
    asked = any(each.says("ask", "list", "who", "where") or each.says("by") for each in draft.parts)
    if part.key != _TEAM or part.type is not FieldType.TEXT or asked:
        return False
    draft.used.add(part.atom)
    return True


def reasons_asked(draft: Draft) -> list[str]:
    """ "Why did they say no", "why do we lose deals": the reason that was given, of whatever has one."""
    moves = draft.head not in MOVES and any(part.says("shape", "movement") for part in draft.parts)
    if draft.is_fragment or not (moves or any(part.says("ask", "why") for part in draft.parts)):
        return []
    fields = load_catalogue().thing(draft.head).fields
    told = [_WHY_LOST[each.field] for each in draft.where if each.field in _WHY_LOST]
    return [key for key in (*_REASONS, *told) if key in fields]


def amount_asked(draft: Draft) -> str | None:
    """ "How much a month?" of one customer."""
    return draft.usual_money() if any(part.says("ask", "sum") for part in draft.parts) else None


def _asks_which(draft: Draft) -> bool:
    """ "Which of them have open tickets?": some of a list."""
    return any((each.kind, each.key) == ("them", "some") for part in draft.parts for each in part.atom.senses)


def _counted(draft: Draft, part: Part) -> bool:
    """ "Customers with open tickets": those that have any."""
    counts = part.type is FieldType.NUMBER and part.field is not None and "count(*)" in (part.field.sql or "")
    return counts and not draft.has_identity() and not any(each.says("ask", "count") for each in draft.parts)


def _day_asked(draft: Draft, part: Part) -> str | None:
    """ "Until when is it on hold?": the day beside what is so or not."""
    if (
        part.type is not FieldType.FLAG
        or part.field is None
        or not any(each.says("ask", "when") for each in draft.parts)
    ):
        return None
    fields = load_catalogue().thing(draft.head).fields
    beside = [key for key in (part.field.day, *part.field.beside) if key and key in fields]
    return next((key for key in beside if fields[key].type is FieldType.DAY), None)


def _number_asked(draft: Draft, part: Part) -> str | None:
    """ "How many seats do they use?": the number that is told beside a share, rather than the share."""
    counts = any(each.says("ask", "count") for each in draft.parts)
    if not counts or part.type is not FieldType.SHARE or part.field is None or not part.field.beside:
        return None
    return ".".join((*part.path.split(".")[:-1], part.field.beside[0]))


def _lacks(part: Part) -> Condition:
    if part.type is FieldType.NUMBER and part.field and "count(*)" in (part.field.sql or ""):
        return Condition(part.path, Operator.IS, (0,))
    return Condition(part.path, Operator.HAS_NOT if part.field and part.field.is_many else Operator.EMPTY)


def _only_last_money(select: list[str], type_of: Callable[[str], FieldType]) -> list[str]:
    """ "Pays a year" names two amounts and asks for the second."""
    money = list(dict.fromkeys(path for path in select if type_of(path) is FieldType.MONEY))
    return [path for path in select if path not in money[:-1]]
