"""That something is kept nowhere, and the nearest of it that is."""

from __future__ import annotations

from collections.abc import Mapping

from actions.look_up.answer import answer_query, build_writer
from actions.question import Question
from actions.reply import Choice, Line, Reply, Section
from knowledge.kernel.access import AccessContext
from knowledge.playbook.phrases import Phrases
from knowledge.semantic.loading import load_catalogue
from knowledge.semantic.query import Condition, Operator, Query, Shape
from knowledge.semantic.visibility import sees_nothing

INTENT = "out_of_scope"
# Of a customer, by topic, the nearest that is known; of topics that are not here nothing is.
_NEAREST: Mapping[str, Query] = {
    "margin": Query("customer", ("monthly_revenue",), shape=Shape.FACT),
    "repair": Query("ticket", where=(Condition("open"),)),
    "accounts_filed": Query("invoice", where=(Condition("overdue"),)),
    "private": Query("contact", ("title",)),
}


def tell_not_kept(topic: str, question: Question, access: AccessContext, say: Phrases) -> Reply:
    """The first line says what is not kept; below it stands what is known of the customer instead."""
    name = str(question.slots.get("account") or "")
    nearest = _NEAREST.get(topic) if question.account_id else None
    sections: tuple[Section, ...] = ()
    if nearest and question.account_id and not sees_nothing(load_catalogue().thing("customer"), access):
        own = Condition("id" if nearest.thing == "customer" else "customer", Operator.IS, (question.account_id,))
        query = Query(nearest.thing, nearest.select, (own, *nearest.where), shape=nearest.shape)
        told = answer_query(query, access, build_writer(query, access, say))
        sections = (Section(key="known", lines=(Line(text=told.headline),)), *told.sections)
    return Reply(
        intent=INTENT,
        language=say.language,
        headline=say(f"out_of_scope.not_kept_{topic}", name=name),
        sections=sections,
        choices=(Choice(label=say("help.name"), intent="help"),),
    )
