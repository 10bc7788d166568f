"""What texts of titled blocks share."""

from __future__ import annotations

import datetime as dt

from actions.draft_talk_track.asker_words import without_left_out
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
    heaviest = {None: 3, Length.SHORTER: 1, Length.HALF: 1, Length.SHORTEST: 0}[d.request.length]
    most = 1 if d.request.length is Length.HALF else None
    lines, kept = [], []
    for title, parts in blocks:
        told = [left for part in parts if part and part.weight <= heaviest and (left := without_left_out(d, part))]
        here = [said for part in told if (said := allowed(d, part))][:most]
        if not here:
            continue
        head = [d.say("draft_frame.block_title", title=d.say(f"draft_inside.{title}"))] if title else []
        lines.append("\n".join([*head, *(d.say("draft_frame.list_item", item=part.text) for part in here)]))
        kept += here
    return lines, kept
