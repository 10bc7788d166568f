"""Which of the advised offers a question is about."""

from __future__ import annotations

import unicodedata

from actions.reply import Line, Mood, Section
from actions.telling.offers import name_offer
from knowledge.analytics.advice import Advice, TimedOffer
from knowledge.case import Case
from knowledge.catalogue import ProductCard
from knowledge.playbook.phrases import Phrases


def choose_offer(
    case: Case, advice: Advice, product: str | None, say: Phrases
) -> tuple[TimedOffer | None, tuple[Section, ...]]:
    """The offer for the product named, else the first; with a note when the named one is not advised."""
    if not advice.offers:
        return None, ()
    first = advice.offers[0]
    if product is None:
        return first, ()
    for offer in advice.offers:
        if is_called(offer.candidate.product, product):
            return offer, ()
    fits = name_offer(first.candidate, say)
    text = say("draft_talk_track.not_theirs", product=product, account=case.account.name, offer=fits)
    return first, (Section(key="note", lines=(Line(text=text, mood=Mood.CAUTION),)),)


def is_called(product: ProductCard, name: str) -> bool:
    """Whether the product answers to this name, in either language, any width or case; a family name counts."""
    asked = _plain(name)
    return asked in {
        _plain(own) for own in (product.name, product.name_ja, product.key, product.family, product.family_ja) if own
    }


def _plain(name: str) -> str:
    return unicodedata.normalize("NFKC", name).casefold().replace(" ", "")
