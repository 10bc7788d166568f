"""What "no", "without", ない speak of: which parts of a message are left out or denied."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bot.nlu.atoms import DATE, NAME, Atom
from bot.nlu.conditions import falls_short
from bot.nlu.parts import FIELD, THING, VALUE, Part
from knowledge.semantic.catalogue import FieldType

if TYPE_CHECKING:
    from bot.nlu.draft import Draft


def leaves_out(parts: Sequence[Part] | Sequence[Atom]) -> bool:
    """Whether a message begins (in Japanese ends) with a word that leaves something out of a list."""
    said = [each if isinstance(each, Atom) else each.atom for each in parts]
    said = [atom for atom in said if not any(sense.kind in {"filler", "also"} for sense in atom.senses)]
    return any(atom.sense("without") for atom in (*said[:1], *(each for each in said[-1:] if each.text[:1] > "\u2fff")))


def read_negations(draft: Draft) -> None:
    """What "no", "without", ない speak of: what follows in English, what stands before in Japanese.

    A change of a list that leaves out speaks of all that it names: "minus those at risk or frozen", リスクありは除いて.
    """
    if (draft.is_fragment or draft.has("them")) and leaves_out(draft.parts):
        links = [part for part in draft.parts if part.kind == FIELD and part.type is FieldType.LINK]
        if draft.has(NAME):  # 平野さんの担当は抜いて: it is the name that is left out
            draft.bound |= {id(part) for part in links}
            draft.used |= {part.atom for part in links}
        out = (at for at, part in enumerate(draft.parts) if _can_be_negated(part) and id(part) not in draft.bound)
        draft.negated |= set(out)
        draft.used |= {part.atom for part in draft.parts if part.kind in {"not", "without"}}
        return
    for place, part in enumerate(draft.parts):
        if part.kind != "not" and not part.says("is", "empty"):
            continue
        if any(falls_short(draft.parts, at) is part for at in range(max(0, place - 2), place)):
            continue  # 100人いない: fewer than so many
        way = -1 if draft.last_first or part.atom.text[:1] > "\u2fff" else 1
        at = place + way
        while 0 <= at < len(draft.parts) and not _can_be_negated(draft.parts[at]):
            if draft.parts[at].kind in {"but", "not", DATE}:
                at = -1
                break
            at += way
        if 0 <= at < len(draft.parts):
            draft.negated.add(at)
            draft.used.add(part.atom)


def _can_be_negated(part: Part) -> bool:
    if part.kind == NAME:
        return True
    return part.kind in {FIELD, VALUE} or (part.kind == THING and bool(part.path))
