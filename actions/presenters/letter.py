"""The same facts as an e-mail or a Slack message to the customer."""

from __future__ import annotations

from actions.presenters.figures import tell_unit
from actions.presenters.talk import tell_meeting, used_product
from knowledge.accounts.account_360 import Account360
from knowledge.offers.advice import TimedOffer
from knowledge.offers.candidates import Candidate
from knowledge.playbook.phrases import Phrases
from knowledge.playbook.rules import Rules
from knowledge.terms import OfferKind


def write_email(case: Account360, offer: TimedOffer, rules: Rules, say: Phrases, *, rep: str) -> str:
    """A whole e-mail, subject first."""
    firm, topic = rules.firm.name, _topic(offer.candidate, say)
    rep = rep or say("talk_track.rep_unnamed")
    body = _body(case, offer, rules, say)
    greeting = _greeting(case, say, firm=firm, rep=rep)
    close = say("talk_track.email_close", rep=rep, firm=firm)
    gap = "\n\n" if say.language == "en" else "\n"
    ask = say("talk_track.email_ask", when=tell_meeting(offer, say))
    return "\n\n".join([say("talk_track.email_subject", topic=topic), greeting, gap.join([*body, ask]), close])


def write_message(case: Account360, offer: TimedOffer, rules: Rules, say: Phrases) -> str:
    """Three short sentences for a shared Slack channel."""
    contact = _contact(case)
    hello = say("talk_track.slack_hello", contact=contact) if contact else say("talk_track.slack_hello_unnamed")
    body = _body(case, offer, rules, say)
    return "\n".join([hello, body[0], body[1], say("talk_track.slack_ask", when=tell_meeting(offer, say))])


def _greeting(case: Account360, say: Phrases, *, firm: str, rep: str) -> str:
    contact = _contact(case)
    if say.language == "en":
        account = case.account.name
        return (
            say("talk_track.email_greeting", contact=contact)
            if contact
            else say("talk_track.email_greeting_unnamed", account=account)
        )
    facts = {"account": case.account.name, "firm": firm, "rep": rep}
    if contact:
        return say("talk_track.email_greeting", contact=contact, **facts)
    return say("talk_track.email_greeting_unnamed", **facts)


def _contact(case: Account360) -> str:
    """The champion, or whoever else is known to be there."""
    here = [c for c in case.contacts if c.left_on is None or c.left_on > case.as_of]
    return here[0].name if here else ""


def _body(case: Account360, offer: TimedOffer, rules: Rules, say: Phrases) -> list[str]:
    candidate = offer.candidate
    sentences = [_reason(case, candidate, say), _value(candidate, say)]
    if pair := candidate.follow_on:
        days = rules.offers.horizon_days
        sentences.append(say("talk_track.email_proof", adopters=pair.adopters, owners=pair.owners, days=days))
    return [*sentences, say(f"talk_track.email_start_{candidate.kind}")]


def _topic(candidate: Candidate, say: Phrases) -> str:
    product = candidate.product.called(say.language)
    return say(f"talk_track.email_topic_{candidate.kind}", product=product)


def _value(candidate: Candidate, say: Phrases) -> str:
    name, value = candidate.product.called(say.language), candidate.product.value(say.language)
    if candidate.kind is OfferKind.SEATS:
        return say("talk_track.email_seats", product=name)
    return (
        say("talk_track.email_offer_value", offer=name, value=value)
        if value
        else say("talk_track.email_offer", offer=name)
    )


def _reason(case: Account360, candidate: Candidate, say: Phrases) -> str:
    product = used_product(case, candidate, say)
    if need := candidate.need:
        return say("talk_track.email_need", day=need.said_on, need=need.text)
    if use := candidate.seat_use:
        facts = {"used": use.used, "seats": use.bought, "product": product}
        return (
            say("talk_track.email_quota", unit=tell_unit(use.unit, say), **facts)
            if use.unit
            else say("talk_track.email_limit", **facts)
        )
    return say("talk_track.email_plain", product=product) if product else say("talk_track.email_new")
