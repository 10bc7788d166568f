"""Words one can say or send: any purpose, reader, medium and tone, from the same facts as the advice."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace

from actions.base import QuestionAction
from actions.draft_talk_track.approval import approval_blocks
from actions.draft_talk_track.asker_words import names
from actions.draft_talk_track.assembling import choose_draft, open_context
from actions.draft_talk_track.blocks import Block, write_blocks
from actions.draft_talk_track.brief import brief_blocks
from actions.draft_talk_track.call import talk_sections
from actions.draft_talk_track.congratulation import nothing_to_congratulate_on
from actions.draft_talk_track.context import DraftContext, Part
from actions.draft_talk_track.house import allowed_sections, with_price_note
from actions.draft_talk_track.letter import Draft, frame_blocks, write_letter
from actions.draft_talk_track.mentions import with_mentions
from actions.draft_talk_track.minutes import minutes_blocks, minutes_opening, minutes_subject
from actions.draft_talk_track.named_figures import named_figures
from actions.draft_talk_track.payment import nothing_to_remind
from actions.draft_talk_track.request import DraftRequest
from actions.presenters.figures import unique
from actions.presenters.gate import tell_blocks, tell_cautions
from actions.presenters.offer_figures import offer_figures
from actions.presenters.offers import build_offers, name_offer
from actions.presenters.playbook import OBJECTION_FROM, unnamed
from actions.question import Question
from actions.recommend_offer.answer import next_steps
from actions.reply import AccountRef, Line, Reply, Section, Tone
from knowledge.accounts.account_360 import Account360
from knowledge.accounts.queries.account_360 import load_account_360
from knowledge.kernel.access import AccessContext
from knowledge.offers.advice import advise
from knowledge.offers.candidate import Candidate
from knowledge.playbook.phrases import Phrases
from knowledge.playbook.themes import find_theme
from knowledge.terms import DraftPurpose, Medium, OfferKind

_NOTES = "note"
_OF_ASKING = ("asker", "as_of", "now", "place", "language", "wished_language")
_STEPS = ("why", "tiers", "remind", "log")
_CARE_STEPS = ("why", "brief", "churn")


class DraftTalkTrack(QuestionAction):
    """Drafts a text for one purpose. With a closed gate a pitch becomes a letter that helps."""

    intent = "draft_talk_track"

    def answer(self, question: Question, access: AccessContext, say: Phrases) -> Reply:
        """Gather the case, decide, write; a change that changes nothing is said to be that."""
        case = load_account_360(access, question.account_id or 0)
        if strange := question.word("strange"):
            return _not_written(case, say("draft_talk_track.strange", what=strange), say)
        reply = self._draft(case, question, access, say)
        last = question.word("last")
        if last is None or (told := json.loads(last)).pop("language", say.language) != say.language:
            return reply
        slots = {name: question.slots[name] for name in _OF_ASKING if name in question.slots} | told
        before = self._draft(case, replace(question, slots=slots), access, say)
        if (before.headline, before.sections) != (reply.headline, reply.sections):
            return reply
        return _with_note(reply, say("draft_frame.same"), say)

    def _draft(self, case: Account360, question: Question, access: AccessContext, say: Phrases) -> Reply:
        request = DraftRequest.from_question(question)
        d = open_context(case, advise(case, access.rules), request, access, say, now=question.now)
        if request.purpose is DraftPurpose.PAYMENT and (why := nothing_to_remind(d)):
            return _not_written(case, say(f"draft_talk_track.{why}", account=d.account), say)
        if request.purpose is DraftPurpose.CONGRATULATION and (why := nothing_to_congratulate_on(d)):
            return _not_written(case, say(f"draft_talk_track.{why}", account=d.account), say)
        may_sell = d.offer is not None and not d.advice.blocks
        if request.purpose is DraftPurpose.BRIEF:
            return _page(d, brief_blocks(d), say("draft_inside.brief_title", **_brief_facts(d)), _brief_subject(d))
        if request.purpose is DraftPurpose.MINUTES:
            return _minutes(d)
        if request.purpose is DraftPurpose.APPROVAL and d.offer and may_sell:
            product = d.called(d.offer.candidate.product)
            title = say("draft_inside.ap_title", account=d.account, product=product)
            subject = _approval_subject(d, d.offer.candidate)
            return _page(d, approval_blocks(d, d.offer), title, subject)
        if request.purpose is DraftPurpose.OFFER and request.medium is Medium.CALL and may_sell and not d.is_lost:
            return _call(d)
        if question.word("medium") is None and request.medium is Medium.CALL:  # no talk track: then it is written
            d = replace(d, request=replace(request, medium=Medium.EMAIL))
        draft, name = choose_draft(d, self._recall(question, request))
        return _letter(d, draft, name)

    def _recall(self, question: Question, request: DraftRequest) -> str | None:
        """The playbook's article on what they said, for an answer to an objection."""
        if request.purpose is not DraftPurpose.OBJECTION:
            return None
        for text in (request.matter, question.text):
            if (
                text
                and (best := self.knowledge.objections.find(unnamed(text, None), most=1)[0]).likeness >= OBJECTION_FROM
            ):
                return best.key
        return None


def _with_note(reply: Reply, note: str, say: Phrases) -> Reply:
    """The same answer with one more line about the draft."""
    told = [line.text for section in reply.sections if section.key == _NOTES for line in section.lines]
    others = tuple(section for section in reply.sections if section.key != _NOTES)
    return reply.model_copy(update={"sections": (*others, _note_section([note, *told], say))})


def _not_written(case: Account360, why: str, say: Phrases) -> Reply:
    """A text of which nothing is on record is not written; what could be is offered."""
    return Reply(
        intent=DraftTalkTrack.intent,
        language=say.language,
        headline=why,
        account=AccountRef(id=case.account.id, name=case.account.name),
        choices=next_steps(case, ("draft", "brief"), say),
    )


def _approval_subject(d: DraftContext, candidate: Candidate) -> str:
    product = d.called(candidate.product)
    if candidate.kind is OfferKind.UPSELL and candidate.owned:
        return d.say("draft_inside.ap_subject_upsell", product=product, owned=d.called(candidate.owned))
    if candidate.kind is OfferKind.SEATS:
        return d.say("draft_inside.ap_subject_seats", product=product)
    if candidate.need and (theme := find_theme(candidate.need.text, "needs", d.language)):
        return d.say("draft_inside.ap_subject_need", product=product, title=theme.title)
    return d.say("draft_inside.ap_subject", product=product)


def _brief_facts(d: DraftContext) -> dict[str, str]:
    return {"account": d.account, "who": d.say("draft_inside.brief_for_manager")}


def _brief_subject(d: DraftContext) -> str:
    """What the manager is to know by the first line: nothing to offer and why not, or what is to be offered."""
    if d.advice.blocks:
        return d.say("draft_inside.brief_subject_blocked", account=d.account)
    if d.is_lost:
        return d.say("draft_inside.brief_subject_lost", account=d.account)
    if d.offer is None:
        return d.say("draft_inside.brief_subject", account=d.account)
    offer = name_offer(d.offer.candidate, d.say)
    return d.say(f"draft_inside.brief_subject_{d.advice.verdict}", account=d.account, offer=offer)


def _call(d: DraftContext) -> Reply:
    if d.offer is None:
        raise ValueError("a call about an offer needs one")
    sections, parts = talk_sections(d, d.offer)
    headline = d.say("draft_talk_track.call", **_head(d), offer=name_offer(d.offer.candidate, d.say))
    return _reply(d, headline, allowed_sections(d, sections), parts, sells=True)


def _letter(d: DraftContext, draft: Draft, name: str) -> Reply:
    purpose = _purpose_of(d, name)
    text = write_letter(d, with_price_note(d, with_mentions(d, draft)), purpose)
    facts: dict[str, str] = _head(d)
    sells = name == str(d.request.medium) and d.offer is not None
    if sells and d.offer:
        facts["offer"] = name_offer(d.offer.candidate, d.say)
    elif name in set(DraftPurpose):
        facts["medium"] = d.say(f"draft_talk_track.medium_{d.request.medium}")
    else:
        facts = {"account": d.account}
    return _reply(d, d.say(f"draft_talk_track.{name}", **facts), (_body(d, text.whole),), text.parts, sells=sells)


def _purpose_of(d: DraftContext, name: str) -> DraftPurpose | None:
    """The purpose that the text really has: none where the gate made a letter that helps of a pitch."""
    if name in set(DraftPurpose):
        return DraftPurpose(name)
    return DraftPurpose.OFFER if name == str(d.request.medium) and d.offer else None


def _head(d: DraftContext) -> dict[str, str]:
    """Whom it is for, where somebody was named."""
    if d.request.addressee is None:
        return {"account": d.account, "who": ""}
    names = [f"{one.name}様" if d.language == "ja" else one.name for one in d.addressee.everybody if one.name]
    who = d.say.join(names) or d.request.addressee
    return {"account": d.account, "who": who}


def _page(d: DraftContext, blocks: list[Block], headline: str, subject: str) -> Reply:
    """A text of titled blocks, whole to copy."""
    lines, kept = write_blocks(d, blocks)
    _note_unmentioned(d, kept)
    text = "\n\n".join([d.say("draft_frame.subject", topic=subject), *lines])
    return _reply(d, headline, (_body(d, text),), tuple(kept), sells=d.request.purpose is DraftPurpose.APPROVAL)


def _note_unmentioned(d: DraftContext, parts: Sequence[Part]) -> None:
    """A page has its own points; what it was to mention beside them is said to be missing."""
    there, text = {part.topic for part in parts}, " ".join(part.text for part in parts)
    for what in d.request.mention:
        topic = f"draft_frame.topic_{what}"
        if what not in there and not names(text, what):
            d.notes.append(d.say("draft_frame.not_on_page", what=d.say(topic) if d.say.has(topic) else what))


def _minutes(d: DraftContext) -> Reply:
    """Minutes are sent: they are framed as a letter."""
    day, blocks = minutes_blocks(d)
    opening = minutes_opening(d, day) if day else None
    lines, kept = write_blocks(d, blocks)
    _note_unmentioned(d, kept)
    subject = minutes_subject(d, day)
    text = frame_blocks(d, subject, [*([opening.text] if opening else []), *lines])
    return _reply(d, d.say("draft_inside.mi_title", account=d.account), (_body(d, text),), tuple(kept), sells=False)


def _body(d: DraftContext, text: str) -> Section:
    return Section(key="body", title=d.say("draft_frame.body_title"), lines=(Line(text=text, tone=Tone.QUOTE),))


def _note_section(notes: Sequence[str], say: Phrases) -> Section:
    lines = tuple(Line(text=note, tone=Tone.CAUTION) for note in notes)
    return Section(key=_NOTES, title=say("draft_frame.notes_title"), lines=lines)


def _reply(
    d: DraftContext, headline: str, sections: tuple[Section, ...], parts: tuple[Part, ...], *, sells: bool
) -> Reply:
    """The text, what must be said about it, and where it would pitch, the gate's word."""
    pitches = d.request.sells
    blocks, figures = tell_blocks(d.case, d.advice, d.rules, d.say) if pitches else ((), ())
    cautions = tell_cautions(d.case, d.advice, d.say) if sells and not d.request.is_short else ()
    notes = tuple(dict.fromkeys(note for note in d.notes if note))
    about = (_note_section(notes, d.say),) if notes else ()
    offers = d.offers if sells else ()
    behind = [figure for part in parts for figure in part.figures]
    return Reply(
        intent=DraftTalkTrack.intent,
        language=d.language,
        headline=headline,
        account=AccountRef(id=d.case.account.id, name=d.account),
        verdict=d.advice.verdict if pitches else None,
        verdict_until=d.advice.until if pitches else None,
        sections=(*sections, *about, *cautions, *blocks),
        offers=build_offers(d.case, offers, d.rules, d.say),
        figures=unique([*offer_figures(d.case, offers, d.rules, d.say), *behind, *named_figures(d), *figures]),
        choices=next_steps(d.case, _STEPS if sells else _CARE_STEPS, d.say),
    )
