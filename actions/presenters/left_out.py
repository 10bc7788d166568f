"""What would fit but is kept from this customer, each with its reason; and what an offer of a product must say."""

from __future__ import annotations

from actions.reply import Line, Section, Tone
from knowledge.offers.advice import Advice, TimedOffer
from knowledge.offers.product_gate import IN_THE_WORKS, Bar, LeftOut
from knowledge.playbook.phrases import Phrases

_OF_REASONS = {Bar.DEAL_LOST, Bar.CANCELLED}


def tell_left_out(advice: Advice, say: Phrases) -> tuple[Section, ...]:
    """One line a product; empty when nothing was left out."""
    lines = tuple(Line(text=tell_bar(left, say), tone=Tone.CAUTION) for left in advice.left_out)
    return (Section(key="left_out", title=say("product_gate.title"), lines=lines),) if lines else ()


def tell_bar(left: LeftOut, say: Phrases) -> str:
    """ "Backup: signed already; it begins on 1 Jan 2027." """
    reason = f"log_outcome.reason_{left.said}"
    return say(
        f"product_gate.{left.bar}",
        product=left.product.called(say.language),
        day=left.day,
        said=say(reason) if left.bar in _OF_REASONS and say.has(reason) else left.said,
        other=left.other.called(say.language) if left.other else "",
    )


def tell_remarks(offer: TimedOffer, say: Phrases) -> list[Line]:
    """What must be said with an offer: that they gave it back, had it before, have a competitor's in its place …"""
    product = offer.candidate.product.called(say.language)
    return [
        Line(
            text=say(
                f"product_gate.remark_{each.remark}",
                product=product,
                day=each.day,
                relative=each.relative,
                theirs=each.theirs,
            ),
            tone=Tone.CAUTION,
        )
        for each in offer.remarks
    ]


def is_in_the_works(advice: Advice) -> bool:
    """Whether what keeps an offer back goes on already: signed, in a deal, or waiting for an answer."""
    return any(left.bar in IN_THE_WORKS for left in advice.left_out)
