"""Whose is meant, where two of our people have one name: theirs is never added up."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace

from actions.asking import Option, ask_for
from actions.question import Question
from knowledge.kernel.access import AccessContext
from knowledge.people.queries.people import find_namesakes
from knowledge.playbook.phrases import Phrases
from knowledge.semantic.catalogue import Thing
from knowledge.semantic.loading import load_catalogue
from knowledge.semantic.query import Condition, Operator, Query

_PERSON = "person"


def ask_which(question: Question, query: Query, access: AccessContext, say: Phrases) -> None:
    """Raises Asked, with a choice for each, where a condition names somebody and somebody else is called so too."""
    thing = load_catalogue().thing(query.thing)
    for name in dict.fromkeys(_people_named(query.where, thing)):
        labels = find_namesakes(access, name)
        if len(labels) > 1:
            options: list[Option] = [
                (label, {"query": json.dumps(_narrowed(query, name, key, thing).to_json(), ensure_ascii=False)})
                for key, label in labels
            ]
            raise ask_for(
                question, "look_up", "query", say("asking.which_person", person=name), say=say, options=options
            )


def _people_named(conditions: tuple[Condition, ...], thing: Thing) -> Iterator[str]:
    for each in conditions:
        yield from _people_named(each.any_of, thing)
        if _names_person(each, thing):
            yield from (value for value in each.values if isinstance(value, str))


def _names_person(condition: Condition, thing: Thing) -> bool:
    return bool(condition.field) and load_catalogue().resolve(thing, condition.field)[1].to == _PERSON


def _narrowed(query: Query, name: str, key: str, thing: Thing) -> Query:
    """The same asked of one of them."""

    def narrow(condition: Condition) -> Condition:
        if condition.any_of:
            return replace(condition, any_of=tuple(map(narrow, condition.any_of)))
        if not _names_person(condition, thing) or name not in condition.values:
            return condition
        return replace(condition, field=f"{condition.field}.key", operator=Operator.IS, values=(key,))

    return replace(query, where=tuple(map(narrow, query.where)))
