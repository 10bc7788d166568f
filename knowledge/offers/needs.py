"""Which product answers a need that the customer stated."""

from __future__ import annotations

import re
from collections.abc import Sequence

from knowledge.accounts.history import NeedSaid
from knowledge.catalogue.catalogue import Catalogue, ProductCard
from knowledge.offers.need_words import Stance, plain, read_stance, refuses_at_all, seat_words, stands_in


def find_need(product: ProductCard, needs: Sequence[NeedSaid]) -> NeedSaid | None:
    """The newest stated need that this product answers, None when none does or a newer one turns it down.

    A need answers to a product that somebody tied to it, else to a product one of whose ``solves`` words (without any,
    its name) stands in the customer's text as a word, in a part of the sentence that does not turn it down (see
    ``need_words``).
    """
    found = find_newest_word(product, needs)
    return found[0] if found and found[1] is Stance.ASKS else None


def find_refusal(product: ProductCard, needs: Sequence[NeedSaid]) -> tuple[NeedSaid, Stance] | None:
    """The newest need about this product where it says that they do not want it, or have one elsewhere and like it."""
    found = find_newest_word(product, needs)
    return found if found and found[1] is not Stance.ASKS else None


def find_seats_refusal(product: ProductCard, catalogue: Catalogue, needs: Sequence[NeedSaid]) -> NeedSaid | None:
    """The newest need that speaks of seats, where it turns more of them down: of this product, or of none by name."""
    for need in needs:
        stance = read_stance(need.text, seat_words())
        about = {card.id for card in catalogue.products.values() if _is_named(card, need.text)}
        if stance and (not about or product.id in about):
            return None if stance is Stance.ASKS else need
    return None


def _is_named(product: ProductCard, text: str) -> bool:
    return any(stands_in(name, text) for name in (product.name, product.name_ja, product.family) if name)


def find_newest_word(product: ProductCard, needs: Sequence[NeedSaid]) -> tuple[NeedSaid, Stance] | None:
    """The newest need that is about this product, and what it says of it; needs are given newest first."""
    for need in needs:
        if stance := _stance(product, need):
            return need, stance
    return None


def _stance(product: ProductCard, need: NeedSaid) -> Stance | None:
    named = (product.name, *((product.name_ja,) if product.name_ja else ()))
    if need.product_id is None:
        return read_stance(need.text, product.solved_words) or _of_its_name(product, named, need.text)
    if need.product_id != product.id:
        return None
    return read_stance(need.text, (*product.solved_words, *named)) or refuses_at_all(need.text) or Stance.ASKS


def _of_its_name(product: ProductCard, named: Sequence[str], text: str) -> Stance | None:
    """What a text says of a product that it calls by name: a refusal always counts, a wish where the firm gave no words
    by which needs are known, and the name stands there as it is written: a "basic wish" is none for Basic."""
    stance = read_stance(text, named)
    if stance is Stance.ASKS and (product.solved_words or not any(_as_written(name, text) for name in named)):
        return None
    return stance


def _as_written(name: str, text: str) -> bool:
    return bool(re.search(rf"(?<![A-Za-z0-9]){re.escape(name)}(?![A-Za-z0-9])", text))


# Two needs count as one when this share of the shorter one's pairs of characters stands in the other.
_SAME_SHARE = 0.7
_FEWEST_PAIRS = 6  # fewer meet by chance
_FEWEST_LETTERS = 3  # "SSO"
_JAPANESE = re.compile("[ぁ-んァ-ヶ一-龠]")
_MARKS = re.compile(r"[\W_]+")


def find_same_need(text: str, needs: Sequence[NeedSaid], products: Sequence[ProductCard] = ()) -> NeedSaid | None:
    """The need among ``needs`` that says the same as ``text``, None when none does.

    Same: the shorter text stands in the longer one, or at least 70 % of its pairs of neighbouring characters do; in any
    width or case, marks and blanks left out. Of a Japanese and a Latin text: one of ``products`` answers both.
    """
    return next(
        (need for need in needs if says_the_same(text, need.text) or _translates(text, need.text, products)), None
    )


def _translates(one: str, other: str, products: Sequence[ProductCard]) -> bool:
    """Whether two texts in different writings ask for what one product answers."""
    if _is_japanese(one) == _is_japanese(other):
        return False
    texts = (one, other)
    return any(all(any(stands_in(word, text) for word in card.solved_words) for text in texts) for card in products)


def _is_japanese(text: str) -> bool:
    return bool(_JAPANESE.search(text))


def says_the_same(one: str, other: str) -> bool:
    """Whether two needs ask for the same thing.

    >>> says_the_same("Single sign-on!", "They want single sign-on for 200"), says_the_same("SSO", "more storage")
    (True, False)
    """
    short, long = sorted((_MARKS.sub("", plain(one)), _MARKS.sub("", plain(other))), key=len)
    if short == long or (len(short) >= _FEWEST_LETTERS and short in long):
        return True
    pairs = {short[i : i + 2] for i in range(len(short) - 1)}
    shared = sum(pair in long for pair in pairs)
    return len(pairs) >= _FEWEST_PAIRS and shared / len(pairs) >= _SAME_SHARE
