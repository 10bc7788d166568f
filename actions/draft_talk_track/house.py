"""The firm's own words in a draft: sentences on its products, notes on prices, forbidden words, whole templates."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from actions.draft_talk_track.context import DraftContext, Part
from actions.reply import Figure, Section
from knowledge.catalogue.catalogue import ProductCard
from knowledge.playbook.house_style import FILE
from knowledge.playbook.phrases import find_variables, write_text
from knowledge.playbook.reported_speech import is_japanese

if TYPE_CHECKING:
    from actions.draft_talk_track.letter import Draft


def product_sentence(d: DraftContext, product: ProductCard) -> Part | None:
    """The firm's own sentence on a product; None where it has none in this language."""
    text = d.style.product_sentence(_names(product), d.language)
    return _own_part(d, "product", text, product, topic="") if text else None


def with_price_note(d: DraftContext, draft: Draft) -> Draft:
    """The draft with the firm's note behind the last price of an offer."""
    product = d.offer.candidate.product if d.offer else d.main
    note = price_note(d, product) if product else None
    if note is None:
        return draft
    places = [at for at, paragraph in enumerate(draft.paragraphs) if any(p and p.topic == "price" for p in paragraph)]
    if not places:
        return draft
    priced = list(draft.paragraphs[places[-1]])
    last = max(at for at, part in enumerate(priced) if part and part.topic == "price")
    paragraphs = list(draft.paragraphs)
    paragraphs[places[-1]] = [*priced[: last + 1], note, *priced[last + 1 :]]
    return replace(draft, paragraphs=tuple(paragraphs))


def price_note(d: DraftContext, product: ProductCard) -> Part | None:
    """What this firm says behind a price of this product."""
    text = d.style.price_note(_names(product), d.language)
    return _own_part(d, "price", text, product, topic="price") if text else None


def allowed(d: DraftContext, part: Part) -> Part | None:
    """The sentence with the firm's words for forbidden ones; None where a word has none, which is said once."""
    text = _with_words_of_ours(d, part.text)
    if text is None:
        return None
    return part if text == part.text else replace(part, text=text)


def reworded(d: DraftContext, part: Part) -> Part:
    """A sentence that has to stay, such as a subject, with the firm's words where it has some."""
    text = part.text
    for word, instead in d.style.forbidden.items():
        if instead:
            text = _put(word, instead, text)
    return replace(part, text=text)


def allowed_sections(d: DraftContext, sections: tuple[Section, ...]) -> tuple[Section, ...]:
    """The same for what is spoken; a section of which nothing is left goes."""
    kept = []
    for section in sections:
        told = [(line, _with_words_of_ours(d, line.text)) for line in section.lines]
        lines = tuple(line.model_copy(update={"text": text}) for line, text in told if text is not None)
        if lines:
            kept.append(section.model_copy(update={"lines": lines}))
    return tuple(kept)


def fill_template(d: DraftContext, source: str, parts: dict[str, str]) -> str:
    """The firm's own letter with what the facts say; that it was used, and what it cannot follow, is said."""
    d.notes.append(d.say("draft_frame.own_template", file=FILE))
    if "body" not in find_variables(source):
        d.notes.append(d.say("draft_frame.own_template_fixed"))
    facts = {"account": d.addressed, "contact": d.addressee.called(d.language), "rep": d.signed, "firm": d.firm}
    product = d.called(d.offer.candidate.product) if d.offer else d.called(d.main) if d.main else ""
    written = write_text(source, d.language, {**facts, "product": product, **parts})
    return _with_words_of_ours(d, written) or written


def _with_words_of_ours(d: DraftContext, text: str) -> str | None:
    for word, instead in d.style.forbidden.items():
        if not _pattern(word).search(text):
            continue
        if not instead:
            note = d.say("draft_frame.forbidden_word", word=word)
            if note not in d.notes:
                d.notes.append(note)
            return None
        text = _put(word, instead, text)
    return text


def _put(word: str, instead: str, text: str) -> str:
    return _pattern(word).sub(instead.replace("\\", r"\\"), text)


def _pattern(word: str) -> re.Pattern[str]:
    """A word in letters as a whole word; Japanese wherever it stands."""
    bare = re.escape(word)
    return re.compile(bare if is_japanese(word) else rf"(?<!\w){bare}(?!\w)", re.IGNORECASE)


def _own_part(d: DraftContext, kind: str, text: str, product: ProductCard, *, topic: str) -> Part:
    facts = {"product": d.called(product), "account": d.addressed, "firm": d.firm}
    said = write_text(text, d.language, facts)
    figure = Figure(
        key=f"house_{kind}_{product.id}",
        label=d.say("draft_facts.house_label"),
        value=said,
        raw=said,
        basis=d.say("draft_facts.house_basis", file=FILE),
        formula=d.say("draft_facts.house_formula"),
        as_of=d.case.as_of,
    )
    return Part(f"house.{kind}", said, 1, topic, (figure,))


def _names(product: ProductCard) -> tuple[str, ...]:
    return (product.key, product.called("en"), product.called("ja"))
