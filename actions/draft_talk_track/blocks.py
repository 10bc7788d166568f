"""What texts of titled blocks share."""

from __future__ import annotations

import datetime as dt

from actions.draft_talk_track.context import DraftContext, Part
from actions.draft_talk_track.house import allowed
from actions.draft_talk_track.request import Length
from actions.reply import Figure
from knowledge.offers.advice import TimedOffer

Block = tuple[str, list[Part | None]]


def answer_by(d: DraftContext) -> dt.date:
    return d.business_day(d.rules.drafts.news_days)


def offer_figures_of(d: DraftContext, offer: TimedOffer) -> tuple[Figure, ...]:
    """The figures that stand behind an offer."""
    from actions.presenters.offer_figures import offer_figures

    return tuple(offer_figures(d.case, (offer,), d.rules, d.say))


def write_blocks(d: DraftContext, blocks: list[Block]) -> tuple[list[str], list[Part]]:
    """Each block under its title with the lines that stay, and the parts that stayed."""
    out = set(d.request.leave_out)
    heaviest = {None: 3, Length.SHORTER: 1, Length.HALF: 1, Length.SHORTEST: 0}[d.request.length]
    lines, kept = [], []
    for title, parts in blocks:
        told = [part for part in parts if part and part.topic not in out and part.weight <= heaviest]
        here = [said for part in told if (said := allowed(d, part))]
        if not here:
            continue
        head = [d.say("draft_frame.block_title", title=d.say(f"draft_inside.{title}"))] if title else []
        lines.append("\n".join([*head, *(d.say("draft_frame.list_item", item=part.text) for part in here)]))
        kept += here
    return lines, kept
