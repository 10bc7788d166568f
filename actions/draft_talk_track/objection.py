"""The written answer to an objection; nothing is pressed."""

from __future__ import annotations

import re

from actions.draft_talk_track.asker_words import own_words
from actions.draft_talk_track.context import DraftContext, Paragraph, Part
from actions.draft_talk_track.letter import Draft
from actions.draft_talk_track.offer_parts import start, topic_of
from actions.draft_talk_track.offer_prices import price
from actions.draft_talk_track.relation_parts import name_of_main
from knowledge.catalogue.catalogue import ProductCard
from knowledge.language import load_words
from knowledge.offers.advice import TimedOffer
from knowledge.playbook.articles import Objection, load_objections
from knowledge.playbook.reported_speech import report_speech

# The answers to these offer nothing now: no price and no step stand after them.
_WITHDRAWN_SUBJECTS = {
    "no_budget": "draft_relation.subject_objection_budget",
    "not_now": "draft_relation.subject_objection_later",
    "enough": "draft_relation.subject_objection_enough",
}
_ACKNOWLEDGED = re.compile(r"^(?:承知いたしました。(?:では、)?|Understood\. )")  # said already by the thanks before it
_ABOUT_MONEY = {"price", "discount", "roi_unclear"}
_ABOUT_TIME = {"no_time", "not_now", "thinking"}
_SUBJECTS = {
    **dict.fromkeys(("price", "discount", "roi_unclear"), "draft_relation.subject_objection_money"),
    "no_time": "draft_relation.subject_objection_time",
}
_SAYS_IT = {"price", "no_time"}  # their answers say themselves that a no or a later day is fine
_LATELY_DAYS = 180


def draft_objection(d: DraftContext, recalled: str | None) -> Draft:
    """Thanks for the openness, an answer from the playbook, their own figures, the smallest step, an easy no."""
    if d.request.occasion == "declined":
        return _declined(d)
    objection = load_objections().get(recalled or "")  # none of its own where only the attitude to all was recalled
    proposed = _proposed(d)
    offers = d.offers if not d.advice.blocks else ()
    offer = next((each for each in offers if proposed is None or each.candidate.product.id == proposed.id), None)
    product = d.called(proposed) if proposed else d.called(offer.candidate.product) if offer else name_of_main(d)
    said = _said(d, objection)
    first = d.part("draft_relation.ob_said", weight=1, said=said) if said else None
    spoken = _unquoted(objection.answer.of(d.language)) if objection else ""
    answer = Part("objection.answer", re.sub(_ACKNOWLEDGED, "", spoken), 0) if objection else None
    subject = d.part(_SUBJECTS.get(recalled or "", "draft_relation.subject_objection"), product=product)
    if recalled in _WITHDRAWN_SUBJECTS:
        subject = d.part(_WITHDRAWN_SUBJECTS[recalled], product=product)
        if d.is_lost:  # what they have, what they use: they have nothing of ours any more
            answer = d.part("draft_relation.ob_lost", weight=0, product=product)
        return Draft(subject, ([first, answer], [_stays(d, recalled)]))
    about = {**dict.fromkeys(_ABOUT_MONEY, "ob_ask_money"), **dict.fromkeys(_ABOUT_TIME, "ob_ask_time")}
    ask = about.get(recalled or "", "ob_ask")
    last = d.part(f"draft_relation.{ask}", weight=1, topic_of=topic_of(d, offer) if offer else product)
    cost: Paragraph = [price(d, offer)] if offer else []
    return Draft(
        subject,
        (
            [first, answer],
            cost,
            [start(d, offer, names_it=not any(cost)) if offer else None],
            [last, _leave(d, offer, recalled)],
        ),
    )


def _proposed(d: DraftContext) -> ProductCard | None:
    """What they answered: the product named, else the one proposed last, if that is not long ago."""
    if d.request.product and d.offer:
        return d.offer.candidate.product
    lately = [
        made
        for made in d.case.proposals
        if (d.case.as_of - made.proposed_on).days <= _LATELY_DAYS and made.outcome != "won"
    ]
    newest = max(lately, key=lambda made: (made.proposed_on, made.id), default=None)
    return d.case.catalogue.products[newest.product_id] if newest else None


def _declined(d: DraftContext) -> Draft:
    """After a no: thanks, that it is heard, and that what they have goes on; nothing is pressed."""
    resting = [each.product_id for each in d.advice.resting] or [each.product_id for each in d.case.proposals]
    product = d.called(d.case.catalogue.products[resting[0]]) if resting else d.say("draft_offer.topic_unnamed")
    thanks = d.part("draft_relation.de_thanks", weight=0, product=product)
    quiet = d.part("draft_relation.de_quiet", weight=0, product=product)
    why = d.part("draft_relation.de_why", weight=2)
    subject = d.part("draft_relation.subject_declined", product=product)
    return Draft(subject, ([thanks, quiet], [why], [_goes_on(d)]), closing="thanks")


def _goes_on(d: DraftContext) -> Part | None:
    """That what they have stays looked after."""
    if d.main is None or not d.case.running:
        return None
    return d.part("draft_relation.de_rest", weight=2, owned=d.called(d.main))


def _stays(d: DraftContext, recalled: str) -> Part | None:
    """What one does meanwhile: nothing where money lacks, as the answer itself offers help with that."""
    return None if recalled == "no_budget" else _goes_on(d)


def _leave(d: DraftContext, offer: TimedOffer | None, recalled: str | None) -> Part | None:
    """That a no is fine, in the way that fits what they said."""
    if recalled in _SAYS_IT:
        return None
    if recalled in _ABOUT_MONEY:
        return d.part("draft_relation.ob_leave_money", weight=3, account=d.customer)
    if recalled in _ABOUT_TIME:
        about = topic_of(d, offer) if offer else name_of_main(d)
        return d.part("draft_relation.ob_leave_time", weight=3, topic_of=about)
    if d.in_use is None:
        return None
    return d.part("draft_relation.ob_leave", weight=3, product=name_of_main(d), account=d.customer)


def _said(d: DraftContext, objection: Objection | None) -> str:
    """The objection as it was put, to stand behind "that" in English; as it is in Japanese."""
    title = _unquoted(objection.title.of(d.language)) if objection else ""
    own = own_words(d, d.request.matter or "")
    words = title if title and len(own) <= len(title) else own or title
    bare = words.strip(' .。「」“”"')
    if d.language == "ja" or not bare:
        return bare
    reported = report_speech(bare, "en") or bare[0].lower() + bare[1:]
    frames = load_words("en", "reported_speech")["objections"]
    frame = next((frame for pattern, frame in frames if re.match(pattern, reported)), "{said}")
    return str(frame.format(said=reported))


def _unquoted(text: str) -> str:
    return text.strip('「」“”" ')
