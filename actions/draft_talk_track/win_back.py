"""A letter to somebody who has left: thanks, a question, what is new since, and no pressure."""

from __future__ import annotations

from actions.draft_talk_track.context import DraftContext, Part
from actions.draft_talk_track.fact_figures import (
    contract_figure,
    small_figure,
)
from actions.draft_talk_track.letter import Draft
from actions.draft_talk_track.relation_parts import name_of_main
from knowledge.accounts.columns import day_or_none
from knowledge.playbook.formats import WholeMonth


def draft_win_back(d: DraftContext) -> Draft:
    """To somebody who has left: thanks, a question, what is new since, and no pressure."""
    product = name_of_main(d)
    ended = day_or_none(d.case.row["ended_on"])
    contracts = [c for c in d.case.contracts if d.main and c.product_id == d.main.id]
    started = min((c.started_on for c in contracts), default=None)
    figures = tuple(contract_figure(d, contract) for contract in contracts)
    if ended and started and (started.year, started.month) != (ended.year, ended.month):
        was = d.part(
            "draft_relation.wb_was",
            weight=1,
            figures=figures,
            account=d.customer,
            product=product,
            since=WholeMonth(started),
            until=WholeMonth(ended),
        )
    elif ended:
        was = d.part(
            "draft_relation.wb_was_until",
            weight=1,
            figures=figures,
            account=d.customer,
            product=product,
            until=WholeMonth(ended),
        )
    else:
        was = None
    minutes = d.rules.drafts.talk_minutes
    return Draft(
        d.part("draft_relation.subject_win_back", product=product),
        (
            [was],
            [
                d.part("draft_relation.wb_why", weight=0, product=product),
                d.part("draft_relation.wb_how", weight=2, product=product),
            ],
            [
                _new_since(d),
                d.part(
                    "draft_relation.wb_now",
                    topic="meeting",
                    figures=(small_figure(d),),
                    product=product,
                    minutes=minutes,
                ),
            ],
            [d.part("draft_relation.wb_leave", weight=3, account=d.customer)],
        ),
    )


def _new_since(d: DraftContext) -> Part | None:
    """Products launched after they left."""
    ended = day_or_none(d.case.row["ended_on"])
    new = [
        d.called(card)
        for card in d.case.catalogue.on_sale
        if ended and card.launched_on and ended < card.launched_on <= d.case.as_of
    ]
    return d.part("draft_relation.wb_new", weight=2, products=d.say.join(new[:2])) if new else None
