"""The digest that is due, and one customer's turning point, told to whom they concern."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from actions.reply import AccountRef, Reply
from actions.telling.digest import STEM, Span, tell_digest, tell_late
from actions.telling.mending import find_to_mend, tell_bad_zone, tell_to_mend
from actions.telling.risks import tell_change
from knowledge.analytics.standing import find_changes
from knowledge.playbook.phrases import Phrases
from knowledge.playbook.zones import zone_or
from knowledge.store.book import Book
from knowledge.store.changes.mornings import digest_since
from knowledge.store.changes.notices import NoticeCard
from knowledge.store.changes.pen import Pen
from knowledge.store.queries.heads import load_heads
from knowledge.store.standings import load_pair


def tell_due_digest(card: NoticeCard, pen: Pen, say: Phrases) -> Reply | None:
    """The digest of the day it was due; one that comes late says so. None once the day is over for its reader."""
    book = pen.book
    zone = zone_or(book.viewer.timezone, book.rules.firm.timezone)
    day, due = dt.date.fromisoformat(str(card.facts["day"])), dt.datetime.fromisoformat(str(card.facts["due"]))
    if pen.now.astimezone(zone).date() > day:
        return None
    book = replace(book, as_of=day)
    reply = tell_digest(book, Span(digest_since(book, book.viewer)), say)
    bad_zone = card.facts.get("bad_zone")
    zone_told = [tell_bad_zone(book.viewer.name, str(bad_zone), book.rules, say)] if bad_zone else []
    mend = [*zone_told, *find_to_mend(book, say)]
    late = tell_late(due, pen.now, zone, book.rules, say)
    return reply.model_copy(update={"sections": (*late, *reply.sections, *tell_to_mend(mend, say))})


def tell_alert(card: NoticeCard, book: Book, say: Phrases) -> Reply | None:
    """One customer who turned, with reasons and what to do; None when they are out of sight meanwhile."""
    account_id, facts = card.account_id or 0, card.facts
    day, since = (dt.date.fromisoformat(str(facts[name])) for name in ("day", "since"))
    pair = load_pair(replace(book, as_of=day), account_id, since)
    changes = find_changes([pair], book.rules.churn) if pair else []
    heads = load_heads(book, [account_id])
    if not changes or account_id not in heads:
        return None
    told = tell_change(changes[0], heads[account_id], book.rules, say)
    return Reply(
        stem=STEM,
        language=say.language,
        headline=told.title,
        account=AccountRef(id=account_id, name=heads[account_id].name),
        sections=(told.model_copy(update={"title": "", "choices": ()}),),
        choices=told.choices,
    )
