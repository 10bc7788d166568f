"""The query that a look-up, a watch or a churn list was asked with."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from actions.question import Question
from knowledge.errors import NothingAsked
from knowledge.semantic.changes import of_customer
from knowledge.semantic.loading import load_catalogue
from knowledge.semantic.query import ME, Condition, Operator, Query, Shape


def query_of(question: Question) -> Query:
    """What the slot ``query`` holds, as JSON or as its parts. Raises ``NothingAsked`` where it holds none."""
    told: Any = question.slots.get("query")
    try:
        query = Query.from_json(json.loads(told) if isinstance(told, str) else told)
    except (KeyError, TypeError, ValueError) as error:
        raise NothingAsked("This click or call names nothing to look up.") from error
    return query if question.account_id is None else _of_account(query, question.account_id)


def _of_account(query: Query, account_id: int) -> Query:
    """The query of the customer who was asked back for; as it is where it names one, or its thing has none."""
    customers = query.thing == "customer"
    if not customers and "customer" not in load_catalogue().thing(query.thing).fields:
        return query
    one = of_customer(Condition("id", Operator.IS, (account_id,)), query.thing)
    if any(each.field == one.field for each in query.where):
        return query
    rest = tuple(each for each in query.where if each.values != (ME,))
    shape = Shape.FACT if customers and query.select and not query.measures else query.shape
    return replace(query, where=(one, *rest), shape=shape)
