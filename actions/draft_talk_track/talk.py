"""The talk track as a part of other answers: the advised offer, in the words for a call."""

from __future__ import annotations

import datetime as dt

from actions.draft_talk_track.assembling import open_context
from actions.draft_talk_track.call import talk_sections
from actions.draft_talk_track.request import DraftRequest, Length
from actions.reply import Section
from knowledge.accounts.account_360 import Account360
from knowledge.kernel.access import AccessContext
from knowledge.offers.advice import Advice, TimedOffer
from knowledge.playbook.phrases import Phrases


def tell_talk_track(
    case: Account360, advice: Advice, access: AccessContext, say: Phrases, *, now: dt.datetime
) -> tuple[Section, ...]:
    """The sections of a call about the first offer; nothing where none is advised."""
    d = open_context(case, advice, DraftRequest(), access, say, now=now)
    return talk_sections(d, d.offer)[0] if d.offer else ()


def tell_short_talk(
    case: Account360, advice: Advice, offer: TimedOffer, access: AccessContext, say: Phrases
) -> tuple[Section, ...]:
    """The same in short about one of the offers, as of the day asked about."""
    now = dt.datetime.combine(access.as_of, dt.time(), tzinfo=dt.UTC)
    d = open_context(case, advice, DraftRequest(length=Length.SHORTER), access, say, now=now)
    return talk_sections(d, offer)[0]
