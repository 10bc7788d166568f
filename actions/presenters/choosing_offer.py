"""Which of the advised offers a question is about."""

from __future__ import annotations

import unicodedata

from actions.presenters.offers import name_offer
from actions.reply import Line, Section, Tone
from knowledge.accounts.account_360 import Account360
from knowledge.catalogue.catalogue import ProductCard
from knowledge.offers.advice import Advice, TimedOffer
from knowledge.playbook.phrases import Phrases


def choose_offer(
    case: Account360, advice: Advice, product: str | None, say: Phrases
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
    return first, (Section(key="note", lines=(Line(text=text, tone=Tone.CAUTION),)),)


def is_called(product: ProductCard, name: str) -> bool:
    """Whether the product answers to this name, in either language, any width or case; a family name counts."""
    asked = _plain(name)
    return asked in {
        _plain(own) for own in (product.name, product.name_ja, product.key, product.family, product.family_ja) if own
    }


def _plain(name: str) -> str:
    return unicodedata.normalize("NFKC", name).casefold().replace(" ", "")
