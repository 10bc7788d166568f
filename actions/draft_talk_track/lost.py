"""Letters to somebody who has left that win nobody back: how they are, and what they use today."""

from __future__ import annotations

import datetime as dt
from typing import Any

from actions.draft_talk_track.context import DraftContext, Part
from actions.draft_talk_track.fact_figures import contract_figure
from actions.draft_talk_track.letter import Draft
from actions.draft_talk_track.relation_parts import end, name_of_main
from knowledge.playbook.formats import WholeMonth


def draft_lost(d: DraftContext, first: Part | None = None) -> Draft:
    """When they left, how they do that work today, and no hurry. ``first``: what stands in place of when they left."""
    subject = d.part("draft_relation.subject_check_in_general", account=d.customer)
    asked = d.part("draft_relation.lo_ask", weight=1, product=name_of_main(d))
    return Draft(subject, ([first or _was(d)], [asked], [end(d)]))


def _was(d: DraftContext) -> Part:
    contract = max(d.case.contracts, key=lambda c: (c.ended_on or c.started_on, c.id))
    figures = (contract_figure(d, contract),)
    until: dt.date = contract.ended_on or contract.started_on
    facts: dict[str, Any] = {"product": name_of_main(d), "until": WholeMonth(until), "account": d.customer}
    return d.part("draft_relation.lo_was", weight=0, figures=figures, **facts)
