"""Which product answers a need that the customer stated."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from knowledge.catalogue import ProductCard
from knowledge.history import NeedSaid


def find_need(product: ProductCard, needs: Sequence[NeedSaid]) -> NeedSaid | None:
    """The newest stated need that this product answers, None when none does.

    A need answers to a product that somebody tied to it, else to a product one of whose ``solves`` words stands in
    the customer's text, in any width or case.
    """
    return next((need for need in needs if _answers(product, need)), None)


def _answers(product: ProductCard, need: NeedSaid) -> bool:
    if need.product_id is not None:
        return need.product_id == product.id
    text = _plain(need.text)
    return any(_plain(word) in text for word in product.solved_words)


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
