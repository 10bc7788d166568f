"""Which text a request gets at this customer, and what must be said about it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

from actions.draft_talk_track.addressee import find_addressee
from actions.draft_talk_track.apology import draft_apology
from actions.draft_talk_track.appointment import draft_appointment
from actions.draft_talk_track.asker_words import is_about
from actions.draft_talk_track.care import draft_care, trouble_first
from actions.draft_talk_track.check_in import draft_check_in
from actions.draft_talk_track.congratulation import draft_congratulation
from actions.draft_talk_track.context import DraftContext
from actions.draft_talk_track.introduction import draft_introduction
from actions.draft_talk_track.letter import Draft
from actions.draft_talk_track.objection import draft_objection
from actions.draft_talk_track.offer import draft_offer
from actions.draft_talk_track.payment import draft_payment
from actions.draft_talk_track.renewal import draft_renewal
from actions.draft_talk_track.request import DraftRequest, Which
from actions.draft_talk_track.silence import draft_silence
from actions.draft_talk_track.thanks import draft_thanks
from actions.draft_talk_track.win_back import draft_win_back
from actions.presenters.choosing_offer import choose_offer
from actions.set_reminder.moments import business_days
from knowledge.accounts.account_360 import Account360
from knowledge.accounts.columns import day_or_none
from knowledge.accounts.queries.around import load_around
from knowledge.kernel.access import AccessContext
from knowledge.offers.advice import Advice, TimedOffer
from knowledge.people.queries.colleagues import find_colleagues
from knowledge.playbook.house_style import load_house_style
from knowledge.playbook.phrases import Phrases
from knowledge.terms import DraftPurpose, OfferKind, Voice

_NEVER_SELLS = {DraftPurpose.APOLOGY, DraftPurpose.PAYMENT}
_SELLING_TOPICS = {"price", "trial", "tiers", "proof", "product"}
# Letters that have a matter of their own, and are no answer to the trouble that may be open.
_GOES_ON = {"thanks", "appointment", "silence", "renewal", "payment", "objection", "introduction"}
_HAS_SEATS = {"seats"}
_PAGES = {DraftPurpose.BRIEF, DraftPurpose.APPROVAL}


def open_context(
    case: Account360, advice: Advice, request: DraftRequest, access: AccessContext, say: Phrases, *, now: dt.datetime
) -> DraftContext:
    """Everything a draft may say, with the offers chosen and the reader found."""
    style = load_house_style()
    if style.tone and not request.tones:
        request = replace(request, tones=(style.tone,))
    viewer = "" if access.viewer.is_operator else access.viewer.name
    sender = _whole_name(access, request.sender) or viewer or case.account.owner or say("talk_track.rep_unnamed")
    ours = (sender, case.account.owner, case.account.csm)
    around = load_around(access, case.account.id, now=now, people=ours)
    addressee, notes = find_addressee(request, case.contacts, around.readings or {}, account=case.account.name, say=say)
    offers, chosen = _choose(case, advice, request, say)
    d = DraftContext(
        case=case,
        advice=advice,
        around=around,
        request=request,
        rules=access.rules,
        say=say,
        sender=sender,
        addressee=addressee,
        time=business_days(access),
        offers=offers,
        notes=[*notes, *chosen],
        style=style,
    )
    d.notes.extend(_about(d))
    return d


def _whole_name(access: AccessContext, said: str | None) -> str | None:
    """A sender as recorded, where one colleague alone is called so; else as said."""
    found = find_colleagues(access.connection, said) if said else []
    return found[0][1] if len(found) == 1 else said


def _choose(
    case: Account360, advice: Advice, request: DraftRequest, say: Phrases
) -> tuple[tuple[TimedOffer, ...], list[str]]:
    """The offer named or numbered, else the first that may be named."""
    offers = advice.offers
    if request.about:
        return _about_their_matter(case, advice, request.about, request, say)
    if not offers:
        return (), []
    if request.which is Which.BOTH:
        return offers[:2], [] if len(offers) > 1 else [say("draft_frame.no_second", account=case.account.name)]
    if request.which is Which.SECOND:
        if len(offers) > 1:
            return (offers[1],), []
        return (offers[0],), [say("draft_frame.no_second", account=case.account.name)]
    if request.product:
        offer, note = choose_offer(case, advice, request.product, say)
        return ((offer,) if offer else ()), [line.text for section in note for line in section.lines]
    if _HAS_SEATS & set(request.mention):
        seats = tuple(offer for offer in offers if offer.candidate.kind is OfferKind.SEATS)
        no_seats = [] if seats else [say("draft_frame.no_seats", account=case.account.name)]
        return (seats or offers)[:1], no_seats
    if _HAS_SEATS & set(request.leave_out):
        others = tuple(offer for offer in offers if offer.candidate.kind is not OfferKind.SEATS)
        return (others or offers)[:1], []
    return offers[:1], []


def _about_their_matter(
    case: Account360, advice: Advice, about: str, request: DraftRequest, say: Phrases
) -> tuple[tuple[TimedOffer, ...], list[str]]:
    """The offer that answers the need they spoke of in these words; where none does, that is said."""
    without = replace(request, about=None)
    offers, notes = _choose(case, advice, without, say)
    meant = tuple(o for o in advice.offers if (need := o.candidate.need) and is_about(need.text, about))
    if request.which is None and request.product is None and meant:
        return meant[:1], notes
    known = any(is_about(need.text, about) for need in case.needs)
    return offers, [*notes, *([] if known else [say("draft_frame.unread", what=about)])]


def _about(d: DraftContext) -> list[str]:
    """What cannot be done, one line each."""
    notes = []
    if d.request.purpose in _NEVER_SELLS and _SELLING_TOPICS & set(d.request.mention):
        notes.append(d.say("draft_frame.no_selling_then"))
    if d.request.promise:
        notes.append(d.say(f"draft_frame.no_promise_{d.request.promise}"))
    is_casual = d.has_tone(Voice.CASUAL) and d.style.tone is not Voice.CASUAL
    if is_casual and d.language == "ja" and d.request.purpose not in _PAGES:
        notes.append(d.say("draft_frame.no_casual"))
    if d.language == "en" and d.addressee.name and not d.addressee.called("en"):
        notes.append(d.say("draft_frame.no_first_name", name=d.addressee.name))
    if d.sender == d.say("talk_track.rep_unnamed"):
        notes.append(d.say("draft_frame.no_sender"))
    if not d.signed:
        notes.append(d.say("draft_frame.no_latin_sender", name=d.sender))
    if d.request.unread:
        notes.append(d.say("draft_frame.unread", what=d.request.unread))
    return notes


def choose_draft(d: DraftContext, objection: str | None) -> tuple[Draft, str]:
    """The text for the purpose, and the phrase of its headline; with a closed gate one that helps."""
    draft, name = _draft_for(d, objection)
    told = {part.topic for paragraph in draft.paragraphs for part in paragraph if part}
    first = trouble_first(d) if name in _GOES_ON else None
    if first is None or (first.topic and first.topic in told):
        return draft, name
    at = 1 if name == DraftPurpose.INTRODUCTION else 0
    return replace(draft, paragraphs=(*draft.paragraphs[:at], [first], *draft.paragraphs[at:])), name


def _draft_for(d: DraftContext, objection: str | None) -> tuple[Draft, str]:
    purpose = d.request.purpose
    if plain := _PLAIN.get(purpose):
        return plain(d), str(purpose)
    match purpose:
        case DraftPurpose.RENEWAL:
            return _renewal(d)
        case DraftPurpose.OBJECTION:
            return draft_objection(d, objection), "objection"
        case DraftPurpose.WIN_BACK:
            return _win_back(d)
        case _:
            return _offer_or_care(d)


def _renewal(d: DraftContext) -> tuple[Draft, str]:
    """Where no contract was ever recorded, nothing can be renewed."""
    if not d.case.contracts:
        d.notes.append(d.say("draft_frame.no_contract", account=d.account))
        return draft_check_in(d), "check_in"
    if d.is_lost:
        d.notes.append(d.say("draft_frame.contract_ended", account=d.account))
        return draft_win_back(d), "win_back"
    return draft_renewal(d), "renewal"


def _win_back(d: DraftContext) -> tuple[Draft, str]:
    """Nobody who is a customer can be won back."""
    if d.case.running or (d.case.purchases and day_or_none(d.case.row["ended_on"]) is None):
        d.notes.append(d.say("draft_frame.not_lost", account=d.account))
        return draft_check_in(d), "check_in"
    return draft_win_back(d), "win_back"


def _offer_or_care(d: DraftContext) -> tuple[Draft, str]:
    if d.offer and not d.advice.blocks:
        if d.is_lost:
            return draft_win_back(d), "lost"
        return draft_offer(d, d.offer), str(d.request.medium)
    if care := draft_care(d):
        return care, "blocked" if d.advice.blocks else "resting"
    return (draft_win_back(d), "lost") if d.is_lost else (draft_check_in(d), "nothing")


# Purposes whose text is written whatever else is so.
_PLAIN: dict[DraftPurpose, Callable[[DraftContext], Draft]] = {
    DraftPurpose.CHECK_IN: draft_check_in,
    DraftPurpose.THANKS: draft_thanks,
    DraftPurpose.APOLOGY: draft_apology,
    DraftPurpose.APPOINTMENT: draft_appointment,
    DraftPurpose.SILENCE: draft_silence,
    DraftPurpose.PAYMENT: draft_payment,
    DraftPurpose.CONGRATULATION: draft_congratulation,
    DraftPurpose.INTRODUCTION: draft_introduction,
}
