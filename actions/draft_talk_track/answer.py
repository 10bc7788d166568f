"""Words one can say or send: a call, an e-mail or a Slack message, from the same facts as the advice."""

from __future__ import annotations

from actions.base import QuestionAction
from actions.presenters.choosing_offer import choose_offer
from actions.presenters.figures import unique
from actions.presenters.gate import tell_blocks, tell_cautions
from actions.presenters.letter import write_email, write_message
from actions.presenters.offer_figures import offer_figures
from actions.presenters.offers import build_offers, name_offer
from actions.presenters.talk import tell_talk_track, used_product_of
from actions.question import Question
from actions.recommend_offer.answer import next_steps
from actions.reply import AccountRef, Line, Reply, Section, Tone
from knowledge.accounts.account_360 import Account360
from knowledge.accounts.queries.account_360 import load_account_360
from knowledge.kernel.access import AccessContext
from knowledge.offers.advice import Advice, TimedOffer, advise
from knowledge.playbook.phrases import Phrases
from knowledge.terms import Medium


class DraftTalkTrack(QuestionAction):
    """Drafts for one medium. With a closed gate it drafts a call to help, never a pitch."""

    intent = "draft_talk_track"

    def answer(self, question: Question, access: AccessContext, say: Phrases) -> Reply:
        """Gather the case, decide, write."""
        case = load_account_360(access, question.account_id or 0)
        advice = advise(case, access.rules)
        offer, note = choose_offer(case, advice, question.word("product"), say)
        if offer is None:
            return _listen_instead(case, advice, access, say)
        medium = Medium(question.word("medium") or Medium.CALL)
        is_short = question.word("length") == "short"
        sections = _write(case, offer, access, say, medium=medium, is_short=is_short)
        caution = tell_cautions(case, advice, say)
        facts = {"account": case.account.name, "offer": name_offer(offer.candidate, say)}
        return Reply(
            intent=self.intent,
            language=say.language,
            headline=say(f"draft_talk_track.{medium}", **facts),
            account=AccountRef(id=case.account.id, name=case.account.name),
            verdict=advice.verdict,
            verdict_until=advice.until,
            sections=(*note, *caution, *sections),
            offers=build_offers(case, (offer,), access.rules, say),
            figures=unique([*offer_figures(case, (offer,), access.rules, say)]),
            choices=next_steps(case, ("why", "tiers", "remind", "log"), say),
        )


def _write(
    case: Account360, offer: TimedOffer, access: AccessContext, say: Phrases, *, medium: Medium, is_short: bool
) -> tuple[Section, ...]:
    if medium is Medium.CALL:
        return tell_talk_track(case, offer, access.rules, say, short=is_short)
    rep = case.account.owner or ("" if access.viewer.is_operator else access.viewer.name)
    text = (
        write_email(case, offer, access.rules, say, rep=rep)
        if medium is Medium.EMAIL and not is_short
        else write_message(case, offer, access.rules, say)
    )
    return (Section(key="body", title=say("draft_talk_track.body_title"), lines=(Line(text=text, tone=Tone.QUOTE),)),)


def _listen_instead(case: Account360, advice: Advice, access: AccessContext, say: Phrases) -> Reply:
    """Nothing may or can be pitched: the words for a call that helps or listens."""
    blocks, figures = tell_blocks(case, advice, access.rules, say)
    kind = "blocked" if advice.blocks else "nothing"
    product = used_product_of(case, say)
    if advice.blocks or not product:
        words = [say(f"draft_talk_track.care_{number}") for number in (1, 2, 3)]
    else:
        words = [say("draft_talk_track.listen_1", product=product), say("draft_talk_track.listen_2")]
    talk = Section(key="talk_care", lines=tuple(Line(text=text) for text in words))
    return Reply(
        intent=DraftTalkTrack.intent,
        language=say.language,
        headline=say(f"draft_talk_track.{kind}", account=case.account.name),
        account=AccountRef(id=case.account.id, name=case.account.name),
        verdict=advice.verdict,
        verdict_until=advice.until,
        sections=(talk, *blocks),
        figures=figures,
        choices=next_steps(case, ("why", "brief", "churn"), say),
    )
