"""Finds the product that somebody names."""

from __future__ import annotations

from rapidfuzz import fuzz, process

from actions.presenters.choosing_offer import is_called
from actions.reply import Choice, Reply
from knowledge.catalogue.catalogue import Catalogue, ProductCard
from knowledge.playbook.phrases import Phrases

_CLOSE = 80  # of 100: a typo or two in a product's name


def find_product(catalogue: Catalogue, name: str) -> ProductCard | None:
    """The product of that name, key or family (its lowest tier), else the one spelt most like it; None below that."""
    if not name.strip():
        return None
    exact = products_called(catalogue, name)
    if exact:
        own = [card for card in exact if name.casefold() in {card.name.casefold(), (card.name_ja or "").casefold()}]
        return min(own or exact, key=lambda card: (card.tier_rank or 99, card.id))
    spellings = {
        spelling: card for card in catalogue.products.values() for spelling in (card.name, card.name_ja) if spelling
    }
    best = process.extractOne(name, spellings.keys(), scorer=fuzz.WRatio, score_cutoff=_CLOSE)
    return spellings[best[0]] if best else None


def products_called(catalogue: Catalogue, name: str) -> list[ProductCard]:
    """All that answer to this name: the one product, or every tier of a family."""
    return [card for card in catalogue.products.values() if is_called(card, name)]


def find_family(catalogue: Catalogue, name: str) -> list[ProductCard]:
    """The tiers on sale of a family named as such; none where a product is named, or there is one tier."""
    called = [card for card in catalogue.on_sale if is_called(card, name)]
    own = [card for card in called if name.casefold() in {card.name.casefold(), (card.name_ja or "").casefold()}]
    return [] if own or len(called) < 2 else sorted(called, key=lambda card: (card.tier_rank or 99, card.id))


def nearest_products(catalogue: Catalogue, name: str, *, language: str, most: int = 3) -> list[ProductCard]:
    """The products spelt most like a name, for a question back."""
    named = {card.called(language): card for card in catalogue.on_sale}
    ranked = process.extract(name, named.keys(), scorer=fuzz.WRatio, limit=most)
    return [named[spelling] for spelling, _, _ in ranked]


def ask_which_product(catalogue: Catalogue, asked: str, say: Phrases) -> Reply:
    """That nothing is called so, with the nearest names; which product is meant, where none was named."""
    nearest = nearest_products(catalogue, asked, language=say.language) if asked else []
    shown = nearest or [card for card in catalogue.products.values() if (card.tier_rank or 1) == 1][:5]
    names = [card.called(say.language) for card in shown]
    return Reply(
        intent="describe_product",
        language=say.language,
        headline=say("describe_product.unknown", product=asked) if asked else say("describe_product.which"),
        choices=tuple(Choice(label=name, intent="describe_product", slots={"product": name}) for name in names),
        trouble=bool(asked),
    )
